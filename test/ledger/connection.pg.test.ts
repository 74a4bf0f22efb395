import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { connect, type Database, type Tx } from '../../src/db/client.ts'
import type { Uuid } from '../../src/kernel/ids.ts'
import type { PostingOutcome, PostingRequest } from '../../src/ledger/posting.ts'
import { createLedger, type Ledger } from '../../src/ledger/service.ts'
import { systemRuntime } from '../../src/runtime.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { startProxy, type Wire } from '../support/proxy.ts'
import { newTransfer, openPair } from './accounts.ts'

const runtime = systemRuntime
let database: TestDatabase
let owner: Database
let proxy: Wire
let db: Database
let ledger: Ledger

beforeAll(async () => {
  database = await createTestDatabase()
  owner = connect(database.ownerUrl, { role: null })
})
afterAll(async () => {
  await owner.close()
  await database.drop()
})
beforeEach(async () => {
  proxy = await startProxy(database.url)
  db = connect(proxy.url, { applicationName: 'cut off' })
  ledger = createLedger({ db, runtime })
})
afterEach(async () => {
  await ledger.close()
  await db.close()
  await proxy.close()
})

async function endBackends(): Promise<void> {
  await owner.sql`
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE application_name = 'cut off' AND datname = current_database()`
}

async function rowsNamed(name: string): Promise<number> {
  return (await owner.sql`SELECT FROM territory WHERE name = ${name}`).length
}

function rows(name: string) {
  return () => (tx: Tx) => [
    tx`INSERT INTO territory VALUES (${runtime.newId()}, ${name}, 'province')`,
  ]
}

/**
 * Posts a transfer, and behind it a request whose rows wait until both are on their way; loses the connection when both are
 * committed and neither answer has arrived.
 */
