import type { AccountId, TransferId } from '../../kernel/ids.ts'
import type { LedgerRequest } from './apply.ts'
import { pendingIdOf } from './known.ts'

/** What must be known of the books before a batch can be decided. */
export interface Touched {
  readonly accountIds: ReadonlySet<AccountId>
  /** The transfers themselves and the pending ones that they name. */
  readonly transferIds: ReadonlySet<TransferId>
}

/** Collects the ids that a batch of requests names. */
export function touchedBy(requests: readonly LedgerRequest[]): Touched {
  const accountIds = new Set<AccountId>()
  const transferIds = new Set<TransferId>()
  for (const { accounts, transfers } of requests) {
    for (const { id } of accounts) accountIds.add(id)
    for (const transfer of transfers) {
      accountIds.add(transfer.debitAccountId)
      accountIds.add(transfer.creditAccountId)
      transferIds.add(transfer.id)
      const pendingId = pendingIdOf(transfer)
      if (pendingId !== undefined) transferIds.add(pendingId)
    }
  }
  return { accountIds, transferIds }
}
