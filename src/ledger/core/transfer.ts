import type { Rounding } from '../../kernel/decimal.ts'
import type { AccountId, TransferId, Uuid } from '../../kernel/ids.ts'
import type { Minor, Unit } from '../../kernel/money.ts'
import { flagBits } from './flags.ts'
import type { Micros } from './instant.ts'

/** How a transfer differs from a plain one, and the bit each is stored as. */
export const TRANSFER_FLAGS = {
  /** It stands or falls with the next one: a chain of these is a journal. */
  linked: 1,
  /** It reserves the amount; a later transfer posts or voids it. */
  pending: 2,
  /** It posts the pending transfer it names, whole (amount 0) or in part; the rest is released. */
  post_pending: 4,
  /** It releases the pending transfer it names; its amount is 0 or the reserved one. */
  void_pending: 8,
  /** It moves at most its amount, and no more than the debit account has left. */
  balancing_debit: 16,
  /** It moves at most its amount, and no more than the credit account lacks. */
  balancing_credit: 32,
  /** It closes the debit account for as long as it is pending. */
  closing_debit: 64,
  /** It closes the credit account for as long as it is pending. */
  closing_credit: 128,
} as const

export type TransferFlag = keyof typeof TRANSFER_FLAGS

/** The bits of flags that are looked at together. */
export const TRANSFER_BITS = {
  /** At most one of these. */
  phases: TRANSFER_FLAGS.pending | TRANSFER_FLAGS.post_pending | TRANSFER_FLAGS.void_pending,
  resolution: TRANSFER_FLAGS.post_pending | TRANSFER_FLAGS.void_pending,
  /** With one of these nothing moves. */
  notMoving: TRANSFER_FLAGS.pending | TRANSFER_FLAGS.void_pending,
  balancing: TRANSFER_FLAGS.balancing_debit | TRANSFER_FLAGS.balancing_credit,
  closing: TRANSFER_FLAGS.closing_debit | TRANSFER_FLAGS.closing_credit,
  /** With one of these the amount in the books may be 0. */
  zeroAllowed: 252,
} as const

/**
 * Why a transfer is reversed, and the number each reason is stored as. The list is closed, and there is no free text:
 * the books cannot forget, so nothing about a person may get into them. `reference128` can point to a document.
 */
export const REVERSAL_REASONS = {
  entered_twice: 1,
  wrong_amount: 2,
  wrong_account: 3,
  goods_returned: 4,
  service_not_given: 5,
  fraud: 6,
  cancelled: 7,
  other: 8,
} as const

export type ReversalReason = keyof typeof REVERSAL_REASONS

/** That a transfer takes back another, whole or in part. */
export interface Reversal {
  readonly of: TransferId
  readonly reason: ReversalReason
}

/** The number that each rounding is stored as. */
export const ROUNDING_CODES = {
  half_up: 1,
  half_even: 2,
  down: 3,
  up: 4,
} as const satisfies Record<Rounding, number>

/**
 * That a transfer hands out, in another unit, what an earlier one of its journal brought in: its amount is that one's
 * times the rate, rounded as it says.
 */
export interface Conversion {
  readonly of: TransferId
  /** Both 1 to 2^63 - 1. */
  readonly rateNumerator: bigint
  readonly rateDenominator: bigint
  readonly rounding: Rounding
}

/** A transfer to be posted: the amount is debited to one account and credited to another. */
export interface NewTransfer {
  readonly id: TransferId
  readonly debitAccountId: AccountId
  readonly creditAccountId: AccountId
  readonly amount: Minor
  readonly unit: Unit
  /** 1 to 65535: why the money moves. */
  readonly code: number
  readonly flags: readonly TransferFlag[]
  /** Only with `post_pending` and `void_pending`. */
  readonly pendingId?: TransferId
  /** Seconds after which a `pending` transfer lapses by itself; 0 or absent is never. */
  readonly timeoutSeconds?: number
  readonly reference128?: Uuid
  /** 0 to 2^63 - 1. */
  readonly reference64?: bigint
  /** When it happened, where it is told of later; never after it is recorded. */
  readonly occurredAt?: Micros
  readonly reversal?: Reversal
  readonly conversion?: Conversion
}

/** A transfer as the log holds it; `amount` is what was really moved or reserved. */
export interface Transfer extends NewTransfer {
  /** Its place in the log: 1, 2, 3, … in the order of commits. */
  readonly position: bigint
  /** Credits less debits posted on the debit account, after it. */
  readonly debitBalance: Minor
  /** Credits less debits posted on the credit account, after it. */
  readonly creditBalance: Minor
  readonly recordedAt: Date
}

/** The flags of a transfer as they are stored. */
export function bitsOf({ flags }: { readonly flags: readonly TransferFlag[] }): number {
  return flags.length === 0 ? 0 : flagBits(TRANSFER_FLAGS, flags)
}
