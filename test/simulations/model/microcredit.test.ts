import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { conditionalProbability } from '../../../simulations/analytic/factor.ts'
import { normalBelow } from '../../../simulations/analytic/numeric/normal.ts'
import { studentBelow } from '../../../simulations/analytic/numeric/student.ts'
import { Chances, thresholdsOf } from '../../../simulations/model/microcredit/chances.ts'
import { ACCOUNT, OUTPUT } from '../../../simulations/model/microcredit/layout.ts'
import { microcredit } from '../../../simulations/model/microcredit/microcredit.ts'
import {
  type Microcredit,
  parametersSchema,
} from '../../../simulations/model/microcredit/parameters.ts'
import type { Model } from '../../../simulations/model/model.ts'
import { PathRunner } from '../../../simulations/path-runner.ts'
import { expectedShortfall, valueAtRisk } from '../../../simulations/stats/sample.ts'
import { expectNear, expectSameLaw, meanOf, runPaths, valuesOf } from './runs.ts'

/** Loans that are late now and then, more often than is usual, so that a test sees everything. */
const ROWS = {
  current: {
    current: '92 % / month',
    days30: '6 % / month',
    defaulted: '0.5 % / month',
    prepaid: '1.5 % / month',
  },
  days30: {
    current: '45 % / month',
    days30: '24 % / month',
    days60: '30 % / month',
    prepaid: '1 % / month',
  },
  days60: {
    ...{ current: '18 % / month', days30: '12 % / month', days60: '22 % / month' },
    ...{ days90: '47 % / month', prepaid: '1 % / month' },
  },
  days90: {
    ...{
      current: '6 % / month',
      days30: '3 % / month',
      days60: '6 % / month',
      days90: '22 % / month',
    },
    ...{ defaulted: '62.5 % / month', prepaid: '0.5 % / month' },
  },
}

/** A lender with loans of every kind. */
const LENDER = {
  horizon: '30 months',
  portfolio: [
    {
      copies: 12,
      principal: '5000 EUR',
      rate: '6 % / year',
      fee: '50 EUR',
      instalments: '24 months',
      lossGivenDefault: '60 %',
      over: '6 months',
    },
    {
      ...{
        copies: 5,
        grade: 2,
        principal: '7500 EUR',
        rate: '4 % / year',
        instalments: '14 months',
        lossGivenDefault: '80 %',
      },
      ...{ grace: { months: '10 months' }, tranches: { count: 6, every: '2 months' } },
    },
    {
      copies: 3,
      principal: '3333.33 EUR',
      rate: '5 % / year',
      repayment: { method: 'italian' },
      instalments: '18 months',
      lossGivenDefault: '70 %',
      paid: '4 months',
      late: 'days30',
    },
    {
      ...{
        copies: 3,
        principal: '9000 EUR',
        rate: '7 % / year',
        instalments: '20 months',
        lossGivenDefault: '45 %',
        start: '3 months',
      },
      ...{
        repayment: { method: 'balloon', balloon: '3000 EUR' },
        grace: { months: '3 months', interest: 'added' },
      },
    },
  ],
  grades: [
    { correlation: 0.15, ...ROWS },
    { correlation: 0.05, ...ROWS },
  ],
  persistence: 0.7,
  tutoring: { hazards: 0.8, cost: '15 EUR' },
  shocks: [{ start: '7 months', duration: '4 months', hazards: 1.8 }],
  restructured: '30 %',
  recoveryLag: '5 months',
  writeOffLag: '8 months',
  guarantee: { coverage: '80 %', delay: '3 months', cap: '12 %' },
  costs: { perLoan: '150 EUR', perMonth: '6 EUR', fixed: '80 EUR', funding: '2 % / year' },
}

const parametersOf = (changes: object = {}): Microcredit =>
  parametersSchema.parse({ ...LENDER, ...changes })

const run = (
  parameters: Microcredit,
  count: number,
  options: Parameters<typeof runPaths>[3] = {},
) => runPaths(microcredit, parameters, count, options)

