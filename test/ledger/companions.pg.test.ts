import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connect, type Tx } from '../../src/db/client.ts'
import { DomainError } from '../../src/kernel/errors.ts'
import { createLedger, type Ledger, type PostingOutcome } from '../../src/ledger/service.ts'
import { systemRuntime } from '../../src/runtime.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
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

/** A row of a capability: a territory will do. */
function row(id: string, name = 'somewhere') {
  return (tx: Tx) => [
    tx`INSERT INTO territory (id, name, kind) VALUES (${id}, ${name}, 'province')`,
  ]
}

async function rows(prefix: string) {
  return database.db.sql<{ id: string; name: string; commit: string }[]>`
    SELECT id, name, xmin::text AS commit FROM territory WHERE id LIKE ${`${prefix}%`} ORDER BY id`
}

describe('the rows of a capability', () => {
  test('are written in the same commit as the transfers', async () => {
    const [debit, credit] = await openPair(ledger, runtime)
    const transfers = Array.from({ length: 200 }, () => newTransfer(runtime.newId(), debit, credit))
    await Promise.all(
      transfers.map((transfer, index) =>
        ledger.post({ transfers: [transfer], companion: () => row(`same-${index}`) }),
      ),
    )
    const [commits] = await database.db.sql`
      SELECT count(DISTINCT t.xmin::text) AS transfers, count(DISTINCT c.xmin::text) AS companions,
        bool_and(t.xmin::text = c.xmin::text) AS together
      FROM ledger_log t, territory c
      WHERE t.debit_account = (SELECT number FROM ledger_account WHERE id = ${debit}) AND c.id LIKE 'same-%'`
    expect({ ...commits }).toEqual({ transfers: 1n, companions: 1n, together: true })
    expect(await rows('same-')).toHaveLength(200)
  })

  test('that cannot be had do not make what waits behind them be done twice', async () => {
    const [debit, credit] = await openPair(ledger, runtime)
    const known = newTransfer(runtime.newId(), debit, credit)
    await ledger.post({ transfers: [known] })
    for (const [transfer, status, count] of [
      [newTransfer(runtime.newId(), debit, credit), 'created', 1],
      [known, 'exists', 2],
    ] as const) {
      let behind: Promise<PostingOutcome> | undefined
      const failing = ledger.post({
        transfers: [newTransfer(runtime.newId(), debit, credit)],
        companion: () => {
          const companion = () => row(`behind-${runtime.newId()}`)
          behind ??= ledger.post({ transfers: [transfer], companion })
          throw new DomainError('card_cancelled', 'it cannot be had')
        },
      })
      await expect(failing).rejects.toMatchObject({ code: 'card_cancelled' })
      expect((await behind)?.transfers[0]?.status).toBe(status)
      expect(await rows('behind-')).toHaveLength(count)
    }
  })

  test('are told what was decided, and what the accounts come to after it', async () => {
    const [funds, purse] = [runtime.newId(), runtime.newId()]
    const told: PostingOutcome[] = []
    const companion = (outcome: PostingOutcome) => {
      told.push(outcome)
      return undefined
    }
    await ledger.post({ accounts: [newAccount(funds)], transfers: [] })
    const opening = newTransfer(runtime.newId(), funds, purse, 10n)
    const outcomes = await Promise.all([
      ledger.post({
        accounts: [newAccount(purse, ['debits_must_not_exceed_credits'])],
        transfers: [opening],
        companion,
      }),
      ledger.post({ transfers: [newTransfer(runtime.newId(), purse, funds, 7n)], companion }),
      ledger.post({ transfers: [newTransfer(runtime.newId(), purse, funds, 4n)], companion }),
    ])
    expect(told).toEqual(outcomes)
    expect(told.map((outcome) => outcome.transfers[0]?.status)).toEqual([
      'created',
      'created',
      'exceeds_credits',
    ])
    expect(told.map((outcome) => outcome.states.get(purse)?.debitsPosted)).toEqual([0n, 7n, 7n])
  })

  test('may be decided on while the batch waits, and need not be written', async () => {
    const [debit, credit] = await openPair(ledger, runtime)
    const slow = ledger.post({
      transfers: [newTransfer(runtime.newId(), debit, credit)],
      companion: async ({ transfers }) => {
        await new Promise((resolve) => setTimeout(resolve, 20))
        return row(`slow-${transfers[0]?.status}`)
      },
    })
    const none = ledger.post({
      transfers: [newTransfer(runtime.newId(), debit, credit)],
      companion: async () => undefined,
    })
    await Promise.all([slow, none])
    expect((await rows('slow-')).map(({ id }) => id)).toEqual(['slow-created'])
    expect((await ledger.findAccount(debit))?.debitsPosted).toBe(2n)
  })

  test('may be several, and are kept where no transfer was created', async () => {
    const outcome = await ledger.post({
      transfers: [newTransfer(runtime.newId(), runtime.newId(), runtime.newId())],
      companion: () => (tx) => [...row('both-1')(tx), ...row('both-2')(tx)],
    })
    expect(outcome.transfers[0]?.status).toBe('debit_account_not_found')
    expect(await rows('both-')).toHaveLength(2)
  })
})

