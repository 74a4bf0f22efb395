import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RequestOutcome } from '../../src/ledger/core/apply.ts'
import { micros } from '../../src/ledger/core/instant.ts'
import { MemoryLedger } from '../../src/ledger/core/memory.ts'
import { createLedger, type Ledger } from '../../src/ledger/service.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { type FrozenRuntime, frozenRuntime } from '../support/frozen-runtime.ts'
import { propertySeed } from '../support/seed.ts'
import { withoutLapsed } from './memory-books.ts'
import { sequenceId } from './sequence-ids.ts'
import { inSpace, sequences } from './sequences.ts'

const SEQUENCES = 500
const DAY_MS = 86_400_000

let database: TestDatabase
let runtime: FrozenRuntime
let ledger: Ledger

beforeAll(async () => {
  database = await createTestDatabase()
  runtime = frozenRuntime('agreement', '2027-01-15T08:00:00Z')
  ledger = createLedger({ db: database.db, runtime, now: runtime.now })
})
afterAll(async () => {
  await ledger.close()
  await database.drop()
})

test('the ledger on PostgreSQL and the rules in memory give the same answers and the same books', async () => {
  let space = 0
  const answers = new Map<string, number>()
  await fc.assert(
    fc.asyncProperty(sequences(0), async (steps) => {
      space += 1
      runtime.advance(DAY_MS)
      const memory = new MemoryLedger()
      memory.lastPosition = await endOfLog()
      for (const step of inSpace(steps, space)) {
        runtime.advance(step.waitSeconds * 1000)
        const expected = memory.post(step.requests, micros(BigInt(runtime.now()) * 1000n)).outcomes
        // Asked for in one turn of the event loop, so they are one batch.
        const outcomes = await Promise.all(
          step.requests.map(({ accounts, transfers, rules }) =>
            ledger.post({ accounts, transfers }, rules),
          ),
        )
        expect(outcomes.map(comparable)).toEqual(expected.map(comparable))
        for (const { status } of outcomes.flatMap(({ transfers }) => transfers)) {
          answers.set(status, (answers.get(status) ?? 0) + 1)
        }
      }
      runtime.advance(3000)
      await compareBooks(memory, space)
    }),
    { numRuns: SEQUENCES, seed: propertySeed('ledger agreement') },
  )
  expect(space).toBeGreaterThanOrEqual(SEQUENCES)
  expect(answers.get('created')).toBeGreaterThan(SEQUENCES)
  expect(answers.size).toBeGreaterThan(45)
  const [kinds] = await database.db.sql<Record<string, bigint>[]>`
    SELECT count(*) FILTER (WHERE flags & 48 <> 0) AS balancing, count(*) FILTER (WHERE flags & 192 <> 0) AS closing,
      count(reverses) AS reversals, count(converts) AS conversions, count(occurred_at) AS occurred
    FROM ledger_transfer`
  for (const [kind, count] of Object.entries(kinds ?? {})) {
    expect([kind, count >= 20n]).toEqual([kind, true])
  }
})

async function endOfLog(): Promise<bigint> {
  const [head] = await database.db.sql<
    { end: bigint }[]
  >`SELECT last_position AS end FROM ledger_head`
  return head?.end ?? 0n
}

/** Compares what readers see, and then, the lapsed released, every row of the tables. */
async function compareBooks(memory: MemoryLedger, space: number): Promise<void> {
  const now = BigInt(runtime.now()) * 1000n
  const ids = [...memory.accounts.keys()]
  const found = await ledger.findAccounts(ids)
  for (const id of ids) expect(found.get(id)).toEqual(withoutLapsed(memory, id, now))
  expect(found.size).toBe(ids.length)
  const log = await Promise.all(ids.map((id) => ledger.listAccountTransfers(id, { limit: 200 })))
  const transfers = new Map(log.flat().map((transfer) => [transfer.id, transfer]))
  expect(transfers).toEqual(memory.transfers)
  const { sql } = database.db
  const prefix = `${sequenceId('a', 0, space).slice(0, 9)}%`
  const pendings = await sql`
    SELECT transfer_id, state, ledger_micros(expires_at) AS expires, resolved_by, ledger_micros(resolved_at) AS resolved
    FROM ledger_pending WHERE transfer_id::text LIKE ${prefix} ORDER BY transfer_id`
  expect(pendings.map((row) => ({ ...row }))).toEqual(
    [...memory.pendings.values()]
      .map((pending) => ({
        transfer_id: pending.transferId,
        state: pending.state,
        expires: pending.expiresAt ?? null,
        resolved_by: pending.resolvedBy ?? null,
        resolved: pending.resolvedAt ?? null,
      }))
      .sort((a, b) => (a.transfer_id < b.transfer_id ? -1 : 1)),
  )
  const failures = await sql`
    SELECT id, status, content, ledger_micros(recorded_at) AS recorded
    FROM ledger_failed_transfer WHERE id::text LIKE ${prefix} ORDER BY id`
  expect(failures.map((row) => ({ ...row }))).toEqual(
    [...memory.failures.values()]
      .map(({ id, status, content, recordedAt }) => ({
        id,
        status,
        content: content ?? null,
        recorded: recordedAt,
      }))
      .sort((a, b) => (a.id < b.id ? -1 : 1)),
  )
}

function comparable({ accounts, transfers, states, recordedAt }: RequestOutcome) {
  return { accounts, transfers, states: Object.fromEntries(states), recordedAt }
}
