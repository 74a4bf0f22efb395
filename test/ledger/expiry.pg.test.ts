import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connect } from '../../src/db/client.ts'
import { micros } from '../../src/ledger/core/instant.ts'
import { MemoryLedger } from '../../src/ledger/core/memory.ts'
import type { PostingOutcome } from '../../src/ledger/posting.ts'
import { createLedger, type Ledger } from '../../src/ledger/service.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { type FrozenRuntime, frozenRuntime } from '../support/frozen-runtime.ts'
import { startProxy } from '../support/proxy.ts'
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

describe('a batch that was committed though its answer was lost', () => {
  test('leaves what lapsed meanwhile to the next one', async () => {
    const proxy = await startProxy(database.url)
    const db = connect(proxy.url, { poolSize: 2 })
    const far = createLedger({ db, runtime, now: runtime.now })
    const [debit, credit] = await openPair(far, runtime)
    const plain = () => newTransfer(runtime.newId(), debit, credit)
    const reserve = (timeoutSeconds: number) => ({
      ...plain(),
      flags: ['pending'] as const,
      timeoutSeconds,
    })
    // The second is what the lane looks out for once it has seen the first.
    const [short, long] = [reserve(10), reserve(1000)]
    await far.post({ transfers: [short, long] })
    const late = { ...plain(), flags: ['post_pending'] as const, pendingId: short.id }
    let answered: Promise<PostingOutcome> | undefined
    let calls = 0
    const outcome = await far.post({
      transfers: [plain()],
      companion: () => {
        calls += 1
        // The time of this batch is fixed; that of the one behind it, and of its own second try, is after the lapse.
        runtime.advance(11_000)
        answered = far.post({ transfers: [late] })
        proxy.cutBeforeAnswer('COMMIT\0')
        return (tx) => [tx`INSERT INTO territory VALUES (${runtime.newId()}, 'lapsed', 'province')`]
      },
    })
    expect([outcome.transfers[0]?.status, calls]).toEqual(['created', 1])
    expect((await answered)?.transfers[0]?.status).toBe('pending_transfer_expired')
    expect(await far.findAccount(debit)).toMatchObject({ debitsPending: 1n, debitsPosted: 1n })
    await far.close()
    await db.close()
    await proxy.close()
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
