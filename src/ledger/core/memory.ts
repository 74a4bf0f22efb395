import type { AccountId, TransferId } from '../../kernel/ids.ts'
import type { Minor } from '../../kernel/money.ts'
import type { AccountState } from './account.ts'
import {
  applyBatch,
  type BatchDecision,
  isChange,
  type LedgerChanges,
  type LedgerRequest,
} from './apply.ts'
import { isDue } from './expiry.ts'
import { type Micros, micros } from './instant.ts'
import { touchedBy } from './touched.ts'
import type { Transfer } from './transfer.ts'
import type { FailedTransfer, LedgerView, Pending } from './view.ts'

/**
 * A whole ledger in memory, under the same rules as the one on PostgreSQL: the oracle that tests it,
 * and the books of whatever must run without a database.
 */
export class MemoryLedger implements LedgerView {
  readonly accounts = new Map<AccountId, AccountState>()
  readonly transfers = new Map<TransferId, Transfer>()
  readonly pendings = new Map<TransferId, Pending>()
  readonly failures = new Map<TransferId, FailedTransfer>()
  /** What the reversals of a transfer come to. */
  readonly reversed = new Map<TransferId, Minor>()
  lastPosition = 0n
  lastAt: Micros = micros(0n)

  account(id: AccountId): AccountState | undefined {
    return this.accounts.get(id)
  }

  transfer(id: TransferId): Transfer | undefined {
    return this.transfers.get(id)
  }

  pending(id: TransferId): Pending | undefined {
    return this.pendings.get(id)
  }

  failed(id: TransferId): FailedTransfer | undefined {
    return this.failures.get(id)
  }

  reversedAmount(id: TransferId): Minor {
    return this.reversed.get(id) ?? 0n
  }

  /**
   * Decides a batch and keeps what it changes.
   *
   * @param now the clock; the batch gets a later time where the clock has not moved on
   */
  post(requests: readonly LedgerRequest[], now: Micros): BatchDecision {
    const at = now > this.lastAt ? now : micros(this.lastAt + 1n)
    const due = this.#dueOn(touchedBy(requests).accountIds, at)
    const decision = applyBatch(this, requests, { at, due, lastPosition: this.lastPosition })
    if (isChange(decision.changes)) this.#keep(decision.changes)
    return decision
  }

  #dueOn(accountIds: ReadonlySet<AccountId>, at: Micros): readonly TransferId[] {
    const due: {
      readonly id: TransferId
      readonly expiresAt: Micros
      readonly position: bigint
    }[] = []
    for (const pending of this.pendings.values()) {
      const transfer = this.transfers.get(pending.transferId)
      if (transfer === undefined || pending.expiresAt === undefined || !isDue(pending, at)) continue
      if (accountIds.has(transfer.debitAccountId) || accountIds.has(transfer.creditAccountId)) {
        due.push({ id: transfer.id, expiresAt: pending.expiresAt, position: transfer.position })
      }
    }
    due.sort((a, b) => Number(a.expiresAt - b.expiresAt) || Number(a.position - b.position))
    return due.map(({ id }) => id)
  }

  #keep(changes: LedgerChanges): void {
    for (const account of changes.accountsOpened) this.accounts.set(account.id, account)
    for (const account of changes.accountsChanged) this.accounts.set(account.id, account)
    for (const transfer of changes.transfers) {
      this.transfers.set(transfer.id, transfer)
      const { reversal, amount } = transfer
      if (reversal !== undefined) {
        this.reversed.set(reversal.of, this.reversedAmount(reversal.of) + amount)
      }
    }
    for (const pending of changes.pendingsOpened) this.pendings.set(pending.transferId, pending)
    for (const pending of changes.pendingsResolved) this.pendings.set(pending.transferId, pending)
    for (const failure of changes.failures) this.failures.set(failure.id, failure)
    this.lastPosition = changes.positionAfter
    this.lastAt = changes.at
  }
}
