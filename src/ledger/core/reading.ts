import type { AccountId, TransferId, Uuid } from '../../kernel/ids.ts'
import type { Minor, Unit } from '../../kernel/money.ts'
import type { AccountOrigin } from './account.ts'
import type { Area, Colour } from './colour.ts'
import type { Micros } from './instant.ts'
import type { Transfer } from './transfer.ts'

/**
 * A moment of the books: the transfers up to a position, and the time at which reservations had lapsed or not.
 * The log only grows, so whatever is read as of a moment is the same in every later reading of it.
 */
export interface Moment {
  readonly position: bigint
  /** What was recorded, opened or lapsed before this time counts; what came at it does not. */
  readonly before: Micros
  /**
   * Where balances are by when things happened: how far the log was known. Of what was recorded up to there, all that
   * happened before `before` counts as well. What is reserved is by when it was recorded all the same.
   */
  readonly known?: { readonly position: bigint; readonly before: Micros }
}

/** By which time a balance is as of an instant: when a transfer was recorded, or when it happened. */
export const TIME_AXES = ['recorded', 'occurred'] as const

export type TimeAxis = (typeof TIME_AXES)[number]

/** What every account is shown with. */
export interface AccountName {
  readonly id: AccountId
  readonly unit: Unit
  readonly code: number
  readonly origin: AccountOrigin
  readonly colour?: Colour
  readonly area?: Area
}

/** An account as of a moment. */
export interface BalanceLine extends AccountName {
  /** Credits less debits posted. */
  readonly balance: Minor
  /** What open pending transfers reserve. */
  readonly debitsPending: Minor
  readonly creditsPending: Minor
}

/** A transfer that moved money on an account, seen from it. */
export interface StatementEntry {
  readonly transferId: TransferId
  readonly position: bigint
  readonly recordedAt: Date
  readonly code: number
  readonly counterAccountId: AccountId
  readonly counterAccountCode: number
  readonly side: 'debit' | 'credit'
  readonly amount: Minor
  /** Credits less debits posted, after it. */
  readonly balance: Minor
  /** The pending transfer that it posts. */
  readonly pendingId?: TransferId
  readonly reference128?: Uuid
  readonly reference64?: bigint
  /** When it happened, where it was told of later. */
  readonly occurredAt?: Micros
}

/** An amount that is reserved on an account and has not moved. */
export interface OpenPending {
  readonly transferId: TransferId
  readonly recordedAt: Date
  readonly code: number
  readonly counterAccountId: AccountId
  readonly side: 'debit' | 'credit'
  readonly amount: Minor
  /** When it lapses by itself. */
  readonly expiresAt?: Date
}

/** What happened on an account in a period, a page of it. */
export interface Statement {
  readonly account: AccountName
  readonly openingBalance: Minor
  readonly closingBalance: Minor
  readonly entries: readonly StatementEntry[]
  /** Whether entries of the period come after these. */
  readonly hasMore: boolean
}

/** What transfers are looked for; all that is given must fit. */
export interface TransferFilter {
  readonly code?: number
  readonly unit?: Unit
  readonly accountId?: AccountId
  readonly reference128?: Uuid
  readonly reference64?: bigint
  /** Of both accounts. */
  readonly colour?: Colour
  readonly amountMin?: Minor
  readonly amountMax?: Minor
}

/** Transfers in the order of the log, a page of them. */
export interface TransferPage {
  readonly transfers: readonly Transfer[]
  readonly hasMore: boolean
}

/** What the accounts of one code, unit, colour and origin come to. */
export interface GroupBalance {
  readonly unit: Unit
  readonly colour?: Colour
  readonly code: number
  readonly origin: AccountOrigin
  readonly accounts: bigint
  /** Credits less debits posted. */
  readonly balance: Minor
}
