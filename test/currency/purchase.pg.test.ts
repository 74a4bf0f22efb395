import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Principal } from '../../src/access/core/principal.ts'
import { walletIdOf } from '../../src/currency/identity.ts'
import { PURCHASE_RECEIPT_TYPE } from '../../src/currency/purchase-receipt.ts'
import type { BuyRequest, Purchases } from '../../src/currency/purchases.ts'
import type { Uuid } from '../../src/kernel/ids.ts'
import type { Voucher } from '../../src/vouchers/service.ts'
import { type CounterMarket, openCounter } from './counter.ts'
import { lotFaults } from './log-walk.ts'
import { purchasesOf, tillCodesOf } from './till-codes.ts'

const TOKENS = 'SCONTO'
const MONEY = 'CASH'
const SHOP = 'BI-SHOP-1'

let market: CounterMarket
let here: Purchases['counter']
let there: Purchases['counter']
beforeAll(async () => {
  market = await openCounter('purchases', 13)
  here = market.counters[0].counter
  there = market.counters[1].counter
  await market.add('merits-sconto', { demurrage: { kind: 'none' }, expiry: null }, TOKENS)
  await market.add('merits-cash', { payeeFee: '0.02' }, MONEY)
  for (const instrument of [TOKENS, MONEY]) await market.wallet(instrument, 'partner', SHOP)
})
afterAll(() => market.close())

const wallet = (instrument: string, person: number, amount = 0n) =>
  market.wallet(instrument, 'person', market.person(person), amount)
const balance = async (id: Uuid) => (await market.currency.getPurse(id)).balance
const heldBy = (person: number) =>
  Promise.all([TOKENS, MONEY].map(async (one) => balance(await wallet(one, person))))
const ofShop = () =>
  Promise.all([TOKENS, MONEY].map((one) => balance(walletIdOf(one, 'partner', SHOP))))
const left = async ({ id }: Voucher) => (await market.vouchers.get(id)).remaining
const shown = ({ typedCode }: Voucher) => ({ kind: 'typedCode', text: typedCode }) as const
const paidBy = (voucher: Voucher, amount: bigint, id = market.id()) => {
  return { id, amount, shown: shown(voucher) }
}
const ofMoney = (amount: bigint) => [{ instrumentId: MONEY, amount }]
const positions = async () => {
  const [row] = await market.test.db.sql`select max(position)::text as last from ledger_transfer`
  return BigInt(row?.last ?? 0)
}

/** 50.00: a discount of 15.00, a voucher of 20.00, 10.00 of currency and 5.00 in cash. */
async function fifty(person: number, more: Partial<BuyRequest> = {}) {
  await wallet(TOKENS, person, 10_000n)
  await wallet(MONEY, person, 1_000n)
  const voucher = await market.voucher(person, 2_000n)
  const request: BuyRequest = {
    ...{ id: market.id(), price: 5_000n, euro: 500n, code: `CODE-${person}-a` },
    parts: [{ instrumentId: TOKENS, amount: 1_500n }, ...ofMoney(1_000n)],
    ...{ voucher: paidBy(voucher, 2_000n), ...more },
  }
  return { voucher, request }
}

describe('a price', () => {
  test('is split by what the payer has, what the shop takes and what the rules allow', async () => {
    const { request, voucher } = await fifty(1)
    const asked = { price: 5_000n, code: request.code, voucher: shown(voucher) }
    const split = await here.quote(asked, market.shop(1))
    expect(split).toEqual({
      ...{ status: 'good', triesLeft: null, euro: 500n },
      voucher: { status: 'good', amount: 2_000n },
      parts: [
        {
          ...{ instrumentId: TOKENS, amount: 1_500n, isDiscount: true },
          ...{ unit: 'SCONTO', name: 'Merits-sconto' },
        },
        {
          ...{ instrumentId: MONEY, amount: 1_000n, isDiscount: false },
          ...{ unit: 'MERIT', name: 'Merits-cash' },
        },
      ],
    })
    // The voucher is not good elsewhere, and that shop takes no currency either.
    expect(await here.quote(asked, market.shop(2))).toMatchObject({ parts: [], euro: 3_000n })
    const unknown = await here.quote({ price: 700n, code: 'NONE' }, market.shop(1))
    expect(unknown).toMatchObject({ status: 'code_unknown', parts: [], voucher: null, euro: 700n })
  })

  test('of which the tokens are too few for the least part takes none of them', async () => {
    await wallet(TOKENS, 2, 100n)
    const split = await here.quote({ price: 5_000n, code: 'CODE-2-a' }, market.shop(1))
    expect(split).toMatchObject({ parts: [], euro: 5_000n })
  })
})

