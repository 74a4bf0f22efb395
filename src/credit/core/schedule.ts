import { assert } from '../../kernel/assert.ts'
import { multiply, parseRate, type Rate, type Rounding } from '../../kernel/decimal.ts'
import type { Minor } from '../../kernel/money.ts'

/** Money paid out to the borrower at the end of a month; month 0 is the day of the contract. */
export interface Draw {
  readonly month: number
  readonly amount: Minor
}

/**
 * How a loan is paid back. `french`: instalments of one size. `italian`: the same principal in each. `balloon`:
 * instalments of one size, and a larger rest with the last.
 */
export type Repayment =
  | { readonly method: 'french' }
  | { readonly method: 'italian' }
  | { readonly method: 'balloon'; readonly balloon: Minor }

/** Months before the first principal. What interest runs up in them is `paid` each month, or `added` to the principal. */
export interface Grace {
  readonly months: number
  readonly interest: 'paid' | 'added'
}

export interface LoanTerms {
  /** What is paid out, and when: at once or in tranches, all of it within the grace. */
  readonly draws: readonly Draw[]
  /** The nominal rate of a year; a month costs a twelfth of it. */
  readonly rateAnnual: Rate
  /** How many instalments repay the principal, after the grace. */
  readonly instalments: number
  readonly repayment: Repayment
  readonly grace: Grace
  /** How the instalment and each month's interest come to the cent. */
  readonly rounding: Rounding
}

/** What is due at the end of a month, and how the loan stands after it. */
export interface Instalment {
  /** Counted from 1. */
  readonly month: number
  /** Paid out to the borrower at the end of this month. */
  readonly drawn: Minor
  readonly interest: Minor
  readonly principal: Minor
  /** What is owed after the payment and the draw. */
  readonly balance: Minor
}

const NO_GRACE: Grace = { months: 0, interest: 'paid' }

/**
 * The terms of a plain loan: paid out at once, French, half cents up.
 *
 * @example scheduleOf(plainLoan(500_000n, parseRate('0.08'), 36))[0]?.interest // 3333n
 */
export function plainLoan(principal: Minor, rateAnnual: Rate, instalments: number): LoanTerms {
  return {
    draws: [{ month: 0, amount: principal }],
    rateAnnual,
    instalments,
    repayment: { method: 'french' },
    grace: NO_GRACE,
    rounding: 'half_up',
  }
}

/**
 * The schedule of a loan, to the cent: the grace first, then the instalments. Interest of a month is counted on what is
 * owed at its beginning; the last instalment takes whatever cents are left, so the principal comes back exactly.
 */
export function scheduleOf(terms: LoanTerms): readonly Instalment[] {
  const { grace, instalments, rounding } = terms
  checkTerms(terms)
  const monthly = terms.rateAnnual.div(12)
  const rows: Instalment[] = []
  let balance = drawnIn(terms, 0)
  for (let month = 1; month <= grace.months; month++) {
    const interest = multiply(balance, monthly, rounding)
    const drawn = drawnIn(terms, month)
    const isAdded = grace.interest === 'added'
    balance += drawn + (isAdded ? interest : 0n)
    // Interest that is added is paid by a draw of its own size, so that each row balances.
    rows.push({ month, drawn: drawn + (isAdded ? interest : 0n), interest, principal: 0n, balance })
  }
  const principalOf = principalRule(terms, balance, monthly)
  for (let number = 1; number <= instalments; number++) {
    const interest = multiply(balance, monthly, rounding)
    const wanted = number === instalments ? balance : principalOf(interest)
    const principal = wanted > balance ? balance : wanted < 0n ? 0n : wanted
    balance -= principal
    rows.push({ month: grace.months + number, drawn: 0n, interest, principal, balance })
  }
  return rows
}

/** What is due of a row. */
export function dueOf({ interest, principal }: Instalment): Minor {
  return interest + principal
}

/** All interest of a schedule. */
export function interestOf(rows: readonly Instalment[]): Minor {
  return rows.reduce((all, { interest }) => all + interest, 0n)
}

/** What is owed after a month; after the last one nothing. */
export function balanceAfter(terms: LoanTerms, rows: readonly Instalment[], month: number): Minor {
  if (month <= 0) return drawnIn(terms, 0)
  return rows[month - 1]?.balance ?? 0n
}

/**
 * The instalment of one size that brings a principal to a rest (0 where there is none): (P - B v^n) i / (1 - v^n).
 *
 * @param rateMonthly may be 0
 */
export function annuity(
  principal: Minor,
  rest: Minor,
  rateMonthly: Rate,
  instalments: number,
): Rate {
  const owed = parseRate(principal.toString())
  const left = parseRate(rest.toString())
  if (rateMonthly.isZero()) return owed.minus(left).div(instalments)
  const discount = rateMonthly.plus(1).pow(-instalments)
  return owed.minus(left.times(discount)).times(rateMonthly).div(discount.neg().plus(1))
}

type PrincipalRule = (interest: Minor) => Minor

function principalRule(terms: LoanTerms, owed: Minor, monthly: Rate): PrincipalRule {
  const { repayment, instalments, rounding } = terms
  if (repayment.method === 'italian') {
    const each = multiply(1n, parseRate(owed.toString()).div(instalments), rounding)
    return () => each
  }
  const rest = repayment.method === 'balloon' ? repayment.balloon : 0n
  const instalment = multiply(1n, annuity(owed, rest, monthly, instalments), rounding)
  return (interest) => instalment - interest
}

function drawnIn({ draws }: LoanTerms, month: number): Minor {
  return draws.reduce((all, draw) => (draw.month === month ? all + draw.amount : all), 0n)
}

function checkTerms({ draws, grace, instalments, repayment, rateAnnual }: LoanTerms): void {
  const total = draws.reduce((all, { amount }) => all + amount, 0n)
  assert(Number.isInteger(instalments) && instalments >= 1, 'a loan has at least one instalment')
  assert(Number.isInteger(grace.months) && grace.months >= 0, 'a grace is of whole months')
  assert(!rateAnnual.isNegative(), 'a rate is not below zero')
  assert(
    draws.every(
      ({ month, amount }) =>
        Number.isInteger(month) && month >= 0 && month <= grace.months && amount > 0n,
    ) && total > 0n,
    'draws are above zero and within the grace',
  )
  assert(
    repayment.method !== 'balloon' || (repayment.balloon >= 0n && repayment.balloon <= total),
    'a balloon is a part of the principal',
  )
}
