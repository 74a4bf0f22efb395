import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connect, type Database } from '../../src/db/client.ts'
import type { Uuid } from '../../src/kernel/ids.ts'
import type { Colour } from '../../src/ledger/core/colour.ts'
import { column } from '../../src/ledger/rows.ts'
import { createLedger, type Ledger } from '../../src/ledger/service.ts'
import { systemRuntime } from '../../src/runtime.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { newAccount, newTransfer, openPair } from './accounts.ts'

const runtime = systemRuntime
let database: TestDatabase
let owner: Database
let ledger: Ledger
let accounts: readonly [Uuid, Uuid]

beforeAll(async () => {
  database = await createTestDatabase()
  owner = connect(database.ownerUrl, { role: null })
  ledger = createLedger({ db: database.db, runtime })
  accounts = await openPair(ledger, runtime)
  await ledger.post({ transfers: [newTransfer(runtime.newId(), ...accounts, 10n)] })
  await ledger.post({ transfers: [newTransfer(runtime.newId(), accounts[0], runtime.newId())] })
})
afterAll(async () => {
  await ledger.close()
  await owner.close()
  await database.drop()
})

const FORGERIES = [
  'UPDATE ledger_transfer SET amount = 1',
  'DELETE FROM ledger_transfer',
  'TRUNCATE ledger_transfer CASCADE',
  'UPDATE ledger_failed_transfer SET status = status',
  'DELETE FROM ledger_failed_transfer',
  'DELETE FROM ledger_account',
  'TRUNCATE ledger_account CASCADE',
  "UPDATE ledger_account SET unit = 'MERIT'",
  'UPDATE ledger_account SET id = gen_random_uuid()',
  "UPDATE ledger_account SET origin = 'programme'",
  'UPDATE ledger_account SET flags = 0',
  'UPDATE ledger_account SET code = 2010',
  'UPDATE ledger_account SET reference_128 = gen_random_uuid()',
  'UPDATE ledger_account SET reference_64 = 1',
  "UPDATE ledger_account SET colour = 'WINTER'",
  "UPDATE ledger_account SET area = 'BIELLA'",
]

describe('the database', () => {
  test.each(FORGERIES)('refuses the application: %s', async (statement) => {
    await expect(database.db.sql.unsafe(statement)).rejects.toMatchObject({ code: '42501' })
  })

  test.each(FORGERIES)('refuses even the owner: %s', async (statement) => {
    await expect(owner.sql.unsafe(statement)).rejects.toMatchObject({ code: '23001' })
  })

  test.each([
    'DELETE FROM ledger_pending',
    'UPDATE ledger_pending SET expires_at = NULL',
    'DELETE FROM ledger_head',
    'ALTER TABLE ledger_transfer DISABLE TRIGGER ALL',
    'DROP TABLE ledger_transfer',
    'SET ROLE postgres; DROP TABLE ledger_transfer',
  ])('does not let the application: %s', async (statement) => {
    await expect(database.db.sql.unsafe(statement)).rejects.toMatchObject({
      code: expect.stringMatching(/^42501$|^22023$/),
    })
  })

  test('refuses an account below its limit, whoever asks', async () => {
    const purse = runtime.newId()
    await ledger.post({
      accounts: [newAccount(purse, ['debits_must_not_exceed_credits'])],
      transfers: [],
    })
    const spend = owner.sql`UPDATE ledger_account SET debits_posted = 1 WHERE id = ${purse}`
    await expect(spend).rejects.toMatchObject({ constraint_name: 'ledger_account_debits_limit' })
  })

  test.each([
    ['in another unit than its accounts', 'MERIT', undefined],
    ['of an account that is not there', 'EUR', runtime.newId()],
  ])('refuses a transfer %s, whoever asks', async (_, unit, missing) => {
    const [debit, credit] = accounts
    for (const [from, to] of [
      [missing ?? debit, credit],
      [debit, missing ?? credit],
    ] as const) {
      const forged = owner.sql`
        INSERT INTO ledger_transfer (
          id, position, debit_account_id, credit_account_id, amount, unit, code,
          debit_balance, credit_balance, recorded_at
        ) VALUES (${runtime.newId()}, 999999, ${from}, ${to}, 1, ${unit}, 1, 0, 0, now())`
      await expect(forged).rejects.toMatchObject({ code: '23503' })
    }
  })

  test('refuses a transfer that posts or voids what is not there, whoever asks', async () => {
    const [debit, credit] = accounts
    const forged = owner.sql`
      INSERT INTO ledger_transfer (
        id, position, debit_account_id, credit_account_id, amount, unit, code, pending_id,
        debit_balance, credit_balance, recorded_at
      ) SELECT ${runtime.newId()}, 999999, ${debit}, ${credit}, 1, unit, 1, ${runtime.newId()}, 0, 0, now()
        FROM ledger_account WHERE id = ${debit}`
    await expect(forged).rejects.toMatchObject({
      constraint_name: 'ledger_transfer_pending_id_ledger_transfer_id_fk',
    })
  })
})

