import { afterAll, beforeAll, expect, test } from 'vitest'
import { yearBefore } from '../../src/currency/core/meters.ts'
import type { Day } from '../../src/kernel/days.ts'
import type { Uuid } from '../../src/kernel/ids.ts'
import { EUR } from '../../src/kernel/money.ts'
import { systemRuntime } from '../../src/runtime.ts'
import { makeEligible } from '../support/eligible.ts'
import { type Market, openMarket, PROGRAMME } from './market.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const SHOP = 'BI-SHOP-1'

let market: Market
beforeAll(async () => {
  market = await openMarket('meters')
  const { keys, network, networkDesk, casework, vouchers } = market
  await keys.prepare()
  expect((await network.findPartner(SHOP))?.id).toBe(SHOP)
  const who = { kind: 'person', id: market.id(), role: 'administrator' } as const
  await makeEligible(casework, [market.person(1)], who)
  await networkDesk.agree(
    {
      ...{ id: market.id(), partnerId: SHOP, signedOn: '2026-01-01' as Day, validUntil: null },
      ...{ products: null, categories: null, documents: [] },
      ...{ settlementPeriod: 'weekly', settlementDays: 7 },
    },
    who,
  )
  await vouchers.addProducts([
    {
      ...{ id: 'FOOD', name: 'Food', unit: EUR, categories: ['food'], validityDays: 900 },
      ...{ minAmount: 100n, maxAmount: 10_000n },
    },
  ])
})
afterAll(() => market.close())

async function reading(key: string) {
  const { readings } = await market.meters.read(PROGRAMME)
  const found = readings.find((one) => one.key === key)
  if (found === undefined) throw new Error(`there is no meter ${key}`)
  const sum = found.evidence.reduce((all, { amount }) => all + amount, 0n)
  expect(sum, key).toBe(found.value)
  return found
}

async function pay(payerId: Uuid, payeeId: Uuid, amount: bigint) {
  const who = { channel: 'wallet', actor: null } as const
  const paid = await market.currency.pay({ id: market.id(), payerId, payeeId, amount, ...who })
  expect(paid.status).toBe('paid')
}

/** Issues a voucher and spends it whole. */
async function spendVoucher(beneficiaryId: string, amount: bigint) {
  const order = { id: market.id(), productId: 'FOOD', beneficiaryId, amount }
  const { voucher } = await market.vouchers.issue(order, null)
  const shown = { kind: 'typedCode', text: voucher.typedCode } as const
  const ask = { id: market.id(), shown, amount, partnerId: SHOP, pin: undefined }
  expect(await market.vouchers.redeem(ask)).toMatchObject({ status: 'redeemed' })
}

test('a programme without money is far from every limit', async () => {
  for (const { key } of (await market.meters.read(PROGRAMME)).readings) {
    expect(await reading(key)).toMatchObject({ value: 0n, level: 'below', evidence: [] })
  }
  await expect(market.meters.read('NONE')).rejects.toMatchObject({ code: 'programme_unknown' })
})

test('what was paid in twelve months is payments and vouchers, and what one person paid most', async () => {
  // The books write down vouchers by the clock of the database.
  market.runtime.advance(systemRuntime.now() - market.runtime.now())
  const rec = await market.add('rec')
  const payer = await market.wallet(rec, 'person', market.person(1), 90_000_000n)
  const shop = await market.wallet(rec, 'partner', SHOP)
  const other = await market.wallet(rec, 'partner', 'BI-SHOP-2')
  await pay(payer, shop, 40_000_000n)
  await pay(shop, other, 29_990_000n)
  await spendVoucher(market.person(1), 4_000n)
  market.runtime.advance(DAY_MS)
  // 40.00 of the voucher: 699,940.00 in all.
  expect(await reading('psd2_limited_network')).toMatchObject({
    ...{ value: 69_994_000n, level: 'below', peak: { value: 69_994_000n } },
  })
  await pay(payer, shop, 6_000n)
  const near = await reading('psd2_limited_network')
  expect([near.value, near.level]).toEqual([70_000_000n, 'from_70'])
  expect(near.evidence.map(({ kind, count, amount }) => [kind, count, amount])).toEqual([
    ['instrument', 2, 69_990_000n],
    ['vouchers', 1, 4_000n],
    ['instrument', 1, 6_000n],
  ])
  expect((await reading('charity_payment')).value).toBe(40_000_000n)
  expect((await reading('aml_cash_out')).value).toBe(0n)
  const { vat } = await market.meters.read(PROGRAMME)
  expect(vat.map(({ source, treatment, value }) => [source, treatment, value])).toEqual([
    ['FOOD', 'multi_purpose', 4_000n],
    ['REC', 'means_of_payment', 69_996_000n],
  ])
  const evidence = await market.meters.evidence(PROGRAMME, 'vat_nature')
  expect(evidence.reduce((sum, { amount }) => sum + amount, 0n)).toBe(70_000_000n)
})

