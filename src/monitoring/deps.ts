import type { AccessLog } from '../access/access-log.ts'
import type { ContactPointOf } from '../access/beneficiary-scope.ts'
import type { Database } from '../db/client.ts'
import type { Network } from '../network/service.ts'
import type { Runtime } from '../runtime.ts'

/** What monitoring works with. */
export interface MonitoringDeps {
  readonly db: Database
  readonly runtime: Runtime
  readonly accessLog: AccessLog
  readonly network: Pick<Network, 'findProgrammes' | 'findTerritories' | 'listTerritories'>
  readonly contactPointOf: ContactPointOf
}
