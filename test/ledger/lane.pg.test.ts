import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connect, type Database } from '../../src/db/client.ts'
import type { Uuid } from '../../src/kernel/ids.ts'
import { balanceOf } from '../../src/ledger/core/account.ts'
import { createLedger, type Ledger } from '../../src/ledger/service.ts'
import { systemRuntime } from '../../src/runtime.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { startProxy } from '../support/proxy.ts'
import { newAccount, newTransfer, openPair } from './accounts.ts'

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

describe('requests that arrive together', () => {
  test('share one commit, and each gets its own answer in the order of arrival', async () => {
    const [debit, credit] = await openPair(ledger, runtime)
    const requests = Array.from({ length: 500 }, (_, index) =>
      newTransfer(runtime.newId(), index % 10 === 3 ? runtime.newId() : debit, credit),
    )
    const answered: number[] = []
    const outcomes = await Promise.all(
      requests.map(async (transfer, index) => {
        const outcome = await ledger.post({ transfers: [transfer] })
        answered.push(index)
        return outcome
      }),
    )
    expect(answered).toEqual(requests.map((_, index) => index))
    expect(outcomes.map((outcome) => outcome.transfers[0]?.status)).toEqual(
      requests.map((_, index) => (index % 10 === 3 ? 'debit_account_not_found' : 'created')),
    )
    const rows = await database.db.sql`
      SELECT DISTINCT xmin::text FROM ledger_log WHERE ${isDebited(debit)}
      UNION SELECT DISTINCT xmin::text FROM ledger_failed_transfer`
    expect(rows).toHaveLength(1)
  })

  test('are several batches where they are many, whole each, and nothing is lost between them', async () => {
    const [debit, credit] = await openPair(ledger, runtime)
    const sizes = [200, 300, 400, 1000, 1, 511, 1]
    await Promise.all(
      sizes.map((size) =>
        ledger.post({
          transfers: Array.from({ length: size }, () =>
            newTransfer(runtime.newId(), debit, credit),
          ),
        }),
      ),
    )
    const commits = await database.db.sql<{ transfers: bigint }[]>`
      SELECT count(*) AS transfers FROM ledger_log
      WHERE ${isDebited(debit)} GROUP BY xmin::text, recorded_at ORDER BY recorded_at`
    expect(commits.map(({ transfers }) => transfers)).toEqual([500n, 400n, 1000n, 512n, 1n])
    expect((await ledger.findAccount(debit))?.debitsPosted).toBe(2413n)
  })

  test('past the bound of the queue are refused whole, and the others are posted', async () => {
    const [debit, credit] = await openPair(ledger, runtime)
    const small = createLedger({ db: database.db, runtime, queueMax: 10 })
    const post = (count: number) =>
      small.post({
        transfers: Array.from({ length: count }, () => newTransfer(runtime.newId(), debit, credit)),
      })
    const settled = await Promise.allSettled([post(6), post(5), post(4), post(1)])
    expect(settled.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'rejected',
    ])
    expect(settled[1]).toMatchObject({ reason: { name: 'DomainError', code: 'queue_full' } })
    expect((await small.findAccount(debit))?.debitsPosted).toBe(10n)
    await small.close()
  })

  test('are all answered before the ledger closes, and none after', async () => {
    const [debit, credit] = await openPair(ledger, runtime)
    const closing = createLedger({ db: database.db, runtime })
    const posted = Array.from({ length: 50 }, () =>
      closing.post({ transfers: [newTransfer(runtime.newId(), debit, credit)] }),
    )
    await closing.close()
    await Promise.all(posted)
    const late = closing.post({ transfers: [newTransfer(runtime.newId(), debit, credit)] })
    await expect(late).rejects.toMatchObject({ code: 'ledger_unavailable' })
    expect(closing.fault()).toBeUndefined()
    expect((await ledger.findAccount(debit))?.debitsPosted).toBe(50n)
  })
})

