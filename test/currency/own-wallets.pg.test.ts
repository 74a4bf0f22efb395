import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Principal } from '../../src/access/core/principal.ts'
import { isCodeSpent } from '../../src/currency/codes.ts'
import { parsePayeeCode } from '../../src/currency/core/code.ts'
import { assert } from '../../src/kernel/assert.ts'
import type { Day } from '../../src/kernel/days.ts'
import type { Uuid } from '../../src/kernel/ids.ts'
import { systemRuntime } from '../../src/runtime.ts'
import { type Market, openMarket } from './market.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const OPERATOR: Principal = { kind: 'key', id: systemRuntime.newId(), role: 'operator' }
const FREE = { kind: 'none' } as const

let market: Market
let instrument: string
let ada: Principal
let bea: Principal
let adas: Uuid
let beas: Uuid
let shop: Uuid
beforeAll(async () => {
  market = await openMarket('own wallets')
  instrument = await market.add(
    'rec',
    {
      payments: [
        { from: 'person', to: 'person' },
        { from: 'person', to: 'partner' },
      ],
      limits: { payment: '10000', day: '15000', month: '90000', balance: null },
      demurrage: FREE,
      payeeFee: '0',
    },
    'MONEY',
  )
  ada = await phoneOf(market.person(1))
  bea = await phoneOf(market.person(2))
  adas = await market.wallet(instrument, 'person', market.person(1))
  beas = await market.wallet(instrument, 'person', market.person(2))
  shop = await market.wallet(instrument, 'partner', 'BI-SHOP-1')
  const { db } = market.test
  await db.sql`select 1`
  await fund(adas, 50_000n)
})
afterAll(() => market.close())

/** Gives money of an instrument that nothing has to lie behind. */
const fund = (id: Uuid, amount: bigint) => market.give(id, amount)

async function phoneOf(beneficiaryId: string): Promise<Principal> {
  const { token } = await market.wallets.createLink({ beneficiaryId, hours: 72, by: OPERATOR })
  await market.wallets.open(token, beneficiaryId.padEnd(43, 'x').replaceAll('.', '-'))
  const { wallet } = await market.wallets.stateOf(beneficiaryId, OPERATOR)
  assert(wallet, 'the phone is bound')
  return { kind: 'wallet', id: wallet.id, role: 'beneficiary', beneficiaryId }
}

const serialOf = (code: string) => parsePayeeCode(code) ?? -1n
const balance = async (id: Uuid) => (await market.currency.getPurse(id)).balance
const payCode = (code: string, amount: bigint, id = market.id(), who = ada) =>
  market.walletCurrency.pay(who, { id, instrumentId: instrument, serial: serialOf(code), amount })

/** What a till does with a code. */
async function charge(
  text: string,
  amount: bigint,
  { pin, id = market.id() }: { readonly pin?: string; readonly id?: Uuid } = {},
) {
  const claimed = await market.payerCodes.claim(text, {
    usedFor: id,
    ...(pin === undefined ? {} : { pin }),
  })
  if (claimed.status !== 'good') return claimed.status
  const [purse] = await market.currency.pursesOf('person', claimed.beneficiaryId)
  assert(purse, 'the person has a wallet')
  const parties = { payerId: purse.wallet.id, payeeId: shop }
  try {
    const beside = () => claimed.use(id)
    const paid = await market.currency.pay({
      id,
      ...parties,
      amount,
      channel: 'code',
      actor: null,
      beside,
    })
    return paid.status
  } catch (error) {
    if (isCodeSpent(error)) return 'spent'
    throw error
  }
}

