import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Principal } from '../../src/access/core/principal.ts'
import { type ClearingRun, createClearing } from '../../src/currency/clearing.ts'
import type { Uuid } from '../../src/kernel/ids.ts'
import { type Market, openMarket } from './market.ts'

let market: Market
let instrument: string
let preparer: Principal
let approver: Principal
beforeAll(async () => {
  market = await openMarket('clearing', { shops: 12 })
  instrument = await market.add('sardex')
  preparer = { kind: 'person', id: market.id(), role: 'treasurer' }
  approver = { kind: 'person', id: market.id(), role: 'treasurer' }
})
afterAll(() => market.close())

const shop = (index: number) => `BI-SHOP-${index}`
let number = 0
/** An invoice: who owes whom how much. */
const owes = (debtor: number, creditor: number, amount: string, id = `F-${++number}`) =>
  `${id},${shop(debtor)},${shop(creditor)},${amount},2026-05-01`
const fileOf = (lines: readonly string[]) => `id,debtor,creditor,amount,due\n${lines.join('\n')}\n`

async function run(lines: readonly string[], change: object = {}): Promise<ClearingRun> {
  const part = { runId: market.id(), csv: fileOf(lines), leaveOut: false, isLast: true, ...change }
  return market.clearing.begin(instrument, part, preparer)
}
const approve = (id: Uuid) => market.clearing.decide(id, { state: 'approved' }, approver)
const balance = async (id: Uuid) => (await market.currency.getPurse(id)).balance

test('nets circles, settles the rest as far as lines go, and tells each member', async () => {
  const wallets = await Promise.all(
    [1, 2, 3].map((index) => market.wallet(instrument, 'partner', shop(index))),
  )
  await market.test.db
    .sql`update currency_wallet set credit_line = 5000 where id = ${wallets[0] ?? ''}`
  const lines = [owes(1, 2, '300'), owes(2, 3, '200'), owes(3, 1, '150'), owes(4, 1, '80')]
  const waiting = await run(lines)
  // 150 run in a circle; of 150 that 1 owes 2 it has a line of 50, and 4 has no wallet.
  const figures = { total: 73_000n, cleared: 45_000n, settled: 0n, foreseen: 10_000n }
  expect(waiting).toMatchObject({ state: 'waiting', invoices: 4, members: 4, ...figures })
  await expect(
    market.clearing.decide(waiting.id, { state: 'approved' }, preparer),
  ).rejects.toMatchObject({ code: 'approval_own' })
  const settled = await approve(waiting.id)
  expect(settled).toMatchObject({ state: 'settled', settled: 10_000n, decidedBy: approver.id })
  expect(await approve(waiting.id)).toEqual(settled)
  expect(await Promise.all(wallets.map(balance))).toEqual([-5_000n, 0n, 5_000n])
  const members = await market.clearing.members(waiting.id)
  expect(members[1]).toEqual({
    ...{ partnerId: shop(2), owed: 20_000n, owedCleared: 15_000n, owedSettled: 5_000n },
    ...{ due: 30_000n, dueCleared: 15_000n, dueSettled: 5_000n },
  })
  const statement = await market.currency.statement(wallets[2] as Uuid, { limit: 5 })
  expect(statement.map(({ code, payment }) => [code, payment?.kind, payment?.other])).toEqual([
    [115, 'clearing', { party: 'partner', holderId: shop(2) }],
  ])
})

describe('what cannot be taken', () => {
  test('is refused line by line, or left out and kept', async () => {
    const lines = [owes(5, 6, '10'), owes(5, 99, '10'), owes(98, 5, '10')]
    const refused = run(lines)
    await expect(refused).rejects.toMatchObject({
      code: 'clearing_faulty',
      details: {
        count: 2,
        faults: [
          [3, 'creditor_unknown'],
          [4, 'debtor_unknown'],
        ],
      },
    })
    const { id, invoices, leftOut } = await run(lines, { leaveOut: true })
    expect([invoices, leftOut]).toEqual([1, 2])
    expect((await market.clearing.leftOut(id)).map(({ line, cells }) => [line, cells[2]])).toEqual([
      [3, shop(99)],
      [4, shop(5)],
    ])
  })

  test('nor an instrument without credit, or a file without invoices', async () => {
    const part = { runId: market.id(), csv: fileOf([]), leaveOut: true, isLast: true }
    await expect(market.clearing.begin(instrument, part, preparer)).rejects.toMatchObject({
      code: 'clearing_faulty',
    })
    const other = await market.add('rec')
    await expect(market.clearing.begin(other, part, preparer)).rejects.toMatchObject({
      code: 'clearing_unfit',
    })
  })
})

