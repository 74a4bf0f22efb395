import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connect, type Database } from '../../src/db/client.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'

let database: TestDatabase
let owner: Database
beforeAll(async () => {
  database = await createTestDatabase()
  owner = connect(database.ownerUrl, { role: null, poolSize: 1 })
})
afterAll(async () => {
  await owner.close()
  await database.drop()
})

describe('a connection that dies', () => {
  test('in the middle of a transaction rejects it, and takes nothing else along', async () => {
    const { sql } = database.db
    for (let round = 0; round < 20; round += 1) {
      const begun = sql.begin(async (tx) => {
        const [row] = await tx<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`
        await owner.sql`SELECT pg_terminate_backend(${row?.pid ?? 0}, 5000)`
        // Long enough for the connection to be closed: what is sent then has no socket any more.
        await new Promise((resolve) => setTimeout(resolve, 10))
        await tx`SELECT 1`
      })
      await expect(begun).rejects.toThrow()
      expect(await sql`SELECT 1 AS one`).toMatchObject([{ one: 1 }])
    }
  })

  test('with a statement still in its buffer is of use again once it is connected anew', async () => {
    const one = connect(database.url, { poolSize: 1 })
    for (let round = 0; round < 20; round += 1) {
      const [row] = await one.sql<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`
      const killed = owner.sql`SELECT pg_terminate_backend(${row?.pid ?? 0})`.execute()
      let isOver = false
      const asking = (async () => {
        while (!isOver) {
          await one.sql`SELECT 1`.catch(() => {})
          await new Promise(setImmediate)
        }
      })()
      await killed
      await new Promise((resolve) => setTimeout(resolve, 30))
      isOver = true
      await asking
      expect(await one.sql`SELECT 1 AS one`).toMatchObject([{ one: 1 }])
    }
    await one.close()
  })
})

describe('a statement that fails', () => {
  test('behind its first rows leaves no gap in front of the rows of the next one', async () => {
    const one = connect(database.url, { poolSize: 1 })
    const failing = one.sql`SELECT 1 / (3 - n) FROM generate_series(1, 5) AS n`
    await expect(failing).rejects.toMatchObject({ code: '22012' })
    const rows = await one.sql`SELECT 1 AS one`
    expect(Object.keys(rows).filter((key) => /^\d+$/.test(key))).toEqual(['0'])
    expect([...rows]).toEqual([{ one: 1 }])
    await one.close()
  })
})
