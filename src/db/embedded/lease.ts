import postgres from 'postgres'
import { StartError } from '../../kernel/start-error.ts'

/** What an embedded server is opened for: a data folder has one service, and any number of commands beside it. */
export type Purpose = 'service' | 'command'

/** A hold on a running server: while it lasts, nobody else stops the server. */
export interface Lease {
  /** Settles when the connection that holds the lease is gone, for whatever reason. */
  readonly lost: Promise<void>
  /**
   * Gives the lease back.
   *
   * @returns true where nobody else holds one; nobody can get one from then on, and the server is to be stopped
   */
  release(): Promise<boolean>
  /** Ends the connection. */
  end(): Promise<void>
}

/** Advisory locks in the database `postgres`: they end with their connection, however that ends. */
const IN_USE_LOCK = 0x667261_01
const SERVICE_LOCK = 0x667261_02

/** The server is being started or stopped by another process: to be tried again in a moment. */
const PASSING = new Set([
  '57P01',
  '57P02',
  '57P03',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'CONNECTION_CLOSED',
  'CONNECTION_DESTROYED',
  'CONNECTION_ENDED',
])

/**
 * Takes a lease on a running server.
 *
 * @param url the owner's login on the database `postgres`
 * @returns `again` where the server is just being stopped, `taken` where another service has the folder
 */
export async function takeLease(url: string, purpose: Purpose): Promise<Lease | 'again' | 'taken'> {
  let onLost = () => {}
  const lost = new Promise<void>((resolve) => {
    onLost = resolve
  })
  const sql = postgres(url, {
    max: 1,
    idle_timeout: 0,
    max_lifetime: null,
    connect_timeout: 10,
    fetch_types: false,
    connection: { application_name: `fra-noi ${purpose} lease` },
    onclose: () => onLost(),
    onnotice: () => {},
  })
  const tryLock = async (name: string, key: number): Promise<boolean> => {
    const [row] = await sql.unsafe(`SELECT ${name}(${key}) AS got`)
    return row?.got === true
  }
  try {
    let refused: 'again' | 'taken' | undefined
    if (!(await tryLock('pg_try_advisory_lock_shared', IN_USE_LOCK))) refused = 'again'
    else if (purpose === 'service' && !(await tryLock('pg_try_advisory_lock', SERVICE_LOCK))) {
      refused = 'taken'
    }
    if (refused !== undefined) {
      await sql.end({ timeout: 1 })
      return refused
    }
  } catch (error) {
    await sql.end({ timeout: 1 })
    return explain(error)
  }
  return {
    lost,
    release: async () => {
      await tryLock('pg_advisory_unlock_shared', IN_USE_LOCK)
      return tryLock('pg_try_advisory_lock', IN_USE_LOCK)
    },
    end: () => sql.end({ timeout: 1 }),
  }
}

function explain(error: unknown): 'again' {
  const code = String((error as { code?: unknown }).code)
  if (PASSING.has(code)) return 'again'
  if (code === '28P01') {
    throw new StartError(
      'The database does not know the password in secrets.json: the two are not of the same data folder. Bring both back from the same backup.',
    )
  }
  throw error
}
