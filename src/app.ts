import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { type AccessLog, createAccessLog } from './access/access-log.ts'
import { approvalRoutes } from './access/approval-routes.ts'
import { type Approvals, createApprovals } from './access/approvals.ts'
import { createIdentity, type Identity } from './access/identity.ts'
import { createSigningKeys, type SigningKeys } from './access/keys.ts'
import { accessLogRoutes } from './access/log-routes.ts'
import type { MailSettings } from './access/mail.ts'
import { outboxRoutes } from './access/outbox-routes.ts'
import { createPins, type Pins } from './access/pins.ts'
import type { ProviderSettings } from './access/provider.ts'
import { providerRoutes } from './access/provider-routes.ts'
import { keyRoutes } from './access/routes.ts'
import { type Access, createAccess } from './access/service.ts'
import { sessionRoutes } from './access/session-routes.ts'
import { principalOf } from './access/sessions.ts'
import { staffRoutes } from './access/staff-routes.ts'
import { terminalRoutes } from './access/terminal-routes.ts'
import { createTerminals, type Terminals } from './access/terminals.ts'
import { walletRoutes } from './access/wallet-routes.ts'
import { createWallets, WALLET_COOKIE, type Wallets } from './access/wallets.ts'
import { type CurrencyServices, createCurrencyServices } from './currency/assembly.ts'
import { selectAssociation } from './currency/association-store.ts'
import { mountCurrency } from './currency/routes.ts'
import type { Database } from './db/client.ts'
import { jobSender, jobWaker } from './db/jobs.ts'
import { countMissing } from './db/migrate.ts'
import type { Authenticator } from './http/authenticator.ts'
import { docsPages } from './http/docs-pages.ts'
import { createFailedAttempts } from './http/failed-attempts.ts'
import { answerUnknownRoutes, createFrame } from './http/frame.ts'
import { healthRoutes } from './http/health.ts'
import type { Api } from './http/openapi.ts'
import { openApiDocument } from './http/openapi-document.ts'
import { createStreams, type Streams } from './http/streams.ts'
import { bearerKey, sessionCookie, terminalProof, walletCookie } from './http/ways.ts'
import type { AddressBlock } from './kernel/addresses.ts'
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
import { createMonitoring, type MonitoringServices } from './monitoring/assembly.ts'
import { mountMonitoring } from './monitoring/routes.ts'
import { createNetworkDesk, type NetworkDesk } from './network/desk.ts'
import { networkRoutes } from './network/routes.ts'
import { createNetwork, type Network } from './network/service.ts'
import { packageRoot } from './package-root.ts'
import { createDemonstration, type Demonstration } from './pilot/demonstration.ts'
import { createDemonstrationBooks, type DemonstrationBooks } from './pilot/demonstration-books.ts'
import { importRoutes } from './pilot/routes.ts'
import { type Casework, createCasework } from './plans/casework.ts'
import type { PersonalDevices } from './plans/deps.ts'
import { planRoutes } from './plans/routes.ts'
import { createPlans, type Plans } from './plans/service.ts'
import type { Runtime } from './runtime.ts'
import { createEvidence, type Evidence } from './study/evidence.ts'
import { findContent } from './study/evidence-dataset-store.ts'
import { evidenceRoutes } from './study/evidence-routes.ts'
import { createLiveRuns } from './study/live.ts'
import { createReplays, type Replays } from './study/replay.ts'
import { replayRoutes } from './study/replay-routes.ts'
import { studyRoutes } from './study/routes.ts'
import { createStudy, type Study } from './study/service.ts'
import { createStudies, type Studies, type StudiesDeps } from './study/studies.ts'
import { studiesRoutes } from './study/studies-routes.ts'
import { createThreads, type Threads } from './study/threads.ts'
import { ISSUE_BATCHES_JOB } from './vouchers/batch-issuing.ts'
import { createIssuing, type Issuing } from './vouchers/issuing.ts'
import { createLiveVouchers, type LiveVouchers } from './vouchers/live.ts'
import { voucherRoutes } from './vouchers/routes.ts'
import { createVouchers, type TillAccess, type Vouchers } from './vouchers/service.ts'
import { createTreeHeads } from './vouchers/tree-heads.ts'
import { createWalletVouchers, type WalletVouchers } from './vouchers/wallet.ts'
import { associationPages } from './web/association/routes.tsx'
import { demoRoutes } from './web/demo/routes.tsx'
import { deskRoutes } from './web/desk/routes.tsx'
import { labRoutes } from './web/lab/routes.tsx'
import { notFoundPage } from './web/not-found/page.tsx'
import { printRoutes } from './web/print/routes.ts'
import { resultRoutes } from './web/results/routes.tsx'
import { webRoutes } from './web/routes.tsx'
import { webhookRoutes } from './webhooks/routes.ts'
import { createWebhooks, type Webhooks } from './webhooks/service.ts'

