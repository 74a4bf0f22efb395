import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Model } from '../../../simulations/model/model.ts'
import {
  type PortfolioGuarantee,
  portfolioGuaranteeParameters,
} from '../../../simulations/model/portfolio-guarantee/parameters.ts'
import { portfolioGuarantee } from '../../../simulations/model/portfolio-guarantee/portfolio-guarantee.ts'
import { callFor, termsOf } from '../../../simulations/model/portfolio-guarantee/terms.ts'
import { PathRunner } from '../../../simulations/path-runner.ts'
import type { JsonObject } from '../../../simulations/scenario/json.ts'
import { individualCall, portfolioCall } from '../../../src/credit/core/guarantee.ts'
import { parseRate } from '../../../src/kernel/decimal.ts'
import { expectClosedForms, figuresOf } from './figures.ts'
import { expectSameLaw, meanOf, runPaths, valuesOf } from './runs.ts'

const TWO_GROUPS = {
  kind: 'loans',
  persistence: 0.8,
  groups: [
    {
      ...{ loans: 40, exposure: '5000 EUR', term: '12 months', defaults: '20 %' },
      ...{ lossGivenDefault: '60 %', correlation: 0.2 },
    },
    {
      ...{ loans: 15, exposure: '20000 EUR', term: '18 months', start: '3 months' },
      ...{ defaults: '30 %', lossGivenDefault: '45 %', correlation: 0.1 },
    },
  ],
}
const ALL_TERMS = {
  horizon: '16 months',
  portfolio: TWO_GROUPS,
  guarantee: { kind: 'pari-passu', coverage: '80 %', cap: '8 %' },
  waiting: '2 months',
  fee: '1.5 % / year',
  fund: '12000 EUR',
  income: '50 EUR',
  injections: [{ month: '6 months', amount: '1000 EUR' }],
  topUp: { below: '30 %', to: '60 %', limit: '5000 EUR' },
  counterGuarantee: { share: '40 %', cap: '9000 EUR' },
  recovery: { share: '15 %', lag: '4 months' },
}

/** Named as it is in a file. */
function written(changes: JsonObject = {}): JsonObject {
  return { ...ALL_TERMS, ...changes }
}

function parametersOf(changes: JsonObject = {}): PortfolioGuarantee {
  return portfolioGuaranteeParameters.parse(written(changes))
}

