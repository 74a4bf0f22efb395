import { assert } from '../../kernel/assert.ts'
import type { Minor } from '../../kernel/money.ts'
import type { Instalment } from './schedule.ts'

/** What closes a loan before its end. */
export interface Payoff {
  /** Of the instalments that are due and not paid, and of the month in which it is closed. */
  readonly interest: Minor
  /** What is still owed. */
  readonly principal: Minor
}

/**
 * What a borrower pays to be free of a loan: interest up to the month, and the whole principal. Interest of months to come
 * is not owed. Source: TUB, article 125-sexies (early repayment of consumer credit).
 *
 * @param owed what is owed after the instalments that were paid
 * @param paid how many instalments were paid
 * @param month the month in which the loan is closed, at least `paid`
 */
export function payoffOf(
  rows: readonly Instalment[],
  owed: Minor,
  paid: number,
  month: number,
): Payoff {
  assert(paid >= 0 && month >= paid, 'what is paid in advance is not late')
  const due = rows.slice(paid, month)
  return { interest: due.reduce((all, { interest }) => all + interest, 0n), principal: owed }
}

/**
 * The plan of a loan whose missed instalments are moved to its end: what was paid stays, all that is left falls due later by so
 * many months. Nothing is asked for the delay.
 *
 * @param paid how many instalments were paid
 * @param months by how many months the rest is moved
 */
export function postponed(
  rows: readonly Instalment[],
  paid: number,
  months: number,
): readonly Instalment[] {
  assert(
    paid >= 0 && paid <= rows.length && months >= 0,
    'a plan is moved forward from what is paid',
  )
  return rows.map((row, index) => (index < paid ? row : { ...row, month: row.month + months }))
}
