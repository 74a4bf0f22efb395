import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect, type Database } from '../../src/db/client.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { type PostOne, preparePostOne } from './post-one.ts'

let database: TestDatabase
let postOne: PostOne
let db: Database
beforeAll(async () => {
  database = await createTestDatabase()
  postOne = await preparePostOne(database.ownerUrl)
  db = connect(database.ownerUrl, { role: null, poolSize: 4 })
})
afterAll(async () => {
  postOne.dispose()
  await db.close()
  await database.drop()
})

test('the ledger that is measured against is one: it posts once, balances, and refuses to overdraw', async () => {
  const id = '01900000-0000-7000-8000-000000000001'
  const post = (key: string, debit: number, credit: number, amount: bigint) =>
    db.sql`SELECT post_one(${key}, ${debit}, ${credit}, ${amount}) AS posted`
  expect(await post(id, 1, 2, 5n)).toEqual([{ posted: true }])
  expect(await post(id, 1, 2, 5n)).toEqual([{ posted: false }])
  await Promise.all(
    Array.from({ length: 200 }, (_, n) =>
      post(
        `01900000-0000-7000-8000-1${n.toString().padStart(11, '0')}`,
        1 + (n % 3),
        1 + ((n + 1) % 3),
        1n,
      ),
    ),
  )
  await db.sql`UPDATE account SET may_overdraw = false WHERE id = 9`
  await expect(post('01900000-0000-7000-8000-900000000001', 9, 1, 1n)).rejects.toThrow(
    'account_check',
  )
  const [sums] = await db.sql`
    SELECT sum(balance)::text AS total, (SELECT count(*)::int FROM transfer) AS transfers,
      (SELECT count(*)::int FROM transfer t WHERE t.debit_version = (
        SELECT count(*) FROM transfer u WHERE (u.debit_account = t.debit_account AND u.debit_version <= t.debit_version)
          OR (u.credit_account = t.debit_account AND u.credit_version <= t.debit_version))) AS in_order
    FROM account`
  expect(sums).toEqual({ total: '0', transfers: 201, in_order: 201 })
})
