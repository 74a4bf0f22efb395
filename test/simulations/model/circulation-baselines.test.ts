import { describe, expect, test } from 'vitest'
import { blockedShare } from '../../../simulations/analytic/advances.ts'
import { turnedAway } from '../../../simulations/analytic/sponsors.ts'
import { circulation } from '../../../simulations/model/circulation/circulation.ts'
import {
  type CirculationParameters,
  circulationParameters,
} from '../../../simulations/model/circulation/parameters.ts'
import { TOWNS, townOf, turn } from './circulation-towns.ts'
import { expectNear, meanOf, type Ran, ratioOf, runPaths, valuesOf } from './runs.ts'

const CASH = {
  instrument: { rules: 'cash' },
  cash: {
    ...{ accounts: '70 %', waiting: 30, elsewhere: '20 %' },
    ...{ transfer: '0.50 EUR', card: '1.5 %' },
  },
}
const RECEIPTS = {
  instrument: { rules: 'receipts' },
  receipts: { liquidity: '25 EUR', delay: 14, none: '30 %', work: '5 EUR' },
}

/** People who always have enough, and things that all cost 10 euro. */
function world(changes: Readonly<Record<string, object | string>>): CirculationParameters {
  const { people = {}, ...rest } = changes
  return circulationParameters.parse({
    months: '3 months',
    people: {
      ...{ beneficiaries: 60, grant: '100 EUR', start: '2000 EUR', payday: 'month' },
      ...{ habit: { kind: 'alike', trips: 6 }, ...(people as object) },
    },
    needs: [{ kind: 'food', share: '100 %', basket: '10 EUR', shops: 5, joined: '40 %' }],
    network: { suppliers: 0 },
    partners: {
      ...{ decides: 'month', shops: turn({ change: 100 }) },
      ...{ suppliers: turn(), associations: turn() },
    },
    costs: { month: '200 EUR', person: '4 EUR', payment: '0.02 EUR' },
    ...rest,
  })
}

/** Holds every closed form of a scenario against its paths. @returns which there were */
function checked(parameters: CirculationParameters, paths: number): readonly string[] {
  const ran = runPaths(circulation, parameters, paths)
  return circulation.closedForms(parameters).map(({ of, value }) => {
    const ratio = circulation.ratios.find(({ name }) => name === of)
    const found =
      ratio === undefined
        ? meanOf(valuesOf(ran, of))
        : ratioOf(ran, ratio.numerator, ratio.denominator)
    expectNear(found, value, of)
    return of
  })
}

describe('what is known of the baselines comes out of the paths', () => {
  test('cash: nothing is refused, all of it arrives, so much goes elsewhere', () => {
    const cash = { ...CASH.cash, accounts: '100 %' }
    expect(checked(world({ ...CASH, cash }), 60)).toEqual([
      ...['needed', 'issued', 'daysToHave', 'refused', 'elsewhereShare', 'costPerEuro'],
    ])
  })

  test('cash for which one waits, longer without an account', () => {
    const people = { start: '0 EUR', delivery: 6 }
    expect(checked(world({ ...CASH, people }), 200)).toEqual([
      ...['needed', 'issued', 'daysToHave', 'refused'],
    ])
  })

  test('receipts: who cannot pay in advance is a loss system', () => {
    expect(checked(world(RECEIPTS), 150)).toEqual([
      ...['needed', 'issued', 'unpaidShare', 'repaidAfter', 'unfinancedShare', 'costPerEuro'],
    ])
  })

  test('receipts that are refused', () => {
    const receipts = { ...RECEIPTS.receipts, refused: '20 %', spread: 0.8, liquidity: '60 EUR' }
    expect(checked(world({ ...RECEIPTS, receipts }), 60)).toEqual([
      ...['needed', 'issued', 'unpaidShare', 'repaidAfter'],
    ])
  })
})

describe('the share of purchases that cannot be paid in advance', () => {
  test('of one purchase at a time is p D / (1 + p D) in the long run', () => {
    const found = blockedShare({ chance: 0.2, delay: 10, purchases: 1 }, 40_000)
    expect(found).toBeCloseTo(2 / 3, 3)
  })

  test('comes near the formula of Erlang where days are cut into small parts', () => {
    const load = 1.5
    const off = [6, 12, 24].map((delay) => {
      const found = blockedShare({ chance: load / delay, delay, purchases: 2 }, 20_000) ?? 0
      return Math.abs(found - turnedAway(2, load))
    })
    expect(off[1]).toBeLessThan((off[0] ?? 0) * 0.6)
    expect(off[2]).toBeLessThan((off[1] ?? 0) * 0.6)
  })
})

