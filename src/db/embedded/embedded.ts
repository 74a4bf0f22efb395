import { setTimeout as sleep } from 'node:timers/promises'
import { StartError } from '../../kernel/start-error.ts'
import type { Runtime } from '../../runtime.ts'
import { OWNER_LOGIN } from './cluster.ts'
import { ensureServer } from './ensure-server.ts'
import { type Home, openHome } from './home.ts'
import { type Lease, type Purpose, takeLease } from './lease.ts'
import { createDatabase, type DatabaseUrls, urlsOf } from './logins.ts'
import { type RunningServer, stopServer } from './server.ts'

/** The service's own PostgreSQL, open for this process. */
export interface EmbeddedDatabase extends DatabaseUrls {
  /** What the private signing keys are sealed under. */
  readonly secret: string
  /** The folder of the database's files; outside the data folder where the server's user cannot reach that. */
  readonly folder: string
  /** The user that the server runs as, where it is not the user of this process. */
  readonly runsAs: string | undefined
  /** Gives the server up; the last process to do so stops it. */
  close(): Promise<void>
}

export interface EmbeddedOptions {
  readonly dataDir: string
  readonly purpose: Purpose
  readonly runtime: Runtime
  /** Hears that the server had died and runs again. Only for the purpose `service`. */
  readonly onRestart?: () => void
  /** Hears that the server died and could not be brought back: the process should end. */
  readonly onLost?: (error: unknown) => void
}

const ATTEMPTS = 600
const PAUSE_MS = 100
/** How often to ask again while a killed service may still have to let go of the folder. */
const TAKEN_ATTEMPTS = 20

/**
 * Opens the PostgreSQL of a data folder: starts it where it does not run, makes it where there is none.
 * A service brings it back on the same port where it dies.
 *
 * @throws StartError where another service uses the folder, or the server does not start
 */
export async function openEmbedded(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  refuseOtherSystems()
  const home = await openHome(options.dataDir, options.runtime)
  const first = await attach(home, options)
  const { port } = first.server
  try {
    await createDatabase(port, home.secrets)
  } catch (error) {
    await detach(home, first)
    throw error
  }
  const watch = options.purpose === 'service' ? watchOver(home, first, options) : undefined
  return {
    ...urlsOf(port, home.secrets),
    secret: home.secrets.secret,
    folder: home.folder,
    runsAs: home.user?.name,
    close: async () => detach(home, (await watch?.end()) ?? first),
  }
}

interface Attached {
  readonly server: RunningServer
  readonly lease: Lease
}

/** Gets the server to run and takes a lease on it; waits for another process that is just stopping it. */
async function attach(home: Home, options: EmbeddedOptions): Promise<Attached> {
  let taken = 0
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const server = await ensureServer(home)
    const url = `postgres://${OWNER_LOGIN}:${home.secrets.ownerPassword}@127.0.0.1:${server.port}/postgres`
    const lease = await takeLease(url, options.purpose)
    if (typeof lease === 'object') return { server, lease }
    if (lease === 'taken' && ++taken >= TAKEN_ATTEMPTS) {
      throw new StartError(
        `Another fra-noi service is running on the data folder ${options.dataDir}: stop it first, or set FRANOI_DATA_DIR to another folder.`,
      )
    }
    await sleep(PAUSE_MS)
  }
  throw new StartError(
    `PostgreSQL in ${home.cluster} is being stopped by another process and does not end: see ${home.folder}/log.`,
  )
}

async function detach(home: Home, { server, lease }: Attached): Promise<void> {
  const isLast = await lease.release().catch(() => false)
  if (isLast) await stopServer(home.cluster, server.pid)
  await lease.end()
}

/** Brings the server back whenever the lease is lost, until ended; then tells what is attached. */
function watchOver(home: Home, first: Attached, options: EmbeddedOptions) {
  let isEnding = false
  let attached = first
  let end = () => {}
  const ended = new Promise<void>((resolve) => {
    end = resolve
  })
  const bringBack = async (): Promise<void> => {
    const again = await attach(home, options)
    await attached.lease.end()
    attached = again
    checkSamePort(first.server, again.server)
    options.onRestart?.()
  }
  const watching = (async () => {
    while (!isEnding) {
      await Promise.race([attached.lease.lost, ended])
      if (!isEnding) await bringBack()
    }
  })().catch((error: unknown) => options.onLost?.(error))
  return {
    end: async (): Promise<Attached> => {
      isEnding = true
      end()
      await watching
      return attached
    },
  }
}

function checkSamePort(before: RunningServer, after: RunningServer): void {
  if (before.port === after.port) return
  throw new StartError(
    `PostgreSQL had to be started again and its port ${before.port} was taken by another program meanwhile: start the service again.`,
  )
}

function refuseOtherSystems(): void {
  if (process.platform === 'linux' || process.platform === 'darwin') return
  throw new StartError(
    'The built-in PostgreSQL runs on Linux and macOS: on this system set DATABASE_URL to a PostgreSQL of your own.',
  )
}
