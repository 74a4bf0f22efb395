import type { AccountId, TransferId, Uuid } from '../../kernel/ids.ts'
import type { Minor, Unit } from '../../kernel/money.ts'
import type { Area, Colour } from './colour.ts'

/** What an account may be told at its opening, and the bit each is stored as. */
export const ACCOUNT_FLAGS = {
  /** It may not go below zero: a voucher, an envelope, a wallet. */
  debits_must_not_exceed_credits: 1,
  /** It may not go above zero: a claim that can be collected once. */
  credits_must_not_exceed_debits: 2,
  /** Its balance after every transfer can be asked for. */
  history: 4,
  /** Nothing moves on it any more. */
  closed: 8,
  /** Money of one unit comes in here where that of another goes out: a conversion passes two such accounts. */
  exchange: 16,
} as const

export type AccountFlag = keyof typeof ACCOUNT_FLAGS

/** Who opened an account: through the raw API, or the service itself for the programme. */
export type AccountOrigin = 'raw' | 'programme'

/** An account to be opened. `code` (1 to 65535) is its place in the chart of accounts. */
export interface NewAccount {
  readonly id: AccountId
  readonly unit: Unit
  readonly code: number
  readonly flags: readonly AccountFlag[]
  readonly origin: AccountOrigin
  readonly reference128?: Uuid
  /** 0 to 2^63 - 1. */
  readonly reference64?: bigint
  /** What its money is earmarked for; transfers stay within a colour. */
  readonly colour?: Colour
  /** Where it belongs. */
  readonly area?: Area
}

/** The four counters of an account, in minor units; none ever below zero, the posted ones never falling. */
export interface AccountCounters {
  readonly debitsPending: Minor
  readonly debitsPosted: Minor
  readonly creditsPending: Minor
  readonly creditsPosted: Minor
}

/** An account as it stands. */
export interface AccountState extends NewAccount, AccountCounters {
  /** Counts the batches that changed it: a commit that read an older one is refused. */
  readonly version: bigint
  /** When it was opened. */
  readonly createdAt: Date
  /** The pending transfer that closed it; absent while it is open. */
  readonly closedBy?: TransferId
}

/** The two accounts of a transfer, as they stand before it. */
export interface Sides {
  readonly debit: AccountState
  readonly credit: AccountState
}

/** What an account holds: credits less debits posted. Negative for one whose normal side is debit. */
export function balanceOf(account: AccountCounters): Minor {
  return account.creditsPosted - account.debitsPosted
}

/** What can still leave a `debits_must_not_exceed_credits` account: credits posted less all debits. */
export function availableOf(account: AccountCounters): Minor {
  return account.creditsPosted - account.debitsPosted - account.debitsPending
}

/** What can still come to a `credits_must_not_exceed_debits` account: debits posted less all credits. */
export function lackingOf(account: AccountCounters): Minor {
  return account.debitsPosted - account.creditsPosted - account.creditsPending
}
