import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Principal } from '../../src/access/core/principal.ts'
import { issuedAccountId, reserveAccountId } from '../../src/currency/identity.ts'
import type { Uuid } from '../../src/kernel/ids.ts'
import { balanceOf } from '../../src/ledger/core/account.ts'
import { type Market, openMarket, PROGRAMME } from './market.ts'
import { fundProgramme, person } from './treasury.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const APPROVED = { state: 'approved' } as const

let market: Market
let operator: Principal
let treasurer: Principal
beforeAll(async () => {
  market = await openMarket('minting', { people: 9 })
  operator = person(market, 'operator')
  treasurer = person(market, 'treasurer')
})
afterAll(() => market.close())

const balance = async (id: Uuid) => (await market.currency.getPurse(id)).balance
const fundOf = async (instrumentId: string) =>
  balance(await market.currency.openWallet(instrumentId, 'programme', PROGRAMME))
const books = async (instrumentId: string) => {
  const ids = [issuedAccountId(instrumentId), reserveAccountId(instrumentId)]
  const found = await market.ledger.findAccounts(ids)
  const [issued, reserve] = ids.map((id) => found.get(id))
  if (issued === undefined || reserve === undefined) throw new Error('it was not opened')
  return { outstanding: -balanceOf(issued), reserve: balanceOf(reserve) }
}
const buy = (instrumentId: string, holderId: string, amount: bigint, id = market.id()) =>
  market.minting.buy({
    ...{ id, instrumentId, party: 'person', holderId, amount },
    ...{ reference: 'CRO 1', actor: treasurer },
  })
const owed = async (shop: string) => {
  const partner = await market.network.findPartner(shop)
  if (partner === undefined) throw new Error('there is no such shop')
  return market.network.owedTo(partner)
}

describe('what is bought', () => {
  test('is backed by the euro that were paid in, and given once', async () => {
    const id = await market.add('eusko')
    const request = market.id()
    const first = await buy(id, market.person(1), 10_000n, request)
    expect(first).toMatchObject({ status: 'paid', kind: 'purchase', amount: 10_000n })
    expect(await buy(id, market.person(1), 10_000n, request)).toEqual(first)
    expect(await books(id)).toEqual({ outstanding: 10_000n, reserve: 10_000n })
  })

  test('is nothing where the rules have it come into being otherwise, or a person would hold too much', async () => {
    const granted = await market.add('rec', { unit: 'RECSOLD' }, 'REC-SOLD')
    expect(await buy(granted, market.person(1), 1n)).toMatchObject({
      status: 'payment_not_allowed',
    })
    const limits = { payment: null, day: null, month: null, balance: '500' }
    const limited = await market.add('chiemgauer-2003', { unit: 'CHLIM', limits }, 'CH-LIM')
    expect(await buy(limited, market.person(1), 501n)).toMatchObject({
      status: 'exceeds_balance_limit',
    })
    expect((await buy(limited, market.person(1), 500n)).status).toBe('paid')
    expect(await books(limited)).toEqual({ outstanding: 500n, reserve: 500n })
  })
})

