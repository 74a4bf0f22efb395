import { spawn } from 'node:child_process'
import { closeSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { StartError } from '../../kernel/start-error.ts'
import type { Binaries } from './binaries.ts'
import { lastLine, SERVER_ENVIRONMENT } from './cluster.ts'
import { findProcess } from './server-process.ts'
import { asUser, type ServerUser } from './server-user.ts'

/** A PostgreSQL server at work on this machine's loopback address. */
export interface RunningServer {
  readonly pid: number
  readonly port: number
}

export interface ServerStart {
  readonly binaries: Binaries
  readonly cluster: string
  readonly user: ServerUser | undefined
  readonly port: number
  /** Where the server's first words go, until its own log is open. */
  readonly startLog: string
  /** The folder of its own log, where it keeps one. */
  readonly logFolder?: string
  /** Settings over those of `postgresql.conf`. */
  readonly settings?: Readonly<Record<string, string>>
}

const READY_WAIT_MS = 120_000
const STOP_WAIT_MS = 60_000
const POLL_MS = 20
const LOG_WAIT_MS = 1_000

/**
 * Starts a server that outlives this process, and waits until it takes connections. Loopback only, no socket file.
 *
 * @returns the server, or the last line that it said where it ended instead
 */
export async function startServer(start: ServerStart): Promise<RunningServer | { said: string }> {
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(start.port),
    unix_socket_directories: '',
    timezone: 'UTC',
    ...start.settings,
  }
  rmSync(start.startLog, { force: true })
  const log = openSync(start.startLog, 'wx', 0o600)
  const child = spawn(
    start.binaries.postgres,
    ['-D', start.cluster, ...Object.entries(settings).flatMap(([k, v]) => ['-c', `${k}=${v}`])],
    {
      cwd: start.cluster,
      env: SERVER_ENVIRONMENT,
      detached: true,
      stdio: ['ignore', log, log],
      ...asUser(start.user),
    },
  )
  closeSync(log)
  let failure: string | undefined
  let ended = false
  child.on('error', (error) => {
    failure = `${start.binaries.postgres} cannot be run (${error.message})`
  })
  child.on('exit', () => {
    ended = true
  })
  child.unref()
  for (let waited = 0; waited < READY_WAIT_MS; waited += POLL_MS) {
    if (failure !== undefined) return { said: failure }
    if (ended) return { said: await lastWords(start, child.pid ?? 0) }
    const state = await readServerState(start.cluster)
    if (state?.ready && state.pid === child.pid) return { pid: state.pid, port: state.port }
    await sleep(POLL_MS)
  }
  return { said: `it was not ready within ${READY_WAIT_MS / 1000} seconds` }
}

/** What `postmaster.pid` in a cluster's folder says; `undefined` where there is none. */
export async function readServerState(
  cluster: string,
): Promise<(RunningServer & { readonly ready: boolean }) | undefined> {
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')
  const lines = text.split('\n')
  const [pid, port] = [Number(lines[0]), Number(lines[3])]
  if (!Number.isInteger(pid) || pid <= 0) return undefined
  return { pid, port, ready: lines[7]?.trim() === 'ready' }
}

/** Stops a server: open transactions are rolled back, everything committed is on disk. Waits until it is gone. */
export async function stopServer(cluster: string, pid: number): Promise<void> {
  signal(pid)
  for (let waited = 0; waited < STOP_WAIT_MS; waited += POLL_MS) {
    if (findProcess(pid, cluster) !== 'server') return
    await sleep(POLL_MS)
  }
  throw new StartError(
    `PostgreSQL (process ${pid}) did not stop within ${STOP_WAIT_MS / 1000} seconds.`,
  )
}

/**
 * A port of the loopback address that nobody listens on right now.
 *
 * @param wanted is given where it is free
 */
export function findFreePort(wanted = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.on('error', (error) => (wanted === 0 ? reject(error) : resolve(findFreePort())))
    probe.listen(wanted, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

/** Why a server ended: what it said of fatal things, or last. Its log may be written a moment after its end. */
async function lastWords({ startLog, logFolder }: ServerStart, pid: number): Promise<string> {
  let lines: string[] = []
  for (let waited = 0; waited < LOG_WAIT_MS; waited += POLL_MS) {
    const own =
      logFolder === undefined ? [] : readdirSync(logFolder).map((name) => join(logFolder, name))
    lines = [startLog, ...own]
      .flatMap((path) => readFileSync(path, 'utf8').trim().split('\n'))
      .filter((line) => line.includes(`[${pid}]`))
    const fatal = lines.findLast((line) => /\b(FATAL|PANIC):/.test(line))
    if (fatal !== undefined) return fatal
    await sleep(POLL_MS)
  }
  return (lines.at(-1) ?? lastLine(readFileSync(startLog, 'utf8'))) || 'it ended without a word'
}

function signal(pid: number): void {
  try {
    process.kill(pid, 'SIGINT') // PostgreSQL's fast shutdown
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
