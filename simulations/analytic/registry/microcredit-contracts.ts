import { z } from 'zod'
import {
  balanceAfter as balanceOfSchedule,
  dueOf,
  type Instalment,
  interestOf,
  plainLoan,
  scheduleOf,
} from '../../../src/credit/core/schedule.ts'
import { multiply, parseRate, type Rate, type Rounding } from '../../../src/kernel/decimal.ts'
import {
  annualPercentageRate,
  balanceAfter,
  defaultedWithin,
  expectedLoss,
  instalmentOf,
  italianInstalment,
  italianInterest,
  prepaidWithin,
} from '../loans.ts'
import { months, positive, quantityCase, share, size, yearlyRate } from './quantity-case.ts'

const loanInputs = z.object({ principal: positive, nominal_rate: yearlyRate, months })

type LoanInputs = z.output<typeof loanInputs>

function loanOf(inputs: LoanInputs) {
  return { principal: inputs.principal, rateAnnual: inputs.nominal_rate, months: inputs.months }
}

/** The schedule of a case in cents; the text of its rounding says which. */
function centsOf(inputs: LoanInputs, rounding: Rounding): readonly Instalment[] {
  const principal = multiply(100n, decimalOf(inputs.principal), 'half_up')
  const terms = plainLoan(principal, decimalOf(inputs.nominal_rate), inputs.months)
  return scheduleOf({ ...terms, rounding })
}

const centInputs = loanInputs
  .extend({ rounding: z.string().regex(/^half (up|even)/, 'begins with half up or half even') })
  .transform((inputs) => {
    const rounding = inputs.rounding.startsWith('half even') ? 'half_even' : 'half_up'
    const rows = centsOf(inputs, rounding)
    return { ...inputs, rows }
  })

type CentInputs = z.output<typeof centInputs>

/** The digits that were written, not those of the double that stands for them. */
function decimalOf(value: number): Rate {
  return parseRate(value.toFixed(12))
}

function euro(minor: bigint): number {
  return Number(minor) / 100
}

function rowDue(rows: readonly Instalment[], index: number): number {
  const row = rows.at(index)
  return row === undefined ? Number.NaN : euro(dueOf(row))
}

const CENT_QUANTITIES = [
  {
    pattern: /^instalment eur$/,
    example: 'instalment EUR',
    unit: 'EUR cents, in euro' as const,
    answer: ({ rows }: CentInputs) => rowDue(rows, 0),
  },
  {
    pattern: /^total interest eur$/,
    example: 'total interest EUR',
    unit: 'EUR cents, in euro' as const,
    answer: ({ rows }: CentInputs) => euro(interestOf(rows)),
  },
  {
    pattern: /^last instalment eur$/,
    example: 'last instalment EUR',
    unit: 'EUR cents, in euro' as const,
    answer: ({ rows }: CentInputs) => rowDue(rows, -1),
  },
  {
    pattern: /^balance after ([0-9]+)(?: instalments)? eur$/,
    example: 'balance after 12 EUR',
    unit: 'EUR cents, in euro' as const,
    answer: (inputs: CentInputs, [paid = '']: readonly string[]) => {
      const principal = multiply(100n, decimalOf(inputs.principal), 'half_up')
      const terms = plainLoan(principal, decimalOf(inputs.nominal_rate), inputs.months)
      return euro(balanceOfSchedule(terms, inputs.rows, Number(paid)))
    },
  },
]

const hazardInputs = z
  .object({ default_hazard: share, prepay_hazard: share })
  .refine(({ default_hazard, prepay_hazard }) => default_hazard + prepay_hazard <= 1, {
    message: 'hazards sum to one at most',
  })

function hazardsOf(inputs: z.output<typeof hazardInputs>) {
  return { defaulting: inputs.default_hazard, prepaying: inputs.prepay_hazard }
}

