import type { AccessLog } from '../access/access-log.ts'
import type { Approvals } from '../access/approvals.ts'
import type { SigningKeys } from '../access/keys.ts'
import type { Database } from '../db/client.ts'
import type { Ledger } from '../ledger/service.ts'
import type { Network } from '../network/service.ts'
import type { Plans } from '../plans/service.ts'
import type { Runtime } from '../runtime.ts'
import type { Entitlements, Funding } from './funding.ts'

/** What the use cases of this capability stand on. */
export interface VouchersDeps {
  readonly db: Database
  readonly ledger: Ledger
  readonly runtime: Runtime
  readonly keys: SigningKeys
  readonly network: Network
  readonly plans: Plans
  readonly approvals: Approvals
  readonly accessLog: AccessLog
  readonly funding: Funding
  /** Absent where the programme keeps no plans: then nothing is issued that is earmarked for an area of need. */
  readonly entitlements?: Entitlements
  /** Asks a worker to issue what was approved. Where nobody hears it, the job of the next minute does. */
  readonly wake: () => Promise<void>
  /** Where the service is reached, as printed on cards: `https://vouchers.example.org`. */
  readonly publicUrl: string
}
