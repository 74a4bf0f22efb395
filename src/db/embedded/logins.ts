import { connect } from '../client.ts'
import { OWNER_LOGIN } from './cluster.ts'
import type { Secrets } from './secrets.ts'

/** The two ways into one database. */
export interface DatabaseUrls {
  /** What the service works with: a login that is a member of `franoi_app` and of nothing else. */
  readonly url: string
  /** The owner's login, for migrations. */
  readonly ownerUrl: string
}

const DATABASE = 'franoi'
const SERVICE_LOGIN = 'franoi_service'

/** The two logins of the server that listens on a port of the loopback address. */
export function urlsOf(port: number, secrets: Secrets): DatabaseUrls {
  const at = (login: string, password: string) =>
    `postgres://${login}:${password}@127.0.0.1:${port}/${DATABASE}`
  return {
    url: at(SERVICE_LOGIN, secrets.servicePassword),
    ownerUrl: at(OWNER_LOGIN, secrets.ownerPassword),
  }
}

/** Makes the database where it is missing; migrating makes the rest. Safe to call by several processes at once. */
export async function createDatabase(port: number, secrets: Secrets): Promise<void> {
  const url = urlsOf(port, secrets).ownerUrl.replace(/[^/]+$/, 'postgres')
  const owner = connect(url, { role: null, poolSize: 1, applicationName: 'fra-noi prepare' })
  const isThere = async () => {
    const rows = await owner.sql`SELECT FROM pg_database WHERE datname = ${DATABASE}`
    return rows.length > 0
  }
  try {
    if (await isThere()) return
    await owner.sql`SELECT pg_advisory_lock(hashtext('fra-noi create database'))`
    if (!(await isThere())) await owner.sql.unsafe(`CREATE DATABASE ${DATABASE}`)
  } finally {
    await owner.close()
  }
}
