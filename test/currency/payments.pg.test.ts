import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Uuid } from '../../src/kernel/ids.ts'
import { type Market, openMarket } from './market.ts'

const DAY_MS = 24 * 60 * 60 * 1000

let market: Market
beforeAll(async () => {
  market = await openMarket('payments')
})
afterAll(() => market.close())

const balance = async (id: Uuid) => (await market.currency.getPurse(id)).balance
const pay = (payerId: Uuid, payeeId: Uuid, amount: bigint, id = market.id()) =>
  market.currency.pay({ id, payerId, payeeId, amount, channel: 'wallet', actor: null })

describe('a payment', () => {
  test('moves money once, however often it is asked for, and keeps the fee', async () => {
    const instrument = await market.add('bristol-pound')
    const payer = await market.wallet(instrument, 'person', market.person(1))
    const payee = await market.wallet(instrument, 'partner', 'BI-SHOP-1')
    await market.give(await market.wallet(instrument, 'programme', 'FRANOI-2'), 1n)
    await market.give(payer, 10_000n)
    const id = market.id()
    const first = await pay(payer, payee, 2_525n, id)
    expect(first).toMatchObject({ status: 'paid', amount: 2_525n, fee: 51n })
    expect(await pay(payer, payee, 2_525n, id)).toEqual(first)
    await expect(pay(payer, payee, 2_526n, id)).rejects.toMatchObject({
      code: 'currency_payment_conflict',
    })
    expect([await balance(payer), await balance(payee)]).toEqual([7_475n, 2_474n])
  })
})

test('time takes what it takes before a payment, and the rest is lots of their days', async () => {
  const instrument = await market.add('circles')
  const payer = await market.wallet(instrument, 'person', market.person(2), 100_000n)
  const payee = await market.wallet(instrument, 'person', market.person(3))
  market.runtime.advance(730 * DAY_MS)
  // 0.93 a year of 365.25 days: (0.93 ^ (730 / 365.25)) of 1,000.00
  expect(await balance(payer)).toBe(86_499n)
  await pay(payer, payee, 6_499n)
  expect([await balance(payer), await balance(payee)]).toEqual([80_000n, 6_499n])
  const lines = await market.currency.statement(payer, { limit: 10 })
  expect(lines.map(({ code, amount, balance: after }) => [code, amount, after])).toEqual([
    [110, -6_499n, 80_000n],
    [120, -13_501n, 86_499n],
    [100, 100_000n, 100_000n],
  ])
})
