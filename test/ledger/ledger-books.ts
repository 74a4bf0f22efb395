import { createLedger, type Ledger } from '../../src/ledger/service.ts'
import type { TestDatabase } from '../support/database.ts'
import { type FrozenRuntime, frozenRuntime } from '../support/frozen-runtime.ts'
import type { Books } from './script.ts'

/** The service on PostgreSQL, with a clock that stands until it is told otherwise. */
export function ledgerBooks(
  database: TestDatabase,
): Books & { readonly ledger: Ledger; readonly runtime: FrozenRuntime } {
  const runtime = frozenRuntime('ledger books', '2027-01-15T08:00:00Z')
  const ledger = createLedger({ db: database.db, runtime, now: runtime.now })
  return {
    ledger,
    runtime,
    post: ({ accounts, transfers, rawOnly }) => ledger.post({ accounts, transfers }, { rawOnly }),
    account: (id) => ledger.findAccount(id),
    wait: (seconds) => runtime.advance(seconds * 1000 + 1),
  }
}
