import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { arrayText } from '../../src/db/array-text.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { propertySeed } from '../support/seed.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

const RUNS = { seed: propertySeed('array text'), numRuns: 200 }
/** Whatever a text of the database can hold: no zero character and no half of a character. */
const text = fc
  .oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('', '"', '\\', '\\"', '{}', ',', 'NULL'))
  .filter((one) => !one.includes('\0') && !/\p{Cs}/u.test(one))

test('texts arrive as they were, whatever is in them', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.option(text)), async (values) => {
      const rows = await database.db.sql<{ value: string | null }[]>`
        select value from unnest(${arrayText(values)}::text[]) with ordinality as u (value, n)
        order by n`
      expect(rows.map(({ value }) => value)).toEqual(values)
    }),
    RUNS,
  )
})

test('so do numbers of 64 bits', async () => {
  const number = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
  await fc.assert(
    fc.asyncProperty(fc.array(fc.option(number)), async (values) => {
      const rows = await database.db.sql<{ value: bigint | null }[]>`
        select value from unnest(${arrayText(values)}::bigint[]) with ordinality as u (value, n)
        order by n`
      expect(rows.map(({ value }) => value)).toEqual(values)
    }),
    RUNS,
  )
})
