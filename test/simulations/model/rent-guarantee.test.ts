import { describe, expect, test } from 'vitest'
import { expectedPaidMonths } from '../../../simulations/analytic/rent.ts'
import {
  type RentGuarantee,
  rentGuaranteeParameters,
} from '../../../simulations/model/rent-guarantee/parameters.ts'
import { rentGuarantee } from '../../../simulations/model/rent-guarantee/rent-guarantee.ts'
import type { JsonObject } from '../../../simulations/scenario/json.ts'
import { expectClosedForms, expectPrecise, expectValue, figureOf, figuresOf } from './figures.ts'
import { expectSameLaw, meanOf, readTargets, runPaths, type Target, valuesOf } from './runs.ts'

const FUND = {
  horizon: '18 months',
  homes: [
    { homes: 30, rent: '600 EUR', deposit: '1000 EUR', damage: '2000 EUR' },
    { homes: 12, rent: '450.50 EUR', damage: '900 EUR' },
  ],
  arrears: {
    ...{ begins: '25 % / year', cures: ['40 %', '30 %', '20 %'], endsAfter: '8 months' },
    ...{ damaged: '30 %', legal: '2500 EUR', vacancy: '2 months' },
    ...{ correlation: 0.15, persistence: 0.7 },
  },
  cover: {
    ...{ trigger: '2 months', paysTrigger: true, covered: '6 months' },
    ...{ damageCap: '1500 EUR', legalCap: '2000 EUR', waiting: '1 month' },
  },
  recovery: { share: '20 %', lag: '5 months' },
  fee: '1 %',
  fund: '8000 EUR',
  income: '100 EUR',
  counterGuarantee: { share: '50 %', cap: '15000 EUR' },
  topUp: { below: '40 %', to: '100 %', limit: '6000 EUR' },
}
const INDEPENDENT = { ...FUND.arrears, persistence: 0 }

function parametersOf(changes: JsonObject = {}): RentGuarantee {
  return rentGuaranteeParameters.parse({ ...FUND, ...changes })
}