describe('what a partner changes back', () => {
  test('leaves circulation but for the fee, and is owed out of the reserve', async () => {
    const id = await market.add('chiemgauer-2003', { unit: 'CHA' }, 'CHIEM-A')
    await buy(id, market.person(1), 10_000n)
    const shop = await market.wallet(id, 'partner', 'BI-SHOP-1')
    const person1 = await market.wallet(id, 'person', market.person(1))
    const paying = { payerId: person1, payeeId: shop, amount: 10_000n }
    await market.currency.pay({ id: market.id(), ...paying, channel: 'wallet', actor: null })
    const request = { id: market.id(), walletId: shop, amount: 9_999n, actor: treasurer }
    const before = await owed('BI-SHOP-1')
    const first = await market.minting.convert(request)
    // 5 % of 99.99 is 5.00, which stays in circulation: nobody chose an association here.
    expect(first).toMatchObject({ status: 'paid', kind: 'conversion', fee: 500n, payeeId: null })
    expect(await market.minting.convert(request)).toEqual(first)
    // What was done is answered without the owner's PIN; something else under it is not begun.
    const consent = () => Promise.reject(new Error('no PIN'))
    expect(await market.minting.convert({ ...request, consent })).toEqual(first)
    const another = { ...request, id: market.id(), consent }
    await expect(market.minting.convert(another)).rejects.toThrow('no PIN')
    expect((await owed('BI-SHOP-1')) - before).toBe(9_499n)
    expect([await balance(shop), await fundOf(id)]).toEqual([1n, 500n])
    expect(await books(id)).toEqual({ outstanding: 501n, reserve: 501n })
  })

  test.each([
    ['a person', 'person', 100n, 'payment_not_allowed'],
    ['more than there is', 'partner', 101n, 'exceeds_funds'],
    ['nothing', 'partner', 0n, 'amount_must_not_be_zero'],
  ] as const)('%s: declined, and nothing moves', async (_, party, amount, status) => {
    const id = `CH-${status.toUpperCase().replaceAll('_', '-')}`
    const unit = `U${status
      .replace(/[^a-z]/g, '')
      .slice(0, 9)
      .toUpperCase()}`
    await market.add('chiemgauer-2003', { unit, backing: '0.5' }, id)
    const holder = party === 'person' ? market.person(1) : 'BI-SHOP-1'
    await market.minting.buy({
      ...{ id: market.id(), instrumentId: id, party, holderId: holder, amount: 100n },
      ...{ reference: 'CRO 2', actor: treasurer },
    })
    const wallet = await market.wallet(id, party, holder)
    const converting = { id: market.id(), walletId: wallet, amount, actor: treasurer }
    expect((await market.minting.convert(converting)).status).toBe(status)
    expect(await books(id)).toEqual({ outstanding: 100n, reserve: 100n })
  })
})

describe('a grant', () => {
  test('is given when a second person approves it, with its euro from the grants behind it', async () => {
    const id = await market.add('rec')
    await fundProgramme(market, 1_000n)
    const grant = {
      ...{ id: market.id(), instrumentId: id, reason: 'June' },
      lines: [1, 2].map((index) => ({
        ...{ party: 'person' as const, holderId: market.person(index), amount: 400n },
      })),
    }
    await market.minting.prepareGrant(grant, operator)
    await expect(market.minting.decideGrant(grant.id, APPROVED, operator)).rejects.toMatchObject({
      code: 'approval_own',
    })
    expect(await books(id)).toEqual({ outstanding: 0n, reserve: 0n })
    const decided = await market.minting.decideGrant(grant.id, APPROVED, treasurer)
    expect(decided).toMatchObject({ state: 'approved', total: 800n })
    await market.minting.decideGrant(grant.id, APPROVED, treasurer)
    expect(await books(id)).toEqual({ outstanding: 800n, reserve: 800n })
    expect(await balance(await market.wallet(id, 'person', market.person(2)))).toBe(400n)

    const more = { ...grant, id: market.id() }
    await market.minting.prepareGrant(more, operator)
    await expect(market.minting.decideGrant(more.id, APPROVED, treasurer)).rejects.toMatchObject({
      code: 'currency_funds_exhausted',
    })
    await fundProgramme(market, 600n)
    await market.minting.decideGrant(more.id, APPROVED, treasurer)
    expect(await books(id)).toEqual({ outstanding: 1_600n, reserve: 1_600n })
  })
})

