import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'

/** postgres.js with `bigint` columns as `bigint`. */
export type Sql = postgres.Sql<{ bigint: bigint }>
/** An open transaction, or a reserved connection. */
export type Tx = postgres.ISql<{ bigint: bigint }>
export type Orm = PostgresJsDatabase

export interface Database {
  /** For money and for whatever needs exact SQL. */
  readonly sql: Sql
  /** For the plain tables of the capabilities; on the same connections as `sql`. */
  readonly orm: Orm
  /** Waits for what is running, then closes every connection. */
  close(): Promise<void>
}

export interface ConnectOptions {
  /** The role that every statement runs under; `null` keeps the one that logged in (for migrations). */
  readonly role?: string | null
  readonly poolSize?: number
  readonly applicationName?: string
}

/** The role that the service works under: it may not rewrite the books. */
export const APPLICATION_ROLE = 'franoi_app'

const TIMESTAMP_OIDS = [1184, 1114] as const

/**
 * Opens a pool of connections. Connects when first used, not before.
 *
 * @param url `postgres://user:password@host:port/database`
 */
export function connect(url: string, options: ConnectOptions = {}): Database {
  const role = options.role === undefined ? APPLICATION_ROLE : options.role
  const sql = postgres(url, {
    max: options.poolSize ?? 10,
    types: { bigint: postgres.BigInt },
    onnotice: () => {},
    connection: {
      application_name: options.applicationName ?? 'fra-noi',
      TimeZone: 'UTC',
      ...(role === null ? {} : { role }),
    },
  })
  const dates = TIMESTAMP_OIDS.map(
    (oid) => [oid, sql.options.parsers[oid], sql.options.serializers[oid]] as const,
  )
  const orm = drizzle(sql)
  // drizzle turns instants into text for everyone on the pool; it reads dates just as well, so they stay dates.
  for (const [oid, parse, serialize] of dates) {
    if (parse !== undefined) sql.options.parsers[oid] = parse
    if (serialize !== undefined) sql.options.serializers[oid] = serialize
  }
  return { sql, orm, close: () => sql.end({ timeout: 5 }) }
}