describe('the fast kernel of rent guarantees', () => {
  test('has the law of the reference in every output and month', () => {
    const parameters = parametersOf()
    expectSameLaw(
      runPaths(rentGuarantee, parameters, 1_500),
      runPaths(rentGuarantee, parameters, 1_500, { reference: true, seed: 8 }),
    )
  })

  test('agrees with the means of months that are independent, evenly drawn as well', () => {
    for (const method of ['chance', 'even'] as const) {
      const written = { ...FUND, arrears: INDEPENDENT }
      const figures = figuresOf('rent-guarantee', written, { paths: 4_096, method })
      expect(expectClosedForms(figures)).toBe(4)
    }
  })

  test('agrees with the whole law of a single month', () => {
    const bare = {
      recovery: null,
      fee: '0 %',
      income: '0 EUR',
      counterGuarantee: null,
      topUp: null,
    }
    const [, home] = FUND.homes
    const written = {
      ...{ ...FUND, ...bare, horizon: '1 month', fund: '1000 EUR' },
      homes: [{ ...home, rent: '450 EUR', homes: 60 }],
      arrears: { ...INDEPENDENT, begins: '80 % / year', correlation: 0, legal: '1800 EUR' },
    }
    const figures = figuresOf('rent-guarantee', written, { paths: 20_000 })
    expect(expectClosedForms(figures)).toBe(16)
  })

  test.each([true, false])(
    'pays the months that a formula expects, the trigger too: %s',
    (pays) => {
      const months = { triggerMonths: 3, paysTriggerMonths: pays, monthsMax: 5 }
      const expected = expectedPaidMonths({ ...months, arrearsShare: 1, endHazard: 0.25 })
      const written = {
        ...{ ...FUND, horizon: '1 month', homes: [{ homes: 2_000, rent: '100 EUR' }] },
        arrears: { begins: '100 % / year', cures: ['25 %'], endsAfter: '40 months' },
        cover: { trigger: '3 months', paysTrigger: pays, covered: '5 months' },
      }
      const parameters = rentGuaranteeParameters.parse(written)
      const called = meanOf(valuesOf(runPaths(rentGuarantee, parameters, 200), 'calls'))
      const found = {
        value: called.mean / 2_000 / 10_000,
        standardError: called.error / 2_000 / 10_000,
      }
      expectValue(found, expected, 'months')
      expectPrecise(found, expected, 'months')
    },
  )

  test('calls the deposit first, and no more than what is covered', () => {
    const one = {
      homes: [{ homes: 1, rent: '500 EUR', deposit: '1200 EUR', damage: '3000 EUR' }],
      arrears: {
        ...{ begins: '100 % / year', cures: ['0 %'], endsAfter: '6 months' },
        ...{ damaged: '100 %', legal: '4000 EUR' },
      },
      cover: {
        ...{ trigger: '2 months', paysTrigger: true, covered: '4 months' },
        ...{ damageCap: '2500 EUR', legalCap: '1500 EUR' },
      },
    }
    const rich = { fund: '100000 EUR', counterGuarantee: null, topUp: null, recovery: null }
    const parameters = parametersOf({ ...one, ...rich, horizon: '1 month' })
    const ran = runPaths(rentGuarantee, parameters, 1)
    // Of four months' rent the deposit pays 1,200; damage and clearing up to their caps.
    expect(valuesOf(ran, 'calls')).toEqual([200_000 - 120_000 + 250_000 + 150_000])
    // Two months are less than the deposit; then 300, 500, then nothing until it is cleared.
    const calls = [...(ran.series[0] ?? [])].slice(-7)
    expect(calls).toEqual([0, 0, 0, 30_000, 80_000, 80_000, 480_000])
    expect(valuesOf(ran, 'guaranteed')).toEqual([480_000])
  })

  test('has fewer arrears in a boom and more in a recession, which shocks make', () => {
    const counts = (push: number) => {
      const parameters = parametersOf()
      return meanOf(valuesOf(runPaths(rentGuarantee, parameters, 400, { push }), 'arrears')).mean
    }
    expect(counts(-1)).toBeGreaterThan(1.15 * counts(0))
    expect(counts(1)).toBeLessThan(0.9 * counts(0))
  })

  test('tells the smallest fund, and keeps the same books in full', () => {
    const changes = { topUp: null, fund: '3000 EUR' }
    const ran = runPaths(rentGuarantee, parametersOf(changes), 200)
    expect(runPaths(rentGuarantee, parametersOf(changes), 200, { mode: 'full' })).toEqual(ran)
    const needed = valuesOf(ran, 'fundNeeded')
    expect(valuesOf(ran, 'ruined')).toEqual(needed.map((cents) => (cents > 300_000 ? 1 : 0)))
    expect(meanOf(valuesOf(ran, 'ruined')).mean).toBeGreaterThan(0.05)
    valuesOf(ran, 'calls').forEach((calls, path) => {
      const at = (name: string) => valuesOf(ran, name)[path] ?? Number.NaN
      expect(at('paid') + at('unpaid')).toBe(calls)
      expect(at('recovered')).toBeLessThanOrEqual(0.2 * at('paid') + 25)
    })
  })
})

/** Claims of units of rent: a month each, as many as a household stays away. */
function depositScheme({ inputs }: Target): JsonObject {
  const parts = inputs.severity_units as Record<string, number>
  const units = Object.values(parts)
  // Of those with k units, how many have no more.
  const cures = units.map((part, place) => {
    const left = units.slice(place).reduce((sum, one) => sum + one, 0)
    return `${Number(((100 * part) / left).toFixed(10))} %`
  })
  const yearly = 1 - (1 - Number(inputs.claim_prob)) ** 12
  return {
    horizon: '1 month',
    homes: [{ homes: Number(inputs.tenancies), rent: `${inputs.unit_EUR} EUR` }],
    arrears: { begins: `${(100 * yearly).toFixed(13)} % / year`, cures, endsAfter: '6 months' },
    cover: { trigger: '1 month', covered: '12 months' },
    fund: `${Number(inputs.reserve_units) * Number(inputs.unit_EUR)} EUR`,
  }
}

describe('every value of rent deposits comes out of the model', () => {
  const simulated = readTargets('guarantee').filter(({ case: name }) => name === 'rent_deposit')

  test.each(simulated)('$id $quantity', (target) => {
    for (const method of ['chance', 'even'] as const) {
      const written = depositScheme(target)
      const figures = figuresOf('rent-guarantee', written, { paths: 2 ** 15, method })
      const ruined = figureOf(figures, 'ruined', 'probability')
      expectValue(ruined, target.value, `${target.id} ${method}`)
      // Nothing is common to tenants here, so that evenly drawn factors change nothing.
      if (method === 'chance') expectPrecise(ruined, target.value, target.id)
      expect(ruined.figure.closedForm?.value).toBeCloseTo(target.value, 9)
    }
  })

  test('and none is left out', () => {
    expect(simulated).toHaveLength(2)
  })
})