describe('a file in parts', () => {
  test('is taken part by part, each once, in their order', async () => {
    const { clearing } = market
    const runId = market.id()
    const first = { runId, csv: fileOf([owes(5, 6, '10', 'P-1')]), leaveOut: false, isLast: false }
    expect(await clearing.begin(instrument, first, preparer)).toMatchObject({ state: 'open' })
    expect(await clearing.begin(instrument, first, preparer)).toMatchObject({ invoices: 1 })
    const rest = { ...first, csv: fileOf([owes(6, 5, '10', 'P-2')]), number: 2, isLast: true }
    const again = { ...rest, csv: fileOf([owes(5, 6, '10', 'P-1')]) }
    await expect(clearing.addPart(again, preparer)).rejects.toMatchObject({
      code: 'clearing_faulty',
    })
    await expect(clearing.addPart({ ...rest, number: 3 }, preparer)).rejects.toMatchObject({
      code: 'clearing_conflict',
    })
    await expect(clearing.addPart(rest, approver)).rejects.toMatchObject({
      code: 'clearing_conflict',
    })
    const whole = { state: 'waiting', parts: 2, cleared: 2_000n }
    expect(await clearing.addPart(rest, preparer)).toMatchObject(whole)
    expect(await clearing.addPart(rest, preparer)).toMatchObject(whole)
    await expect(
      clearing.addPart({ ...rest, number: 3, csv: fileOf([owes(5, 6, '1')]) }, preparer),
    ).rejects.toMatchObject({ code: 'clearing_conflict' })
  })
})

describe('an invoice', () => {
  test('is cleared to its amount, whatever the number of runs', async () => {
    const pair = [owes(7, 8, '100', 'A'), owes(8, 7, '60', 'B')]
    const [one, other] = [await run(pair), await run([owes(7, 9, '5', 'C')])]
    await expect(run([owes(7, 8, '100', 'A')])).rejects.toMatchObject({ code: 'clearing_faulty' })
    await market.clearing.decide(one.id, { state: 'refused', reason: 'B was paid' }, approver)
    const again = await run(pair)
    await approve(again.id)
    await approve(other.id)
    // 60 of A are netted; 40 are left, and 41 are not.
    await expect(run([owes(7, 8, '40.01', 'A')])).rejects.toMatchObject({ code: 'clearing_faulty' })
    expect(await run([owes(7, 8, '40', 'A')])).toMatchObject({ state: 'waiting' })
  })
})

test('of two runs with the same invoice that came at once, one is approved', async () => {
  const { clearing } = market
  const runId = market.id()
  const same = [owes(7, 8, '20', 'R-1'), owes(8, 7, '20', 'R-2')]
  const part = { runId, csv: fileOf(same), leaveOut: false, isLast: false }
  await clearing.begin(instrument, part, preparer)
  const other = await run(same)
  const last = { ...part, number: 2, csv: fileOf([owes(7, 9, '1')]), isLast: true }
  expect(await clearing.addPart(last, preparer)).toMatchObject({ state: 'waiting' })
  await approve(other.id)
  await expect(approve(runId)).rejects.toMatchObject({ code: 'clearing_overtaken' })
  const refused = { state: 'refused', reason: 'R-1 and R-2 are gone' } as const
  expect(await clearing.decide(runId, refused, approver)).toMatchObject({ state: 'refused' })
})

test('a run that is broken off goes on, and two that settle it at once pay nothing twice', async () => {
  const size = 240
  const wallets = await Promise.all(
    [10, 11, 12].map((index) => market.wallet(instrument, 'partner', shop(index))),
  )
  const lines = Array.from({ length: size }, (_, index) =>
    owes(index % 2 === 0 ? 10 : 11, index % 2 === 0 ? 11 : 12, '1.00'),
  )
  const { db } = market.test
  const waiting = await run(lines)
  // Approved by a process that dies in the second journal.
  let journals = 0
  const dying = createClearing({
    ...market,
    db,
    wake: async () => {},
    ledger: {
      ...market.ledger,
      post: (request) => {
        journals += 1
        return journals === 2 ? Promise.reject(new Error('killed')) : market.ledger.post(request)
      },
    },
  })
  const approving = dying.decide(waiting.id, { state: 'approved' }, approver)
  await expect(approving).rejects.toThrow('killed')
  const broken = await market.clearing.get(waiting.id)
  expect([broken.state, broken.settled > 0n && broken.settled < 24_000n]).toEqual([
    'approved',
    true,
  ])
  const done = await Promise.all([
    market.clearing.workDue(),
    market.anotherProcess().clearing.workDue(),
  ])
  expect(done.some((count) => count > 0)).toBe(true)
  const settled = await market.clearing.get(waiting.id)
  expect(settled).toMatchObject({ state: 'settled', settled: 24_000n })
  expect(await Promise.all(wallets.map(balance))).toEqual([-12_000n, 0n, 12_000n])
  expect(await market.clearing.workDue()).toBe(0)
})
