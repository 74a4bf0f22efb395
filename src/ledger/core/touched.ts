import type { AccountId } from '../../kernel/ids.ts'
import type { LedgerRequest } from './apply.ts'

/** The accounts that a batch of requests names: they must be known before it can be decided. */
export function accountsNamedBy(requests: readonly LedgerRequest[]): ReadonlySet<AccountId> {
  const ids = new Set<AccountId>()
  for (const { accounts, transfers } of requests) {
    for (const { id } of accounts) ids.add(id)
    for (const { debitAccountId, creditAccountId } of transfers) {
      ids.add(debitAccountId)
      ids.add(creditAccountId)
    }
  }
  return ids
}
