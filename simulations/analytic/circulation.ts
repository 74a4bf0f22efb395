import { at, sum } from './numeric/elements.ts'
import { logBeta } from './numeric/gamma.ts'
import { identity, type Matrix, solve } from './numeric/linear.ts'

/** Money that is issued in every period, of which parts are redeemed and lost. */
export interface Flow {
  readonly issuance: number
  /** The part of the stock that is redeemed in a period, 0 to 1. */
  readonly redeemed: number
  /** The part of what is left then that holding it costs, 0 to 1. */
  readonly lost: number
}

/** What is left of an amount after a period: not redeemed, and not lost. */
export function keptInPeriod({ redeemed, lost }: Omit<Flow, 'issuance'>): number {
  return (1 - lost) * (1 - redeemed)
}

/**
 * What stands out in the long run at the end of a period: issue, then redeem, then lose. G a / (1 - a).
 *
 * @example steadyStock({ issuance: 1000, redeemed: 0, lost: 0.01 }) // 99000
 */
export function steadyStock(flow: Flow): number {
  const kept = keptInPeriod(flow)
  return (flow.issuance * kept) / (1 - kept)
}

/** What is redeemed in a period in the long run: (M + G) r. */
export function steadyRedemption(flow: Flow): number {
  return (steadyStock(flow) + flow.issuance) * flow.redeemed
}

/** What stands out after so many periods: M = (M + G) a, again and again. */
export function stockAfter(flow: Flow, start: number, periods: number): number {
  const kept = keptInPeriod(flow)
  let stock = start
  for (let period = 0; period < periods; period++) stock = (stock + flow.issuance) * kept
  return stock
}

/**
 * The part that expires, where in each of so many periods a part of what is left is spent: (1 - p)^k.
 *
 * @example breakage(0.15, 12) // 0.14224
 */
export function breakage(spent: number, periods: number): number {
  return (1 - spent) ** periods
}

/**
 * The same where each holder has a chance of its own, of the law beta(alpha, beta): B(a, b + k) / B(a, b).
 *
 * @example mixedBreakage({ alpha: 2, beta: 5 }, 12) // 0.09804
 */
export function mixedBreakage(
  { alpha, beta }: { readonly alpha: number; readonly beta: number },
  periods: number,
): number {
  return Math.exp(logBeta(alpha, beta + periods) - logBeta(alpha, beta))
}

/** What stands out in the long run just after issuing, where what is not spent expires: G (1 - (1 - p)^k) / p. */
export function outstandingStock(issuance: number, spent: number, periods: number): number {
  if (spent === 0) return issuance * periods
  return (issuance * (1 - breakage(spent, periods))) / spent
}

/**
 * Of payments of one unit between two that are drawn anew each time, the part that is refused: the chain is symmetric, so all
 * ways to share the units are equally probable, and P(nothing left) = (N - 1) / (M + N - 1). Who may go below zero by L
 * has L units more to begin with.
 * Source: Dragulescu and Yakovenko, "Statistical mechanics of money", Eur. Phys. J. B 17 (2000).
 *
 * @param agents from 2 @param units all that there are, credit lines included
 */
export function refusedShare(agents: number, units: number): number {
  return (agents - 1) / (units + agents - 1)
}

/**
 * How often a unit of money comes to each kind of holder before it is redeemed: a row of (I - P)^-1.
 * Source: Kemeny and Snell, Finite Markov chains (1960), theorem 3.2.4.
 *
 * @param moves from each kind to each; what a row lacks to one is redeemed
 * @returns visits to each kind, the first holder counted
 */
export function visits(moves: Matrix, start: number): readonly number[] {
  const size = moves.length
  // A row of the inverse is a column of the inverse of the transposed.
  const transposed = identity(size).map((row, i) =>
    row.map((one, j) => one - at(moves[j] ?? [], i)),
  )
  const first = Array.from({ length: size }, (_, kind) => [kind === start ? 1 : 0])
  return solve(transposed, first).map((row) => at(row, 0))
}

/** How many holders a unit has before it is redeemed. */
export function holders(moves: Matrix, start: number): number {
  return sum(visits(moves, start))
}

/** How often what is held changes hands in a period: V = P T / M (Fisher). */
export function velocity(turnover: number, stock: number, periods: number): number {
  return turnover / (stock * periods)
}
