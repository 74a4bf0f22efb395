import { chmodSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { KeyRole } from '../../src/access/core/principal.ts'
import { parseConfig } from '../../src/config.ts'
import { findFreePort, readServerState } from '../../src/db/embedded/server.ts'
import { findProcess } from '../../src/db/embedded/server-process.ts'
import { packageRoot } from '../../src/package-root.ts'
import { buildIfStale } from './build.ts'
import { bareEnvironment, type RunningProgram, runCommand, startProgram } from './program.ts'

/** The service as a person starts it: the built program in a process of its own. */
export interface TestService {
  /** `http://localhost:PORT` */
  readonly url: string
  readonly port: number
  readonly dataDir: string
  /** What a command needs in order to work on the same data: see {@link runCommand}. */
  readonly env: Readonly<Record<string, string>>
  /** The process id of the service now. */
  pid(): number
  /** Everything written to standard output, and to standard error, since the last start. */
  output(): string
  messages(): string
  /** Makes a key as the command does, without starting it. */
  createKey(role: KeyRole, partnerId?: string): Promise<string>
  /** Invites somebody with the real command; returns the link. More options as on the command line. */
  invite(email: string, name: string, ...more: readonly string[]): Promise<string>
  /** Asks it to end and waits; gives the exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>
  /** `kill -9`, and waits until it is gone. Its PostgreSQL stays. */
  kill(): Promise<void>
  /** Starts it again on the same data and port. */
  start(): Promise<void>
  /** The process id of its own PostgreSQL; `undefined` where none runs. */
  databasePid(): Promise<number | undefined>
  /** Ends everything and removes the data. */
  dispose(): Promise<void>
}

export interface ServiceOptions {
  /** Instead of a fresh temporary folder. */
  readonly dataDir?: string
  readonly env?: Readonly<Record<string, string>>
  /** The words after `node`, instead of those of `npm start`. */
  readonly command?: readonly string[]
}

const START_MS = 120_000
const POLL_MS = 50

/** As in the manifest: short-lived objects get more room, so that fewer of them are copied. */
const START = ['--max-semi-space-size=64']

/**
 * Starts the service on a free port with a data folder (or a database) of its own, and waits until it answers.
 *
 * @example
 * const service = await startService()
 * afterAll(() => service.dispose())
 */
export async function startService(options: ServiceOptions = {}): Promise<TestService> {
  await buildIfStale()
  const dataDir = options.dataDir ?? makeDataFolder()
  const port = await findFreePort()
  const url = `http://localhost:${port}`
  const env = {
    ...bareEnvironment(),
    FRANOI_DATA_DIR: dataDir,
    PORT: String(port),
    LOG_LEVEL: 'info',
    ...options.env,
  }
  const words = options.command ?? [
    ...START,
    join(packageRoot(), 'src', 'command', 'fra-noi.js'),
    'serve',
  ]
  let running = await launch(words, env, url).catch(async (error: unknown) => {
    if (options.dataDir === undefined) await removeData(dataDir)
    throw error
  })
  const databasePid = () => findDatabase(dataDir)
  return {
    ...{ url, port, dataDir, env, databasePid },
    pid: () => running.child.pid ?? 0,
    output: () => running.said.output,
    messages: () => running.said.messages,
    createKey: (role, partnerId) => createKey(env, role, partnerId),
    invite: async (email, name, ...more) => {
      const whom = ['staff', 'invite', '--email', email, '--name', name]
      const made = await runCommand([...whom, ...more], env)
      if (made.exitCode !== 0) throw new Error(made.messages)
      return made.output.trim()
    },
    stop: async (signal = 'SIGTERM') => {
      running.child.kill(signal)
      return running.ended
    },
    kill: async () => {
      running.child.kill('SIGKILL')
      await running.ended
    },
    start: async () => {
      running = await launch(words, env, url)
    },
    dispose: async () => {
      running.child.kill('SIGTERM')
      await running.ended
      await removeData(dataDir)
    },
  }
}

/** Stops a PostgreSQL that was left behind on a data folder, and removes the folder and whatever it points to. */
export async function removeData(dataDir: string): Promise<void> {
  const pid = await findDatabase(dataDir)
  if (pid !== undefined) {
    process.kill(pid, 'SIGQUIT')
    while (pid === (await findDatabase(dataDir))) await sleep(POLL_MS)
  }
  const place = realPath(join(dataDir, 'postgresql'))
  if (place !== undefined) rmSync(place, { recursive: true, force: true })
  rmSync(dataDir, { recursive: true, force: true })
}

/** A fresh temporary folder that every user can pass. */
export function makeDataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'fra-noi-service-'))
  chmodSync(folder, 0o755)
  return folder
}

async function createKey(
  env: Readonly<Record<string, string>>,
  role: KeyRole,
  partnerId: string | undefined,
): Promise<string> {
  // Loaded here: most of those who start a service never need the program in their own process.
  const { openProgram } = await import('../../src/main.ts')
  const program = await openProgram(parseConfig(env), { purpose: 'command' })
  const partner = partnerId === undefined ? {} : { partnerId }
  try {
    return await program.services.access.createKey({ role, ...partner })
  } finally {
    await program.close()
  }
}

async function findDatabase(dataDir: string): Promise<number | undefined> {
  const place = realPath(join(dataDir, 'postgresql'))
  if (place === undefined) return undefined
  const cluster = join(place, 'cluster')
  const state = await readServerState(cluster)
  if (state === undefined || findProcess(state.pid, cluster) !== 'server') return undefined
  return state.pid
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path)
  } catch {
    return undefined
  }
}

async function launch(
  words: readonly string[],
  env: Readonly<Record<string, string>>,
  url: string,
): Promise<RunningProgram> {
  const running = startProgram(words, env)
  let exited = false
  running.ended.then(() => {
    exited = true
  })
  for (let waited = 0; waited < START_MS; waited += POLL_MS) {
    if (exited) throw new Error(`the service ended: ${running.said.messages}`)
    const answer = await fetch(`${url}/healthz`).catch(() => undefined)
    await answer?.body?.cancel()
    if (answer?.ok && /^Database: .*\n/m.test(running.said.output)) return running
    await sleep(POLL_MS)
  }
  running.child.kill('SIGKILL')
  throw new Error(`the service did not answer: ${running.said.messages}`)
}
