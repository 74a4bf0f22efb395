import { effectiveRate } from '../../src/credit/core/effective-rate.ts'
import { at, type Vector } from './numeric/elements.ts'

// Unrounded formulas in euro. What a borrower signs, to the cent, is in src/credit/core.

/** A loan with instalments of one size. */
export interface FrenchLoan {
  readonly principal: number
  /** The nominal rate of a year, paid in twelfths. */
  readonly rateAnnual: number
  readonly months: number
}

/**
 * The instalment that brings a principal to a rest: (P - B vⁿ) i / (1 - vⁿ).
 *
 * @param rest 0 but for a balloon
 * @example instalmentOf({ principal: 5000, rateAnnual: 0.08, months: 36 }, 0) // 156.68
 */
export function instalmentOf({ principal, rateAnnual, months }: FrenchLoan, rest: number): number {
  const rate = rateAnnual / 12
  if (rate === 0) return (principal - rest) / months
  const discount = (1 + rate) ** -months
  return ((principal - rest * discount) * rate) / (1 - discount)
}

/** What is owed after so many instalments: P (1 + i)ᵏ - a ((1 + i)ᵏ - 1) / i; nothing after the last. */
export function balanceAfter(loan: FrenchLoan, paid: number): number {
  if (paid >= loan.months) return 0
  const rate = loan.rateAnnual / 12
  const growth = (1 + rate) ** paid
  const instalment = instalmentOf(loan, 0)
  const repaid = rate === 0 ? paid : (growth - 1) / rate
  return loan.principal * growth - instalment * repaid
}

/** All interest of an Italian loan, of like principal in each instalment: P i (n + 1) / 2. */
export function italianInterest({ principal, rateAnnual, months }: FrenchLoan): number {
  return (principal * (rateAnnual / 12) * (months + 1)) / 2
}

/** An instalment of an Italian loan. @param number counted from 1 */
export function italianInstalment(loan: FrenchLoan, number: number): number {
  const share = loan.principal / loan.months
  return share + ((loan.principal - share * (number - 1)) * loan.rateAnnual) / 12
}

/** The annual percentage rate of a French loan with a fee kept back at the beginning. */
export function annualPercentageRate(loan: FrenchLoan, fee: number): number {
  const amount = -instalmentOf(loan, 0)
  const instalments = Array.from({ length: loan.months }, (_, i) => ({ month: i + 1, amount }))
  return effectiveRate([{ month: 0, amount: loan.principal - fee }, ...instalments])
}

/** Two ways to leave, of which each month has the same chances. */
export interface Hazards {
  readonly defaulting: number
  readonly prepaying: number
}

/** How many have defaulted within so many months: h / (h + p) (1 - (1 - h - p)ⁿ). */
export function defaultedWithin({ defaulting, prepaying }: Hazards, months: number): number {
  const leaving = defaulting + prepaying
  return leaving === 0 ? 0 : (defaulting / leaving) * (1 - (1 - leaving) ** months)
}

/** How many have repaid early within so many months. */
export function prepaidWithin({ defaulting, prepaying }: Hazards, months: number): number {
  return defaultedWithin({ defaulting: prepaying, prepaying: defaulting }, months)
}

/** What a loan is expected to lose: what happens in month t hits the balance before instalment t, principal only. */
export function expectedLoss(loan: FrenchLoan, hazards: Hazards, lossGivenDefault: number): number {
  const staying = 1 - hazards.defaulting - hazards.prepaying
  const defaults = Array.from(
    { length: loan.months },
    (_, month) => staying ** month * hazards.defaulting,
  )
  return lossOfDefaults(loan, defaults, lossGivenDefault)
}

/** What is lost where so many default in each month, from the first on. */
export function lossOfDefaults(
  loan: FrenchLoan,
  defaults: Vector,
  lossGivenDefault: number,
): number {
  let loss = 0
  for (let month = 0; month < defaults.length; month++) {
    loss += at(defaults, month) * lossGivenDefault * balanceAfter(loan, month)
  }
  return loss
}