describe('a batch of 1,000 transfers', () => {
  test('takes one round trip and one commit where the lane is kept', async () => {
    const proxy = await startProxy(database.url)
    const db = connect(proxy.url)
    const far = createLedger({ db, runtime })
    const [debit, credit] = await openPair(far, runtime)
    const batch = () =>
      Array.from({ length: 1000 }, () => newTransfer(runtime.newId(), debit, credit))
    // The first batches teach the connection its statements.
    for (let warm = 0; warm < 3; warm += 1) await far.post({ transfers: batch() })
    proxy.delayMs = 400
    const roundTripMs = 2 * proxy.delayMs
    const started = runtime.now()
    await far.post({ transfers: batch() })
    const tookMs = runtime.now() - started
    proxy.delayMs = 0
    expect(tookMs / roundTripMs).toBeGreaterThan(0.9)
    expect(tookMs / roundTripMs).toBeLessThan(1.9)
    const commits = await db.sql`
      SELECT DISTINCT xmin::text, recorded_at FROM ledger_log WHERE ${isDebited(debit)}`
    expect(commits).toHaveLength(4)
    await far.close()
    await db.close()
    await proxy.close()
  })
})

describe('two processes on one database', () => {
  test('post to the same account without losing or doubling anything, and leave no gap in the log', async () => {
    const [funds, hot] = [runtime.newId(), runtime.newId()]
    const spent = runtime.newId()
    await ledger.post({
      accounts: [
        newAccount(funds),
        newAccount(hot, ['debits_must_not_exceed_credits']),
        newAccount(spent),
      ],
      transfers: [],
    })
    await ledger.post({ transfers: [newTransfer(runtime.newId(), funds, hot, 700n)] })
    const pools: Database[] = [connect(database.url), connect(database.url)]
    const ledgers = pools.map((db) => createLedger({ db, runtime }))
    const outcomes = await Promise.all(
      ledgers.flatMap((one) =>
        Array.from({ length: 20 }, async () => {
          const statuses: string[] = []
          for (let turn = 0; turn < 25; turn += 1) {
            const { transfers } = await one.post({
              transfers: [newTransfer(runtime.newId(), hot, spent)],
            })
            statuses.push(transfers[0]?.status ?? 'none')
          }
          return statuses
        }),
      ),
    )
    const created = outcomes.flat().filter((status) => status === 'created')
    const refused = outcomes.flat().filter((status) => status === 'exceeds_credits')
    expect([created.length, refused.length]).toEqual([700, 300])
    const left = await ledger.findAccount(hot)
    expect(left && balanceOf(left)).toBe(0n)
    await expectGapless()
    await Promise.all(ledgers.map((one) => one.close()))
    await Promise.all(pools.map((db) => db.close()))
  })

  test('answer exists to whichever comes second with the same transfer', async () => {
    const [debit, credit] = await openPair(ledger, runtime)
    const db = connect(database.url)
    const other = createLedger({ db, runtime })
    const transfers = Array.from({ length: 100 }, () => newTransfer(runtime.newId(), debit, credit))
    const statuses = await Promise.all(
      transfers.flatMap((transfer) =>
        [ledger, other].map(
          async (one) => (await one.post({ transfers: [transfer] })).transfers[0]?.status,
        ),
      ),
    )
    expect(statuses.filter((status) => status === 'created')).toHaveLength(100)
    expect(statuses.filter((status) => status === 'exists')).toHaveLength(100)
    expect((await ledger.findAccount(debit))?.debitsPosted).toBe(100n)
    await other.close()
    await db.close()
  })
})

