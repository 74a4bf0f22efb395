import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Principal } from '../../src/access/core/principal.ts'
import type { Purchases } from '../../src/currency/purchases.ts'
import type { Uuid } from '../../src/kernel/ids.ts'
import { type Market, openMarket } from './market.ts'
import { openTillCodes, purchasesOf, tillCodesOf } from './till-codes.ts'

let market: Market
let shops: Purchases
let instrumentId: string
beforeAll(async () => {
  market = await openMarket('till', { people: 8 })
  shops = purchasesOf(market, market, await openTillCodes(market))
  // Without a fee, so that amounts are easy to follow.
  instrumentId = await market.add('rec', { payeeFee: '0' })
  for (const shop of [1, 2]) await market.wallet(instrumentId, 'partner', `BI-SHOP-${shop}`)
})
afterAll(() => market.close())

const at = (shop: number, kind: Principal['kind'] = 'key', role: Principal['role'] = 'partner') =>
  ({ kind, role, id: market.id(), partnerId: `BI-SHOP-${shop}` }) satisfies Principal
const terminal = (shop: number) => at(shop, 'terminal', 'cashier')
const operator = (...contactPointIds: string[]): Principal => {
  return { kind: 'person', role: 'operator', id: market.id(), contactPointIds }
}
const personOf = (index: number, amount = 0n) =>
  market.wallet(instrumentId, 'person', market.person(index), amount)
const shopWallet = (shop: number) => market.wallet(instrumentId, 'partner', `BI-SHOP-${shop}`)
const balance = async (id: Uuid) => (await market.currency.getPurse(id)).balance
const charge = (code: string, amount: bigint, more: { id?: Uuid; pin?: string } = {}, by = at(1)) =>
  shops.till.charge({ id: market.id(), instrumentId, amount, code, ...more }, by)

describe('a charge', () => {
  test('takes what the code is good for, once, and answers the same however often it is asked', async () => {
    const payer = await personOf(1, 5_000n)
    const id = market.id()
    const first = await charge('CODE-1-a', 1_250n, { id })
    expect(first).toMatchObject({ status: 'paid', payment: { amount: 1_250n, channel: 'code' } })
    expect(await charge('CODE-1-a', 1_250n, { id })).toEqual(first)
    expect(await balance(payer)).toBe(3_750n)
    const again = charge('CODE-1-a', 1_251n, { id })
    await expect(again).rejects.toMatchObject({ code: 'currency_payment_conflict' })
  })

  test('of a code that was used is of no other payment, and writes nothing down', async () => {
    const payer = await personOf(2, 5_000n)
    await charge('CODE-2-a', 100n)
    const id = market.id()
    expect(await charge('CODE-2-a', 100n, { id })).toMatchObject({
      ...{ status: 'code_used', payment: null },
    })
    expect(await charge('CODE-2-b', 100n, { id })).toMatchObject({ status: 'paid' })
    expect(await balance(payer)).toBe(4_800n)
  })

  test('by two processes at once with one code is paid once', async () => {
    const payer = await personOf(3, 5_000n)
    const other = purchasesOf(market, market.anotherProcess(), tillCodesOf(market))
    const ask = (till: Purchases['till']) =>
      till.charge({ id: market.id(), instrumentId, amount: 700n, code: 'CODE-3-a' }, at(1))
    const answers = await Promise.all([ask(shops.till), ask(other.till), ask(shops.till)])
    expect(answers.map(({ status }) => status).sort()).toEqual(['code_used', 'code_used', 'paid'])
    expect(await balance(payer)).toBe(4_300n)
  })

  test('that is declined leaves the code good, and stays declined', async () => {
    await personOf(4, 500n)
    const id = market.id()
    const declined = await charge('CODE-4-a', 501n, { id })
    expect(declined).toMatchObject({
      status: 'exceeds_funds',
      payment: { status: 'exceeds_funds' },
    })
    expect(await charge('CODE-4-a', 500n)).toMatchObject({ status: 'paid' })
    await market.give(await personOf(4), 1_000n)
    expect(await charge('CODE-4-a', 501n, { id })).toEqual(declined)
  })

  test('tells why a code is not good, and of whom the shop has no wallet', async () => {
    expect(await charge('NONE', 1n)).toEqual({
      ...{ status: 'code_unknown', triesLeft: null, payment: null },
    })
    expect(await charge('CODE-1-x', 1n, { pin: '00000' })).toMatchObject({
      ...{ status: 'pin_wrong', triesLeft: 4 },
    })
    expect(await charge('CODE-8-a', 1n)).toMatchObject({ status: 'holds_none' })
    const elsewhere = charge('CODE-1-x', 1n, {}, at(3))
    await expect(elsewhere).rejects.toMatchObject({ code: 'currency_wallet_not_found' })
  })
})