test('the month of a person is one of the calendar', async () => {
  const [rec] = await market.currency.pursesOf('person', market.person(1))
  const shop = await market.currency.openWallet('REC', 'partner', SHOP)
  market.runtime.advance(40 * DAY_MS)
  await pay(rec?.wallet.id as Uuid, shop, 9_000n)
  const month = await reading('aml_month')
  expect(month.person).toBe(market.person(1))
  expect(month.value).toBeGreaterThanOrEqual(40_000_000n)
  expect(month.evidence.some(({ amount }) => amount === 9_000n)).toBe(false)
})

test('discount tokens are payments of the network, but no money of a person', async () => {
  const token = await market.add('scec')
  await market.wallet(token, 'person', market.person(4), 90_000_000n)
  expect((await reading('aml_stored_value')).person).toBe(market.person(1))
  const { vat } = await market.meters.read(PROGRAMME)
  expect(vat.find(({ source }) => source === token)?.treatment).toBe('price_reduction')
})

test('a treasurer is told once of each level', async () => {
  const { staff, outbox } = market
  const id = market.id()
  const scope = {
    role: 'treasurer',
    contactPointIds: [],
    partnerId: null,
    associationId: null,
  } as const
  await staff.invite({ id, email: 'tea@example.org', name: 'Tea Gallo', ...scope }, null)
  const { sql } = market.test.db
  await sql`update staff set activated_at = now() where id = ${id}`
  const told = await market.meters.notifyDue()
  expect(told).toBe(5)
  expect(await market.meters.notifyDue()).toBe(0)
  const rows = await sql<{ readonly key: string; readonly level: string }[]>`
    select key, level from meter_notice order by key`
  expect(rows.map(({ key, level }) => `${key} ${level}`)).toEqual([
    ...['aml_month reached', 'aml_stored_value reached', 'charity_month reached'],
    ...['charity_payment reached', 'psd2_limited_network from_70'],
  ])
  const who = { kind: 'person', id: market.id(), role: 'administrator' } as const
  const waiting = await outbox.list(who, { limit: 50 })
  const messages = waiting.filter(({ purpose }) => purpose === 'meter_level')
  expect(messages.length).toBe(5)
  expect(messages.every(({ recipient }) => recipient === 'tea@example.org')).toBe(true)
  const psd2 = messages.find(({ text }) => text.includes('700090.00 EUR su / of 1000000.00 EUR'))
  expect(psd2?.text).toContain('https://fra-noi.example/desk/meters')
  expect(messages.some(({ text }) => text.includes(market.person(1)))).toBe(false)
})

test('what was paid falls out after twelve months; the largest stays', async () => {
  const { until } = await reading('psd2_limited_network')
  const first = (await reading('psd2_limited_network')).evidence[0]?.day as Day
  while (yearBefore(market.today()) < first) market.runtime.advance(DAY_MS)
  expect((await reading('psd2_limited_network')).value).toBe(15_000n)
  market.runtime.advance(DAY_MS)
  expect(await reading('psd2_limited_network')).toMatchObject({
    ...{ value: 9_000n, level: 'below', peak: { value: 70_009_000n, lastDay: until } },
  })
})

test('who holds most is found by what can be spent, not by what the books say', async () => {
  const lasting = await market.add('circles', { unit: 'CRC2' }, 'LASTING')
  const circles = await market.add('circles')
  await market.wallet(circles, 'person', market.person(2), 100_000_000n)
  market.runtime.advance(730 * DAY_MS)
  await market.wallet(lasting, 'person', market.person(3), 87_000_000n)
  // Of 1,000,000.00 that slept for two years 864,990.00 are left.
  const held = await reading('aml_stored_value')
  expect([held.value, held.level, held.person]).toEqual([
    ...[87_000_000n, 'reached', market.person(3)],
  ])
})
