import type { Config } from '../config.ts'
import { StartError } from '../kernel/start-error.ts'
import type { Runtime } from '../runtime.ts'
import { connect, type Database } from './client.ts'
import { openEmbedded } from './embedded/embedded.ts'
import type { Purpose } from './embedded/lease.ts'
import { migrate } from './migrate.ts'

/** The database of a process, migrated and ready for use. */
export interface OpenDatabase {
  /** Under the role `franoi_app`. */
  readonly db: Database
  /** For pools of their own; the login is a member of `franoi_app`. */
  readonly url: string
  /** What the private signing keys are sealed under. */
  readonly secret: string
  /** Where it is, for a person: without passwords. */
  readonly place: string
  /** How many migrations were applied just now. */
  readonly migrated: number
  /** Closes the pool; where the database is built in, the last process to do so stops it. */
  close(): Promise<void>
}

export interface OpenOptions {
  /** `service`: this process serves, and a data folder has one such. */
  readonly purpose: Purpose
  readonly runtime: Runtime
  /** Hears that the built-in server had died and runs again. */
  readonly onRestart?: () => void
  /** Hears that the built-in server died for good: the process should end. */
  readonly onLost?: (error: unknown) => void
}

/**
 * Opens the database that the configuration names: the built-in one, or any PostgreSQL from 15 on.
 *
 * @throws StartError with a sentence for a person
 */
export async function openDatabase(config: Config, options: OpenOptions): Promise<OpenDatabase> {
  return config.database.kind === 'embedded'
    ? openBuiltIn(config, options)
    : openByUrl(config.database, config.secret, options.runtime)
}

async function openBuiltIn(config: Config, options: OpenOptions): Promise<OpenDatabase> {
  const server = await openEmbedded({ ...options, dataDir: config.dataDir })
  try {
    const migrated = await migrate({ ...server, runtime: options.runtime })
    const db = connect(server.url)
    const { port } = new URL(server.url)
    const user = server.runsAs === undefined ? '' : ` as user ${server.runsAs}`
    return {
      db,
      url: server.url,
      secret: server.secret,
      place: `PostgreSQL in ${server.folder}${user}, 127.0.0.1:${port}`,
      migrated,
      close: async () => {
        await db.close()
        await server.close()
      },
    }
  } catch (error) {
    await server.close()
    throw error
  }
}

async function openByUrl(
  urls: { readonly url: string; readonly ownerUrl: string },
  secret: string | undefined,
  runtime: Runtime,
): Promise<OpenDatabase> {
  if (secret === undefined) throw new StartError('FRANOI_SECRET is needed with DATABASE_URL.')
  const migrated = await migrate({ ...urls, runtime })
  const db = connect(urls.url)
  const { host, pathname } = new URL(urls.url)
  return {
    db,
    url: urls.url,
    secret,
    place: `PostgreSQL at ${host}${pathname}`,
    migrated,
    close: () => db.close(),
  }
}
