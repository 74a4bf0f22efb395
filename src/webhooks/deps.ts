import type { AccessLog } from '../access/access-log.ts'
import type { Database } from '../db/client.ts'
import type { AddressBlock } from '../kernel/addresses.ts'
import type { BookReader } from '../ledger/reading.ts'
import type { Runtime } from '../runtime.ts'
import type { Vouchers } from '../vouchers/service.ts'
import type { Lookup } from './reaching.ts'

/** What the use cases of this capability stand on. */
export interface WebhooksDeps {
  readonly db: Database
  readonly runtime: Runtime
  readonly accessLog: AccessLog
  readonly books: BookReader
  readonly vouchers: Vouchers
  readonly secret: string
  /** Networks that messages may go to besides the public internet; none where nothing is said. */
  readonly networks?: readonly AddressBlock[]
  /** How names are looked up; as every program of this machine does it where nothing is said. */
  readonly lookup?: Lookup
  /** So long a receiver may take to answer; ten seconds where nothing is said. */
  readonly answerMs?: number
}
