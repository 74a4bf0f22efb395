import type { SigningKeys } from '../access/keys.ts'
import type { Database } from '../db/client.ts'
import type { Ledger } from '../ledger/service.ts'
import type { Network } from '../network/service.ts'
import type { Plans } from '../plans/service.ts'
import type { Runtime } from '../runtime.ts'

/** What the use cases of this capability stand on. */
export interface VouchersDeps {
  readonly db: Database
  readonly ledger: Ledger
  readonly runtime: Runtime
  readonly keys: SigningKeys
  readonly network: Network
  readonly plans: Plans
  /** Where the service is reached, as printed on cards: `https://vouchers.example.org`. */
  readonly publicUrl: string
}
