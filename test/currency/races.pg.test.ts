import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Services } from '../../src/app.ts'
import { createCurrency } from '../../src/currency/service.ts'
import { createTurns } from '../../src/currency/turns.ts'
import { DomainError } from '../../src/kernel/errors.ts'
import type { Uuid } from '../../src/kernel/ids.ts'
import type { Ledger } from '../../src/ledger/service.ts'
import { lotFaults, walkLog } from './log-walk.ts'
import { type Market, openMarket } from './market.ts'

const MANY = 64

let market: Market
let processes: readonly Pick<Services, 'currency'>[]
beforeAll(async () => {
  market = await openMarket('races', { people: MANY, shops: 8 })
  processes = [market, market.anotherProcess()]
})
afterAll(() => market.close())

const balance = async (id: Uuid) => (await market.currency.getPurse(id)).balance
const everyone = <T>(work: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: MANY }, (_, index) => work(index)))

/** Pays in one of the processes; told that too much happens at once, it sends the same again, as the advice says. */
async function pay(index: number, payerId: Uuid, payeeId: Uuid, amount: bigint) {
  const { currency } = processes[index % processes.length] ?? market
  const request = { id: market.id(), payerId, payeeId, amount, actor: null }
  for (;;) {
    try {
      return await currency.pay({ ...request, channel: 'wallet' })
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'currency_busy') throw error
    }
  }
}

test('of 64 payments at once from one wallet, in two processes, as many are made as there is money for', async () => {
  const id = await market.add('rec', { payeeFee: '0' })
  const payer = await market.wallet(id, 'person', market.person(1), 4_000n)
  const payees = await Promise.all([1, 2].map((n) => market.wallet(id, 'partner', `BI-SHOP-${n}`)))
  const answers = await everyone((index) => pay(index, payer, payees[index % 2] as Uuid, 125n))
  const paid = answers.filter(({ status }) => status === 'paid')
  const declined = answers.filter(({ status }) => status === 'exceeds_funds')
  expect([paid.length, declined.length]).toEqual([32, 32])
  expect(await balance(payer)).toBe(0n)
  expect(await Promise.all(payees.map(balance))).toEqual(
    [0, 1].map((n) => 125n * BigInt(paid.filter(({ payeeId }) => payeeId === payees[n]).length)),
  )
  expect(await lotFaults(market.test.db)).toEqual([])
})

test('64 payers at once reach one payee, in two processes', async () => {
  const id = await market.add('merits-cash')
  const payee = await market.wallet(id, 'partner', 'BI-SHOP-1')
  const payers = await everyone((index) =>
    market.wallet(id, 'person', market.person(index + 1), 1_000n),
  )
  const answers = await everyone((index) => pay(index, payers[index] as Uuid, payee, 999n))
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set(['paid']))
  expect(await balance(payee)).toBe(BigInt(MANY) * 999n)
  expect(await lotFaults(market.test.db)).toEqual([])
})

test('64 payments at the line of one member go as far as the line, to the cent', async () => {
  const id = await market.add('sardex', { credit: { below: '1000', above: null } })
  const walk = async () => walkLog(market.test.db, await market.currency.getInstrument(id))
  const [member, other] = await membersOf(id)
  // 1, 2, 3, … cents: whatever is made, the line is never passed.
  const answers = await everyone((index) => pay(index, member, other, BigInt(index + 1)))
  const made = answers.filter(({ status }) => status === 'paid')
  const sum = made.reduce((all, { amount }) => all + amount, 0n)
  expect(await balance(member)).toBe(-sum)
  expect(sum).toBeLessThanOrEqual(1_000n)
  const least = answers.filter(({ status }) => status === 'exceeds_credit_line')
  // Each that was declined would have passed it.
  for (const { amount } of least) expect(amount).toBeGreaterThan(1_000n - sum)
  expect(await walk()).toMatchObject({ faults: [], outstanding: 0n })
})

test('a commit that would not look at the lines is found out', async () => {
  processes = [market, market.anotherProcess()].map((one) => ({
    currency: createCurrency({
      ...{ ...market, db: market.test.db, ledger: blind(one.ledger), turns: createTurns() },
    }),
  }))
  // Two payments must meet within a moment: where none did, there is another instrument, and another race.
  const faults: string[] = []
  for (let race = 0; race < 12 && faults.length === 0; race++) {
    const id = await market.add('wir', { credit: { below: '1000', above: null } })
    const [member, other] = await membersOf(id)
    await everyone((index) => pay(index, member, other, 100n))
    const walk = await walkLog(market.test.db, await market.currency.getInstrument(id))
    expect(walk.outstanding).toBe(0n)
    faults.push(...walk.faults)
  }
  expect(faults[0]).toMatch(/a wallet holds -\d+$/)
})

async function membersOf(id: string): Promise<[Uuid, Uuid]> {
  const [one, other] = await Promise.all(
    ['BI-SHOP-1', 'BI-SHOP-2'].map((shop) => market.wallet(id, 'partner', shop)),
  )
  return [one as Uuid, other as Uuid]
}

/** The planted bug: whoever posts is not told how the accounts stand after it. */
function blind(ledger: Ledger): Ledger {
  return {
    ...ledger,
    post: ({ companion, ...request }, options) =>
      ledger.post(
        companion === undefined
          ? request
          : { ...request, companion: (decided) => companion({ ...decided, states: new Map() }) },
        options,
      ),
  }
}