async function loseBoth(pair: readonly [Uuid, Uuid], request: PostingRequest): Promise<string[]> {
  const warm = { transfers: [newTransfer(runtime.newId(), ...pair)], companion: rows('warm') }
  // Teaches the connection its statements: each costs a round trip the first time.
  await ledger.post(warm)
  const first = newTransfer(runtime.newId(), ...pair)
  let asked: Promise<PostingOutcome>[] = []
  await owner.sql.begin(async (tx) => {
    await tx`LOCK TABLE territory IN EXCLUSIVE MODE`
    proxy.delayMs = 700
    asked = [ledger.post({ transfers: [first] })]
    // Comes while the first is decided, and is a batch of its own.
    await new Promise((resolve) => setTimeout(resolve, 20))
    asked.push(ledger.post(request))
    for (const one of asked) one.catch(() => {})
    const isWaiting = () => tx`
      SELECT FROM pg_locks WHERE relation = 'territory'::regclass AND NOT granted`
    while ((await isWaiting()).length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    proxy.cutBeforeAnswer('COMMIT\0')
  })
  await new Promise((resolve) => setTimeout(resolve, 300))
  proxy.delayMs = 0
  const settled = await Promise.allSettled(asked)
  return settled.map((one) =>
    one.status === 'fulfilled' ? String(one.value.transfers[0]?.status) : one.reason.code,
  )
}

describe('a connection that ends', () => {
  test('between the two round trips costs a second try and nothing else', async () => {
    const [debit, credit] = await openPair(ledger, runtime)
    let calls = 0
    const outcome = await ledger.post({
      transfers: [newTransfer(runtime.newId(), debit, credit)],
      companion: async () => {
        calls += 1
        if (calls === 1) await endBackends()
        return (tx) => [
          tx`INSERT INTO territory VALUES (${runtime.newId()}, 'between', 'province')`,
        ]
      },
    })
    expect(outcome.transfers[0]?.status).toBe('created')
    expect(calls).toBe(2)
    expect(await rowsNamed('between')).toBe(1)
    expect((await ledger.findAccount(debit))?.debitsPosted).toBe(1n)
  })

  test('before the commit arrives is known not to have committed', async () => {
    const [debit, credit] = await openPair(ledger, runtime)
    let calls = 0
    const outcome = await ledger.post({
      transfers: [newTransfer(runtime.newId(), debit, credit)],
      companion: () => {
        calls += 1
        if (calls === 1) proxy.cutBeforeSend()
        return (tx) => [tx`INSERT INTO territory VALUES (${runtime.newId()}, 'before', 'province')`]
      },
    })
    expect([outcome.transfers[0]?.status, calls]).toEqual(['created', 2])
    expect(await rowsNamed('before')).toBe(1)
    expect((await ledger.findAccount(debit))?.debitsPosted).toBe(1n)
  })

  test('before the answer to the commit arrives is known to have committed', async () => {
    const [debit, credit] = await openPair(ledger, runtime)
    let calls = 0
    const outcomes = await Promise.all([
      ledger.post({
        transfers: [newTransfer(runtime.newId(), debit, credit)],
        companion: () => {
          calls += 1
          if (calls === 1) proxy.cutBeforeAnswer('COMMIT\0')
          return (tx) => [
            tx`INSERT INTO territory VALUES (${runtime.newId()}, 'after', 'province')`,
          ]
        },
      }),
      ledger.post({ transfers: [newTransfer(runtime.newId(), debit, runtime.newId())] }),
    ])
    expect(outcomes.map(({ transfers }) => transfers[0]?.status)).toEqual([
      'created',
      'credit_account_not_found',
    ])
    expect(calls).toBe(1)
    expect(await rowsNamed('after')).toBe(1)
    expect((await ledger.findAccount(debit))?.debitsPosted).toBe(1n)
  })

  test('is recognised by an opened account or a failed id where no transfer was created', async () => {
    const [debit] = await openPair(ledger, runtime)
    proxy.cutBeforeAnswer('COMMIT\0')
    const opened = await ledger.post({
      accounts: [{ id: runtime.newId(), unit: 'EUR' as never, code: 1, flags: [], origin: 'raw' }],
      transfers: [],
    })
    expect(opened.accounts[0]?.status).toBe('created')
    proxy.cutBeforeAnswer('COMMIT\0')
    const failed = await ledger.post({
      transfers: [newTransfer(runtime.newId(), debit, runtime.newId())],
    })
    expect(failed.transfers[0]?.status).toBe('credit_account_not_found')
  })

  test('leaves the caller to ask again where nothing in the ledger tells whether its rows are there', async () => {
    const [debit, credit] = await openPair(ledger, runtime)
    const transfer = newTransfer(runtime.newId(), debit, credit)
    await ledger.post({ transfers: [transfer] })
    const lost = ledger.post({
      transfers: [transfer],
      companion: () => {
        proxy.cutBeforeAnswer('COMMIT\0')
        return (tx) => [tx`INSERT INTO territory VALUES (${runtime.newId()}, 'lost', 'province')`]
      },
    })
    await expect(lost).rejects.toMatchObject({ code: 'ledger_unavailable' })
    expect(await rowsNamed('lost')).toBe(1)
    const [again] = (await ledger.post({ transfers: [transfer] })).transfers
    expect(again?.status).toBe('exists')
  })

  test('under two batches that were committed has both told what was done, and none done again', async () => {
    const pair = await openPair(ledger, runtime)
    const [debit] = pair
    const known = newTransfer(runtime.newId(), ...pair)
    const fresh = newTransfer(runtime.newId(), ...pair)
    const done = await loseBoth(pair, { transfers: [fresh], companion: rows('fresh') })
    expect(done).toEqual(['created', 'created'])
    expect(await rowsNamed('fresh')).toBe(1)
    await ledger.post({ transfers: [known] })
    const traceless = await loseBoth(pair, { transfers: [known], companion: rows('traceless') })
    expect(traceless).toEqual(['created', 'ledger_unavailable'])
    expect(await rowsNamed('traceless')).toBe(1)
    expect((await ledger.findAccount(debit))?.debitsPosted).toBe(6n)
  }, 30_000)

  test('while nothing is posted does not disturb the next post', async () => {
    const [debit, credit] = await openPair(ledger, runtime)
    await endBackends()
    await new Promise((resolve) => setTimeout(resolve, 50))
    const outcome = await ledger.post({ transfers: [newTransfer(runtime.newId(), debit, credit)] })
    expect(outcome.transfers[0]?.status).toBe('created')
  })

  test('again and again loses nothing and doubles nothing', async () => {
    const [debit, credit] = await openPair(ledger, runtime)
    const killsWanted = 6
    let killCount = 0
    const load = Array.from({ length: 16 }, async (_, client) => {
      const statuses: string[] = []
      for (let turn = 0; turn < 20 || killCount < killsWanted; turn += 1) {
        const { transfers } = await ledger.post({
          transfers: [newTransfer(runtime.newId(), debit, credit)],
          companion: () => (tx) => [
            tx`INSERT INTO territory VALUES (${`${client}-${turn}`}, 'load', 'province')`,
          ],
        })
        statuses.push(transfers[0]?.status ?? 'none')
      }
      return statuses
    })
    const kills = (async () => {
      while (killCount < killsWanted) {
        await new Promise((resolve) => setTimeout(resolve, 150 + (killCount % 5) * 20))
        if (killCount % 3 === 0) proxy.cutBeforeAnswer('COMMIT\0')
        else if (killCount % 3 === 1) proxy.cutBeforeSend()
        else await endBackends()
        killCount += 1
      }
    })()
    const statuses = (await Promise.all(load)).flat()
    await kills
    expect(statuses).toEqual(statuses.map(() => 'created'))
    expect(await rowsNamed('load')).toBe(statuses.length)
    expect((await ledger.findAccount(debit))?.debitsPosted).toBe(BigInt(statuses.length))
    expect(
      (await owner.sql`SELECT FROM ledger_transfer WHERE debit_account_id = ${debit}`).length,
    ).toBe(statuses.length)
  })
})

describe('a database that does not come back', () => {
  test('is told to the callers within seconds, and nothing hangs', async () => {
    const [debit, credit] = await openPair(ledger, runtime)
    await proxy.close()
    const posts = Array.from({ length: 5 }, () =>
      ledger.post({ transfers: [newTransfer(runtime.newId(), debit, credit)] }),
    )
    for (const settled of await Promise.allSettled(posts)) {
      expect(settled).toMatchObject({ status: 'rejected', reason: { code: 'ledger_unavailable' } })
    }
    proxy = await startProxy(database.url)
  })
})