describe('what is fetched', () => {
  test('a gift of the month, once a month', async () => {
    const id = await market.add('merits-sconto')
    const wallet = await market.wallet(id, 'person', market.person(3))
    const both = await Promise.all([
      market.minting.fetch(wallet, operator),
      market.anotherProcess().minting.fetch(wallet, operator),
    ])
    expect(both.filter(({ payment }) => payment !== null)).toHaveLength(1)
    expect(await balance(wallet)).toBe(1_000n)
    expect((await market.minting.fetch(wallet, operator)).fetchable).toMatchObject({
      ...{ amount: 0n, next: '2026-06-01' },
    })
    market.runtime.advance(90 * DAY_MS)
    await market.minting.fetch(wallet, operator)
    expect(await balance(wallet)).toBe(2_000n)
    expect(await books(id)).toEqual({ outstanding: 2_000n, reserve: 0n })
  })

  test('universal money: of so many days back, with what each lost since, as Circles has it', async () => {
    const id = await market.add('circles')
    const wallet = await market.wallet(id, 'person', market.person(4))
    expect((await market.minting.fetch(wallet, operator)).payment).toBeNull()
    market.runtime.advance(3 * DAY_MS)
    expect((await market.minting.fetch(wallet, operator)).payment).toMatchObject({ amount: 7_199n })
    market.runtime.advance(100 * DAY_MS)
    // The mint table of 24 a day: 14 days are 335.57, and the fifteenth is not made yet.
    expect((await market.minting.fetch(wallet, operator)).payment).toMatchObject({
      amount: 33_557n,
    })
    expect((await market.minting.fetch(wallet, operator)).payment).toBeNull()
  })
})

test('donations are their share of all that was bought to the cent, whatever the runs', async () => {
  const id = await market.add('eusko', { unit: 'EUSKOB' }, 'EUSKO-B')
  const donate = (request = market.id()) =>
    market.minting.donate({
      ...{ id: request, instrumentId: id, associationId: 'BI-ASS-9', actor: treasurer },
    })
  await fundProgramme(market, 4_000_000n)
  const amounts = [33_333_33n, 16n, 17n, 86_666_34n]
  for (const [index, amount] of amounts.entries()) {
    await market.minting.buy({
      ...{ id: market.id(), instrumentId: id, party: 'person', holderId: market.person(5) },
      ...{ amount, reference: `CRO ${index}`, actor: treasurer },
      ...(index === 3 ? {} : { associationId: `BI-ASS-${index}` }),
    })
    if (index === 0) await donate()
  }
  const request = market.id()
  const given = await donate(request)
  expect(await donate(request)).toEqual(given)
  await expect(donate()).rejects.toMatchObject({ code: 'nothing_to_donate' })
  expect({ bought: given.bought, donated: given.donated }).toEqual({
    ...{ bought: 120_000_00n, donated: 3_600_00n },
  })
  const held = await Promise.all(
    ['0', '1', '2', '9'].map(async (key) =>
      balance(await market.wallet(id, 'association', `BI-ASS-${key}`)),
    ),
  )
  expect(held.reduce((sum, one) => sum + one, 0n)).toBe(3_600_00n)
  expect(await books(id)).toEqual({ outstanding: 123_600_00n, reserve: 123_600_00n })
})

test('a reserve gives what it need not hold, when a second person approves it', async () => {
  const id = await market.add('chiemgauer-2003', { unit: 'CHR', backing: '0.5' }, 'CHIEM-R')
  await buy(id, market.person(6), 201n)
  const release = (amount: bigint) => ({ id: market.id(), instrumentId: id, amount, reason: 'x' })
  const another = person(market, 'administrator')
  const tooMuch = release(101n)
  await market.minting.prepareRelease(tooMuch, treasurer)
  await expect(market.minting.decideRelease(tooMuch.id, APPROVED, another)).rejects.toMatchObject({
    code: 'reserve_needed',
  })
  const fits = release(100n)
  await market.minting.prepareRelease(fits, treasurer)
  await market.minting.decideRelease(fits.id, APPROVED, another)
  expect(await books(id)).toEqual({ outstanding: 201n, reserve: 101n })
  await expect(market.minting.decideRelease(tooMuch.id, APPROVED, another)).rejects.toMatchObject({
    code: 'reserve_needed',
  })
})

test('what expired is taken by the job, and goes where the rules say', async () => {
  const id = await market.add('scec', { expiry: { days: 10 } })
  const kept = await market.wallet(id, 'person', market.person(7), 700n)
  market.runtime.advance(5 * DAY_MS)
  await market.give(kept, 300n)
  market.runtime.advance(6 * DAY_MS)
  expect(await market.minting.expire()).toBe(1)
  expect(await market.minting.expire()).toBe(0)
  expect([await balance(kept), await fundOf(id)]).toEqual([300n, 700n])
  expect((await market.currency.getPurse(kept)).nominal).toBe(300n)
})
