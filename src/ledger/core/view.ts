import type { AccountId, TransferId } from '../../kernel/ids.ts'
import type { Minor } from '../../kernel/money.ts'
import type { AccountState } from './account.ts'
import type { Micros } from './instant.ts'
import type { TransferStatus } from './statuses.ts'
import type { Transfer } from './transfer.ts'

/** What became of a pending transfer; the transfer itself never changes. */
export interface Pending {
  readonly transferId: TransferId
  readonly state: 'pending' | 'posted' | 'voided' | 'expired'
  /** When it lapses by itself; absent where it never does. */
  readonly expiresAt?: Micros
  /** The transfer that posted or voided it. */
  readonly resolvedBy?: TransferId
  /** When it was posted or voided, or the exact time at which it lapsed. */
  readonly resolvedAt?: Micros
}

/** An id that stays failed. */
export interface FailedTransfer {
  readonly id: TransferId
  readonly status: TransferStatus
  /**
   * What the transfer said (see `contentOf`), where the failure is not a passing one: the same content
   * gets the same status again. Absent where the failure was passing: whatever comes gets `id_already_failed`.
   */
  readonly content?: string
  readonly recordedAt: Micros
}

/** What the rules may look at: the accounts and ids that a batch names, as the books have them. */
export interface LedgerView {
  account(id: AccountId): AccountState | undefined
  transfer(id: TransferId): Transfer | undefined
  pending(id: TransferId): Pending | undefined
  failed(id: TransferId): FailedTransfer | undefined
  /** What the reversals of a transfer come to together. */
  reversedAmount(id: TransferId): Minor
}