/** Contracts: what is due, what it costs, and what a loan with constant hazards is expected to lose. */
export const CONTRACT_CASES = [
  quantityCase({
    model: 'microcredit',
    name: 'french',
    method: 'closed form: annuity',
    formula: 'a = P i / (1 - vⁿ); balance P (1 + i)ᵏ - a ((1 + i)ᵏ - 1) / i',
    source: 'annuity; any textbook of financial mathematics',
    inputs: loanInputs,
    quantities: [
      {
        pattern: /^instalment(?: with .*)?(?: \(.*\))?$/,
        example: 'instalment (unrounded)',
        unit: 'EUR',
        answer: (inputs) => instalmentOf(loanOf(inputs), 0),
      },
      {
        pattern: /^total interest(?:, italian)?(?: \(.*\))?$/,
        example: 'total interest (unrounded)',
        unit: 'EUR',
        answer: (inputs) => inputs.months * instalmentOf(loanOf(inputs), 0) - inputs.principal,
      },
      {
        pattern: /^balance after ([0-9]+)(?: instalments)?(?: \(.*\))?$/,
        example: 'balance after 12 instalments (unrounded)',
        unit: 'EUR',
        answer: (inputs, [paid]) => balanceAfter(loanOf(inputs), Number(paid)),
      },
    ],
  }),
  quantityCase({
    model: 'microcredit',
    name: 'french_cents',
    method: 'schedule in whole cents',
    formula:
      'schedule in whole cents: instalment and interest half up, the last instalment takes the rest',
    source: 'src/credit/core/schedule.ts',
    inputs: centInputs,
    quantities: CENT_QUANTITIES,
  }),
  quantityCase({
    model: 'microcredit',
    name: 'fineract',
    method: 'schedule in whole cents',
    formula: 'the same, rounded half even',
    source: 'Apache Fineract, ProgressiveEMICalculatorTest',
    inputs: centInputs,
    quantities: CENT_QUANTITIES,
  }),
  quantityCase({
    model: 'microcredit',
    name: 'italian',
    method: 'closed form: like principal in each instalment',
    formula: 'interest P i (n + 1) / 2; instalment k: P / n + i (P - P (k - 1) / n)',
    source: 'arithmetic series',
    inputs: loanInputs,
    quantities: [
      {
        pattern: /^total interest(?:, italian)?(?: \(.*\))?$/,
        example: 'total interest, Italian (constant principal)',
        unit: 'EUR',
        answer: (inputs) => italianInterest(loanOf(inputs)),
      },
      {
        pattern: /^first instalment(?:, italian)?$/,
        example: 'first instalment, Italian',
        unit: 'EUR',
        answer: (inputs) => italianInstalment(loanOf(inputs), 1),
      },
      {
        pattern: /^last instalment(?:, italian)?$/,
        example: 'last instalment, Italian',
        unit: 'EUR',
        answer: (inputs) => italianInstalment(loanOf(inputs), inputs.months),
      },
    ],
  }),
  quantityCase({
    model: 'microcredit',
    name: 'balloon',
    method: 'closed form: annuity that leaves a rest',
    formula: 'a = (P - B vⁿ) i / (1 - vⁿ)',
    source: 'annuity that leaves a rest',
    inputs: loanInputs
      .extend({ balloon: size })
      .refine(({ balloon, principal }) => balloon <= principal, 'balloon is part of the principal'),
    quantities: [
      {
        pattern: /^instalment(?: with .*)?(?: \(.*\))?$/,
        example: 'instalment with 30% balloon at maturity',
        unit: 'EUR',
        answer: (inputs) => instalmentOf(loanOf(inputs), inputs.balloon),
      },
      {
        pattern: /^total interest(?:, italian)?(?: \(.*\))?$/,
        example: 'total interest',
        unit: 'EUR',
        answer: (inputs) =>
          inputs.months * instalmentOf(loanOf(inputs), inputs.balloon) +
          inputs.balloon -
          inputs.principal,
      },
    ],
  }),
  quantityCase({
    model: 'microcredit',
    name: 'grace',
    method: 'closed form: interest only, then an annuity',
    formula: 'g P i of interest, then a = P i / (1 - vⁿ)',
    source: 'annuity',
    inputs: z.object({
      principal: positive,
      nominal_rate: yearlyRate,
      interest_only_months: z.int().min(0).max(1200),
      amortising_months: months,
    }),
    quantities: [
      {
        pattern: /^instalment after/,
        example: 'instalment after interest-only grace',
        unit: 'EUR',
        answer: (inputs) =>
          instalmentOf({ ...loanOf({ ...inputs, months: inputs.amortising_months }) }, 0),
      },
      {
        pattern: /^instalment (during|in)/,
        example: 'instalment during the grace',
        unit: 'EUR',
        answer: (inputs) => (inputs.principal * inputs.nominal_rate) / 12,
      },
      {
        pattern: /^total interest(?:, italian)?(?: \(.*\))?$/,
        example: 'total interest',
        unit: 'EUR',
        answer: (inputs) => {
          const loan = loanOf({ ...inputs, months: inputs.amortising_months })
          const inGrace =
            (inputs.interest_only_months * inputs.principal * inputs.nominal_rate) / 12
          return inGrace + loan.months * instalmentOf(loan, 0) - loan.principal
        },
      },
    ],
  }),
  quantityCase({
    model: 'microcredit',
    name: 'taeg',
    method: 'root of the present value, by bisection',
    formula: 'Σ a (1 + X)^(-t/12) = P - fee, solved for X',
    source: 'Directive 2008/48/EC, annex I',
    inputs: loanInputs
      .extend({ upfront_fee: size })
      .refine(
        ({ upfront_fee, principal }) => upfront_fee < principal,
        'the fee is below the principal',
      ),
    quantities: [
      {
        pattern: /^(taeg|apr)/,
        example: 'TAEG/APRC (EU directive annual effective)',
        unit: 'rate a year',
        answer: (inputs) => annualPercentageRate(loanOf(inputs), inputs.upfront_fee),
      },
    ],
  }),
  quantityCase({
    model: 'microcredit',
    name: 'compete',
    method: 'closed form: competing hazards',
    formula: 'h / (h + p) (1 - (1 - h - p)ⁿ)',
    source: 'competing geometric laws',
    inputs: hazardInputs.and(z.object({ months })),
    quantities: [
      {
        pattern: /^p\(default/,
        example: 'P(default within term)',
        unit: 'share',
        answer: (inputs) => defaultedWithin(hazardsOf(inputs), inputs.months),
      },
      {
        pattern: /^p\(prepaid/,
        example: 'P(prepaid within term)',
        unit: 'share',
        answer: (inputs) => prepaidWithin(hazardsOf(inputs), inputs.months),
      },
      {
        pattern: /^p\((neither|survive|still|repaid|runs)/,
        example: 'P(neither within term)',
        unit: 'share',
        answer: (inputs) => (1 - inputs.default_hazard - inputs.prepay_hazard) ** inputs.months,
      },
    ],
  }),
  quantityCase({
    model: 'microcredit',
    name: 'el_amort',
    method: 'closed form: sum over the months',
    formula: 'Σ S(t-1) h LGD B(t-1)',
    source: 'what happens in month t hits the balance before instalment t',
    inputs: hazardInputs.and(loanInputs).and(z.object({ LGD: share })),
    quantities: [
      {
        pattern: /^expected loss(?: \(.*\))?$/,
        example: 'expected loss',
        unit: 'EUR',
        answer: (inputs) => expectedLoss(loanOf(inputs), hazardsOf(inputs), inputs.LGD),
      },
    ],
  }),
]