/** What the services stand on. */
export interface Foundation {
  readonly db: Database
  readonly runtime: Runtime
  /** Where people reach the service, like `https://voucher.example`; no slash at the end. */
  readonly publicUrl: string
  /** Seals the private signing keys, second factors and messages. */
  readonly secret: string
  /** The mail server; without one, messages wait to be handed over by a person. */
  readonly mail?: MailSettings
  /** The OpenID Connect provider of the organisation. */
  readonly provider?: ProviderSettings
  /** Networks that webhooks may go to besides the public internet; none where nothing is said. */
  readonly webhookNetworks?: readonly AddressBlock[]
  /** How many threads the laboratory may have in this process; one where nothing is said. */
  readonly studyThreads?: number
}

/** Every capability's use cases, on one database. */
export interface Services extends Identity, CurrencyServices, MonitoringServices {
  readonly ledger: Ledger
  /** The books, for those who only read. */
  readonly books: BookReader
  readonly access: Access
  readonly accessLog: AccessLog
  readonly approvals: Approvals
  readonly terminals: Terminals
  readonly wallets: Wallets
  readonly pins: Pins
  readonly keys: SigningKeys
  readonly proofs: Proofs
  readonly network: Network
  readonly networkDesk: NetworkDesk
  readonly plans: Plans
  /** What a contact point does with its people. */
  readonly casework: Casework
  readonly issuing: Issuing
  readonly vouchers: Vouchers
  /** Tells what happens to vouchers as it happens. */
  readonly liveVouchers: LiveVouchers
  readonly webhooks: Webhooks
  /** Runs of the laboratory. */
  readonly study: Study
  readonly evidence: Evidence
  readonly studies: Studies
  readonly replays: Replays
  /** Where the laboratory reckons in this process. Whoever stops the program closes them. */
  readonly studyThreads: Threads
  /** Where clients listen. Whoever stops the service closes it first. */
  readonly streams: Streams
  /** What people see of their own vouchers. */
  readonly walletVouchers: WalletVouchers
  /** What anybody may try where the database holds nothing but the demonstration. */
  readonly demonstration: Demonstration
  readonly demonstrationBooks: DemonstrationBooks
}

/**
 * Makes the services in the order in which they know each other. Asks nothing of the database yet.
 *
 * @throws DomainError `public_url_unfit` where cards could not be printed with this address
 */
