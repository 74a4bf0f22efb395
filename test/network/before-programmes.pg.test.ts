import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { connect, type Database } from '../../src/db/client.ts'
import { EUR } from '../../src/kernel/money.ts'
import { createLedger } from '../../src/ledger/service.ts'
import { grantAccountId } from '../../src/network/identity.ts'
import { createNetwork } from '../../src/network/service.ts'
import { packageRoot } from '../../src/package-root.ts'
import { systemRuntime as runtime } from '../../src/runtime.ts'
import { databaseUrl } from '../support/global-setup.ts'

const NAME = `test_${runtime.newId().replaceAll('-', '')}`
const FOLDER = join(packageRoot(), 'migrations')
const SHOP_ACCOUNT = '018f3a5e-0000-7000-8000-000000000002'
const ENVELOPE_ACCOUNT = '018f3a5e-0000-7000-8000-000000000001'

let server: Database
let owner: Database
let db: Database

/** The migrations in their order, each as its statements. */
function migrations(): { readonly tag: string; readonly statements: readonly string[] }[] {
  const journal = JSON.parse(readFileSync(join(FOLDER, 'meta', '_journal.json'), 'utf8'))
  return journal.entries.map(({ tag }: { tag: string }) => ({
    tag,
    statements: readFileSync(join(FOLDER, `${tag}.sql`), 'utf8').split('--> statement-breakpoint'),
  }))
}

/** As it was before there were programmes: no colour, no envelope but the account, no agreement. */
async function furnish(): Promise<void> {
  const { sql } = owner
  for (const [number, id, code] of [
    [1, ENVELOPE_ACCOUNT, 2110],
    [2, SHOP_ACCOUNT, 2310],
    [3, grantAccountId(EUR), 2010],
  ] as const) {
    await sql`
      insert into ledger_account (id, number, unit, code, flags, origin, created_at, credits_posted)
      values (${id}, ${number}, 'EUR', ${code}, 1, 'programme', now(), 500)`
  }
  await sql`update ledger_head set last_account = 3`
  await sql`insert into territory (id, name, kind) values ('BI', 'Biella', 'province')`
  await sql`
    insert into contact_point (id, name, territory_id, unit, envelope_account_id)
    values ('BI-1', 'Biella', 'BI', 'EUR', ${ENVELOPE_ACCOUNT})`
  await sql`
    insert into partner
      (id, name, territory_id, kind, categories, status, unit, payable_account_id, created_at)
    values ('S-1', 'Bottega', 'BI', 'shop', '{food}', 'active', 'EUR', ${SHOP_ACCOUNT},
      '2026-03-31T22:30:00Z')`
}

beforeAll(async () => {
  const serverUrl = inject('ownerUrl')
  server = connect(serverUrl, { role: null, poolSize: 1 })
  await server.sql.unsafe(`CREATE DATABASE ${NAME} TEMPLATE template0`)
  owner = connect(databaseUrl(serverUrl, NAME), { role: null, poolSize: 1 })
  for (const { tag, statements } of migrations()) {
    if (tag.endsWith('_network_tables')) await furnish()
    for (const statement of statements) await owner.sql.unsafe(statement)
  }
  db = connect(databaseUrl(serverUrl, NAME))
})
afterAll(async () => {
  await db.close()
  await owner.close()
  await server.sql.unsafe(`DROP DATABASE ${NAME} WITH (FORCE)`)
  await server.close()
})

test('what was there before there were programmes goes on being used', async () => {
  const ledger = createLedger({ db, runtime })
  const network = createNetwork({ db, ledger })
  const [envelope] = await network.envelopesFor('BI-1', 'housing')
  expect(envelope).toMatchObject({
    ...{ programmeId: 'BEFORE-EUR', area: 'general', colour: null, accountId: ENVELOPE_ACCOUNT },
  })
  expect(await network.leftIn([envelope?.accountId ?? grantAccountId(EUR)])).toEqual(
    new Map([[ENVELOPE_ACCOUNT, 500n]]),
  )
  const programmes = await network.listProgrammes({ limit: 9 })
  expect(programmes).toMatchObject([{ id: 'BEFORE-EUR', colour: null, startsOn: null }])
  const point = { id: 'BI-1', name: 'Biella', territoryId: 'BI', unit: EUR, envelope: 0n }
  expect(await network.addContactPoint(point)).toBe('exists')
  const [row] = await db.sql`
    select a.signed_on::text as "signedOn", a.valid_until as "validUntil",
      partner_accepts('S-1', '2026-03-31') as before, partner_accepts('S-1', '2026-04-01') as since
    from agreement a`
  expect(row).toEqual({ signedOn: '2026-04-01', validUntil: null, before: false, since: true })
  await ledger.close()
})
