import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { type AccessLog, createAccessLog } from './access/access-log.ts'
import { type Approvals, createApprovals } from './access/approvals.ts'
import { createSigningKeys, type SigningKeys } from './access/keys.ts'
import { keyRoutes } from './access/routes.ts'
import { type Access, createAccess } from './access/service.ts'
import type { Database } from './db/client.ts'
import { countMissing } from './db/migrate.ts'
import { docsPages } from './http/docs-pages.ts'
import { createFailedAttempts } from './http/failed-attempts.ts'
import { answerUnknownRoutes, createFrame } from './http/frame.ts'
import { healthRoutes } from './http/health.ts'
import type { Api } from './http/openapi.ts'
import { openApiDocument } from './http/openapi-document.ts'
import { StartError } from './kernel/start-error.ts'
import { TREE_HEAD_TYPE } from './ledger/core/proof/head.ts'
import { RecentLeaves } from './ledger/proof/recent-leaves.ts'
import { createProofs, type Proofs } from './ledger/proof/service.ts'
import { proofRoutes } from './ledger/proof-routes.ts'
import { type BookReader, createBookReader } from './ledger/reading.ts'
import { readingRoutes } from './ledger/reading-routes.ts'
import { ledgerRoutes } from './ledger/routes.ts'
import { createLedger, type Ledger } from './ledger/service.ts'
import { trialBalanceRoutes } from './ledger/trial-balance-routes.ts'
import { networkRoutes } from './network/routes.ts'
import { createNetwork, type Network } from './network/service.ts'
import { packageRoot } from './package-root.ts'
import { planRoutes } from './plans/routes.ts'
import { createPlans, type Plans } from './plans/service.ts'
import type { Runtime } from './runtime.ts'
import { voucherRoutes } from './vouchers/routes.ts'
import { createVouchers, type Vouchers } from './vouchers/service.ts'
import { webRoutes } from './web/routes.tsx'

/** What the services stand on. */
export interface Foundation {
  readonly db: Database
  readonly runtime: Runtime
  /** Where people reach the service, like `https://voucher.example`; no slash at the end. */
  readonly publicUrl: string
  /** Seals the private signing keys. */
  readonly secret: string
}

/** Every capability's use cases, on one database. */
export interface Services {
  readonly ledger: Ledger
  /** The books, for those who only read. */
  readonly books: BookReader
  readonly access: Access
  readonly accessLog: AccessLog
  readonly approvals: Approvals
  readonly keys: SigningKeys
  readonly proofs: Proofs
  readonly network: Network
  readonly plans: Plans
  readonly vouchers: Vouchers
}

/**
 * Makes the services in the order in which they know each other. Asks nothing of the database yet.
 *
 * @throws DomainError `public_url_unfit` where cards could not be printed with this address
 */
export function createServices({ db, runtime, publicUrl, secret }: Foundation): Services {
  const recent = new RecentLeaves()
  const ledger = createLedger({ db, runtime, onCommitted: (changes) => recent.keep(changes) })
  const books = createBookReader({ db })
  const accessLog = createAccessLog({ db, runtime })
  const approvals = createApprovals({ db, runtime, accessLog })
  const keys = createSigningKeys({ db, runtime, secret })
  const proofs = createProofs({
    db,
    recent,
    sign: (claims) => keys.signToken('tree', TREE_HEAD_TYPE, { ...claims }),
    publicKeys: () => keys.treeKeys(),
  })
  const network = createNetwork({ db, ledger })
  const plans = createPlans({ db })
  const partnerExists = async (id: string) => (await network.findPartner(id)) !== undefined
  const access = createAccess({ db, runtime, partnerExists })
  const shared = { db, ledger, runtime, keys, network, plans, accessLog, approvals }
  const vouchers = createVouchers({ ...shared, publicUrl })
  return { ledger, books, access, accessLog, approvals, keys, proofs, network, plans, vouchers }
}

export interface AppDeps {
  readonly services: Services
  readonly db: Database
  readonly runtime: Runtime
  readonly publicUrl: string
  readonly log: Logger
}

/**
 * Everything that the service answers: the API, its description, the pages, and whether it is well. Never listens.
 *
 * @example await createApp(deps).request('/healthz') // 200 {"status":"alive"}
 */
export function createApp({ services, db, runtime, publicUrl, log }: AppDeps): Api {
  const failures = createFailedAttempts({ now: runtime.now })
  const { authenticate } = services.access
  const authenticator = { authenticate, failures }
  const app = createFrame({ log, runtime, publicUrl, authenticator })
  app.route('/api/v1', ledgerRoutes(services))
  app.route('/api/v1', readingRoutes(services))
  app.route('/api/v1', trialBalanceRoutes(services))
  app.route('/api/v1', proofRoutes(services))
  app.route('/api/v1', networkRoutes(services))
  app.route('/api/v1', planRoutes(services))
  app.route('/api/v1', voucherRoutes({ ...services, runtime }))
  app.route('/', keyRoutes(services))
  app.route(
    '/',
    healthRoutes(() => whyNotReady(db, services.ledger)),
  )
  app.route('/', docsPages())
  app.route('/', webRoutes())
  serveDocument(app)
  answerUnknownRoutes(app)
  return app
}

/** The OpenAPI document, written once: the routes do not change while the service runs. */
function serveDocument(app: Api): void {
  let document: string | undefined
  app.get('/api/v1/openapi.json', (c) => {
    document ??= JSON.stringify(openApiDocument(app, { version: programVersion() }))
    return c.body(document, 200, { 'content-type': 'application/json' })
  })
}

function programVersion(): string {
  return JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')).version
}

async function whyNotReady(db: Database, ledger: Ledger): Promise<string | undefined> {
  if (ledger.fault() !== undefined) {
    return 'The posting lane broke a promise and posts nothing more: look at the log, then restart the service.'
  }
  try {
    const missing = await countMissing(db.sql)
    return missing === 0 ? undefined : 'The database lacks migrations: run fra-noi migrate.'
  } catch (error) {
    if (error instanceof StartError) return error.message
    throw error
  }
}
