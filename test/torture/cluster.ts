import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { installedFolder, prepareBinaries } from '../../src/db/embedded/binaries.ts'
import { createCluster, OWNER_LOGIN } from '../../src/db/embedded/cluster.ts'
import { findFreePort, startServer, stopServer } from '../../src/db/embedded/server.ts'
import { findProcess } from '../../src/db/embedded/server-process.ts'
import { chooseServerUser } from '../../src/db/embedded/server-user.ts'
import { migrate } from '../../src/db/migrate.ts'
import { systemRuntime as runtime } from '../../src/runtime.ts'
import { openOwner } from './owner.ts'

/** A PostgreSQL that may be killed and comes back, with what it had promised, on the same port. */
export interface TortureCluster {
  readonly port: number
  /** A fresh, migrated database; gives the owner's login on it. */
  createDatabase(): Promise<string>
  /** The owner's login on a database. */
  urlOf(database: string): string
  /** `SIGKILL` to the server, and everything with it; then starts it again and waits until it has recovered. */
  killAndRestart(): Promise<void>
  /**
   * How often a batch found that somebody else had written since it was decided (`40001`). The batch behind one that failed
   * for another reason finds that too, and is not counted.
   */
  countRaces(): number
  stop(): Promise<void>
}

const SERIALIZATION_FAILURE = '40001'
const IN_FAILED_TRANSACTION = '25P02'
const TEMPLATE = 'torture_template'
const RESTARTS_MAX = 200
const POLL_MS = 50

/** As in production, every commit is flushed; each line of the log begins with its SQLSTATE and its session. */
const SETTINGS = {
  max_connections: '100',
  log_line_prefix: '%e %p ',
  log_min_messages: 'warning',
  deadlock_timeout: '200ms',
} as const

export async function startTortureCluster(): Promise<TortureCluster> {
  const home = mkdtempSync(join(tmpdir(), 'fra-noi-torture-'))
  chmodSync(home, 0o711)
  const folder = join(home, 'cluster')
  const user = chooseServerUser(folder)
  const copies = join(home, 'binaries')
  mkdirSync(copies, { mode: 0o711 })
  const binaries = await prepareBinaries(installedFolder(), copies, user)
  const ownerPassword = 'only-for-torture'
  await createCluster({ folder, ownerPassword, binaries, user })
  const port = await findFreePort()
  const startLog = join(home, 'start.log')
  let log = ''
  const start = async (): Promise<number> => {
    log += readFileSync(startLog, { encoding: 'latin1', flag: 'a+' })
    for (let tries = 0; ; tries += 1) {
      const cluster = { binaries, cluster: folder, user, port, startLog, settings: SETTINGS }
      const server = await startServer(cluster)
      if (!('said' in server)) return server.pid
      // What the killed one leaves in shared memory is given back a moment after its end.
      if (tries === RESTARTS_MAX) throw new Error(`the server does not come back: ${server.said}`)
      await sleep(POLL_MS)
    }
  }
  const urlOf = (database: string) =>
    `postgres://${OWNER_LOGIN}:${ownerPassword}@127.0.0.1:${port}/${database}`
  let pid = await start()
  await makeTemplate(urlOf)
  let databases = 0
  return {
    port,
    urlOf,
    async createDatabase() {
      databases += 1
      const name = `torture_${databases}`
      const owner = await openOwner(urlOf('postgres'))
      await owner.sql.unsafe(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`)
      await owner.close()
      return urlOf(name)
    },
    async killAndRestart() {
      process.kill(pid, 'SIGKILL')
      while (findProcess(pid, folder) === 'server') await sleep(POLL_MS)
      pid = await start()
    },
    countRaces() {
      return racesIn(`${log}${readFileSync(startLog, 'latin1')}`)
    },
    async stop() {
      await stopServer(folder, pid)
      rmSync(home, { recursive: true, force: true })
    },
  }
}

/** Races by the server's log: each other failure of a session excuses the next `40001` of it. */
export function racesIn(log: string): number {
  const excused = new Set<string>()
  let races = 0
  for (const [, sqlstate, session = ''] of log.matchAll(/^(\w{5}) (\d+) ERROR:/gm)) {
    if (sqlstate === IN_FAILED_TRANSACTION) continue
    if (sqlstate !== SERIALIZATION_FAILURE) excused.add(session)
    else if (!excused.delete(session)) races += 1
  }
  return races
}

async function makeTemplate(urlOf: (database: string) => string): Promise<void> {
  const owner = await openOwner(urlOf('postgres'))
  await owner.sql.unsafe(`CREATE DATABASE ${TEMPLATE}`)
  await migrate({ ownerUrl: urlOf(TEMPLATE), runtime })
  await owner.close()
}
