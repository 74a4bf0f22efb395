import { afterAll, beforeAll, expect, test } from 'vitest'
import { age, totalOf } from '../../src/currency/core/holding.ts'
import { ageUnder, type Instrument } from '../../src/currency/core/instrument.ts'
import { demurrageOf, type InstrumentRules } from '../../src/currency/core/rules.ts'
import { selectWorth } from '../../src/currency/outstanding-store.ts'
import { addDays, type Day } from '../../src/kernel/days.ts'
import { type Market, openMarket } from './market.ts'

const DAY_MS = 24 * 60 * 60 * 1000

let market: Market
beforeAll(async () => {
  market = await openMarket('outstanding')
})
afterAll(() => market.close())

const DEMURRAGES: readonly InstrumentRules['demurrage'][] = [
  { kind: 'yearly', lost: '0.07', freeDays: 0 },
  { kind: 'daily', lost: '0.06', freeDays: 90 },
  { kind: 'stamp', lost: '0.02', every: 'quarter' },
  { kind: 'stamp', lost: '0.03', every: 'half_year' },
  { kind: 'none' },
]

/** Lots of many days and amounts in one wallet, some closed, some that expire, written past the service. */
async function scatter(instrumentId: string, first: Day): Promise<void> {
  const wallet = await market.wallet(instrumentId, 'person', market.person(1))
  await market.test.db.sql`
    insert into currency_lot (wallet_id, instrument_id, amount, received_on, valued_on, last_day, closed_on)
    select ${wallet}, ${instrumentId}, 1 + (n * 7919 % 100003), ${first}::date + n % 400,
      ${first}::date + n % 400 + n % 3 * 40,
      case when n % 5 = 0 then ${first}::date + n % 400 + 300 end,
      case when n % 7 = 0 then ${first}::date + n % 400 + n % 3 * 40 + n % 200 end
    from generate_series(1, 300) as n`
}

/** The same by the functions that value a single wallet. */
async function byLot(instrument: Pick<Instrument, 'versions'>, id: string, day: Day) {
  const lots = await market.test.db.sql<
    { amount: bigint; receivedOn: Day; valuedOn: Day; lastDay: Day | null }[]
  >`
    select amount, received_on::text as "receivedOn", valued_on::text as "valuedOn", last_day::text as "lastDay"
    from currency_lot where instrument_id = ${id} and valued_on <= ${day} and (closed_on is null or closed_on > ${day})`
  return lots.reduce((sum, lot) => sum + totalOf(ageUnder(instrument, [lot], day).holding), 0n)
}

test.each(DEMURRAGES)(
  'all lots at once are each of them alone, on any day: %o',
  async (demurrage) => {
    const number = DEMURRAGES.indexOf(demurrage)
    const id = `SCATTERED-${number}`
    await market.add('circles', { unit: `SC${number}`, demurrage }, id)
    const instrument = await market.currency.getInstrument(id)
    const first = market.today()
    await scatter(id, first)
    for (const days of [0, 1, 57, 240, 399, 731]) {
      const day = addDays(first, days)
      expect(await selectWorth(market.test.db.sql, instrument, day)).toBe(
        await byLot(instrument, id, day),
      )
    }
  },
)

test('a change of rules counts as a movement, for each lot', async () => {
  const id = 'CHANGED'
  await market.add('circles', { unit: 'CHANGED' }, id)
  const { versions, ...rest } = await market.currency.getInstrument(id)
  const first = market.today()
  await scatter(id, first)
  const [begun] = versions
  if (begun === undefined) throw new Error('there are rules')
  const changed: Instrument = {
    ...rest,
    versions: DEMURRAGES.slice(0, 4).map((demurrage, index) => ({
      ...{ version: index + 1, validFrom: addDays(first, index * 130) },
      rules: { ...begun.rules, demurrage },
    })),
  }
  for (const days of [129, 130, 131, 300, 800]) {
    const day = addDays(first, days)
    const worth = await selectWorth(market.test.db.sql, changed, day)
    expect(worth).toBe(await byLot(changed, id, day))
    const unchanged = demurrageOf(begun.rules)
    expect(worth === (await byLot({ versions: [begun] }, id, day))).toBe(days < 130)
    expect(totalOf(age([], unchanged, day).holding)).toBe(0n)
  }
})

test('as of any day: what was held, what lay behind it, and what time took of it meanwhile', async () => {
  const id = await market.add('chiemgauer-2003')
  const actor = { id: market.id() }
  const buy = (amount: bigint) =>
    market.minting.buy({
      ...{ id: market.id(), instrumentId: id, party: 'person', holderId: market.person(2) },
      ...{ amount, reference: 'CRO', actor },
    })
  const first = market.today()
  await buy(10_000n)
  market.runtime.advance(100 * DAY_MS)
  await buy(5_000n)
  market.runtime.advance(100 * DAY_MS)
  const figures = async (day?: Day) => {
    const { outstanding, reserve, held, faded } = await market.minting.outstanding(id, day)
    return [outstanding, reserve, held, faded]
  }
  expect(await figures(addDays(first, -1))).toEqual([0n, 0n, 0n, 0n])
  // A stamp of 2 % on the first of July, and another on that of October.
  expect(await figures(addDays(first, 99))).toEqual([10_000n, 10_000n, 9_800n, 200n])
  expect(await figures(addDays(first, 100))).toEqual([15_000n, 15_000n, 14_800n, 200n])
  expect(await figures()).toEqual([15_000n, 15_000n, 14_504n, 496n])
  const curve = await market.minting.curve(id, 6)
  expect(curve.map(({ outstanding }) => outstanding)).toEqual([
    ...[10_000n, 10_000n, 15_000n, 15_000n, 15_000n, 15_000n],
  ])
  // Of a day that has passed it ends there.
  const until = addDays(first, 99)
  const before = await market.minting.curve(id, 2, until)
  expect(before.map(({ outstanding }) => outstanding)).toEqual([10_000n, 10_000n])
  expect(before.at(-1)?.day).toBe(until)
})
