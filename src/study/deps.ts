import type { AccessLog } from '../access/access-log.ts'
import type { Database } from '../db/client.ts'
import type { SendJobs } from '../db/jobs.ts'
import type { Runtime } from '../runtime.ts'

/** What the laboratory's service works with. */
export interface StudyDeps {
  readonly db: Database
  readonly runtime: Runtime
  readonly accessLog: AccessLog
  /** Asks the workers to do something; where none has ever run, it is noticed when one begins. */
  readonly send: SendJobs
}