describe('a purchase', () => {
  test('pays with all of it in one journal, under one receipt, once', async () => {
    const { request, voucher } = await fifty(3)
    const before = await ofShop()
    const first = await positions()
    const answer = await here.buy(request, market.shop(1))
    expect(answer.status).toBe('paid')
    expect(await heldBy(3)).toEqual([8_500n, 0n])
    expect(await left(voucher)).toBe(0n)
    // 2 % of the currency are the programme's.
    expect(await ofShop()).toEqual([(before[0] ?? 0n) + 1_500n, (before[1] ?? 0n) + 980n])
    const rows = await market.test.db.sql`
      select code, flags & 1 as linked, recorded_at as at from ledger_transfer
      where position > ${first} order by position`
    expect(rows.map(({ code, linked }) => [code, linked])).toEqual([
      ...[
        [40, 1],
        [110, 1],
        [111, 1],
        [110, 0],
      ],
    ])
    expect(new Set(rows.map(({ at }) => at.getTime())).size).toBe(1)
    const { receipt } = answer.purchase ?? {}
    const read = await market.keys.verifyToken('receipt', PURCHASE_RECEIPT_TYPE, receipt ?? '')
    expect(read).toMatchObject({
      status: 'valid',
      claims: {
        ...{ iss: 'https://fra-noi.example', purchaseId: request.id, partnerId: SHOP },
        ...{ price: '5000', euro: '500', voucher: { voucherId: voucher.id, amount: '2000' } },
        parts: [
          { instrumentId: MONEY, amount: '1000' },
          { instrumentId: TOKENS, amount: '1500' },
        ],
      },
    })
    const sameParts = { ...request, parts: request.parts.toReversed() }
    expect(await there.buy(sameParts, market.shop(1))).toEqual(answer)
    expect(await there.get(request.id, market.shop(1))).toEqual(answer.purchase)
    const ofAnother = there.get(request.id, market.shop(2))
    await expect(ofAnother).rejects.toMatchObject({ code: 'purchase_not_found' })
    const another = here.buy({ ...request, euro: 400n }, market.shop(1))
    await expect(another).rejects.toMatchObject({ code: 'purchase_id_conflict' })
    expect(await lotFaults(market.test.db)).toEqual([])
  })

  test('of which one part is not allowed moves nothing, tells why of each, and leaves the code good', async () => {
    const { request, voucher } = await fifty(4)
    const parts = [{ instrumentId: TOKENS, amount: 1_501n }, ...ofMoney(999n)]
    const first = await positions()
    const answer = await here.buy({ ...request, parts }, market.shop(1))
    expect(answer).toMatchObject({
      status: 'declined',
      purchase: {
        ...{ receipt: null, voucherStatus: 'allowed' },
        parts: [
          { instrumentId: MONEY, status: 'allowed', paymentId: null },
          { instrumentId: TOKENS, status: 'exceeds_discount', paymentId: null },
        ],
      },
    })
    expect([await positions(), await left(voucher)]).toEqual([first, 2_000n])
    expect(await there.buy({ ...request, parts }, market.shop(1))).toEqual(answer)
    const again = await here.buy({ ...request, id: market.id() }, market.shop(1))
    expect(again.status).toBe('paid')
  })

  test('whose voucher is declined moves no currency', async () => {
    const { request, voucher } = await fifty(5)
    const more = { voucher: paidBy(voucher, 2_001n), euro: 499n }
    const answer = await here.buy({ ...request, ...more }, market.shop(1))
    expect(answer).toMatchObject({
      status: 'declined',
      purchase: { voucherStatus: 'exceeds_remaining', parts: [{ status: 'allowed' }, {}] },
    })
    expect(await heldBy(5)).toEqual([10_000n, 1_000n])
  })

  test('at a shop that takes no currency, or of somebody without, says so', async () => {
    const { request } = await fifty(6)
    expect(await here.buy(request, market.shop(2))).toMatchObject({
      purchase: { parts: [{ status: 'not_taken' }, { status: 'not_taken' }] },
    })
    const poor = { ...request, id: market.id(), code: 'CODE-12-a' }
    expect(await here.buy(poor, market.shop(1))).toMatchObject({
      purchase: { parts: [{ status: 'holds_none' }, { status: 'holds_none' }] },
    })
    const unread = await here.buy({ ...poor, id: market.id(), code: 'NONE' }, market.shop(1))
    expect(unread).toEqual({ status: 'code_unknown', purchase: null })
  })

  test('by a voucher alone, or with currency alone, is one as well', async () => {
    await wallet(MONEY, 7, 1_000n)
    const voucher = await market.voucher(7, 2_000n)
    const plain = { price: 700n, parts: [], euro: 0n }
    const byVoucher = { ...plain, id: market.id(), voucher: paidBy(voucher, 700n) }
    expect((await here.buy(byVoucher, market.shop(1))).status).toBe('paid')
    const byMoney = { ...plain, id: market.id(), code: 'CODE-7-a', parts: ofMoney(700n) }
    expect((await here.buy(byMoney, market.shop(1))).status).toBe('paid')
    expect([await left(voucher), ...(await heldBy(7))]).toEqual([1_300n, 0n, 300n])
  })

  test('does not take a voucher payment for its own that was made by itself', async () => {
    const { request, voucher } = await fifty(8)
    const part = paidBy(voucher, 2_000n)
    await market.vouchers.redeem({ ...part, partnerId: SHOP })
    const bought = here.buy({ ...request, voucher: part }, market.shop(1))
    await expect(bought).rejects.toMatchObject({ code: 'purchase_voucher_conflict' })
    expect(await heldBy(8)).toEqual([10_000n, 1_000n])
  })
})

