import { afterAll, beforeAll, describe, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { ledgerBooks } from './ledger-books.ts'
import { runScript } from './script.ts'
import { SCRIPTS } from './scripts.ts'

let database: TestDatabase
let books: ReturnType<typeof ledgerBooks>

beforeAll(async () => {
  database = await createTestDatabase()
  books = ledgerBooks(database)
})
afterAll(async () => {
  await books.ledger.close()
  await database.drop()
})

describe('the ledger on PostgreSQL', () => {
  const numbered = Object.entries(SCRIPTS).map(
    ([title, script], index) => [title, script, `${index + 1}`] as const,
  )

  test.each(numbered)('%s', async (_, script, space) => {
    await runScript(books, script, space)
  })
})
