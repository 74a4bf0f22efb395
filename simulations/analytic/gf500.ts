import { arrivals } from './chains.ts'
import { balanceAfter, type FrenchLoan } from './loans.ts'
import { at } from './numeric/elements.ts'

// GF500: five hundred loans of five grades under one guarantee fund, the model that speed is measured with.

export const GF500_MONTHS = 36
export const GF500_COVERAGE = 0.8
export const GF500_STATES: readonly string[] = ['current', '30', '60', '90', 'default', 'prepaid']

const LOANS = 500
const RATE_ANNUAL = 0.08
const DEFAULT = GF500_STATES.indexOf('default')
/** A default has shown four months after the last payment: what is owed is what was owed then. */
const MONTHS_TO_DEFAULT = 4

/** A loan of the portfolio. */
export interface GuaranteedLoan extends FrenchLoan {
  readonly grade: number
  /** Months that have passed at the beginning. */
  readonly age: number
  readonly lossGivenDefault: number
}

/** Loan i, from 0: everything about it follows from its number. */
export function gf500Loan(i: number): GuaranteedLoan {
  return {
    grade: i % 5,
    principal: 500 + 100 * ((37 * i) % 76),
    months: at([24, 36, 48, 60], (11 * i + 3) % 4),
    age: (13 * i) % 12,
    lossGivenDefault: 0.5 + 0.05 * ((17 * i) % 7),
    rateAnnual: RATE_ANNUAL,
  }
}

/** What moves from state to state in a month, for a grade from 0 (best) to 4. */
export function gf500Matrix(grade: number): readonly (readonly number[])[] {
  const late = 0.012 * at([0.5, 0.75, 1, 1.4, 2], grade)
  const cured30 = 0.5 - 0.04 * grade
  const cured60 = 0.15 - 0.02 * grade
  return [
    [1 - late - 0.012, late, 0, 0, 0, 0.012],
    [cured30, 0.22, 1 - cured30 - 0.22 - 0.01, 0, 0, 0.01],
    [cured60, 0.12, 0.18, 1 - cured60 - 0.12 - 0.18 - 0.01, 0, 0.01],
    [0.05, 0.02, 0.05, 0.18, 1 - 0.05 - 0.02 - 0.05 - 0.18 - 0.005, 0.005],
    [0, 0, 0, 0, 1, 0],
    [0, 0, 0, 0, 0, 1],
  ]
}

/** What all loans owe at the beginning, in euro. */
export function gf500Portfolio(): number {
  return loans().reduce((all, loan) => all + balanceAfter(loan, loan.age), 0)
}

/**
 * The mean of all claims in euro. Whatever the factor does later, each month's moves are on average those of the
 * matrix only where the factor of one month says nothing about the next.
 */
export function gf500ExpectedClaims(): number {
  const defaults = [0, 1, 2, 3, 4].map((grade) =>
    arrivals(gf500Matrix(grade), 0, DEFAULT, GF500_MONTHS),
  )
  return loans().reduce((all, loan) => {
    const ofGrade = defaults[loan.grade] ?? []
    const exposed = ofGrade.reduce((sum, share, index) => {
      const since = Math.max(0, index + 1 - MONTHS_TO_DEFAULT)
      return sum + share * balanceAfter(loan, loan.age + since)
    }, 0)
    return all + GF500_COVERAGE * loan.lossGivenDefault * exposed
  }, 0)
}

function loans(): readonly GuaranteedLoan[] {
  return Array.from({ length: LOANS }, (_, i) => gf500Loan(i))
}
