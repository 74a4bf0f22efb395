import { afterAll, expect, test } from 'vitest'
import { createTestDatabase } from '../support/database.ts'

const fresh = await createTestDatabase()
afterAll(() => fresh.drop())

test('a test file gets a migrated, empty database under the role of the service', async () => {
  const [row] = await fresh.db.sql`SELECT current_user AS role, count(*) AS n FROM ledger_account`
  expect(row).toEqual({ role: 'franoi_app', n: 0n })
})

test('what one clone holds, another does not see', async () => {
  const other = await createTestDatabase()
  await fresh.db.sql`INSERT INTO territory (id, name, kind) VALUES ('T1', 'Biella', 'city')`
  const rows = await other.db.sql`SELECT id FROM territory`
  expect(rows).toHaveLength(0)
  await other.drop()
})
