import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { drizzle } from 'drizzle-orm/postgres-js'
import { migrate as applyMigrations } from 'drizzle-orm/postgres-js/migrator'
import { StartError } from '../kernel/start-error.ts'
import { packageRoot } from '../package-root.ts'
import { connect, type Sql } from './client.ts'

/** The oldest PostgreSQL that the migrations and queries are written for. */
export const OLDEST_POSTGRESQL = 15

/** "fra-noi" as a number: who holds this advisory lock is migrating. */
const MIGRATION_LOCK = 0x667261n * 0x100000000n + 1n

/**
 * Brings a database to the form that this program expects. Safe to call at any time and by several processes at
 * once: they take turns, and where nothing is missing nothing is written.
 *
 * @param ownerUrl the login that owns the database, or may create in it
 * @returns how many migrations were applied
 * @throws StartError where the server is older than PostgreSQL 15, or the database newer than the program
 */
export async function migrate(ownerUrl: string): Promise<number> {
  const db = connect(ownerUrl, { role: null, poolSize: 1, applicationName: 'fra-noi migrate' })
  try {
    await checkServer(db.sql)
    await db.sql`SELECT pg_advisory_lock(${MIGRATION_LOCK})`
    const missing = await countMissing(db.sql)
    if (missing > 0) {
      await applyMigrations(drizzle(db.sql), { migrationsFolder: migrationsFolder() })
      await db.sql`GRANT USAGE ON SCHEMA drizzle TO franoi_app`
      await db.sql`GRANT SELECT ON ALL TABLES IN SCHEMA drizzle TO franoi_app`
    }
    return missing
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

async function countMissing(sql: Sql): Promise<number> {
  const known = knownMigrations()
  const [table] = await sql`SELECT to_regclass('drizzle.__drizzle_migrations') AS name`
  if (table?.name == null) return known.length
  const [row] = await sql<{ newest: bigint | null }[]>`
    SELECT max(created_at) AS newest FROM drizzle.__drizzle_migrations`
  const newest = row?.newest ?? -1n
  if (newest > (known.at(-1) ?? -1n)) {
    throw new StartError(
      'The database was made or migrated by a newer version of fra-noi than this one: update the program, or restore a backup that was made with this version.',
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
