import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { micros } from '../../../src/ledger/core/instant.ts'
import { RecentLeaves } from '../../../src/ledger/proof/recent-leaves.ts'
import { leafHashes } from '../../../src/ledger/proof/sealing.ts'
import { createLedger, type Ledger } from '../../../src/ledger/service.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import { type FrozenRuntime, frozenRuntime } from '../../support/frozen-runtime.ts'
import { propertySeed } from '../../support/seed.ts'
import { newTransfer, openPair } from '../accounts.ts'
import { inSpace, sequences } from '../sequences.ts'

const SEQUENCES = 60
const DAY_MS = 86_400_000

let database: TestDatabase
let runtime: FrozenRuntime
let recent: RecentLeaves
let ledger: Ledger

beforeAll(async () => {
  database = await createTestDatabase()
  runtime = frozenRuntime('recent leaves', '2027-01-15T08:00:00Z')
  recent = new RecentLeaves()
  ledger = createLedger({
    db: database.db,
    runtime,
    now: runtime.now,
    onCommitted: (changes) => recent.keep(changes),
  })
})
afterAll(async () => {
  await ledger.close()
  await database.drop()
})

async function endOfLog(): Promise<number> {
  const [head] = await database.db.sql<{ end: number }[]>`
    SELECT last_position::int AS end FROM ledger_head`
  return head?.end ?? 0
}

describe('the hashes of what was just posted', () => {
  test('are those of the rows, whatever kind of transfer it was', async () => {
    let space = 0
    await fc.assert(
      fc.asyncProperty(sequences(0), async (steps) => {
        space += 1
        runtime.advance(DAY_MS)
        const start = await endOfLog()
        for (const step of inSpace(steps, space)) {
          runtime.advance(step.waitSeconds * 1000)
          await Promise.all(
            step.requests.map(({ accounts, transfers, rules }) =>
              ledger.post({ accounts, transfers }, rules),
            ),
          )
        }
        const end = await endOfLog()
        const read = await leafHashes(database.db.sql, start, end)
        expect(recent.range(start, end)?.map(hex)).toEqual(read.map(hex))
      }),
      { numRuns: SEQUENCES, seed: propertySeed('recent leaves') },
    )
    expect(await endOfLog()).toBeGreaterThan(SEQUENCES)
  })

  test('are those of the rows also where something happened before 1970', async () => {
    const [debit, credit] = await openPair(ledger, runtime)
    const start = await endOfLog()
    for (const occurredAt of [-1n, -999n, -1000n, -1_234_567_890_123_457n].map(micros)) {
      const transfer = { ...newTransfer(runtime.newId(), debit, credit), occurredAt }
      const { transfers } = await ledger.post({ transfers: [transfer] })
      expect(transfers[0]?.status).toBe('created')
    }
    const read = await leafHashes(database.db.sql, start, start + 4)
    expect(recent.range(start, start + 4)?.map(hex)).toEqual(read.map(hex))
  })

  test('are not given where others have posted in between, and are again behind that', async () => {
    const [debit, credit] = await openPair(ledger, runtime)
    const other = createLedger({ db: database.db, runtime, now: runtime.now })
    const post = (through: Ledger) =>
      through.post({ transfers: [newTransfer(runtime.newId(), debit, credit)] })
    await post(ledger)
    const before = await endOfLog()
    await post(other)
    await post(ledger)
    await post(ledger)
    const end = await endOfLog()
    expect(end).toBe(before + 3)
    expect(recent.range(before - 1, end)).toBeUndefined()
    expect(recent.range(before, end)).toBeUndefined()
    expect(recent.range(before - 1, before)).toBeUndefined()
    expect(recent.range(end - 1, end + 1)).toBeUndefined()
    const read = await leafHashes(database.db.sql, before + 1, end)
    expect(recent.range(before + 1, end)?.map(hex)).toEqual(read.map(hex))
    await other.close()
  })

  test('are kept for the newest only', async () => {
    const [debit, credit] = await openPair(ledger, runtime)
    const small = new RecentLeaves(10)
    const start = await endOfLog()
    const through = createLedger({
      db: database.db,
      runtime,
      now: runtime.now,
      onCommitted: (changes) => small.keep(changes),
    })
    for (const count of [4, 5, 6, 25]) {
      const transfers = Array.from({ length: count }, () =>
        newTransfer(runtime.newId(), debit, credit),
      )
      await through.post({ transfers })
    }
    await through.close()
    const end = start + 40
    expect(await endOfLog()).toBe(end)
    expect(small.range(end - 11, end)).toBeUndefined()
    const read = await leafHashes(database.db.sql, end - 10, end)
    expect(small.range(end - 10, end)?.map(hex)).toEqual(read.map(hex))
    expect(small.range(end - 4, end - 2)?.map(hex)).toEqual(read.slice(6, 8).map(hex))
  })
})

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
