import type { ApprovalState } from '../../access/core/duties.ts'
import type { Day } from '../../kernel/days.ts'
import { addDays } from '../../kernel/days.ts'
import { parseRate } from '../../kernel/decimal.ts'
import type { Uuid } from '../../kernel/ids.ts'
import type { Minor } from '../../kernel/money.ts'
import { type Converted, convert } from './conversion.ts'
import type { Purse, Wallet } from './deed.ts'
import { isUsable, rulesOn } from './instrument.ts'
import { mint } from './issuance.ts'
import type { PaymentStatus } from './payment.ts'
import { demurrageOf, type InstrumentRules } from './rules.ts'

/** Who prepared something, and what became of it, as its approval says. */
export interface Prepared {
  readonly preparedBy: Uuid
  readonly preparedAt: Date
}

export interface Decided {
  readonly state: ApprovalState
  readonly decidedBy: Uuid | null
  readonly decidedAt: Date | null
  readonly decisionReason: string | null
}

/** What somebody may fetch of money that everybody may make, or is given. */
export interface Fetchable {
  /** Zero where there is nothing today. */
  readonly amount: Minor
  readonly kind: 'gift' | 'mint'
  /** The day up to which all is fetched then. */
  readonly upTo: Day
  /** The first day on which there is more; `null` where there never is. */
  readonly next: Day | null
}

/**
 * What a wallet may fetch on a day: of a gift, what is given once or for the month, of which earlier ones are gone; of
 * universal money, what was made since it was opened or last fetched.
 *
 * @param since the day up to which all was fetched; `null` where nothing was
 * @returns `undefined` where an instrument does not come into being so
 */
export function fetchableOn(
  rules: InstrumentRules,
  { since, openedOn }: { readonly since: Day | null; readonly openedOn: Day },
  day: Day,
): Fetchable | undefined {
  const { issuance } = rules
  switch (issuance.by) {
    case 'gift': {
      const isOnce = issuance.every === 'once'
      const isDue = since === null || (!isOnce && since.slice(0, 7) < day.slice(0, 7))
      const next = isOnce ? (isDue ? day : null) : isDue ? day : monthAfter(day)
      return { kind: 'gift', amount: isDue ? BigInt(issuance.amount) : 0n, upTo: day, next }
    }
    case 'universal': {
      const rule = demurrageOf(rules)
      const keep = rule.kind === 'daily' && rule.freeDays === 0 ? rule.keep : parseRate('1')
      const { daysBack } = issuance
      const made = mint({ perDay: BigInt(issuance.perDay), daysBack, keep }, since ?? openedOn, day)
      const next = made.amount > 0n ? day : addDays(made.upTo, 1)
      return { kind: 'mint', amount: made.amount, upTo: made.upTo, next }
    }
    default:
      return undefined
  }
}

function monthAfter(day: Day): Day {
  const [year = 0, month = 0] = day.split('-').map(Number)
  const [then, next] = month === 12 ? [year + 1, 1] : [year, month + 1]
  return `${then}-${`${next}`.padStart(2, '0')}-01` as Day
}

/** Why a line of a grant could not be given: nobody is there for whom somebody may ask, or why the wallet cannot take it. */
export type Misfit = 'holder_not_found' | PaymentStatus

/** What it depends on whether a wallet can be given something. */
export type Receiving = Pick<Purse, 'day' | 'balance'> & {
  readonly wallet: Pick<Wallet, 'instrument' | 'party' | 'stoppedAt'>
}

/** Why a wallet cannot be given so much; `undefined` where it can. */
export function refusalToReceive(
  { wallet, day, balance }: Receiving,
  amount: Minor,
): PaymentStatus | undefined {
  if (amount <= 0n) return 'amount_must_not_be_zero'
  if (!isUsable(wallet.instrument, day)) return 'payment_not_allowed'
  if (wallet.stoppedAt !== null) return 'wallet_is_stopped'
  const { limits } = rulesOn(wallet.instrument, day)
  const isAbove = limits.balance !== null && balance + amount > BigInt(limits.balance)
  return wallet.party === 'person' && isAbove ? 'exceeds_balance_limit' : undefined
}

/** Whether the rules of the day let a wallet change money back to euro. */
export function mayConvert({ wallet, day }: Pick<Purse, 'wallet' | 'day'>): boolean {
  const { redemption } = rulesOn(wallet.instrument, day)
  return redemption?.by.includes(wallet.party) === true && isUsable(wallet.instrument, day)
}

/** What becomes of an amount that a wallet changes back: euro, and what is kept; nothing where the rules change nothing. */
export function convertedBack({ wallet, day }: Purse, amount: Minor): Converted {
  const { redemption } = rulesOn(wallet.instrument, day)
  if (redemption === null) return { paidOut: 0n, association: 0n, system: 0n }
  return convert(amount, {
    fee: parseRate(redemption.fee),
    association: BigInt(redemption.association),
    system: BigInt(redemption.system),
  })
}

/** Why a wallet cannot change so much back to euro, whatever lies in the reserve; `undefined` where it can. */
export function refusalToConvert(purse: Purse, amount: Minor): PaymentStatus | undefined {
  if (amount <= 0n) return 'amount_must_not_be_zero'
  if (!mayConvert(purse)) return 'payment_not_allowed'
  if (purse.wallet.stoppedAt !== null) return 'wallet_is_stopped'
  return purse.balance < amount ? 'exceeds_funds' : undefined
}