describe('a companion that fails', () => {
  const failures = {
    'by a statement': () => (tx: Tx) => [...row('fails-x')(tx), ...row('fails-x')(tx)],
    'by a statement that it hides': () => (tx: Tx) => [
      tx`INSERT INTO territory (id) VALUES ('fails-x')`.catch(() => undefined),
    ],
    'before it has anything to write': () => {
      throw new DomainError('voucher_not_found', 'There is no such voucher.')
    },
    'after a while': async () => {
      await Promise.resolve()
      throw new DomainError('voucher_not_found', 'There is no such voucher.')
    },
    'when it is asked to write': () => () => {
      throw new DomainError('voucher_not_found', 'There is no such voucher.')
    },
  }

  test.each(Object.entries(failures))(
    '%s takes its own request down and no other',
    async (title, companion) => {
      const [debit, credit] = await openPair(ledger, runtime)
      const mark = title.replaceAll(' ', '-')
      const settled = await Promise.allSettled(
        Array.from({ length: 5 }, (_, index) =>
          ledger.post({
            transfers: [newTransfer(runtime.newId(), debit, credit)],
            companion: index === 2 ? companion : () => row(`${mark}-${index}`),
          }),
        ),
      )
      expect(settled.map(({ status }) => status)).toEqual([
        'fulfilled',
        'fulfilled',
        'rejected',
        'fulfilled',
        'fulfilled',
      ])
      expect((await rows(`${mark}-`)).map(({ id }) => id.slice(-1))).toEqual(['0', '1', '3', '4'])
      expect(await rows('fails-')).toEqual([])
      expect((await ledger.findAccount(debit))?.debitsPosted).toBe(4n)
      expect(await ledger.listAccountTransfers(debit, { limit: 10 })).toHaveLength(4)
    },
  )

  test('rejects with its own error', async () => {
    const [debit, credit] = await openPair(ledger, runtime)
    const post = (companion: () => never) =>
      ledger.post({ transfers: [newTransfer(runtime.newId(), debit, credit)], companion })
    const failing = post(() => {
      throw new DomainError('voucher_not_found', 'There is no such voucher.')
    })
    await expect(failing).rejects.toMatchObject({ name: 'DomainError', code: 'voucher_not_found' })
  })

  test('leaves its id free: nothing of the request was kept', async () => {
    const [debit, credit] = await openPair(ledger, runtime)
    const transfer = newTransfer(runtime.newId(), debit, credit)
    const failing = ledger.post({
      transfers: [transfer],
      companion: () => Promise.reject(new Error('no signature')),
    })
    await expect(failing).rejects.toThrow('no signature')
    const again = await ledger.post({ transfers: [transfer], companion: () => row('free') })
    expect(again.transfers[0]?.status).toBe('created')
  })

  test('lets of two with the same row the first pass', async () => {
    const [debit, credit] = await openPair(ledger, runtime)
    const settled = await Promise.allSettled(
      ['first', 'second'].map((name) =>
        ledger.post({
          transfers: [newTransfer(runtime.newId(), debit, credit)],
          companion: () => row('twice', name),
        }),
      ),
    )
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
    expect((await rows('twice')).map(({ name }) => name)).toEqual(['first'])
    expect((await ledger.findAccount(debit))?.debitsPosted).toBe(1n)
  })

  test('after its rows were committed is a fault of the program: nobody posts on', async () => {
    const [debit, credit] = await openPair(ledger, runtime)
    const faulty = createLedger({ db: database.db, runtime })
    const post = () =>
      faulty.post({
        transfers: [newTransfer(runtime.newId(), debit, credit)],
        companion: () => (tx) => [
          tx`SELECT 1`.then(() => {
            throw new Error('too late')
          }),
        ],
      })
    expect(faulty.fault()).toBeUndefined()
    await expect(post()).rejects.toMatchObject({ name: 'AssertionFailed' })
    expect(faulty.fault()).toMatchObject({ name: 'AssertionFailed' })
    await expect(post()).rejects.toMatchObject({ name: 'AssertionFailed' })
    await faulty.close()
    expect(faulty.fault()).toMatchObject({ name: 'AssertionFailed' })
    expect((await ledger.findAccount(debit))?.debitsPosted).toBe(1n)
  })
})

describe('a companion that was asked about an id which was only taken to be new', () => {
  test('is asked again when it is certain, and what it said before does not count', async () => {
    const db = connect(database.url)
    const other = createLedger({ db, runtime })
    const [debit, credit] = await openPair(ledger, runtime)
    await other.post({ transfers: [newTransfer(runtime.newId(), debit, credit)] })
    const transfer = newTransfer(runtime.newId(), debit, credit)
    await ledger.post({ transfers: [transfer] })
    const heard: string[] = []
    const neighbour = other.post({ transfers: [newTransfer(runtime.newId(), debit, credit)] })
    const outcome = await other.post({
      transfers: [transfer],
      companion: ({ transfers }) => {
        heard.push(transfers[0]?.status ?? 'none')
        if (transfers[0]?.status === 'created') throw new Error('it cannot be new')
        return undefined
      },
    })
    expect(outcome.transfers[0]?.status).toBe('exists')
    expect(heard).toEqual(['created', 'exists'])
    expect((await neighbour).transfers[0]?.status).toBe('created')
    await other.close()
    await db.close()
  })
})