describe('the fast kernel of portfolio guarantees', () => {
  test.each([
    ['under all terms', {}],
    [
      'of single loans with a common divisor',
      {
        portfolio: { ...TWO_GROUPS, copula: { law: 'student', freedom: 4 } },
        guarantee: { kind: 'individual', coverage: '70 %', cap: '3000 EUR' },
      },
    ],
    [
      'of losses without loans',
      {
        fee: '0 % / year',
        portfolio: {
          ...{ kind: 'claims', volume: '100000 EUR', unit: '700 EUR', sizes: ['60 %', '40 %'] },
          frequency: { law: 'poisson', mean: 1.2 },
        },
      },
    ],
  ])('has the law of the reference %s', (_name, changes) => {
    const parameters = parametersOf(changes)
    expectSameLaw(
      runPaths(portfolioGuarantee, parameters, 1_200),
      runPaths(portfolioGuarantee, parameters, 1_200, { reference: true, seed: 8 }),
    )
  })

  test('agrees with every closed form of months that are independent, and of one period', () => {
    const independent = { ...TWO_GROUPS, persistence: 0 }
    const single = { kind: 'individual', coverage: '70 %', cap: '3000 EUR' }
    const many = figuresOf(
      'portfolio-guarantee',
      written({ portfolio: independent, guarantee: single }),
      { paths: 4_096, method: 'even' },
    )
    expect(expectClosedForms(many)).toBe(3)
    const group = { loans: 30, exposure: '2000 EUR', term: '1 month', lossGivenDefault: '50 %' }
    const groups = [
      { ...group, defaults: '8 %', correlation: 0.15 },
      { ...group, exposure: '4000 EUR', defaults: '5 %', correlation: 0.15 },
    ]
    const plain = { horizon: '1 month', injections: [], topUp: null, fund: '4000 EUR' }
    const one = figuresOf(
      'portfolio-guarantee',
      written({ ...plain, portfolio: { kind: 'loans', groups } }),
      { paths: 20_000 },
    )
    expect(expectClosedForms(one)).toBeGreaterThan(20)
  })

  test('agrees with the closed form of a common divisor', () => {
    const { inputs } = { inputs: { loans: 50, defaults: '8 %', correlation: 0.15 } }
    const groups = [{ ...inputs, exposure: '1000 EUR', term: '1 month', lossGivenDefault: '50 %' }]
    const portfolio = { kind: 'loans', groups, copula: { law: 'student', freedom: 5 } }
    const changes = { horizon: '1 month', injections: [], topUp: null, portfolio }
    const figures = figuresOf('portfolio-guarantee', written(changes), { paths: 20_000 })
    expect(expectClosedForms(figures)).toBeGreaterThan(20)
  })

  test('calls what the contracts say, to the cent', () => {
    const share = fc.integer({ min: 0, max: 10_000 }).map((parts) => parts / 100)
    const cents = fc.integer({ min: 0, max: 50_000_000 })
    fc.assert(
      fc.property(share, share, cents, (coverage, cap, loss) => {
        const volume = 40 * 500_000 + 15 * 2_000_000
        const terms = (guarantee: JsonObject) => termsOf(parametersOf({ guarantee }))
        const capped = { kind: 'pari-passu', coverage: `${coverage} %`, cap: `${cap} %` }
        const contract = {
          kind: 'pari_passu' as const,
          coverage: parseRate(String(coverage)).div(100),
          cap: BigInt(Math.floor((volume * Math.round(cap * 100)) / 10_000)),
        }
        expect(callFor(terms(capped), loss)).toBe(Number(portfolioCall(contract, BigInt(loss))))
        const single = { kind: 'individual', coverage: `${coverage} %`, cap: '1234.56 EUR' }
        const own = individualCall(
          { coverage: contract.coverage, cap: 123_456n, waitingMonths: 0 },
          BigInt(loss),
          0,
        )
        expect(callFor(terms(single), loss)).toBe(Number(own.guarantor))
        const layer = { kind: 'layer', attach: '5 %', detach: `${(5 + cap * 0.95).toFixed(4)} %` }
        const { attach, cap: size } = terms(layer)
        const detach = BigInt(attach + size)
        expect(callFor(terms(layer), loss)).toBe(
          Number(portfolioCall({ kind: 'layer', attach: BigInt(attach), detach }, BigInt(loss))),
        )
      }),
      { numRuns: 60 },
    )
  })

  test('tells the smallest fund: with it no path is ruined, with a cent less it is', () => {
    const without = { topUp: null }
    const base = runPaths(portfolioGuarantee, parametersOf(without), 60)
    const needed = valuesOf(base, 'fundNeeded')
    const [worst = 0] = [...needed].sort((a, b) => b - a)
    const ruined = (cents: number) =>
      valuesOf(
        runPaths(
          portfolioGuarantee,
          parametersOf({ ...without, fund: `${(cents / 100).toFixed(2)} EUR` }),
          60,
        ),
        'ruined',
      )
    expect(worst).toBeGreaterThan(0)
    expect(ruined(worst).every((one) => one === 0)).toBe(true)
    expect(ruined(worst - 1)[needed.indexOf(worst)]).toBe(1)
    const middle = needed[30] ?? 0
    expect(ruined(middle)).toEqual(needed.map((one) => (one > middle ? 1 : 0)))
  })

  test('shares every loss between lender, fund and who stands behind it', () => {
    const ran = runPaths(portfolioGuarantee, parametersOf(), 300)
    const full = runPaths(portfolioGuarantee, parametersOf(), 300, { mode: 'full' })
    expect(full).toEqual(ran)
    const of = (name: string) => valuesOf(ran, name)
    of('losses').forEach((losses, path) => {
      const at = (name: string) => of(name)[path] ?? Number.NaN
      expect(at('fundPaid') + at('counterPaid') + at('lenderLoss')).toBe(losses)
      expect(at('calls')).toBeLessThanOrEqual(0.08 * 50_000_000)
      expect(at('counterPaid')).toBeLessThanOrEqual(Math.min(0.4 * at('calls'), 900_000))
      expect(at('paid') < at('calls')).toBe(at('ruined') === 1)
      expect(at('fundAtEnd')).toBeGreaterThanOrEqual(0)
    })
    expect(meanOf(of('ruined')).mean).toBeGreaterThan(0.02)
    expect(meanOf(of('filledUp')).mean).toBeGreaterThan(0)
    expect(meanOf(of('recovered')).mean).toBeGreaterThan(0)
  })

  test('gives back what is recovered to those who bore the loss, in proportion', () => {
    const group = { loans: 10, exposure: '1000 EUR', term: '1 month', defaults: '100 %' }
    const parameters = parametersOf({
      ...{ horizon: '1 month', topUp: null, injections: [], fee: '0 % / year', income: '0 EUR' },
      portfolio: { kind: 'loans', groups: [{ ...group, lossGivenDefault: '50 %' }] },
      guarantee: { kind: 'pari-passu', coverage: '80 %', cap: '100 %' },
    })
    const model = portfolioGuarantee as Model
    const setup = { model, parameters, seed: 1, sampling: {}, mode: 'full', journal: true } as const
    const runner = new PathRunner(setup)
    runner.run(0)
    const entries = [...runner.books.entriesMade()].map(
      ({ month, code, cents }) => `${month} ${portfolioGuarantee.entryCodes[code - 1]}: ${cents}`,
    )
    const losses = Array.from({ length: 10 }, () => '1 loss of the lender: 50000')
    // Of 5,000 lost 4,000 are called, of them 40 % of the counter-guarantor; of 750 that come back 150 are the lender's.
    expect(entries).toEqual([
      '0 opening of the fund: 1200000',
      ...losses,
      '1 called: 400000',
      '3 paid by the counter-guarantor: 160000',
      '3 claim paid: 240000',
      '7 recovered: 60000',
      '7 recovered for the counter-guarantor: 24000',
      '7 recovered by the lender: 15000',
    ])
  })

  test('refuses what cannot be meant', () => {
    const faults = (changes: JsonObject) =>
      portfolioGuaranteeParameters
        .safeParse(written(changes))
        .error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
    expect(faults({ guarantee: { kind: 'layer', attach: '9 %', detach: '4 %' } })).toEqual([
      'guarantee.detach: must not be below attach',
    ])
    expect(faults({ horizon: '3 months' })).toEqual([
      'portfolio.groups.1.start: must be before the horizon, in month 3',
    ])
    expect(faults({ horizon: '1199 months' })).toEqual([
      'horizon: with waiting and recovery a path has at most 1200 months',
    ])
  })
})
