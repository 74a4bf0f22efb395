import type { AccountId, TransferId } from '../../kernel/ids.ts'
import type { LedgerRequest } from './apply.ts'
import { pendingIdOf } from './known.ts'

/** What must be known of the books before a batch can be decided. */
export interface Touched {
  readonly accountIds: ReadonlySet<AccountId>
  /** The transfers themselves, and those that they post, void or reverse. */
  readonly transferIds: ReadonlySet<TransferId>
  /** Those that are reversed: what of them was taken back before must be known. */
  readonly reversedIds: ReadonlySet<TransferId>
}

/** Collects the ids that a batch of requests names. */
export function touchedBy(requests: readonly LedgerRequest[]): Touched {
  const accountIds = new Set<AccountId>()
  const transferIds = new Set<TransferId>()
  const reversedIds = new Set<TransferId>()
  for (const { accounts, transfers } of requests) {
    for (const { id } of accounts) accountIds.add(id)
    for (const transfer of transfers) {
      accountIds.add(transfer.debitAccountId)
      accountIds.add(transfer.creditAccountId)
      transferIds.add(transfer.id)
      const pendingId = pendingIdOf(transfer)
      if (pendingId !== undefined) transferIds.add(pendingId)
      const { reversal } = transfer
      if (reversal !== undefined) {
        transferIds.add(reversal.of)
        reversedIds.add(reversal.of)
      }
    }
  }
  return { accountIds, transferIds, reversedIds }
}