describe('a shop', () => {
  const pay = (amount: bigint, by: Principal, more: { id?: Uuid; ownerPin?: string } = {}) => {
    const payee = { party: 'partner', holderId: 'BI-SHOP-2' } as const
    return shops.till.pay({ id: market.id(), instrumentId, payee, amount, ...more }, by)
  }

  test('pays another: its owner by themselves, a terminal with the PIN of the owner', async () => {
    await market.give(await shopWallet(1), 10_000n)
    const owner = at(1, 'person', 'partner_owner')
    expect(await pay(1_000n, owner)).toMatchObject({ status: 'paid', channel: 'wallet' })
    await expect(pay(1n, terminal(1))).rejects.toMatchObject({ code: 'owner_pin_missing' })
    await market.pins.setOwnerPin({ partnerId: 'BI-SHOP-1', pin: '27391', by: owner })
    await expect(pay(1n, terminal(1), { ownerPin: '27390' })).rejects.toMatchObject({
      code: 'owner_pin_wrong',
    })
    const id = market.id()
    const paid = await pay(500n, terminal(1), { id, ownerPin: '27391' })
    // What was paid needs no PIN to be told again.
    expect(await pay(500n, terminal(1), { id })).toEqual(paid)
    expect(await balance(await shopWallet(2))).toBe(1_500n)
  })

  test('is told whom it may pay, by name, without those whom the rules leave out', async () => {
    await market.wallet(instrumentId, 'association', 'BI-ASS-1')
    expect(await shops.till.payees(instrumentId, at(1))).toEqual([
      { party: 'partner', holderId: 'BI-SHOP-2', name: 'Shop 2' },
    ])
    const elsewhere = shops.till.payees(instrumentId, at(3))
    await expect(elsewhere).rejects.toMatchObject({ code: 'currency_wallet_not_found' })
  })

  test('sees its own statement, the newest first', async () => {
    const lines = await shops.till.statement(instrumentId, { limit: 2 }, at(2))
    expect(lines.map(({ amount, balance: after }) => [amount, after])).toEqual([
      [500n, 1_500n],
      [1_000n, 1_000n],
    ])
    const [holding] = await shops.till.holdings(at(2))
    expect(holding).toMatchObject({ purse: { balance: 1_500n }, bounds: { least: 0n } })
  })

  test('gives back what it was paid, never more, and nothing of another shop', async () => {
    const payer = await personOf(5, 2_000n)
    const { payment } = await charge('CODE-5-a', 2_000n)
    const give = (amount: bigint, by: Principal, id = market.id()) => {
      const request = { id, paymentId: payment?.id as Uuid, amount, reason: 'goods_returned' }
      return shops.till.refund(request, by)
    }
    await expect(give(1n, at(2, 'person', 'partner_owner'))).rejects.toMatchObject({
      code: 'currency_payment_not_found',
    })
    await expect(give(1n, terminal(1))).rejects.toMatchObject({ code: 'owner_pin_wrong' })
    const owner = at(1, 'person', 'partner_owner')
    expect(await give(1_500n, owner)).toMatchObject({ status: 'paid', kind: 'refund' })
    await expect(give(501n, owner)).rejects.toMatchObject({ code: 'currency_refund_exceeds' })
    expect(await balance(payer)).toBe(1_500n)
  })
})

describe('on behalf of somebody', () => {
  const pay = (index: number, by: Principal, more: { id?: Uuid } = {}) =>
    shops.desk.pay(
      {
        ...{ id: market.id(), instrumentId, amount: 300n, reason: 'Lost the phone', ...more },
        payer: { party: 'person', holderId: market.person(index) },
        payee: { party: 'partner', holderId: 'BI-SHOP-2' },
      },
      by,
    )

  test('an operator pays for a person of their own contact point, and it is in the log', async () => {
    await personOf(6, 1_000n)
    const near = operator('BI-SC')
    const id = market.id()
    const paid = await pay(6, near, { id })
    expect(paid).toMatchObject({ status: 'paid', channel: 'on_behalf', reason: 'Lost the phone' })
    expect(await pay(6, near, { id })).toEqual(paid)
    const entries = await market.accessLog.list({ limit: 9, action: 'currency.paid_on_behalf' })
    expect(entries).toMatchObject([{ actorId: near.id, subjectId: id, contactPointId: 'BI-SC' }])
    await expect(pay(6, operator('MT-SC'))).rejects.toMatchObject({ code: 'beneficiary_not_found' })
  })

  test('only the shops around are paid for', async () => {
    const request = {
      ...{ id: market.id(), instrumentId, amount: 1n, reason: 'No till today' },
      payer: { party: 'partner', holderId: 'BI-SHOP-2' },
      payee: { party: 'partner', holderId: 'BI-SHOP-1' },
    } as const
    const far = shops.desk.pay(request, operator('MT-SC'))
    await expect(far).rejects.toMatchObject({ code: 'currency_wallet_elsewhere' })
    expect(await shops.desk.pay(request, operator('BI-SC'))).toMatchObject({ status: 'paid' })
  })

  test('the list shows whoever is bound to contact points what their people paid', async () => {
    const all = await shops.desk.list({ limit: 100, instrumentId }, operator('BI-SC'))
    expect(all.length).toBeGreaterThan(5)
    const ofPeople = all.every(({ payer, payee }) =>
      [payer?.party, payee?.party].includes('person'),
    )
    expect(ofPeople).toBe(true)
    expect(await shops.desk.list({ limit: 100 }, operator('MT-SC'))).toEqual([])
    const auditor: Principal = { kind: 'person', role: 'auditor', id: market.id() }
    const [newest, ...rest] = await shops.desk.list({ limit: 100, instrumentId }, auditor)
    const after = await shops.desk.list(
      { limit: 100, instrumentId, after: newest?.id as Uuid },
      auditor,
    )
    expect(after).toEqual(rest)
    expect(rest.length).toBeGreaterThan(all.length)
  })

  test('gives back for whoever was paid, within reach', async () => {
    const paid = await pay(6, operator('BI-SC'))
    const give = (by: Principal) =>
      shops.desk.refund({ id: market.id(), paymentId: paid.id, amount: 100n, reason: 'Twice' }, by)
    await expect(give(operator('MT-SC'))).rejects.toMatchObject({
      code: 'currency_payment_not_found',
    })
    expect(await give(operator('BI-SC'))).toMatchObject({ status: 'paid', channel: 'on_behalf' })
  })
})
