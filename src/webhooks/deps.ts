import type { AccessLog } from '../access/access-log.ts'
import type { Database } from '../db/client.ts'
import type { BookReader } from '../ledger/reading.ts'
import type { Runtime } from '../runtime.ts'
import type { Vouchers } from '../vouchers/service.ts'

/** What the use cases of this capability stand on. */
export interface WebhooksDeps {
  readonly db: Database
  readonly runtime: Runtime
  readonly accessLog: AccessLog
  readonly books: BookReader
  readonly vouchers: Vouchers
  readonly secret: string
  /** So long a receiver may take to answer; ten seconds where nothing is said. */
  readonly answerMs?: number
}