const RECORDED = '2027-01-15T08:00:00Z'

describe('the database, of what corrects and earmarks', () => {
  /** A row of the log that nothing is wrong with, but for what is told. */
  const forge = (
    row: Readonly<Record<string, unknown>>,
    options: { readonly inverted?: boolean } = {},
  ) => {
    const [debit, credit] = options.inverted === true ? [accounts[1], accounts[0]] : accounts
    const full = {
      id: runtime.newId(),
      position: 999_999,
      debit_account_id: debit,
      credit_account_id: credit,
      amount: 1,
      unit: 'EUR',
      code: 1,
      debit_balance: 0,
      credit_balance: 0,
      recorded_at: RECORDED,
      ...row,
    }
    return owner.sql`INSERT INTO ledger_transfer ${owner.sql(full)}`
  }
  const failing = (row: Readonly<Record<string, unknown>>, constraint: string) =>
    expect(forge(row)).rejects.toMatchObject({ constraint_name: constraint })
  /** A transfer of 10 that was moved, and what it is taken back with. */
  const moved = async () => {
    const id = runtime.newId()
    const { transfers } = await ledger.post({ transfers: [newTransfer(id, ...accounts, 10n)] })
    expect(transfers[0]?.status).toBe('created')
    return id
  }

  test('refuses a transfer between colours, whoever asks', async () => {
    const [debit, credit] = [runtime.newId(), runtime.newId()]
    await ledger.post({
      accounts: [{ ...newAccount(debit), colour: 'WINTER' as Colour }, newAccount(credit)],
      transfers: [],
    })
    for (const [from, to] of [
      [debit, credit],
      [credit, debit],
    ]) {
      const forged = forge({ debit_account_id: from, credit_account_id: to })
      await expect(forged).rejects.toMatchObject({ code: '23503' })
    }
  })

  test('refuses colours and areas of another form, and one colour in the area of another', async () => {
    const open = (told: Readonly<Record<string, string>>) => owner.sql`
      INSERT INTO ledger_account ${owner.sql({ id: runtime.newId(), unit: 'EUR', code: 1, origin: 'raw', created_at: RECORDED, ...told })}`
    for (const colour of ['winter', 'WINTER/', 'WINTER/A/B', '-A', 'A'.repeat(25)]) {
      const refused = { constraint_name: 'ledger_account_colour_form' }
      await expect(open({ colour })).rejects.toMatchObject(refused)
    }
    await expect(open({ area: 'A/B' })).rejects.toMatchObject({
      constraint_name: 'ledger_account_area_form',
    })
    await expect(open({ colour: 'WINTER/BIELLA', area: 'COSSATO' })).rejects.toMatchObject({
      constraint_name: 'ledger_account_colour_area',
    })
    await open({ colour: 'WINTER/BIELLA', area: 'BIELLA' })
    await open({ colour: 'WINTER/BIELLA' })
    await open({ colour: 'WINTER', area: 'COSSATO' })
  })

  test('refuses that nothing moves, except where nothing may', async () => {
    for (const flags of [0, 1, 2]) await failing({ amount: 0, flags }, 'ledger_transfer_amount')
    await failing({ amount: -1, flags: 16 }, 'ledger_transfer_amount')
  })

  test('refuses what happened after it was recorded', async () => {
    await failing({ occurred_at: '2027-01-15T08:00:01Z' }, 'ledger_transfer_occurred')
  })

  test('refuses half a reversal or half a conversion', async () => {
    const [of, rate] = [await moved(), { rate_numerator: 1, rate_denominator: 2, rounding: 1 }]
    for (const row of [
      { reverses: of },
      { reverse_reason: 1 },
      { reverses: of, reverse_reason: 9 },
      { reverses: of, reverse_reason: 1, flags: 16 },
      { reverses: of, reverse_reason: 1, converts: of, ...rate },
    ]) {
      await failing(row, 'ledger_transfer_reversal')
    }
    for (const row of [
      { converts: of },
      rate,
      { converts: of, ...rate, rounding: 5 },
      { converts: of, ...rate, rate_denominator: 0 },
      { converts: of, ...rate, flags: 2, pending_id: null },
    ]) {
      await failing(row, 'ledger_transfer_conversion')
    }
  })

  test('refuses to take back more than was moved, or what did not move there', async () => {
    const of = await moved()
    const row = { reverses: of, reverse_reason: 1 }
    const why = { code: '23503' }
    await expect(forge({ ...row, amount: 10 })).rejects.toMatchObject(why)
    await expect(
      forge({ ...row, reverses: runtime.newId() }, { inverted: true }),
    ).rejects.toMatchObject(why)
    await expect(forge({ ...row, amount: 11 }, { inverted: true })).rejects.toMatchObject({
      code: '23514',
    })
    const reversal = { of, reason: 'other' as const }
    const back = { ...newTransfer(runtime.newId(), accounts[1], accounts[0], 6n), reversal }
    expect((await ledger.post({ transfers: [back] })).transfers[0]?.status).toBe('created')
    await expect(forge({ ...row, amount: 5 }, { inverted: true })).rejects.toMatchObject({
      code: '23514',
    })
    await expect(forge({ ...row, reverses: back.id, amount: 1 })).rejects.toMatchObject(why)
  })
})

