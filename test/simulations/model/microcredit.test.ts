import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { microcredit } from '../../../simulations/model/microcredit/microcredit.ts'
import {
  type Microcredit,
  parametersSchema,
} from '../../../simulations/model/microcredit/parameters.ts'
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

  test('loses no cent: lent is repaid, recovered, paid by the guarantor, written off or still owed', () => {
    const ran = run(parametersOf(), 200)
    const of = (name: string) => valuesOf(ran, name)
    const [lent, repaid, gross] = [of('lent'), of('repaid'), of('grossLoss')]
    const [exposure, guaranteed, lender] = [of('exposure'), of('guaranteed'), of('lenderLoss')]
    for (const [path, cents] of lent.entries()) {
      // By the horizon some defaults are not worked out, so the sum is made of what is certain.
      expect((lender[path] ?? 0) <= (gross[path] ?? 0)).toBe(true)
      expect((guaranteed[path] ?? 0) + (lender[path] ?? 0) <= (exposure[path] ?? 0)).toBe(true)
      expect((repaid[path] ?? 0) + (exposure[path] ?? 0) <= cents).toBe(true)
    }
  })
})
