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

describe('a payment that is not made', () => {
  const status = async (...args: Parameters<typeof pay>) => (await pay(...args)).status

  test('is declined with the first reason that applies, which stays the answer', async () => {
    const limits = { payment: '5000', day: '8000', month: '9000', balance: '12000' }
    const instrument = await market.add('rec', { limits }, 'LIMITED')
    const payer = await market.wallet(instrument, 'person', market.person(1), 20_000n)
    const friend = await market.wallet(instrument, 'person', market.person(2), 11_000n)
    const shop = await market.wallet(instrument, 'partner', 'BI-SHOP-1')
    const id = market.id()
    expect(await status(payer, shop, 5_001n, id)).toBe('exceeds_payment_limit')
    expect(await status(payer, shop, 5_001n, id)).toBe('exceeds_payment_limit')
    expect(await status(payer, payer, 1n)).toBe('payer_and_payee_are_the_same')
    expect(await status(shop, payer, 1n)).toBe('payment_not_allowed')
    expect(await status(payer, friend, 1_001n)).toBe('exceeds_balance_limit')
    expect(await status(payer, shop, 5_000n)).toBe('paid')
    expect(await status(payer, shop, 3_001n)).toBe('exceeds_day_limit')
    expect(await status(payer, shop, 3_000n)).toBe('paid')
    market.runtime.advance(DAY_MS)
    expect(await status(payer, shop, 1_001n)).toBe('exceeds_month_limit')
    expect(await status(friend, shop, 0n)).toBe('amount_must_not_be_zero')
    expect([await balance(payer), await balance(friend), await balance(shop)]).toEqual([
      ...[12_000n, 11_000n, 8_000n],
    ])
  })

  test('for a discount without a price: it would be all of it', async () => {
    const instrument = await market.add('merits-sconto')
    const payer = await market.wallet(instrument, 'person', market.person(1), 1_000n)
    const shop = await market.wallet(instrument, 'partner', 'BI-SHOP-1')
    expect(await status(payer, shop, 500n)).toBe('exceeds_discount')
  })

  test('between instruments, however alike', async () => {
    const one = await market.wallet('LIMITED', 'person', market.person(3), 100n)
    const other = await market.wallet('BRISTOL-POUND', 'partner', 'BI-SHOP-2')
    expect(await status(one, other, 50n)).toBe('payment_not_allowed')
  })
})

describe('limits of a day', () => {
  test('hold where two processes pay at once', async () => {
    const limits = { payment: null, day: '1000', month: null, balance: null }
    const instrument = await market.add('rec', { limits, unit: 'RECDAY' }, 'DAILY')
    const payer = await market.wallet(instrument, 'person', market.person(4), 10_000n)
    const shop = await market.wallet(instrument, 'partner', 'BI-SHOP-1')
    const { currency: elsewhere } = market.anotherProcess()
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        (index % 2 === 0 ? market.currency : elsewhere).pay({
          ...{ id: market.id(), payerId: payer, payeeId: shop, amount: 300n },
          ...{ channel: 'wallet', actor: null },
        }),
      ),
    )
    expect(answers.filter(({ status }) => status === 'paid')).toHaveLength(3)
    expect([await balance(payer), await balance(shop)]).toEqual([9_100n, 900n])
  })
})

describe('a refund', () => {
  test('gives back as much as was paid, and no more, whoever asks at once', async () => {
    const payer = await market.wallet('BRISTOL-POUND', 'person', market.person(5), 10_000n)
    const shop = await market.wallet('BRISTOL-POUND', 'partner', 'BI-SHOP-3', 10_000n)
    const { id: paymentId } = await pay(payer, shop, 1_000n)
    const give = (amount: bigint, id = market.id()) =>
      market.currency.refund({ id, paymentId, amount, actor: { id }, reason: 'goods returned' })
    const answers = await Promise.allSettled(Array.from({ length: 6 }, () => give(300n)))
    expect(answers.filter((one) => one.status === 'fulfilled')).toHaveLength(3)
    expect(await market.currency.getPayment(paymentId)).toMatchObject({ refunded: 900n })
    await expect(give(101n)).rejects.toMatchObject({ code: 'currency_refund_exceeds' })
    expect(await balance(payer)).toBe(9_900n)
    expect(await give(100n)).toMatchObject({ status: 'paid', refundOf: paymentId })
  })

  test('is declined where the money is not there any more', async () => {
    const payer = await market.wallet('LIMITED', 'person', market.person(4), 1_000n)
    const shop = await market.wallet('LIMITED', 'partner', 'BI-SHOP-2')
    const other = await market.wallet('LIMITED', 'partner', 'BI-SHOP-3')
    const { id: paymentId } = await pay(payer, shop, 1_000n)
    await pay(shop, other, 1_000n)
    const id = market.id()
    const actor = { id: market.id() }
    const request = { id, paymentId, amount: 1_000n, actor, reason: 'goods returned' }
    expect(await market.currency.refund(request)).toMatchObject({ status: 'exceeds_funds' })
  })
})