describe('the fences of a batch', () => {
  const advance = (
    before: bigint,
    versions: readonly bigint[],
    ids: readonly Uuid[] = [accounts[0]],
  ) => database.db.sql`
    SELECT ledger_advance(${before}, ${before + 1n}, ledger_micros(now()) + 1000000,
      ${column(ids)}::uuid[], ${column(versions)}::bigint[], ${zeros(ids)}::bigint[], ${zeros(ids)}::bigint[],
      ${zeros(ids)}::bigint[], ${zeros(ids)}::bigint[])`
  const zeros = (ids: readonly Uuid[]) => column(ids.map(() => 0n))
  const lastPosition = async () => {
    const [head] = await database.db.sql<{ end: bigint }[]>`
      SELECT last_position AS end FROM ledger_head`
    return head?.end ?? 0n
  }

  test('refuse a batch that did not see the end of the log', async () => {
    const end = await lastPosition()
    await expect(advance(end - 1n, [2n])).rejects.toMatchObject({ code: '40001' })
    expect(await lastPosition()).toBe(end)
  })

  test('refuse a batch that saw an older version of an account', async () => {
    const end = await lastPosition()
    await expect(advance(end, [1n])).rejects.toMatchObject({ code: '40001' })
    await expect(advance(end, [3n])).rejects.toMatchObject({ code: '40001' })
    await expect(advance(end, [1n], [runtime.newId()])).rejects.toMatchObject({ code: '40001' })
    expect(await lastPosition()).toBe(end)
  })

  test('refuse to resolve a pending transfer twice', async () => {
    const id = runtime.newId()
    const resolve = database.db.sql`
      SELECT ledger_resolve(${column([id])}::uuid[], '{voided}', ${column([id])}::uuid[], '{1}')`
    await expect(resolve).rejects.toMatchObject({ code: '40001' })
  })

  test('make a batch read again where somebody wrote past the lane', async () => {
    const [debit, credit] = await openPair(ledger, runtime)
    let calls = 0
    const outcome = await ledger.post({
      transfers: [newTransfer(runtime.newId(), debit, credit, 5n)],
      companion: async () => {
        calls += 1
        if (calls === 1) {
          await owner.sql`
            UPDATE ledger_account SET credits_posted = 7, version = version + 1 WHERE id = ${debit}`
        }
        return undefined
      },
    })
    expect(calls).toBe(2)
    expect(outcome.transfers[0]?.status).toBe('created')
    const account = await ledger.findAccount(debit)
    expect(account).toMatchObject({ debitsPosted: 5n, creditsPosted: 7n, version: 2n })
    expect((await ledger.findTransfer(outcome.transfers[0]?.id ?? debit))?.debitBalance).toBe(2n)
  })
})
