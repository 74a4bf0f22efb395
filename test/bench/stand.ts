import { connect, type Database } from '../../src/db/client.ts'
import { memoryBytes, sizesForMemory } from '../../src/db/embedded/sizes.ts'
import { migrate } from '../../src/db/migrate.ts'
import type { Uuid } from '../../src/kernel/ids.ts'
import type { LedgerChanges } from '../../src/ledger/core/apply.ts'
import { RecentLeaves } from '../../src/ledger/proof/recent-leaves.ts'
import { createLedger, type Ledger } from '../../src/ledger/service.ts'
import { systemRuntime } from '../../src/runtime.ts'
import { startTestCluster } from '../support/cluster.ts'
import { startService, type TestService } from '../support/service.ts'
import { postmasterPid } from './process-cpu.ts'
import { accountId, CODE, UNIT } from './transfers.ts'

/** The secret of the services that benchmarks start. */
export const SECRET = 'only for the benchmark, 32 characters'
/** How many accounts most workloads use. */
export const ACCOUNTS = 10_000
const ACCOUNTS_AT_ONCE = 1000

/** Closes what a benchmark opened, the last first. */
export type Closers = (() => unknown)[]

/** A PostgreSQL server for one benchmark, with the durability of production: every commit reaches the disk. */
export interface Stand {
  urlOf(name: string): string
  /** Makes a database, empty or as a copy of another on which nobody works. */
  create(name: string, template?: string): Promise<void>
  /** Brings the planner's statistics up to date, as they are in a database that has been at work. */
  analyse(name: string): Promise<void>
  readonly databasePid: number
  /** Where the server's write-ahead log ends, in bytes. */
  walBytes(): Promise<number>
  stop(): Promise<void>
}

/**
 * Starts a server, does the work, and ends all that was opened, also where the work fails or somebody presses Ctrl-C.
 */
export async function atStand(
  work: (stand: Stand, closers: Closers) => Promise<void>,
  settings: Readonly<Record<string, string>> = {},
): Promise<void> {
  const closers: Closers = []
  let closing: Promise<void> | undefined
  const closeAll = () => {
    closing ??= (async () => {
      for (const close of closers.reverse()) {
        await Promise.resolve(close()).catch((error: unknown) => {
          process.stderr.write(`${String(error)}\n`)
        })
      }
    })()
    return closing
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void closeAll().then(() => process.exit(130)))
  }
  // A load that fails where nobody waits for it, or a reader of the output who goes away, leaves no server behind.
  process.on('uncaughtException', (error: unknown) => {
    if (closing !== undefined) return
    void closeAll().then(() => process.exit(1))
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
  })
  const stand = await startStand(settings)
  closers.push(stand.stop)
  try {
    await work(stand, closers)
  } catch (error) {
    // Once it closes, nothing else tells of it.
    process.exitCode = 1
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
  } finally {
    await closeAll()
  }
}

async function startStand(settings: Readonly<Record<string, string>>): Promise<Stand> {
  const cluster = await startTestCluster({
    max_connections: '200',
    ...sizesForMemory(memoryBytes()),
    ...settings,
  })
  const owner = connect(cluster.ownerUrl, { role: null, poolSize: 1 })
  const urlOf = (name: string) => {
    const url = new URL(cluster.ownerUrl)
    url.pathname = `/${name}`
    return url.href
  }
  return {
    urlOf,
    async create(name, template = 'template1') {
      await owner.sql`CREATE DATABASE ${owner.sql(name)} TEMPLATE ${owner.sql(template)}`
    },
    async analyse(name) {
      const one = connect(urlOf(name), { role: null, poolSize: 1 })
      await one.sql`VACUUM ANALYZE`
      await one.close()
    },
    databasePid: postmasterPid(cluster.folder),
    async walBytes() {
      const [row] = await owner.sql<{ bytes: number }[]>`
        SELECT (pg_current_wal_lsn() - '0/0'::pg_lsn)::float8 AS bytes`
      return row?.bytes ?? Number.NaN
    },
    async stop() {
      await owner.close()
      await cluster.stop()
    },
  }
}

/** Books with accounts, and whoever posts to them in this process. */
export interface Books {
  readonly url: string
  readonly db: Database
  readonly ledger: Ledger
  /** What sealing takes the newest hashes from. */
  readonly recent: RecentLeaves
  readonly accounts: readonly Uuid[]
  close(): Promise<void>
}

/** Migrates a database and opens so many accounts in it. */
export async function openBooks(url: string, count = ACCOUNTS): Promise<Books> {
  await migrate({ ownerUrl: url, runtime: systemRuntime })
  const books = connectBooks(url, count)
  for (let start = 0; start < count; start += ACCOUNTS_AT_ONCE) {
    const accounts = books.accounts
      .slice(start, start + ACCOUNTS_AT_ONCE)
      .map((id) => ({ id, unit: UNIT, code: CODE, flags: [], origin: 'raw' as const }))
    await books.ledger.post({ accounts, transfers: [] })
  }
  return books
}

/** Books that have so many accounts already. */
export function connectBooks(url: string, count = ACCOUNTS): Books {
  const db = connect(url)
  const recent = new RecentLeaves()
  const onCommitted = (changes: LedgerChanges) => recent.keep(changes)
  const ledger = createLedger({ db, runtime: systemRuntime, onCommitted })
  const close = async () => {
    await ledger.close()
    await db.close()
  }
  const accounts = Array.from({ length: count }, (_, index) => accountId(index))
  return { url, db, ledger, recent, accounts, close }
}

/** The service in a process of its own, on a database. */
export function serveBooks(
  url: string,
  env: Readonly<Record<string, string>> = {},
  command?: readonly string[],
): Promise<TestService> {
  return startService({
    env: { DATABASE_URL: url, FRANOI_SECRET: SECRET, LOG_LEVEL: 'warn', ...env },
    ...(command === undefined ? {} : { command }),
  })
}

/** A benchmark of wrong books would be worth nothing. Gives how much was debited in all. */
export async function checkBooks(ledger: Ledger): Promise<bigint> {
  let total = 0n
  for (const { unit, debits, credits } of await ledger.trialBalance()) {
    if (debits !== credits) throw new Error(`${unit}: debits ${debits}, credits ${credits}`)
    total += debits
  }
  return total
}
