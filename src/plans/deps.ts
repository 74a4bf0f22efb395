import type { AccessLog } from '../access/access-log.ts'
import type { Approvals } from '../access/approvals.ts'
import type { Principal } from '../access/core/principal.ts'
import type { Outbox } from '../access/outbox.ts'
import type { Database } from '../db/client.ts'
import type { Network } from '../network/service.ts'
import type { Runtime } from '../runtime.ts'
import type { PersonalRecords } from './personal-records.ts'

/** What the use cases about people stand on. */
export interface PeopleDeps {
  readonly db: Database
  readonly runtime: Runtime
  readonly accessLog: AccessLog
  readonly approvals: Approvals
  /** Messages that wait for people: of who is erased none is kept. */
  readonly outbox: Pick<Outbox, 'forgetIn'>
  readonly network: Pick<Network, 'findContactPoint' | 'findTerritories' | 'dutiesOf'>
  /** The service's secret: what is personal is sealed and looked up under keys that hang on it. */
  readonly secret: string
}

/** The same, with what is personal opened. */
export interface CaseDeps extends PeopleDeps {
  readonly personal: PersonalRecords
}

/** Who asks, and in which request. */
export interface Asker {
  readonly who: Principal
  readonly requestId?: string
}