describe('the fast kernel of microcredit', () => {
  test.each([
    ['Gaussian', { kind: 'gaussian' }],
    ['Student', { kind: 't', freedom: 4 }],
  ])('has the law of the reference in every output and month, %s copula', (_, copula) => {
    const parameters = parametersOf({ copula })
    expectSameLaw(run(parameters, 1500), run(parameters, 1500, { reference: true }))
  })

  test.each([
    ['Gaussian', { kind: 'gaussian' }],
    ['Student', { kind: 't', freedom: 4 }],
  ])(
    'has the means of the closed forms where the months are independent, %s copula',
    (_, copula) => {
      const free = { coverage: '80 %', delay: '3 months' }
      const parameters = parametersOf({
        copula,
        persistence: 0,
        restructured: '0 %',
        guarantee: free,
      })
      const forms = microcredit.closedForms(parameters)
      expect(forms).toHaveLength(10)
      const ran = run(parameters, 3000)
      for (const { of, value } of forms) expectNear(meanOf(valuesOf(ran, of)), value, of)
    },
  )

  test('keeps the same books to the cent, one entry a month or each by itself', () => {
    const percent = fc.integer({ min: 0, max: 100 }).map((share) => `${share} %`)
    fc.assert(
      fc.property(
        percent,
        percent,
        percent,
        fc.nat(9),
        fc.nat(200),
        (coverage, cap, lost, lag, cents) => {
          const [first, ...others] = LENDER.portfolio
          const principal = `${(100_000 + 37 * cents) / 100} EUR`
          const parameters = parametersOf({
            portfolio: [{ ...first, principal, lossGivenDefault: lost }, ...others],
            ...{ recoveryLag: `${lag} months`, writeOffLag: `${lag + 2} months` },
            guarantee: { coverage, delay: `${Math.floor(lag / 2)} months`, cap },
          })
          expect(run(parameters, 3, { mode: 'full' })).toEqual(run(parameters, 3))
        },
      ),
      { numRuns: 40 },
    )
  })

  test('loses no cent: what was lent is repaid, called in default, or still owed', () => {
    const runner = new PathRunner({
      ...{ model: microcredit as Model, parameters: parametersOf(), seed: 7, sampling: {} },
      mode: 'aggregate',
    })
    const { books, outputs } = runner
    const of = (name: keyof typeof OUTPUT) => outputs[OUTPUT[name]] ?? 0
    for (let path = 0; path < 200; path++) {
      runner.run(path)
      const running = 0 - books.balance(ACCOUNT.loans)
      expect(of('lent')).toBe(of('repaid') + of('exposure') + running)
      expect(of('owedAtEnd')).toBe(running - books.balance(ACCOUNT.defaulted))
      expect(of('grossLoss')).toBeGreaterThanOrEqual(of('lenderLoss'))
      // The cap of the guarantor: 12 % of all principal.
      expect(of('guaranteed')).toBeLessThanOrEqual(0.12 * 13_449_999 + 1)
      const accounts = [ACCOUNT.interest, ACCOUNT.fees, ACCOUNT.impairment, ACCOUNT.operating]
      const [interest = 0, fees = 0, ...costs] = accounts.map((account) => books.balance(account))
      const spent = [...costs, books.balance(ACCOUNT.tutoring), books.balance(ACCOUNT.funding)]
      expect(of('result')).toBe(spent.reduce((sum, cost) => sum + cost, interest + fees))
    }
  })

  test.each([
    ['Gaussian', { kind: 'gaussian' }],
    ['Student', { kind: 't', freedom: 4 }],
  ])('has the tail of the closed form where there is one month, %s copula', (_, copula) => {
    const stay = { current: '100 % / month' }
    const current = { current: '95 % / month', defaulted: '5 % / month' }
    const loan = { principal: '100 EUR', rate: '0 % / year', instalments: '12 months' }
    const parameters = parametersSchema.parse({
      ...{ horizon: '1 months', copula },
      portfolio: [{ ...loan, copies: 50, lossGivenDefault: '100 %' }],
      grades: [{ correlation: 0.12, current, days30: stay, days60: stay, days90: stay }],
    })
    const tails = microcredit.closedForms(parameters).filter(({ level }) => level === 0.99)
    const defaults = Float64Array.from(valuesOf(run(parameters, 20_000), 'defaults')).sort()
    for (const { statistic, value } of tails) {
      const tail = statistic === 'quantile' ? valueAtRisk : expectedShortfall
      const { interval, standardError } = tail(defaults, 0.99)
      expect(value).toBeGreaterThanOrEqual(interval.lower - 2 * standardError)
      expect(value).toBeLessThanOrEqual(interval.upper + 2 * standardError)
    }
    // Those of the oracles, and more where all may go wrong at once.
    const [quantile, shortfall] = tails.map(({ value }) => value)
    if (copula.kind === 'gaussian') {
      expect(quantile).toBe(11)
      expect(shortfall).toBeCloseTo(13.003776507424138, 6)
    } else expect(quantile).toBeGreaterThan(15)
  })

  test('cuts fortunes where the laws of others do', () => {
    const row = [0.02, 0, 0, 0, 0.01, 0.9, 0.07]
    for (const freedom of [undefined, 2, 4.5, 30]) {
      const [first = 0, , , , second = 0] = thresholdsOf(row, freedom)
      const below = (x: number) =>
        freedom === undefined ? normalBelow(x) : studentBelow(x, freedom)
      expect(below(first)).toBeCloseTo(0.02, 12)
      expect(below(second)).toBeCloseTo(0.03, 12)
    }
    const chances = new Chances([{ correlation: 0.2, rows: [row] }])
    for (const economy of [-6, -2.3, 0, 1.7, 5]) {
      chances.set(economy, 1)
      const exact = conditionalProbability(0.03, 0.2, economy) * 2 ** 32
      expect(Math.abs((chances.cuts[4] ?? 0) - exact)).toBeLessThan(1e-5 * exact)
    }
  })
})