describe('a code on a phone', () => {
  test('pays once, and is good for the same payment again', async () => {
    const { address, code } = await market.walletCurrency.showCode(ada, instrument)
    const id = market.id()
    expect(await charge(address, 100n, { id })).toBe('paid')
    expect(await charge(code, 100n, { id })).toBe('paid')
    expect(await charge(code, 100n)).toBe('code_used')
    expect(await balance(shop)).toBe(100n)
  })

  test('pays one of two tills that read it in the same moment', async () => {
    const { code } = await market.walletCurrency.showCode(ada, instrument)
    const both = await Promise.all([charge(code, 10n), charge(code, 10n)])
    expect(both.filter((status) => status === 'paid')).toHaveLength(1)
    expect(['spent', 'code_used']).toContain(both.find((status) => status !== 'paid'))
  })

  test('is over after two minutes, and when the phone is taken back', async () => {
    const { code } = await market.walletCurrency.showCode(ada, instrument)
    market.runtime.advance(120_000)
    expect(await charge(code, 10n)).toBe('code_expired')
    expect(await charge('0000-0000-0000-0000', 10n)).toBe('code_unknown')
    const lost = await market.walletCurrency.showCode(bea, instrument)
    await market.wallets.revoke(market.person(2), OPERATOR)
    await fund(beas, 10n)
    expect(await charge(lost.code, 10n)).toBe('spent')
    bea = await phoneOf(market.person(2))
    market.runtime.advance(2 * DAY_MS)
    expect(await market.payerCodes.clear()).toBeGreaterThan(0)
  })
})

test('a card pays again and again with the PIN, until it is withdrawn', async () => {
  const card = await market.payerCodes.printCard(market.person(1), OPERATOR)
  expect(await charge(card.address, 10n)).toBe('pin_none')
  await market.pins.resetPin({ beneficiaryId: market.person(1), pin: '40718', by: OPERATOR })
  expect(await charge(card.code, 10n)).toBe('pin_missing')
  expect(await charge(card.code, 10n, { pin: '40719' })).toBe('pin_wrong')
  expect(await charge(card.code, 10n, { pin: '40718' })).toBe('paid')
  expect(await charge(card.code, 10n, { pin: '40718' })).toBe('paid')
  expect((await market.payerCodes.cardsOf(market.person(1), OPERATOR)).map(({ id }) => id)).toEqual(
    [card.id],
  )
  const elsewhere = { ...OPERATOR, contactPointIds: ['BI-OTHER'] }
  await expect(market.payerCodes.revokeCard(card.id, elsewhere)).rejects.toMatchObject({
    code: 'beneficiary_not_found',
  })
  await market.payerCodes.revokeCard(card.id, OPERATOR)
  await market.payerCodes.revokeCard(card.id, OPERATOR)
  expect(await charge(card.code, 10n, { pin: '40718' })).toBe('code_revoked')
})