describe('of purchases at once in two processes', () => {
  test('that spend the same currency one is paid, and the voucher of the other is whole', async () => {
    const { request, voucher } = await fifty(9)
    const second = await market.voucher(9, 2_000n)
    const other: BuyRequest = {
      ...{ ...request, id: market.id(), code: 'CODE-9-b' },
      voucher: paidBy(second, 2_000n),
    }
    const answers = await Promise.all([
      here.buy(request, market.shop(1)),
      there.buy(other, market.shop(1)),
    ])
    expect(answers.map(({ status }) => status).sort()).toEqual(['declined', 'paid'])
    expect([await left(voucher), await left(second)].sort()).toEqual([0n, 2_000n])
    expect(await heldBy(9)).toEqual([8_500n, 0n])
    expect(await lotFaults(market.test.db)).toEqual([])
  })

  test('that spend the same voucher one is paid, and the other keeps its currency', async () => {
    const { request, voucher } = await fifty(10)
    await fifty(11)
    const other: BuyRequest = {
      ...{ ...request, id: market.id(), code: 'CODE-11-a' },
      voucher: paidBy(voucher, 2_000n),
    }
    const answers = await Promise.all([
      here.buy(request, market.shop(1)),
      there.buy(other, market.shop(1)),
    ])
    expect(answers.map(({ status }) => status).sort()).toEqual(['declined', 'paid'])
    const held = [await heldBy(10), await heldBy(11)].map(([, money]) => money)
    expect(held.sort()).toEqual([0n, 1_000n])
  })

  test('the same one is paid once', async () => {
    const { request } = await fifty(1, { code: 'CODE-1-same' })
    const answers = await Promise.all(
      [here, there, here, there].map((one) => one.buy(request, market.shop(1))),
    )
    expect(new Set(answers.map(({ purchase }) => purchase?.receipt)).size).toBe(1)
    expect(answers[0]?.status).toBe('paid')
  })
})