export function createServices(foundation: Foundation): Services {
  const { db, runtime, publicUrl, secret } = foundation
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
  const networkDesk = createNetworkDesk({ db, ledger, runtime, accessLog, approvals })
  const plans = createPlans({ db })
  const exist = existenceOf(db, network)
  const { partnerExists } = exist
  const access = createAccess({ db, runtime, partnerExists })
  const identity = createIdentity({ ...foundation, accessLog, ...exist })
  const { outbox } = identity
  const contactPointOf = async (id: string) => (await plans.findBeneficiary(id))?.contactPointId
  const frame = { db, runtime, accessLog }
  const hasOutlet = async (partnerId: string, id: string) =>
    (await network.listOutlets({ partnerId, limit: 1000 })).some(
      (outlet) => outlet.id === id && outlet.closedAt === null,
    )
  const terminals = createTerminals({
    ...{ ...frame, partnerExists, hasOutlet, keepsPartner: networkDesk.keepsPartner },
  })
  const wallets = createWallets({ ...frame, contactPointOf, secret })
  const pins = createPins({ ...frame, contactPointOf, secret })
  const devices = devicesOf(wallets, pins)
  const casework = createCasework({ ...frame, approvals, outbox, network, devices, secret })
  const wake = jobWaker(db)
  const voucherDeps = {
    ...{ db, ledger, runtime, keys, network, plans, approvals, accessLog, publicUrl },
    ...{ funding: network, entitlements: plans, tills: tillsOf(terminals, pins, wallets) },
    heads: createTreeHeads(proofs, runtime),
    wake: () => wake(ISSUE_BATCHES_JOB),
  }
  const vouchers = createVouchers(voucherDeps)
  const issuing = createIssuing(voucherDeps)
  const walletVouchers = createWalletVouchers(voucherDeps)
  const webhooks = createWebhooks({
    ...frame,
    books,
    vouchers,
    secret,
    networks: foundation.webhookNetworks ?? [],
  })
  const currencies = createCurrencyServices({
    ...{ ...frame, ledger, network, networkDesk, plans, approvals, pins, contactPointOf, wake },
    ...{ ...identity, vouchers, keys, wallets, publicUrl },
  })
  const laboratory = laboratoryOf(frame, foundation.studyThreads ?? 1)
  const visited = { ...frame, ...identity, wallets, terminals, vouchers, books, network }
  return {
    ...{ ledger, books, access, accessLog, approvals, ...identity },
    ...{ terminals, wallets, pins, keys, proofs, network, networkDesk, plans, casework },
    ...{ vouchers, issuing, walletVouchers, webhooks, ...currencies, ...laboratory },
    ...createMonitoring({ ...frame, network, contactPointOf }),
    ...{ liveVouchers: createLiveVouchers(voucherDeps), streams: createStreams() },
    demonstration: createDemonstration(visited),
    demonstrationBooks: createDemonstrationBooks(visited),
  }
}

/** Runs, studies and evidence, with the threads that reckon. */
function laboratoryOf(frame: Omit<StudiesDeps, 'send' | 'findDataset'>, count: number) {
  const { db } = frame
  const deps = { ...frame, send: jobSender(db) }
  const studyThreads = createThreads(count)
  return {
    studyThreads,
    study: createStudy(deps, studyThreads),
    studies: createStudies({ ...deps, findDataset: (sha256) => findContent(db.sql, sha256) }),
    evidence: createEvidence(frame),
    replays: createReplays(frame),
  }
}

/** What those who sign in are bound to. */
function existenceOf(db: Database, network: Network) {
  return {
    partnerExists: async (id: string) => (await network.findPartner(id)) !== undefined,
    contactPointExists: async (id: string) => (await network.findContactPoint(id)) !== undefined,
    associationExists: async (id: string) => (await selectAssociation(db.sql, id)) !== undefined,
  }
}

/** What redeeming asks about terminals, PINs and wallets. */
function tillsOf(terminals: Terminals, pins: Pins, wallets: Wallets): TillAccess {
  const { findTerminal, whilePaired, unpairedAmong } = terminals
  const { checkPin, checkOwnerPin } = pins
  const isBound = wallets.whileBound
  const paired = { findTerminal, isPaired: whilePaired, unpairedAmong }
  return { ...paired, isBound, checkPin, checkOwnerPin }
}

/** What goes with everything else that is personal when somebody is erased. */
function devicesOf(wallets: Wallets, pins: Pins): PersonalDevices {
  return {
    removeIn: async (tx, beneficiaryId, by) => {
      await wallets.revokeIn(tx, beneficiaryId, by)
      await pins.removeIn(tx, beneficiaryId, by)
    },
    forget: wallets.forget,
  }
}

