import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { micros } from '../../src/ledger/core/instant.ts'
import { MemoryLedger } from '../../src/ledger/core/memory.ts'
import { createLedger, type Ledger } from '../../src/ledger/service.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { type FrozenRuntime, frozenRuntime } from '../support/frozen-runtime.ts'
import { newAccount, newTransfer, openPair } from './accounts.ts'

let database: TestDatabase
let runtime: FrozenRuntime
let ledger: Ledger

beforeAll(async () => {
  database = await createTestDatabase()
  runtime = frozenRuntime('expiry')
  ledger = createLedger({ db: database.db, runtime, now: runtime.now })
})
afterAll(async () => {
  await ledger.close()
  await database.drop()
})

describe('expireDue', () => {
  test('releases what has lapsed, in as many batches as it takes, and nothing else', async () => {
    const [debit, credit] = await openPair(ledger, runtime)
    const [other] = await openPair(ledger, runtime)
    const reserve = (timeoutSeconds: number, from = debit) => ({
      ...newTransfer(runtime.newId(), from, credit),
      flags: ['pending'] as const,
      timeoutSeconds,
    })
    const short = Array.from({ length: 700 }, () => reserve(10))
    await ledger.post({ transfers: [...short, reserve(60), reserve(0), reserve(10, other)] })
    expect(await ledger.expireDue()).toBe(0)
    runtime.advance(11_000)
    expect((await ledger.findAccount(debit))?.debitsPending).toBe(2n)
    expect(await ledger.expireDue()).toBe(701)
    expect(await ledger.expireDue()).toBe(0)
    const states = await database.db.sql`
      SELECT state, count(*) AS transfers, bool_and(resolved_at = expires_at) AS on_time
      FROM ledger_pending GROUP BY state ORDER BY state`
    expect(states.map((row) => ({ ...row }))).toEqual([
      { state: 'expired', transfers: 701n, on_time: true },
      { state: 'pending', transfers: 2n, on_time: null },
    ])
    const [kept] = await database.db.sql`
      SELECT debits_pending, version FROM ledger_account WHERE id = ${debit}`
    expect(kept?.debits_pending).toBe(2n)
  })
})

describe('a pending transfer', () => {
  test('holds until the last microsecond before its time, and not a microsecond longer', () => {
    const books = new MemoryLedger()
    const start = 1_800_000_000_000_000n
    const rules = { rawOnly: false }
    const [from, to] = [runtime.newId(), runtime.newId()]
    const post = (transfers: ReturnType<typeof newTransfer>[], now: bigint) =>
      books.post([{ accounts: [], transfers, rules }], micros(now)).outcomes[0]?.transfers[0]
        ?.status
    books.post(
      [{ accounts: [newAccount(from), newAccount(to)], transfers: [], rules }],
      micros(start),
    )
    const reserved = {
      ...newTransfer(runtime.newId(), from, to),
      flags: ['pending'] as const,
      timeoutSeconds: 1,
    }
    expect(post([reserved], start + 1n)).toBe('created')
    const resolve = (flag: 'post_pending' | 'void_pending') => ({
      ...newTransfer(runtime.newId(), from, to, 2n),
      flags: [flag] as const,
      pendingId: reserved.id,
    })
    // More than is reserved: the answer tells that it still is, without resolving it.
    expect(post([resolve('post_pending')], start + 1_000_000n)).toBe(
      'exceeds_pending_transfer_amount',
    )
    expect(books.account(from)?.debitsPending).toBe(1n)
    expect(post([newTransfer(runtime.newId(), from, to)], start + 1_000_001n)).toBe('created')
    expect(books.account(from)).toMatchObject({ debitsPending: 0n, debitsPosted: 1n })
    expect(books.pending(reserved.id)).toMatchObject({
      state: 'expired',
      resolvedAt: start + 1_000_001n,
    })
    expect(post([{ ...resolve('void_pending'), amount: 0n }], start + 1_000_002n)).toBe(
      'pending_transfer_expired',
    )
  })
})
