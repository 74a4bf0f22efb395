import type { AccessLog } from '../access/access-log.ts'
import type { Approvals } from '../access/approvals.ts'
import type { Principal } from '../access/core/principal.ts'
import type { Outbox } from '../access/outbox.ts'
import type { Database, Tx } from '../db/client.ts'
import type { Network } from '../network/service.ts'
import type { Runtime } from '../runtime.ts'
import type { PersonalRecords } from './personal-records.ts'

/** What the use cases about people stand on. */
export interface PeopleDeps {
  readonly db: Database
  readonly runtime: Runtime
  readonly accessLog: AccessLog
  readonly approvals: Approvals
  readonly network: Pick<
    Network,
    'findContactPoint' | 'findTerritories' | 'dutiesOf' | 'programmesOf'
  >
  readonly devices: PersonalDevices
  /** Messages that wait for people: of who is erased none is kept. */
  readonly outbox: Pick<Outbox, 'forgetIn'>
  /** The service's secret: what is personal is sealed and looked up under keys that hang on it. */
  readonly secret: string
}

/** What somebody has from the service by which it knows them: their wallet with its links, and their PIN. */
export interface PersonalDevices {
  /** Makes all of it useless on an open transaction, and writes down that it was. */
  removeIn(tx: Tx, beneficiaryId: string, by: Principal): Promise<void>
  /** To be called after the commit: nothing of it is remembered any more. */
  forget(): void
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
