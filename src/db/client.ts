import { makePgArray, parsePgArray } from 'drizzle-orm/pg-core'
import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'

/** postgres.js with `bigint` columns as `bigint`. */
export type Sql = postgres.Sql<{ bigint: bigint }>
/** An open transaction, or a reserved connection. */
export type Tx = postgres.ISql<{ bigint: bigint }>
/** A piece of a statement. */
export type Fragment = postgres.PendingQuery<postgres.Row[]>
export type Orm = PostgresJsDatabase

export interface Database {
  /** For money and for whatever needs exact SQL. */
  readonly sql: Sql
  /** For the plain tables of the capabilities; on the same connections as `sql`. */
  readonly orm: Orm
  /**
   * Opens one connection of its own, with the same settings, outside the pool. It knows the array types that
   * the pool has learned with its first connection.
   */
  dedicate(options: DedicateOptions): Sql
  /** Waits for what is running, then closes every connection. */
  close(): Promise<void>
}

export interface DedicateOptions {
  /** Session settings of this connection, like `lock_timeout`. */
  readonly settings: Readonly<Record<string, string>>
  /** Called in the moment the connection is gone, for whatever reason. */
  readonly onClose: () => void
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
/** The arrays that our statements send: text, smallint, bigint and uuid. Of these, text is also read. */
const ARRAY_OIDS = [1009, 1005, 1016, 2951] as const
const TEXT_ARRAY_OID = 1009

/**
 * Opens a pool of connections. Connects when first used, not before.
 *
 * @param url `postgres://user:password@host:port/database`
 */
export function connect(url: string, options: ConnectOptions = {}): Database {
  const role = options.role === undefined ? APPLICATION_ROLE : options.role
  const types = { bigint: postgres.BigInt }
  const session = {
    application_name: options.applicationName ?? 'fra-noi',
    TimeZone: 'UTC',
    ...(role === null ? {} : { role }),
  }
  // A posting batch sends all its statements at once, however many rows its capabilities add.
  const shared = {
    types,
    onnotice: () => {},
    max_pipeline: 10_000,
    backoff: reconnectSeconds,
    // Asking for the array types while a connection dies leaves a caller of postgres.js waiting for ever, and a
    // rejection that nobody hears. So they are told below.
    fetch_types: false,
  }
  const sql = postgres(url, { ...shared, max: options.poolSize ?? 10, connection: session })
  sql.options.parsers[TEXT_ARRAY_OID] = parsePgArray
  for (const oid of ARRAY_OIDS) {
    sql.options.serializers[oid] = (value) => (Array.isArray(value) ? makePgArray(value) : value)
  }
  const dates = TIMESTAMP_OIDS.map(
    (oid) => [oid, sql.options.parsers[oid], sql.options.serializers[oid]] as const,
  )
  const orm = drizzle(sql)
  // drizzle turns instants into text for everyone on the pool; it reads dates just as well, so they stay dates.
  for (const [oid, parse, serialize] of dates) {
    if (parse !== undefined) sql.options.parsers[oid] = parse
    if (serialize !== undefined) sql.options.serializers[oid] = serialize
  }
  return {
    sql,
    orm,
    dedicate({ settings, onClose }) {
      const one = postgres(url, {
        ...shared,
        max: 1,
        max_lifetime: null,
        onclose: onClose,
        connection: { ...session, ...settings },
      })
      Object.assign(one.options.parsers, sql.options.parsers)
      Object.assign(one.options.serializers, sql.options.serializers)
      return one
    },
    close: () => sql.end({ timeout: 5 }),
  }
}

/** How long to wait before the next try to connect: a server that comes back is found within half a second. */
function reconnectSeconds(attempts: number): number {
  return Math.min(0.02 * 2 ** attempts, 0.5)
}
