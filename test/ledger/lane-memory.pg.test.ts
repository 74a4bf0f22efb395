import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { LaneConnections } from '../../src/ledger/connection.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

test('a connection that stays open keeps nothing of what was answered on it', async () => {
  const connections = new LaneConnections(database.db)
  const connection = await connections.open()
  const answers: WeakRef<object>[] = []
  const ask = async () => {
    const answer = await connection.unlessLost(connection.tx`SELECT 1 AS one`)
    answers.push(new WeakRef(answer))
  }
  for (let count = 0; count < 100; count += 1) await ask()
  // The last answers may still be in the hands of the driver.
  await connection.tx`SELECT 2 AS two`
  await new Promise(setImmediate)
  collectGarbage()
  const kept = answers.filter((answer) => answer.deref() !== undefined)
  expect(kept.length).toBeLessThan(5)
  await connections.close()
})
