import { createAccessLog } from '../../src/access/access-log.ts'
import { createApprovals } from '../../src/access/approvals.ts'
import { createSigningKeys } from '../../src/access/keys.ts'
import { createOutbox } from '../../src/access/outbox.ts'
import type { Database } from '../../src/db/client.ts'
import { createLedger, type Ledger } from '../../src/ledger/service.ts'
import { createNetwork } from '../../src/network/service.ts'
import type { DemonstrationPilotDeps } from '../../src/pilot/service.ts'
import { createCasework } from '../../src/plans/casework.ts'
import { createPlans } from '../../src/plans/service.ts'
import type { Runtime } from '../../src/runtime.ts'
import { createVouchers, type Vouchers } from '../../src/vouchers/service.ts'

/** The services that an import goes through, on one database. */
export interface PilotServices extends DemonstrationPilotDeps {
  readonly ledger: Ledger
  readonly vouchers: Vouchers
}

/** Makes the services as the composition root does. */
export function createPilotServices(db: Database, runtime: Runtime): PilotServices {
  const ledger = createLedger({ db, runtime })
  const keys = createSigningKeys({ db, runtime, secret: 'the secret of a test, long enough' })
  const network = createNetwork({ db, ledger })
  const plans = createPlans({ db })
  const publicUrl = 'https://vouchers.example.org'
  const accessLog = createAccessLog({ db, runtime })
  const approvals = createApprovals({ db, runtime, accessLog })
  const vouchers = createVouchers({
    ...{ db, ledger, runtime, keys, network, plans, approvals, accessLog, publicUrl },
    funding: network,
    entitlements: plans,
    wake: async () => {},
  })
  const secret = 'the secret of a test, long enough'
  const casework = createCasework({
    ...{ db, runtime, accessLog, approvals, network, secret },
    outbox: createOutbox({ db, runtime, secret, accessLog }),
    devices: { removeIn: async () => {}, forget: () => {} },
  })
  return { db, runtime, ledger, network, plans, vouchers, casework }
}