test('a terminal signs the voucher part as it does by itself, and its chain goes on', async () => {
  const { request, voucher } = await fifty(2)
  const till = await market.pair(1)
  const part = paidBy(voucher, 2_000n)
  const statement = till.sign({
    ...{ id: part.id, shown: part.shown, cash: '500' },
    lines: [{ category: 'food', amount: '2000' }],
  })
  const answer = await here.buy({ ...request, voucher: { ...part, statement } }, till.principal)
  expect(answer).toMatchObject({ status: 'paid', purchase: { redemptionId: part.id } })
  expect(await market.vouchers.chain(till.principal)).toMatchObject({ seq: 1 })
  // Sent by itself it gets the answer that it got as a part.
  const alone = await market.vouchers.state({ statement }, till.principal)
  expect(alone).toMatchObject({ status: 'redeemed', redemption: { id: part.id } })
  const other = till.sign({
    ...{ id: market.id(), shown: part.shown, cash: '0' },
    lines: [{ category: 'food', amount: '1' }],
  })
  const refused = await here.buy(
    { id: market.id(), price: 1n, parts: [], euro: 0n, voucher: { ...part, statement: other } },
    till.principal,
  )
  expect(refused).toEqual({ status: 'statement_conflict', purchase: null })
})

describe('a purchase that is given back', () => {
  const owner = (): Principal => {
    return { kind: 'person', id: market.id(), role: 'partner_owner', partnerId: SHOP }
  }

  test('and broken off behind its currency is gone on with by the same request, once', async () => {
    const { request, voucher } = await fifty(13)
    await here.buy(request, market.shop(1))
    const give = { id: market.id(), purchaseId: request.id, reason: 'goods_returned' } as const
    const dying = { ...market.vouchers, refund: () => Promise.reject(new Error('killed')) }
    const killed = purchasesOf(market, { ...market, vouchers: dying }, tillCodesOf(market))
    await expect(killed.counter.refund(give, owner())).rejects.toThrow('killed')
    expect([await left(voucher), ...(await heldBy(13))]).toEqual([0n, 10_000n, 1_000n])
    const given = await there.refund(give, owner())
    expect(given).toMatchObject({ status: 'refunded', euro: 500n, voucher: { state: 'done' } })
    expect(await here.refund(give, owner())).toEqual(given)
    expect([await left(voucher), ...(await heldBy(13))]).toEqual([2_000n, 10_000n, 1_000n])
  })

  test('goes back to where each part came from, once', async () => {
    const { request, voucher } = await fifty(12)
    await here.buy(request, market.shop(1))
    const give = { id: market.id(), purchaseId: request.id, reason: 'goods_returned' } as const
    const given = await here.refund(give, owner())
    expect(given).toMatchObject({ status: 'refunded', euro: 500n, voucher: { state: 'done' } })
    expect(given.payments.map(({ amount }) => amount).sort()).toEqual([1_000n, 1_500n])
    expect([await left(voucher), ...(await heldBy(12))]).toEqual([2_000n, 10_000n, 1_000n])
    expect(await there.refund(give, owner())).toEqual(given)
    const twice = here.refund({ ...give, id: market.id() }, owner())
    await expect(twice).rejects.toMatchObject({ code: 'purchase_given_back' })
    const elsewhere = here.refund(give, { ...owner(), partnerId: 'BI-SHOP-2' })
    await expect(elsewhere).rejects.toMatchObject({ code: 'purchase_not_found' })
    expect(await lotFaults(market.test.db)).toEqual([])
  })
})
