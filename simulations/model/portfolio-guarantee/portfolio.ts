import { studentQuantile } from '../../analytic/numeric/student.ts'
import { exp, log } from '../../random/elementary.ts'
import { normalQuantile } from '../../random/normal.ts'
import { roundedCents } from '../backing/cents.ts'
import type { Loans } from './parameters.ts'

/** Loans that are alike, with what can be worked out once for all paths. */
export interface GroupTable {
  readonly loans: number
  readonly start: number
  readonly term: number
  /** Of a loan that runs, how probable default is in a month. */
  readonly hazard: number
  /** Below it a fortune is a default, on the scale of the copula. */
  readonly threshold: number
  /** √ρ and √(1-ρ). */
  readonly loading: number
  readonly own: number
  /** What a loan owes at the beginning of each month of its life, from month 1, in cents; nothing after the last. */
  readonly owed: Float64Array
  /** What is lost of it in default. */
  readonly lost: Float64Array
}

export function groupTables({ groups, repayment, copula }: Loans): readonly GroupTable[] {
  return groups.map((group) => {
    const { loans, start, term, exposure, correlation, lossGivenDefault } = group
    const hazard = monthlyHazard(group.defaults, term)
    const owed = new Float64Array(term + 2)
    for (let age = 1; age <= term; age++) {
      const left = repayment === 'at-end' ? 1 : (term - age + 1) / term
      owed[age] = roundedCents(exposure * left)
    }
    return {
      ...{ loans, start, term, hazard, owed },
      threshold:
        copula.law === 'gaussian'
          ? normalQuantile(hazard)
          : studentThreshold(hazard, copula.freedom),
      loading: Math.sqrt(correlation),
      own: Math.sqrt(1 - correlation),
      lost: owed.map((cents) => roundedCents(cents * lossGivenDefault)),
    }
  })
}

/** The monthly chance that leads to so many defaults within a term, where every month has the same. */
export function monthlyHazard(defaults: number, term: number): number {
  if (term === 1 || defaults === 0 || defaults === 1) return defaults
  return 1 - exp(log(1 - defaults) / term)
}

/** The closed form's quantile without its last digits, which are those of a machine's own logarithm. */
function studentThreshold(hazard: number, freedom: number): number {
  if (hazard <= 0 || hazard >= 1) return normalQuantile(hazard)
  return Math.round(studentQuantile(hazard, freedom) * 1e9) / 1e9
}
