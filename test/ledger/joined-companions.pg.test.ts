import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Tx } from '../../src/db/client.ts'
import { createLedger, joinRows, type Ledger } from '../../src/ledger/service.ts'
import { systemRuntime } from '../../src/runtime.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { newTransfer, openPair } from './accounts.ts'

const runtime = systemRuntime
let database: TestDatabase
let ledger: Ledger

beforeAll(async () => {
  database = await createTestDatabase()
  ledger = createLedger({ db: database.db, runtime })
})
afterAll(async () => {
  await ledger.close()
  await database.drop()
})

/** Rows of a capability: territories will do. Notes how many were written in one statement. */
function territories(widths: number[]) {
  return joinRows<string>((tx: Tx, ids) => {
    widths.push(ids.length)
    return [
      tx`INSERT INTO territory (id, name, kind)
        SELECT id, 'somewhere', 'province' FROM unnest(${[...ids]}::text[]) AS id`,
    ]
  })
}

async function together(prefix: string) {
  const [found] = await database.db.sql<{ rows: number; commits: number; posted: boolean }[]>`
    SELECT count(*)::int AS rows, count(DISTINCT c.xmin::text)::int AS commits,
      bool_and(EXISTS (SELECT FROM ledger_log t WHERE t.xmin::text = c.xmin::text)) AS posted
    FROM territory c WHERE id LIKE ${`${prefix}%`}`
  if (found === undefined) throw new Error('a count has one row')
  return found
}

describe('joined rows', () => {
  test('of a batch are one statement in the commit of its transfers', async () => {
    const [debit, credit] = await openPair(ledger, runtime)
    const widths: number[] = []
    const write = territories(widths)
    await Promise.all(
      Array.from({ length: 200 }, (_, index) =>
        ledger.post({
          transfers: [newTransfer(runtime.newId(), debit, credit)],
          companion: async () => write(`joined-${index}`),
        }),
      ),
    )
    expect(widths.reduce((sum, width) => sum + width, 0)).toBe(200)
    expect(widths.length).toBeLessThanOrEqual(2)
    const { rows, posted, commits } = await together('joined-')
    expect({ rows, posted }).toEqual({ rows: 200, posted: true })
    expect(commits).toBeLessThanOrEqual(2)
  })

  test('of which one fails take nobody down but the one at fault', async () => {
    const [debit, credit] = await openPair(ledger, runtime)
    const write = territories([])
    await ledger.post({ transfers: [], companion: () => write('shared-0') })
    const tries = await Promise.allSettled(
      Array.from({ length: 9 }, (_, index) =>
        ledger.post({
          transfers: [newTransfer(runtime.newId(), debit, credit)],
          companion: () => write(`shared-${index % 8}`),
        }),
      ),
    )
    const failed = tries.flatMap(({ status }, index) => (status === 'rejected' ? [index] : []))
    expect(failed).toEqual([0, 8])
    expect((await together('shared-')).rows).toBe(8)
    const { debitsPosted } = (await ledger.findAccount(debit)) ?? {}
    expect(debitsPosted).toBe(7n)
  })
})
