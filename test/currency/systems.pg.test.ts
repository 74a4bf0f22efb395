import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dailyOfYearly } from '../../src/currency/core/demurrage.ts'
import { parseRate } from '../../src/kernel/decimal.ts'
import type { Uuid } from '../../src/kernel/ids.ts'
import { dice } from './dice.ts'
import { lotFaults, walkLog } from './log-walk.ts'
import { type Market, openMarket } from './market.ts'
import { dailyOf, SlowModel, stampOf } from './slow-model.ts'

const DAY_MS = 86_400_000
const PEOPLE = 4
const SHOPS = 3

let market: Market
beforeAll(async () => {
  market = await openMarket('systems', { people: PEOPLE, shops: SHOPS })
})
afterAll(() => market.close())

const actor = { id: '019df252-b5c0-71aa-963d-38f1a3c1fef0' as Uuid }

async function walletsOf(instrumentId: string): Promise<readonly Uuid[]> {
  const wallets: Uuid[] = []
  for (let index = 1; index <= PEOPLE; index++) {
    wallets.push(await market.wallet(instrumentId, 'person', market.person(index)))
  }
  for (let index = 1; index <= SHOPS; index++) {
    wallets.push(await market.wallet(instrumentId, 'partner', `BI-SHOP-${index}`))
  }
  return wallets
}

/** Lets some days go, then somebody pay somebody what both the service and the model say can be paid. */
async function payOn(model: SlowModel, wallets: readonly Uuid[], roll: (n: number) => number) {
  market.runtime.advance(roll(9) * DAY_MS)
  model.until(market.today())
  const payerId = wallets[roll(wallets.length)] as Uuid
  const payeeId = wallets[roll(wallets.length)] as Uuid
  const { balance } = await market.currency.getPurse(payerId)
  expect(balance).toBe(model.balance(payerId))
  if (payerId === payeeId || balance === 0n) return
  const amount = 1n + BigInt(roll(Number(balance)))
  const payment = { id: market.id(), payerId, payeeId, amount, channel: 'wallet' as const, actor }
  expect(await market.currency.pay(payment)).toMatchObject({ status: 'paid', fee: 0n })
  model.spend(payerId, amount)
  model.receive(payeeId, amount)
}

describe('a year of the Chiemgauer', () => {
  test('is, to the cent, what its rules come to one evening after another', async () => {
    const id = await market.add('chiemgauer-2015')
    const model = new SlowModel(stampOf(3n, ['01', '07']), market.today())
    const wallets = await walletsOf(id)
    const roll = dice(2015)
    let [bought, paidOut, fees] = [0n, 0n, 0n]
    for (let round = 0; round < 40; round++) {
      const holderId = market.person(1 + roll(PEOPLE))
      const amount = BigInt(1 + roll(20_000))
      const order = { id: market.id(), instrumentId: id, party: 'person' as const, holderId }
      await market.minting.buy({ ...order, amount, reference: `transfer ${round}`, actor })
      bought += amount
      model.receive(await market.wallet(id, 'person', holderId), amount)
      await payOn(model, wallets, roll)
      await payOn(model, wallets, roll)
      const shop = wallets[PEOPLE + roll(SHOPS)] as Uuid
      const held = model.balance(shop)
      if (round % 4 !== 3 || held === 0n) continue
      const changed = { id: market.id(), walletId: shop, amount: held, actor }
      const fee = (held * 5n + 50n) / 100n
      expect(await market.minting.convert(changed)).toMatchObject({ status: 'paid', fee })
      model.spend(shop, held)
      ;[paidOut, fees] = [paidOut + held - fee, fees + fee]
    }
    const instrument = await market.currency.getInstrument(id)
    const walk = await walkLog(market.test.db, instrument)
    // Nobody chose an association: the programme has the whole fee, and what the stamps took.
    const fund = await market.currency.getPurse(await market.wallet(id, 'programme', 'FRANOI-2'))
    expect(fund.balance).toBe(fees + model.lost)
    expect(walk).toMatchObject({ faults: [], outstanding: model.nominal() + fund.balance })
    expect(walk.reserve).toBe(bought - paidOut)
    expect(model.lost).toBeGreaterThan(1_000n)
    for (const wallet of wallets) {
      expect((await market.currency.getPurse(wallet)).balance).toBe(model.balance(wallet))
    }
    expect(await lotFaults(market.test.db)).toEqual([])
  })
})

describe('months of Circles', () => {
  test('are, to the cent, what its rules come to one evening after another', async () => {
    const id = await market.add('circles')
    const rule = dailyOfYearly(parseRate('0.07'))
    if (rule.kind !== 'daily') throw new Error('Circles takes a bit each day')
    const decimals = rule.keep.toFixed(60).split('.')[1] ?? ''
    const model = new SlowModel(dailyOf(decimals), market.today())
    const wallets = await walletsOf(id)
    const roll = dice(2)
    const fetched = new Map(wallets.slice(0, PEOPLE).map((wallet) => [wallet, market.today()]))
    let made = 0n
    for (let round = 0; round < 50; round++) {
      await payOn(model, wallets, roll)
      const person = wallets[roll(PEOPLE)] as Uuid
      const { payment } = await market.minting.fetch(person, actor)
      const days = daysOf(fetched.get(person) ?? '', market.today())
      const amount = mintedIn(Math.min(days, 14), BigInt(decimals.padEnd(60, '0').slice(0, 60)))
      expect(payment?.amount ?? 0n).toBe(amount)
      model.receive(person, amount)
      fetched.set(person, market.today())
      made += amount
    }
    const walk = await walkLog(market.test.db, await market.currency.getInstrument(id))
    // What is lost goes out of circulation.
    expect(walk).toMatchObject({ faults: [], outstanding: made - model.lost, reserve: 0n })
    for (const wallet of wallets) {
      expect((await market.currency.getPurse(wallet)).balance).toBe(model.balance(wallet))
    }
  })
})

function daysOf(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS)
}

/** 24.00 for the last day, a bit less for each before it: added up with sixty decimals. */
function mintedIn(days: number, kept: bigint): bigint {
  const scale = 10n ** 60n
  let [sum, each] = [0n, 2_400n * scale]
  for (let day = 0; day < days; day++) {
    sum += each
    each = (each * kept) / scale
  }
  return (sum + scale / 2n) / scale
}
