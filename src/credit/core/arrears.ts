import { assert } from '../../kernel/assert.ts'
import { multiply, type Rate } from '../../kernel/decimal.ts'
import type { Minor } from '../../kernel/money.ts'
import { dueOf, type Instalment } from './schedule.ts'

/** How a loan stands, from the best to the worst: by the days that its oldest unpaid instalment is late. */
export const ARREARS_STATES = ['current', '30', '60', '90', 'default'] as const

export type ArrearsState = (typeof ARREARS_STATES)[number]

/** From how many days on each state holds. */
const FROM_DAYS: Readonly<Record<ArrearsState, number>> = {
  current: 0,
  '30': 30,
  '60': 60,
  '90': 90,
  default: 120,
}

/** The months of a schedule have thirty days, as its interest has. */
const MONTH_DAYS = 30

/**
 * The state of a loan that is so many days late.
 *
 * @example arrearsState(59) // '30'
 */
export function arrearsState(daysLate: number): ArrearsState {
  const reached = ARREARS_STATES.filter((state) => daysLate >= FROM_DAYS[state])
  return reached.at(-1) ?? 'current'
}

/**
 * How many days the oldest unpaid instalment is late at the end of a month. Payments go to the oldest instalment first.
 *
 * @param paid all that was paid until then
 */
export function daysLate(rows: readonly Instalment[], paid: Minor, month: number): number {
  let due = 0n
  for (const row of rows) {
    if (row.month > month) return 0
    due += dueOf(row)
    if (due > paid) return (month - row.month) * MONTH_DAYS
  }
  return 0
}

/** How a payment is split: interest that is due first, then principal that is due; the rest is paid in advance. */
export interface PaymentSplit {
  readonly interest: Minor
  readonly principal: Minor
  readonly advance: Minor
}

/** Splits what has been paid until the end of a month over all that was due until then, instalment by instalment. */
export function splitPaid(rows: readonly Instalment[], paid: Minor, month: number): PaymentSplit {
  let left = paid
  let interest = 0n
  let principal = 0n
  const take = (wanted: Minor): Minor => {
    const taken = wanted < left ? wanted : left
    left -= taken
    return taken
  }
  for (const row of rows) {
    if (row.month > month) break
    interest += take(row.interest)
    principal += take(row.principal)
  }
  return { interest, principal, advance: left }
}

/** A loan as a portfolio counts it. */
export interface StandingLoan {
  readonly balance: Minor
  readonly daysLate: number
}

/**
 * Portfolio at risk: the whole balance of the loans that are late by so many days or more, and the whole portfolio.
 * Source: CGAP, Microfinance consensus guidelines (2003), PAR.
 *
 * @returns the two sums; PAR30 is `atRisk / gross` for 30 days
 */
export function portfolioAtRisk(
  loans: readonly StandingLoan[],
  days: number,
): { readonly atRisk: Minor; readonly gross: Minor } {
  let atRisk = 0n
  let gross = 0n
  for (const loan of loans) {
    gross += loan.balance
    if (loan.daysLate >= days) atRisk += loan.balance
  }
  return { atRisk, gross }
}

/** Which share of a balance is set aside in each state; no share is smaller than the one before. */
export type ProvisionTable = Readonly<Record<ArrearsState, Rate>>

/** What is set aside for a loan, rounded up to the cent. */
export function provisionOf(loan: StandingLoan, table: ProvisionTable): Minor {
  const share = table[arrearsState(loan.daysLate)]
  assert(!share.isNegative() && share.lte(1), 'a provision is a share of the balance')
  return multiply(loan.balance, share, 'up')
}