export interface AppDeps {
  readonly services: Services
  readonly db: Database
  readonly runtime: Runtime
  readonly publicUrl: string
  readonly log: Logger
  /** The proxies whose word on who asks is taken; none where nothing is said. */
  readonly trustedProxies?: readonly AddressBlock[]
}

/**
 * Everything that the service answers: the API, its description, the pages, and whether it is well. Never listens.
 *
 * @example await createApp(deps).request('/healthz') // 200 {"status":"alive"}
 */
export function createApp(deps: AppDeps): Api {
  const { services, db, runtime, publicUrl, log, trustedProxies = [] } = deps
  const authenticator = createAuthenticator(services, runtime, publicUrl)
  const app = createFrame({ log, runtime, publicUrl, authenticator, trustedProxies })
  app.route('/api/v1', ledgerRoutes(services))
  app.route('/api/v1', readingRoutes(services))
  app.route('/api/v1', trialBalanceRoutes(services))
  app.route('/api/v1', proofRoutes(services))
  mountAccess(app, services, publicUrl)
  app.route('/api/v1', networkRoutes({ ...services, runtime }))
  app.route('/api/v1', planRoutes(services))
  app.route('/api/v1', importRoutes({ ...services, runtime }))
  app.route('/api/v1', voucherRoutes({ ...services, runtime }))
  app.route('/api/v1', webhookRoutes(services))
  mountCurrency(app, { ...services, runtime })
  mountMonitoring(app, services)
  app.route('/api/v1', studyRoutes({ ...services, live: createLiveRuns(services.study) }))
  app.route('/api/v1', evidenceRoutes(services))
  app.route('/api/v1', studiesRoutes(services))
  app.route('/api/v1', replayRoutes(services))
  app.route('/api/v1', printRoutes(services))
  app.route(
    '/',
    healthRoutes(() => whyNotReady(db, services.ledger)),
  )
  app.route('/', docsPages())
  app.route('/', webRoutes())
  app.route('/', deskRoutes({ ...services, runtime, publicUrl }))
  app.route('/', associationPages({ ...services, runtime, publicUrl }))
  app.route('/', labRoutes({ ...services, runtime, publicUrl }))
  app.route('/', resultRoutes(services))
  app.route('/', demoRoutes({ ...services, publicUrl }))
  serveDocument(app)
  answerUnknownRoutes(app, notFoundPage())
  return app
}

function mountAccess(app: Api, services: Services, publicUrl: string): void {
  const hasProvider = services.provider !== undefined
  app.route('/api/v1', sessionRoutes({ ...services, publicUrl, hasProvider }))
  app.route('/api/v1', staffRoutes(services))
  app.route('/api/v1', approvalRoutes(services))
  app.route('/api/v1', accessLogRoutes(services))
  app.route('/api/v1', outboxRoutes(services))
  app.route('/api/v1', terminalRoutes({ ...services, publicUrl }))
  app.route('/api/v1', walletRoutes({ ...services, publicUrl }))
  app.route('/', keyRoutes(services))
  app.route('/', providerRoutes({ ...services, publicUrl }))
}

/** The ways to show who one is, in the order in which they are looked for. */
function createAuthenticator(
  { access, sessions, accessLog, terminals, wallets }: Services,
  runtime: Runtime,
  publicUrl: string,
): Authenticator {
  const findOwner = async (token: string) => {
    const session = await sessions.find(token)
    if (session === undefined) return undefined
    return session.stage === 'whole' ? { principal: principalOf(session.member) } : {}
  }
  return {
    ways: [
      bearerKey(access.authenticate),
      terminalProof(terminals.authenticateTerminal),
      sessionCookie(publicUrl, findOwner),
      walletCookie(publicUrl, WALLET_COOKIE, wallets.authenticateWallet),
    ],
    failures: createFailedAttempts({ now: runtime.now }),
    onForbidden: (actor, route, requestId) =>
      accessLog.record({
        ...{ actor, action: 'request.made', outcome: 'refused', requestId },
        subject: { kind: 'route', id: route },
        detail: { reason: 'forbidden' },
      }),
  }
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
