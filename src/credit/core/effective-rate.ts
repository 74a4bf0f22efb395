import { assert } from '../../kernel/assert.ts'
import { dueOf, type Instalment, type LoanTerms } from './schedule.ts'

/** Money seen from the borrower at the end of a month: above zero is received, below zero is paid. */
export interface Flow {
  readonly month: number
  readonly amount: number
}

const RATE_MAX = 1e6

/**
 * The annual percentage rate of charge (TAEG): the rate at which all that a borrower receives is worth all that the
 * borrower pays. Source: Directive 2008/48/EC, annex I, with months of a twelfth of a year. Found by bisection, so it
 * never runs away.
 *
 * @returns the rate of a year, to 12 digits; may be below zero where less is paid than was received
 * @example effectiveRate([{ month: 0, amount: 100 }, { month: 12, amount: -108 }]) // 0.08
 */
export function effectiveRate(flows: readonly Flow[]): number {
  let low = -0.9999
  let high = RATE_MAX
  assert(
    flows.some(({ amount }) => amount > 0) && flows.some(({ amount }) => amount < 0),
    'a rate needs money that is received and money that is paid',
  )
  // At a high rate only the first flow counts, which is what the borrower receives.
  for (let step = 0; step < 200; step++) {
    const middle = (low + high) / 2
    if (middle === low || middle === high) break
    if (worth(flows, middle) < 0) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/** What a borrower receives and pays over a loan, in minor units, with a fee kept back at the beginning. */
export function flowsOf(
  terms: LoanTerms,
  rows: readonly Instalment[],
  feeMinor: bigint,
): readonly Flow[] {
  const start = terms.draws.reduce(
    (all, { month, amount }) => (month === 0 ? all + amount : all),
    0n,
  )
  return [
    { month: 0, amount: Number(start - feeMinor) },
    ...rows.map((row) => ({ month: row.month, amount: Number(row.drawn - dueOf(row)) })),
  ]
}

function worth(flows: readonly Flow[], rate: number): number {
  return flows.reduce((all, { month, amount }) => all + amount * (1 + rate) ** (-month / 12), 0)
}
