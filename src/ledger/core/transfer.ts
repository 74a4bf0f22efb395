import type { AccountId, TransferId, Uuid } from '../../kernel/ids.ts'
import type { Minor, Unit } from '../../kernel/money.ts'

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
} as const

export type TransferFlag = keyof typeof TRANSFER_FLAGS

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
