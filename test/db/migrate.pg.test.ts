import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { connect, type Database } from '../../src/db/client.ts'
import { countMissing, migrate } from '../../src/db/migrate.ts'
import { StartError } from '../../src/kernel/start-error.ts'
import { packageRoot } from '../../src/package-root.ts'
import { systemRuntime as runtime } from '../../src/runtime.ts'
import { createTestDatabase } from '../support/database.ts'
import { databaseUrl } from '../support/global-setup.ts'
import { startOtherPostgresql } from '../support/other-postgresql.ts'

const MIGRATIONS = readdirSync(join(packageRoot(), 'migrations')).filter((name) =>
  name.endsWith('.sql'),
).length

const other = await startOtherPostgresql()
const owner = connect(other.ownerUrl, { role: null, poolSize: 2 })
afterAll(async () => {
  await owner.close()
  await other.stop()
})

async function createDatabase(name: string, login?: string): Promise<string> {
  await owner.sql.unsafe(`CREATE DATABASE ${name} ${login === undefined ? '' : `OWNER ${login}`}`)
  const url = new URL(databaseUrl(other.ownerUrl, name))
  if (login !== undefined) url.username = login
  return url.href
}

async function using<T>(url: string, role: string | null, work: (db: Database) => Promise<T>) {
  const db = connect(url, { role, poolSize: 1 })
  try {
    return await work(db)
  } finally {
    await db.close()
  }
}

