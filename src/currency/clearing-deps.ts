import type { AccessLog } from '../access/access-log.ts'
import type { Approvals } from '../access/approvals.ts'
import type { Database } from '../db/client.ts'
import type { Ledger } from '../ledger/service.ts'
import type { Network } from '../network/service.ts'
import type { Runtime } from '../runtime.ts'

/** What clearing stands on. */
export interface ClearingDeps {
  readonly db: Database
  readonly ledger: Ledger
  readonly runtime: Runtime
  readonly network: Network
  readonly approvals: Approvals
  readonly accessLog: AccessLog
  /** Has a job done without waiting for its hour. */
  readonly wake: (job: string) => Promise<void>
}
