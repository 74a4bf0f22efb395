import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { drizzle } from 'drizzle-orm/postgres-js'
import { migrate as applyMigrations } from 'drizzle-orm/postgres-js/migrator'
import { StartError } from '../kernel/start-error.ts'
import { packageRoot } from '../package-root.ts'
import type { Runtime } from '../runtime.ts'
import { admit } from './admit.ts'
import { APPLICATION_ROLE, connect, type Sql } from './client.ts'
import { installJobs } from './job-tables.ts'

/** The oldest PostgreSQL that the migrations and queries are written for. */
export const OLDEST_POSTGRESQL = 15

/** Whoever holds this advisory lock is migrating. */
const MIGRATION_LOCK = 0x667261_10

export interface MigrateOptions {
  /** The login that owns the database, or may create in it and may create roles. */
  readonly ownerUrl: string
  /** The login that the service will work with; made where it is missing. The owner's where left out. */
  readonly url?: string
  readonly runtime: Runtime
}

/**
 * Brings a database to the form that this program expects. Safe to call at any time and by several processes at
 * once: they take turns, and where nothing is missing nothing is written.
 *
 * @returns how many migrations were applied
 * @throws StartError where the server is older than PostgreSQL 15, the database newer than the program, or the
 * owner's login lacks a right
 */
export async function migrate(options: MigrateOptions): Promise<number> {
  const { ownerUrl } = options
  const db = connect(ownerUrl, { role: null, poolSize: 1, applicationName: 'fra-noi migrate' })
  try {
    await checkServer(db.sql)
    await db.sql`SELECT pg_advisory_lock(${MIGRATION_LOCK})`
    const missing = await countMissing(db.sql)
    if (missing > 0) {
      // On the same connection; a second drizzle instance leaves the pool's own as it is.
      await applyMigrations(drizzle(db.sql), { migrationsFolder: migrationsFolder() })
      await db.sql.unsafe(`GRANT USAGE ON SCHEMA drizzle TO ${APPLICATION_ROLE}`)
      await db.sql.unsafe(`GRANT SELECT ON ALL TABLES IN SCHEMA drizzle TO ${APPLICATION_ROLE}`)
    }
    for (const url of new Set([ownerUrl, options.url ?? ownerUrl])) {
      await admit(db.sql, url, options.runtime)
    }
    await installJobs(db.sql)
    return missing
  } catch (error) {
    throw explain(error)
  } finally {
    await db.close()
  }
}

function migrationsFolder(): string {
  return join(packageRoot(), 'migrations')
}

/** When each migration of this program was written, in milliseconds since 1970, oldest first. */
function knownMigrations(): bigint[] {
  const journal = JSON.parse(
    readFileSync(join(migrationsFolder(), 'meta', '_journal.json'), 'utf8'),
  )
  return journal.entries.map((entry: { when: number }) => BigInt(entry.when))
}

/**
 * Counts the migrations that a database lacks, under the owner or the service's own role.
 *
 * @throws StartError where the database is newer than the program
 */
export async function countMissing(sql: Sql): Promise<number> {
  const known = knownMigrations()
  const [table] = await sql`SELECT to_regclass('drizzle.__drizzle_migrations') AS name`
  if (table?.name == null) return known.length
  const [row] = await sql<{ newest: bigint | null }[]>`
    SELECT max(created_at) AS newest FROM drizzle.__drizzle_migrations`
  const newest = row?.newest ?? -1n
  if (newest > (known.at(-1) ?? -1n)) {
    throw new StartError(
      'The database was migrated by a newer version of fra-noi than this one: update the program, or restore a backup that was made with this version.',
    )
  }
  return known.filter((when) => when > newest).length
}

async function checkServer(sql: Sql): Promise<void> {
  const [row] = await sql<{ version: string }[]>`
    SELECT current_setting('server_version_num') AS version`
  const major = Math.floor(Number(row?.version) / 10_000)
  if (major >= OLDEST_POSTGRESQL) return
  throw new StartError(
    `The server is PostgreSQL ${major}; fra-noi needs PostgreSQL ${OLDEST_POSTGRESQL} or newer.`,
  )
}

function explain(error: unknown): unknown {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error
  const code = String(Reflect.get(Object(cause), 'code') ?? '')
  if (code === '42501') {
    return new StartError(
      'The login of DATABASE_OWNER_URL (or of DATABASE_URL where that is not set) may not create tables and roles: use the login that owns the database and has CREATEROLE.',
      { cause },
    )
  }
  if (code === '28P01' || code === '28000') {
    return new StartError('The database refused the login or its password.', { cause })
  }
  if (code === '3D000') return new StartError('The database that the URL names does not exist.')
  if (['ECONNREFUSED', 'ENOTFOUND', 'CONNECT_TIMEOUT', 'EAI_AGAIN', '57P03'].includes(code)) {
    return new StartError(`The database does not answer (${code}).`, { cause })
  }
  return error
}