describe(`on PostgreSQL ${other.major}, migrating`, () => {
  test('is done once however many processes try at the same moment, and again changes nothing', async () => {
    const ownerUrl = await createDatabase('at_once')
    const applied = await Promise.all([1, 2, 3, 4].map(() => migrate({ ownerUrl, runtime })))
    expect(applied.toSorted()).toEqual([0, 0, 0, MIGRATIONS])
    expect(await migrate({ ownerUrl, runtime })).toBe(0)
    await using(ownerUrl, 'franoi_app', async ({ sql }) => {
      expect(await countMissing(sql)).toBe(0)
      expect(await sql`SELECT count(*) AS n FROM ledger_account`).toEqual([{ n: 0n }])
      expect(await sql`SELECT count(*) AS n FROM pgboss.version`).toEqual([{ n: 1n }])
    })
  })

  test('two databases of one server at the same moment share the role of the service', async () => {
    const urls = [await createDatabase('one'), await createDatabase('two')]
    const applied = await Promise.all(urls.map((ownerUrl) => migrate({ ownerUrl, runtime })))
    expect(applied).toEqual([MIGRATIONS, MIGRATIONS])
  })

  test('needs no superuser: an owner who may create roles is enough', async () => {
    // On a server of its own: where the role of the service is there already, its maker must admit logins.
    const server = await startOtherPostgresql()
    await using(server.ownerUrl, null, async ({ sql }) => {
      await sql.unsafe('CREATE ROLE plain_owner LOGIN CREATEROLE')
      await sql.unsafe('CREATE DATABASE plain OWNER plain_owner')
    })
    const url = (login: string) =>
      databaseUrl(server.ownerUrl, 'plain').replace('franoi_owner', login)
    const urls = { ownerUrl: url('plain_owner'), url: url('plain_service:a%20%24pass') }
    expect(await migrate({ ...urls, runtime })).toBe(MIGRATIONS)
    await using(urls.url, 'franoi_app', async ({ sql }) => {
      expect(await sql`SELECT current_user AS role, session_user AS login`).toEqual([
        { role: 'franoi_app', login: 'plain_service' },
      ])
    })
    await using(server.ownerUrl, null, async ({ sql }) => {
      const [row] =
        await sql`SELECT rolpassword AS kept FROM pg_authid WHERE rolname = 'plain_service'`
      expect(row?.kept).toMatch(/^SCRAM-SHA-256\$4096:/)
    })
    // From then on the service's own login is enough, also where it is all that is known.
    expect(await migrate({ ownerUrl: urls.url, runtime })).toBe(0)
    await server.stop()
  })

  test('tells which right a login lacks', async () => {
    await owner.sql.unsafe('CREATE ROLE weak LOGIN')
    await createDatabase('guarded')
    const ownerUrl = databaseUrl(other.ownerUrl, 'guarded').replace('franoi_owner', 'weak')
    await expect(migrate({ ownerUrl, runtime })).rejects.toThrow(StartError)
    await expect(migrate({ ownerUrl, runtime })).rejects.toThrow(/may not create tables and roles/)
  })

  test('refuses a database that a newer version of the program migrated', async () => {
    const ownerUrl = await createDatabase('newer')
    await migrate({ ownerUrl, runtime })
    await using(ownerUrl, null, async ({ sql }) => {
      await sql`INSERT INTO drizzle.__drizzle_migrations (hash, created_at) VALUES ('later', 99999999999999)`
    })
    await expect(migrate({ ownerUrl, runtime })).rejects.toThrow(StartError)
    await expect(migrate({ ownerUrl, runtime })).rejects.toThrow(/newer version of fra-noi/)
  })

  test('tells that a database does not exist, a password is wrong, a server does not answer', async () => {
    const nowhere = databaseUrl(other.ownerUrl, 'nowhere')
    await expect(migrate({ ownerUrl: nowhere, runtime })).rejects.toThrow(/does not exist/)
    const closed = other.ownerUrl.replace(/:\d+\//, ':1/')
    await expect(migrate({ ownerUrl: closed, runtime })).rejects.toThrow(
      /does not answer \(ECONNREFUSED\)/,
    )
    const fresh = await createTestDatabase()
    const wrong = fresh.ownerUrl.replace('only-for-tests', 'guess')
    await expect(migrate({ ownerUrl: wrong, runtime })).rejects.toThrow(/refused the login/)
    await fresh.drop()
  })
})

describe(`on PostgreSQL ${other.major}, the books`, async () => {
  const url = await createDatabase('books')
  await migrate({ ownerUrl: url, runtime })
  const accounts = ['01', '02'].map((n) => `00000000-0000-7000-8000-0000000000${n}`)
  await using(url, 'franoi_app', async ({ sql }) => {
    for (const [index, id] of accounts.entries()) {
      await sql`INSERT INTO ledger_account (id, number, unit, code, flags, origin, created_at)
        VALUES (${id}, ${index + 1}, 'EUR', 1, 0, 'raw', now())`
    }
    await sql`INSERT INTO ledger_log (id, position, debit_account, credit_account, amount, unit, code, flags,
        debit_balance, credit_balance, recorded_at)
      VALUES ('00000000-0000-7000-8000-000000000003', 1, 1, 2, 100, 'EUR', 1, 0, 0, 0, now())`
  })
  const changes = [
    'UPDATE ledger_log SET amount = 1',
    'DELETE FROM ledger_log',
    'TRUNCATE ledger_log CASCADE',
  ]

  test.each(changes)('cannot be changed by the role of the service: %s', async (change) => {
    await using(url, 'franoi_app', async ({ sql }) => {
      await expect(sql.unsafe(change)).rejects.toThrow(/permission denied/)
    })
  })

  test.each(changes)('cannot be changed by the owner either: %s', async (change) => {
    await using(url, null, async ({ sql }) => {
      await expect(sql.unsafe(change)).rejects.toThrow(/refused: what is recorded stays as it is/)
      expect(await sql`SELECT amount FROM ledger_transfer`).toEqual([{ amount: 100n }])
    })
  })

  test('keep their accounts: no account is removed, and only its sums change', async () => {
    await using(url, null, async ({ sql }) => {
      await expect(sql`DELETE FROM ledger_account`).rejects.toThrow(/stays as it is/)
    })
    await using(url, 'franoi_app', async ({ sql }) => {
      await expect(sql`UPDATE ledger_account SET unit = 'MERIT'`).rejects.toThrow(
        /permission denied/,
      )
    })
  })
})
