import type { Database } from '../db/client.ts'
import type { AccountId, TransferId } from '../kernel/ids.ts'
import type { Minor, Unit } from '../kernel/money.ts'
import type { Runtime } from '../runtime.ts'
import { LaneConnections } from './connection.ts'
import type { AccountState } from './core/account.ts'
import type { Colour } from './core/colour.ts'
import { micros } from './core/instant.ts'
import type { Transfer } from './core/transfer.ts'
import { Lane } from './lane.ts'
import { checkRequest, type PostingOutcome, type PostingRequest } from './posting.ts'
import * as store from './store.ts'

export type { CompanionWrite, PostingOutcome, PostingRequest } from './posting.ts'

/** What the posted debits and credits of a unit, or of a colour of it, come to, and of each of its accounts. */
export interface UnitBalance {
  readonly unit: Unit
  readonly colour?: Colour
  readonly debits: Minor
  readonly credits: Minor
  /** In the order of their codes. */
  readonly accounts: readonly AccountState[]
}

export interface PostingOptions {
  /** Answers `account_reserved` where a transfer touches an account of the programme. */
  readonly rawOnly?: boolean
}

/** The books. */
export interface Ledger {
  /**
   * Joins the next batch and resolves after its commit.
   *
   * @throws DomainError `queue_full` (nothing was done) or `ledger_unavailable` (it is not known: send it again)
   */
  post(request: PostingRequest, options?: PostingOptions): Promise<PostingOutcome>
  findAccount(id: AccountId): Promise<AccountState | undefined>
  findAccounts(ids: readonly AccountId[]): Promise<ReadonlyMap<AccountId, AccountState>>
  findTransfer(id: TransferId): Promise<Transfer | undefined>
  /** The transfers of an account in the order of the log, so many after a position. */
  listAccountTransfers(
    id: AccountId,
    page: { readonly limit: number; readonly afterPosition?: bigint },
  ): Promise<readonly Transfer[]>
  /** All units, each colour of one for itself, with all their accounts, as of one instant. */
  trialBalance(): Promise<readonly UnitBalance[]>
  /** Releases pending transfers whose time is over, and returns how many. Nothing depends on when it is called. */
  expireDue(): Promise<number>
  /** Why this process posts nothing more, until it is started again; `undefined` where it posts. */
  fault(): Error | undefined
  /** Waits for what was asked, then gives the connection back. */
  close(): Promise<void>
}

export interface LedgerDeps {
  readonly db: Database
  readonly runtime: Runtime
  /** Milliseconds since 1970, for tests; the database's clock otherwise, which all processes share. */
  readonly now?: () => number
  /** How many transfers may wait to be posted; past it `queue_full`. */
  readonly queueMax?: number
}

const QUEUE_MAX = 20_000
const EXPIRY_BATCH_MAX = 500

/** Opens the books on a database. Connects when first used. */
export function createLedger(deps: LedgerDeps): Ledger {
  const { db, runtime, now } = deps
  const clock = (): store.Clock =>
    now === undefined ? null : micros(BigInt(Math.trunc(now())) * 1000n)
  const connections = new LaneConnections(db)
  const lane = new Lane({ connections, runtime, clock, queueMax: deps.queueMax ?? QUEUE_MAX })
  const findAccounts = async (ids: readonly AccountId[]) => {
    const accounts = await store.selectAccounts(db.sql, ids, clock())
    return new Map(accounts.map((account) => [account.id, account]))
  }
  return {
    async post(request, options = {}) {
      checkRequest(request)
      const rawOnly = options.rawOnly === true
      const { outcome } = await lane.submit({ request, rawOnly, touches: [] })
      return outcome
    },
    findAccounts,
    findAccount: async (id) => (await findAccounts([id])).get(id),
    findTransfer: (id) => store.selectTransfer(db.sql, id),
    listAccountTransfers: (id, { limit, afterPosition = 0n }) =>
      store.selectAccountTransfers(db.sql, id, { limit, afterPosition }),
    trialBalance: async () => byUnit(await store.selectAccounts(db.sql, null, clock())),
    async expireDue() {
      let count = 0
      for (;;) {
        const due = await store.selectDueAccounts(db.sql, clock(), EXPIRY_BATCH_MAX)
        if (due.size === 0) return count
        const request = { transfers: [] }
        const { expired } = await lane.submit({ request, rawOnly: false, touches: [...due] })
        count += expired.length
      }
    },
    fault: () => lane.fault(),
    close: () => lane.close(),
  }
}

function byUnit(accounts: readonly AccountState[]): UnitBalance[] {
  const kinds = new Map<string, AccountState[]>()
  for (const account of accounts) {
    const kind = `${account.unit} ${account.colour ?? ''}`
    const list = kinds.get(kind)
    if (list === undefined) kinds.set(kind, [account])
    else list.push(account)
  }
  return [...kinds.values()].flatMap((list) => balanceOfKind(list) ?? [])
}

/** What accounts of one unit and one colour come to. */
function balanceOfKind(list: readonly AccountState[]): UnitBalance | undefined {
  const [first] = list
  if (first === undefined) return undefined
  const { unit, colour } = first
  return {
    unit,
    ...(colour === undefined ? {} : { colour }),
    debits: list.reduce((sum, account) => sum + account.debitsPosted, 0n),
    credits: list.reduce((sum, account) => sum + account.creditsPosted, 0n),
    accounts: list,
  }
}
