import { APPLICATION_ROLE, connect } from '../client.ts'
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

/** Makes the database and the service's login where they are missing. Safe to call by several processes at once. */
export async function prepareDatabase(port: number, secrets: Secrets): Promise<void> {
  const url = urlsOf(port, secrets).ownerUrl.replace(/[^/]+$/, 'postgres')
  const owner = connect(url, { role: null, poolSize: 1, applicationName: 'fra-noi prepare' })
  try {
    const [there] = await owner.sql`SELECT FROM pg_database WHERE datname = ${DATABASE}`
    const [login] = await owner.sql`SELECT FROM pg_roles WHERE rolname = ${SERVICE_LOGIN}`
    if (there !== undefined && login !== undefined) return
    await owner.sql`SELECT pg_advisory_lock(hashtext('fra-noi prepare'))`
    await owner.sql.unsafe(missingRoles(secrets.servicePassword))
    const [stillThere] = await owner.sql`SELECT FROM pg_database WHERE datname = ${DATABASE}`
    if (stillThere === undefined) await owner.sql.unsafe(`CREATE DATABASE ${DATABASE}`)
  } finally {
    await owner.close()
  }
}

/** The password is base64url, so it needs no quoting of its own. */
function missingRoles(password: string): string {
  return `DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${APPLICATION_ROLE}') THEN
    CREATE ROLE ${APPLICATION_ROLE} NOLOGIN;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${SERVICE_LOGIN}') THEN
    CREATE ROLE ${SERVICE_LOGIN} LOGIN NOINHERIT PASSWORD '${password}' IN ROLE ${APPLICATION_ROLE};
  END IF;
END $$`
}