/** Of all paths together. */
const sumOf = (ran: Ran, ...outputs: readonly string[]): number =>
  outputs.flatMap((output) => valuesOf(ran, output)).reduce((sum, one) => sum + one, 0)

describe('every instrument meets the same people', () => {
  const euro = { people: { bought: '0 EUR' }, partners: { start: '0 EUR' } }
  const cash = townOf({ ...CASH, ...euro, instrument: { rules: 'cash', expiry: null } })
  const receipts = townOf({ ...RECEIPTS, ...euro, instrument: { rules: 'receipts', expiry: null } })
  const towns = {
    cash,
    receipts,
    vouchers: townOf(),
    tokens: townOf(TOWNS[Object.keys(TOWNS)[1] ?? '']),
  }
  const ran = Object.values(towns).map((parameters) => runPaths(circulation, parameters, 3))

  test('with the same needs, on the same days, at the same prices, and the same shops', () => {
    const needed = ran.map((one) => valuesOf(one, 'needed'))
    const tries = ran.map((one) =>
      valuesOf(one, 'attempts').map((tried, path) =>
        ['without', 'unlearned'].reduce((sum, why) => sum + (valuesOf(one, why)[path] ?? 0), tried),
      ),
    )
    for (const all of [needed, tries]) for (const other of all) expect(other).toEqual(all[0])
  })

  test('and every euro that was granted is spent, spent elsewhere, or not spent', () => {
    for (const one of ran.slice(0, 2)) {
      expect(sumOf(one, 'issued')).toBe(sumOf(one, 'spent', 'elsewhere', 'unspent'))
      expect(sumOf(one, 'granted')).toBe(sumOf(one, 'issued'))
      expect(sumOf(one, 'inNetwork')).toBeLessThan(sumOf(one, 'spent'))
    }
    const [, paid] = ran
    if (paid === undefined) throw new RangeError('there are receipts')
    expect(sumOf(paid, 'advanced')).toBe(sumOf(paid, 'spent', 'unpaid'))
    expect(sumOf(paid, 'repaid')).toBeLessThan(sumOf(paid, 'spent'))
    expect(sumOf(paid, 'unfinanced')).toBeGreaterThan(0)
  })

  test('what expires with shops that nobody pays was spent all the same', () => {
    const unpaid = world({
      instrument: { rules: 'merits-cash', expiry: 20 },
      people: { beneficiaries: 20, start: '0 EUR' },
      shocks: [{ start: 1, duration: 3, deposits: 0 }],
    })
    const one = runPaths(circulation, unpaid, 3)
    expect(sumOf(one, 'issued')).toBe(sumOf(one, 'spent', 'unspent'))
    expect(sumOf(one, 'expired')).toBeGreaterThan(sumOf(one, 'unspent'))
  })

  test('what is left of cash is kept by who leaves', () => {
    const [cashed, , vouchers] = ran
    if (cashed === undefined || vouchers === undefined) throw new RangeError('there are four')
    expect(sumOf(cashed, 'expired')).toBe(0)
    expect(sumOf(vouchers, 'expired')).toBeGreaterThan(0)
  })
})

describe('a scenario of euro', () => {
  const faultOf = (changes: Readonly<Record<string, object | string>>): string => {
    const read = circulationParameters.safeParse({ ...structuredClone(WRITTEN), ...changes })
    return (
      (read.error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`)[0] ??
      ''
    )
  }
  const WRITTEN = {
    ...CASH,
    people: {
      beneficiaries: 1,
      grant: '1 EUR',
      payday: 'month',
      habit: { kind: 'alike', trips: 1 },
    },
    needs: [{ kind: 'food', share: '100 %', basket: '10 EUR', shops: 5, joined: '40 %' }],
    network: { suppliers: 0 },
    partners: { decides: 'month', shops: turn(), suppliers: turn(), associations: turn() },
  }

  test.each([
    [{ cash: null as never }, 'cash: instrument.rules is cash: say how'],
    [{ receipts: RECEIPTS.receipts }, 'receipts: instrument.rules is not receipts'],
    [{ instrument: { rules: 'cash', expiry: 9 } }, 'instrument.expiry: euro have nothing like it'],
    [
      { partners: { ...WRITTEN.partners, start: '1 EUR' } },
      'partners.start: what partners have in euro is their own: 0 EUR',
    ],
  ])('%j is refused', (changes, fault) => {
    expect(faultOf({})).toBe('')
    expect(faultOf(changes as never)).toBe(fault)
  })
})