describe('a process that waits for the lane in vain', () => {
  test('forgets what it read meanwhile, and decides on what the others left', async () => {
    const [funds, purse] = [runtime.newId(), runtime.newId()]
    await ledger.post({
      accounts: [newAccount(funds), newAccount(purse, ['debits_must_not_exceed_credits'])],
      transfers: [],
    })
    const pool = connect(database.url, { poolSize: 2, applicationName: 'patient' })
    const hastyPool = connect(database.url, { poolSize: 2, applicationName: 'hasty' })
    const hasty: Database = {
      ...hastyPool,
      dedicate: ({ settings, onClose }) =>
        hastyPool.dedicate({ onClose, settings: { ...settings, lock_timeout: '500ms' } }),
    }
    const patient = createLedger({ db: pool, runtime })
    const one = createLedger({ db: hasty, runtime })
    // Teaches its connection the statements: what is asked behind the lane is then sent at once.
    await one.post({ transfers: [newTransfer(runtime.newId(), funds, runtime.newId())] })
    const spend = newTransfer(runtime.newId(), purse, funds, 5n)
    const asked = await database.db.sql.begin(async (tx) => {
      await tx`SELECT pg_advisory_xact_lock(77010, 1)`
      const paid = patient.post({ transfers: [newTransfer(runtime.newId(), funds, purse, 10n)] })
      await waitingSince('patient')
      const spent = one.post({ transfers: [spend] })
      const first = await waitingSince('hasty')
      // It has given up once, has read the purse as it was, and waits again, behind the one who fills it.
      await expect.poll(() => waitingSince('hasty'), { timeout: 5000 }).not.toBe(first)
      return { settled: Promise.all([paid, spent]) }
    })
    const statuses = (await asked.settled).map(({ transfers }) => transfers[0]?.status)
    expect(statuses).toEqual(['created', 'created'])
    await Promise.all([patient.close(), one.close()])
    await Promise.all([pool.close(), hastyPool.close()])
  })
})

describe('a batch whose statement takes longer than it may', () => {
  test('is tried again, and its callers never hear of it', async () => {
    const [debit, credit] = await openPair(ledger, runtime)
    const pool = connect(database.url, { poolSize: 2 })
    const hasty: Database = {
      ...pool,
      dedicate: ({ settings, onClose }) =>
        pool.dedicate({ onClose, settings: { ...settings, statement_timeout: '50ms' } }),
    }
    const one = createLedger({ db: hasty, runtime })
    const asked = await database.db.sql.begin(async (tx) => {
      await tx`SELECT pg_advisory_xact_lock(77010, 1)`
      const settled = Promise.allSettled([
        one.post({ transfers: [newTransfer(runtime.newId(), debit, credit)] }),
      ])
      await tx`SELECT pg_sleep(0.4)`
      return { settled }
    })
    expect(await asked.settled).toMatchObject([
      { status: 'fulfilled', value: { transfers: [{ status: 'created' }] } },
    ])
    await one.close()
    await pool.close()
  })
})

/** Since when a program waits for the lane; waits itself until it does. */
async function waitingSince(applicationName: string): Promise<string> {
  for (;;) {
    const [row] = await database.db.sql<{ since: string }[]>`
      SELECT waitstart::text AS since FROM pg_locks JOIN pg_stat_activity USING (pid)
      WHERE application_name = ${applicationName} AND NOT granted AND waitstart IS NOT NULL`
    if (row !== undefined) return row.since
  }
}

/** The condition on a row of the log that it debits an account. */
function isDebited(id: Uuid) {
  return database.db.sql`debit_account = (SELECT number FROM ledger_account WHERE id = ${id})`
}

/** The log is numbered 1, 2, 3, …, its times follow its numbers, and its head is its end. */
async function expectGapless(): Promise<void> {
  const [log] = await database.db.sql`
    SELECT count(*) = max(position) AND min(position) = 1 AS dense,
      max(position) = (SELECT last_position FROM ledger_head) AS ends,
      (SELECT bool_and(ordered) FROM (
        SELECT recorded_at >= lag(recorded_at, 1, '-infinity') OVER (ORDER BY position) AS ordered
        FROM ledger_transfer) steps) AS ordered
    FROM ledger_transfer`
  expect({ ...log }).toEqual({ dense: true, ends: true, ordered: true })
}
