import { StartError } from '../kernel/start-error.ts'
import type { Runtime } from '../runtime.ts'
import { APPLICATION_ROLE, type Sql } from './client.ts'
import { scramVerifier } from './scram.ts'

const SALT_BYTES = 16
const ALREADY_THERE: ReadonlySet<string> = new Set(['42710', '23505'])

/**
 * Lets a login work under the role of the service: makes the login where there is none, with the password that
 * its URL carries, and makes it a member of `franoi_app`. A login that is one already stays as it is.
 *
 * @param sql a connection of the owner, who may create roles where that is needed
 */
export async function admit(sql: Sql, url: string, runtime: Runtime): Promise<void> {
  const { username, password } = new URL(url)
  const login = decodeURIComponent(username)
  if (login === '') return
  const [row] = await sql<{ missing: boolean }[]>`
    SELECT NOT pg_has_role(oid, ${APPLICATION_ROLE}, 'MEMBER') AS missing
    FROM pg_roles WHERE rolname = ${login}`
  if (row === undefined) await createLogin(sql, login, decodeURIComponent(password), runtime)
  if (row?.missing !== false) await sql`GRANT ${sql(APPLICATION_ROLE)} TO ${sql(login)}`
}

async function createLogin(sql: Sql, login: string, password: string, runtime: Runtime) {
  if (!/^[\x20-\x7e]+$/.test(password)) {
    throw new StartError(
      `The login ${login} does not exist yet and DATABASE_URL names no password of plain letters, digits and signs that it could be made with.`,
    )
  }
  const verifier = scramVerifier(password, runtime.randomBytes(SALT_BYTES))
  // A verifier is base64 and a few signs: it needs no quoting of its own.
  await sql`CREATE ROLE ${sql(login)} LOGIN ${sql.unsafe(`PASSWORD '${verifier}'`)}`.catch(
    (error: { code?: string }) => {
      // Roles belong to the whole server: another database was migrated in the same moment.
      if (!ALREADY_THERE.has(error.code ?? '')) throw error
    },
  )
}
