import { ACCOUNT_FLAGS } from '../account.ts'
import type { AccountLine } from './records.ts'

/** An account while its transfers are counted again. */
export interface Standing {
  readonly id: string
  readonly unit: string
  readonly colour: string | undefined
  readonly flags: number
  readonly line: number
  readonly stated: AccountLine
  debitsPosted: bigint
  creditsPosted: bigint
  debitsPending: bigint
  creditsPending: bigint
  /** The pending transfer that has closed it, while it is closed. */
  closedBy: string | undefined
  /** How far a wrong running balance was off: the lines behind it are held against each other. */
  drift: bigint
  /** What the book says is still reserved at its end, and by what it is still closed. */
  readonly left: { debitsPending: bigint; creditsPending: bigint; closedBy: string | undefined }
}

export function standingOf(stated: AccountLine, line: number): Standing {
  return {
    id: stated.id,
    unit: stated.unit,
    colour: stated.colour ?? undefined,
    flags: Number(stated.flags),
    line,
    stated,
    debitsPosted: 0n,
    creditsPosted: 0n,
    debitsPending: 0n,
    creditsPending: 0n,
    closedBy: undefined,
    drift: 0n,
    left: { debitsPending: 0n, creditsPending: 0n, closedBy: undefined },
  }
}

/** Which promise of an account does not hold as it stands; `undefined` where all do. */
export function brokenLimit(account: Standing): string | undefined {
  const { flags, debitsPosted, debitsPending, creditsPosted, creditsPending } = account
  const isOverDebits = debitsPosted + debitsPending > creditsPosted
  if ((flags & ACCOUNT_FLAGS.debits_must_not_exceed_credits) !== 0 && isOverDebits) {
    return `debits exceed credits by ${debitsPosted + debitsPending - creditsPosted}`
  }
  const isOverCredits = creditsPosted + creditsPending > debitsPosted
  if ((flags & ACCOUNT_FLAGS.credits_must_not_exceed_debits) !== 0 && isOverCredits) {
    return `credits exceed debits by ${creditsPosted + creditsPending - debitsPosted}`
  }
  return undefined
}
