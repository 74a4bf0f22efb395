import { existsSync } from 'node:fs'
import { chown, mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { StartError } from '../../kernel/start-error.ts'
import { installedFolder, prepareBinaries } from './binaries.ts'
import { checkVersion, createCluster } from './cluster.ts'
import type { Home } from './home.ts'
import { findFreePort, type RunningServer, readServerState, startServer } from './server.ts'
import { findProcess } from './server-process.ts'
import { memoryBytes, sizesForMemory } from './sizes.ts'
import { withStartLock } from './start-lock.ts'

const ATTEMPTS = 40
const PAUSE_MS = 250
/** Larger than any process id that a kernel gives out. */
const NO_SUCH_PID = 2_147_483_647

/**
 * Makes sure that the server of a data folder runs: takes over one that runs already, recovers after a crash,
 * starts it, or makes it first. Safe to call by several processes at once.
 *
 * @throws StartError with what PostgreSQL said, where it does not start
 */
export async function ensureServer(home: Home): Promise<RunningServer> {
  return withStartLock(home.folder, async () => {
    const running = await findRunning(home)
    if (running !== undefined) return running
    return start(home)
  })
}

/** The server of this cluster that takes connections; waits for one that is starting, or stopping. */
async function findRunning(home: Home): Promise<RunningServer | undefined> {
  for (let attempt = 0; attempt < ATTEMPTS * 10; attempt++) {
    const state = await readServerState(home.cluster)
    if (state === undefined) return undefined
    const found = findProcess(state.pid, home.cluster)
    if (found === 'none') return undefined
    if (found === 'other') {
      await disownLockFile(home.cluster).catch(ignoreMissing)
      return undefined
    }
    if (state.ready) return state
    await sleep(PAUSE_MS)
  }
  throw new StartError(
    `PostgreSQL in ${home.cluster} has neither become ready nor stopped for ${(ATTEMPTS * 10 * PAUSE_MS) / 1000} seconds: see ${join(home.folder, 'log')}.`,
  )
}

async function start(home: Home): Promise<RunningServer> {
  const { binaries, startLog } = await prepare(home)
  const portFile = join(home.folder, 'port')
  let port = await findFreePort(Number(await readFile(portFile, 'utf8').catch(() => '0')) || 0)
  let said = ''
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const { cluster, user } = home
    const logFolder = join(home.folder, 'log')
    const settings = serverSettings(logFolder)
    const server = await startServer({
      ...{ binaries, cluster, user, port, startLog, logFolder, settings },
    })
    if ('pid' in server) {
      await writeFile(`${portFile}.new`, String(port))
      await rename(`${portFile}.new`, portFile)
      return server
    }
    said = server.said
    if (/could not create any TCP\/IP sockets/.test(said)) port = await findFreePort()
    // The children of a killed server take a moment to notice.
    else if (/pre-existing shared memory block|lock file .* already exists/.test(said)) {
      await sleep(PAUSE_MS)
    } else break
  }
  throw new StartError(`PostgreSQL did not start: ${said} (see ${startLog})`)
}

/** The server outlives a crash of the service and keeps every commit; its log holds no statements and no values. */
function serverSettings(logFolder: string): Readonly<Record<string, string>> {
  return {
    fsync: 'on',
    full_page_writes: 'on',
    synchronous_commit: 'on',
    ...sizesForMemory(memoryBytes()),
    logging_collector: 'on',
    log_directory: logFolder,
    log_filename: 'postgresql-%a.log',
    log_rotation_age: '1d',
    log_rotation_size: '0',
    log_truncate_on_rotation: 'on',
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
  }
}

async function prepare(home: Home) {
  if (existsSync(home.cluster)) await checkVersion(home.cluster)
  const binaries = await prepareBinaries(installedFolder(), home.folder, home.user)
  if (!existsSync(home.cluster)) {
    const { cluster: folder, user } = home
    const ownerPassword = home.secrets.ownerPassword
    await createCluster({ folder, ownerPassword, binaries, user })
  }
  const log = join(home.folder, 'log')
  await mkdir(log, { recursive: true, mode: 0o700 })
  if (home.user !== undefined) await chown(log, home.user.uid, home.user.gid)
  return { binaries, startLog: join(home.folder, 'start.log') }
}

/**
 * After a power cut the number in the lock file may belong to some other program by now, and PostgreSQL would
 * refuse to start. The number is replaced by one that no process has; the rest of the file stays, because
 * PostgreSQL looks in it for what may be left of the old server.
 */
async function disownLockFile(cluster: string): Promise<void> {
  const path = join(cluster, 'postmaster.pid')
  const { uid, gid } = await stat(path)
  const [, ...rest] = (await readFile(path, 'utf8')).split('\n')
  await writeFile(`${path}.new`, [NO_SUCH_PID, ...rest].join('\n'), { mode: 0o600 })
  if (process.getuid?.() === 0) await chown(`${path}.new`, uid, gid)
  await rename(`${path}.new`, path)
}

/** A server that was just ending has removed its lock file itself. */
function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error
}