describe('a request', () => {
  test('that was withdrawn is paid by nobody; one that was paid is not withdrawn', async () => {
    const asked = { id: market.id(), instrumentId: instrument, amount: 500n }
    const { code } = await market.walletCurrency.request(bea, asked)
    const strange = market.walletCurrency.withdrawRequest(ada, asked.id)
    await expect(strange).rejects.toMatchObject({ code: 'currency_request_not_found' })
    const withdrawn = await market.walletCurrency.withdrawRequest(bea, asked.id)
    expect(withdrawn.state).toBe('withdrawn')
    expect(await market.walletCurrency.withdrawRequest(bea, asked.id)).toEqual(withdrawn)
    expect(await market.walletCurrency.request(bea, asked)).toEqual(withdrawn)
    const late = payCode(code, 500n)
    await expect(late).rejects.toMatchObject({ code: 'currency_request_withdrawn' })

    const paid = { ...asked, id: market.id() }
    const other = await market.walletCurrency.request(bea, paid)
    await payCode(other.code, 500n)
    const tooLate = market.walletCurrency.withdrawRequest(bea, paid.id)
    await expect(tooLate).rejects.toMatchObject({ code: 'currency_request_paid' })
    const sign = await market.walletCurrency.sign(bea, instrument)
    const standing = market.walletCurrency.withdrawRequest(bea, sign.id)
    await expect(standing).rejects.toMatchObject({ code: 'currency_request_not_found' })
  })

  test('that is paid and withdrawn in the same moment has one end, in two processes', async () => {
    const other = market.anotherProcess()
    const codeOf = (error: unknown) => (error as { readonly code: string }).code
    for (let round = 0; round < 8; round++) {
      const asked = { id: market.id(), instrumentId: instrument, amount: 10n }
      const { code } = await market.walletCurrency.request(bea, asked)
      const before = await balance(beas)
      const paying = payCode(code, 10n).then(({ status }) => status, codeOf)
      // The payment is given a head start that differs from round to round.
      for (let wait = 0; wait < round; wait++) await other.walletCurrency.sign(bea, instrument)
      const withdrawing = other.walletCurrency
        .withdrawRequest(bea, asked.id)
        .then(({ state }) => state, codeOf)
      const end = await Promise.all([paying, withdrawing])
      const isPaid = end[0] === 'paid'
      expect(end).toEqual(
        isPaid ? ['paid', 'currency_request_paid'] : ['currency_request_withdrawn', 'withdrawn'],
      )
      expect((await balance(beas)) - before).toBe(isPaid ? 10n : 0n)
    }
  })

  test('is paid once, by one of two, and says who wants how much', async () => {
    const id = market.id()
    const asked = { id, instrumentId: instrument, amount: 500n, note: 'pane' }
    const shown = await market.walletCurrency.request(bea, asked)
    expect(await market.walletCurrency.request(bea, asked)).toEqual(shown)
    expect(await market.walletCurrency.seeRequest(serialOf(shown.address))).toMatchObject({
      request: { state: 'open', amount: 500n, note: 'pane' },
      payee: { party: 'person', holderId: market.person(2), name: null },
    })
    await expect(payCode(shown.code, 501n)).rejects.toMatchObject({
      code: 'currency_request_differs',
    })
    const payment = market.id()
    const both = await Promise.allSettled([
      payCode(shown.code, 500n, payment),
      payCode(shown.code, 500n),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const again = payCode(shown.code, 500n, payment)
    if (both[0]?.status === 'fulfilled') expect(await again).toEqual(both[0].value)
    else await expect(again).rejects.toMatchObject({ code: 'currency_request_paid' })
    expect((await market.walletCurrency.seeRequest(serialOf(shown.code))).request.state).toBe(
      'paid',
    )
  })

  test('is too old after fifteen minutes; a sign is good again and again', async () => {
    const asked = { id: market.id(), instrumentId: instrument, amount: 500n }
    const { code } = await market.walletCurrency.request(bea, asked)
    market.runtime.advance(15 * 60_000)
    await expect(payCode(code, 500n)).rejects.toMatchObject({ code: 'currency_request_expired' })
    const sign = await market.paymentRequests.standing(shop)
    expect(await market.paymentRequests.standing(shop)).toEqual(sign)
    expect((await payCode(sign.code, 3n)).status).toBe('paid')
    expect((await payCode(sign.code, 4n)).status).toBe('paid')
    await expect(payCode('0000-0000-0000', 4n)).rejects.toMatchObject({
      code: 'currency_request_not_found',
    })
  })
})

test('a wallet tells what is there, what is left of the limits, and who was paid', async () => {
  market.runtime.advance(40 * DAY_MS)
  const before = await balance(adas)
  const sign = await market.paymentRequests.standing(shop)
  await payCode(sign.code, 9_000n)
  const [own] = await market.walletCurrency.list(ada)
  expect(own?.purse.balance).toBe(before - 9_000n)
  expect(own?.limits).toEqual({ payment: 10_000n, today: 6_000n, month: 81_000n, balance: null })
  expect((await payCode(sign.code, 9_000n)).status).toBe('exceeds_day_limit')
  const [line] = await market.walletCurrency.statement(ada, instrument, { limit: 1 })
  expect(line).toMatchObject({ amount: -9_000n, other: { party: 'partner', name: 'Shop 1' } })
})

test('what was paid to a person goes back from their wallet, and from no other', async () => {
  const { code } = await market.walletCurrency.request(bea, {
    id: market.id(),
    instrumentId: instrument,
    amount: 300n,
  })
  const paid = await payCode(code, 300n)
  const refund = { id: market.id(), paymentId: paid.id, amount: 100n, reason: 'too much' }
  await expect(market.walletCurrency.refund(ada, refund)).rejects.toMatchObject({
    code: 'currency_payment_not_found',
  })
  const [mine, hers] = [await balance(adas), await balance(beas)]
  expect((await market.walletCurrency.refund(bea, refund)).status).toBe('paid')
  expect(await market.walletCurrency.refund(bea, refund)).toMatchObject({ status: 'paid' })
  expect([await balance(adas), await balance(beas)]).toEqual([mine + 100n, hers - 100n])
})

test('time tells what it took, since the last movement and in all, and what expires next', async () => {
  const slow = await market.add(
    'chiemgauer-2015',
    {
      expiry: { days: 400 },
      payments: [{ from: 'person', to: 'person' }],
      backing: '0',
      issuance: { by: 'grant' },
      redemption: null,
      unit: 'SLOW',
    },
    'SLOW',
  )
  const mine = await market.wallet(slow, 'person', market.person(1), 100_000n)
  const lastDay = (await market.currency.getPurse(mine)).lots[0]?.lastDay
  market.runtime.advance(200 * DAY_MS)
  const slowOf = async () =>
    (await market.walletCurrency.list(ada)).find(({ purse }) => purse.wallet.instrument.id === slow)
  const asleep = await slowOf()
  assert(asleep, 'the wallet is listed')
  const taken = 100_000n - asleep.purse.balance
  expect(taken).toBeGreaterThan(0n)
  expect([asleep.takenSince.demurrage, asleep.takenInAll.demurrage]).toEqual([taken, taken])
  expect(asleep.expiresNext).toEqual({ amount: asleep.purse.balance, on: lastDay })
  await market.wallet(slow, 'person', market.person(2))
  const sign = await market.walletCurrency.sign(bea, slow)
  await market.walletCurrency.pay(ada, {
    id: market.id(),
    instrumentId: slow,
    serial: serialOf(sign.code),
    amount: 1_000n,
  })
  const moved = await slowOf()
  expect([moved?.takenSince.demurrage, moved?.takenInAll.demurrage]).toEqual([0n, taken])
})

describe('a schedule', () => {
  const order = (code: string, amount: bigint, fromDay: Day) => ({
    ...{ id: market.id(), instrumentId: instrument, serial: serialOf(code), amount },
    ...{ cadence: 'weekly' as const, dueDay: 1, fromDay, untilDay: '2099-01-01' as Day },
  })

  test('pays each turn once, in two processes at once, and tells what was declined', async () => {
    const { walletCurrency, paymentRequests, runtime } = market
    const other = market.anotherProcess()
    const { code } = await paymentRequests.standing(shop)
    const wanted = order(code, 200n, market.today())
    const made = await walletCurrency.schedules.create(ada, wanted)
    expect(await walletCurrency.schedules.create(ada, wanted)).toEqual(made)
    await expect(
      walletCurrency.schedules.create(ada, { ...wanted, amount: 201n }),
    ).rejects.toMatchObject({ code: 'currency_schedule_conflict' })
    const before = await balance(adas)
    runtime.advance(14 * DAY_MS)
    await Promise.all([walletCurrency.schedules.payDue(), other.walletCurrency.schedules.payDue()])
    await walletCurrency.schedules.payDue()
    const turns = before - (await balance(adas))
    expect([400n, 600n]).toContain(turns)
    const [shown] = await walletCurrency.schedules.list(ada, instrument)
    expect(shown).toMatchObject({ payee: { name: 'Shop 1' }, last: { status: 'paid' } })
    await walletCurrency.schedules.end(ada, instrument, wanted.id)
    runtime.advance(14 * DAY_MS)
    expect(await walletCurrency.schedules.payDue()).toBe(0)

    const large = order(code, 9_999n, market.today())
    await walletCurrency.schedules.create(bea, large)
    runtime.advance(7 * DAY_MS)
    await walletCurrency.schedules.payDue()
    await fund(beas, 99_999n)
    expect(await walletCurrency.schedules.payDue()).toBe(0)
    const [declined] = await walletCurrency.schedules.list(bea, instrument)
    expect(declined?.last?.status).toBe('exceeds_funds')
    await expect(walletCurrency.schedules.end(ada, instrument, large.id)).rejects.toMatchObject({
      code: 'currency_schedule_not_found',
    })
  })

  test('needs a sign, and days to come', async () => {
    const { schedules } = market.walletCurrency
    const { code } = await market.walletCurrency.request(bea, {
      id: market.id(),
      instrumentId: instrument,
      amount: 5n,
    })
    await expect(schedules.create(ada, order(code, 5n, market.today()))).rejects.toMatchObject({
      code: 'currency_request_not_found',
    })
    const sign = await market.paymentRequests.standing(shop)
    await expect(
      schedules.create(ada, order(sign.code, 5n, '2020-01-01' as Day)),
    ).rejects.toMatchObject({ code: 'currency_schedule_days' })
  })
})
