import { assert } from '../../src/kernel/assert.ts'
import { at, sum, type Vector } from './numeric/elements.ts'
import { solve } from './numeric/linear.ts'

/** A fund in whole units, month by month: income first, then claims; below zero at a month's end it is ruined. */
export interface MonthlyFund {
  readonly fund: number
  readonly income: number
  /** The probability of claims of 0, 1, 2, … units in a month. */
  readonly claims: Float64Array
  /** Put in at the end of a month, after it was seen whether the fund is ruined. */
  readonly injections?: ReadonlyMap<number, number>
}

/** How many states the endless fund is followed through; beyond them it is never ruined. */
const STATES = 600
/** A state with less weight is left out. */
const TINY = 1e-22

/**
 * How probable it is that the fund is ruined within so many months: the law of what it holds, followed exactly.
 *
 * @example monthlyRuin({ fund: 0, income: 0, claims: [0.5, 0.5] }, 2) // 0.75
 */
export function monthlyRuin(
  { fund, income, claims, injections }: MonthlyFund,
  months: number,
): number {
  let held = new Float64Array(fund + 1)
  held[fund] = 1
  let ruined = 0
  for (let month = 1; month <= months; month++) {
    const injected = injections?.get(month) ?? 0
    const next = new Float64Array(held.length + income + injected)
    for (let units = 0; units < held.length; units++) {
      const weight = held[units] ?? 0
      if (weight < TINY) continue
      const before = units + income
      let paid = 0
      for (let claim = 0; claim <= Math.min(before, claims.length - 1); claim++) {
        const share = claims[claim] ?? 0
        const after = before - claim + injected
        next[after] = (next[after] ?? 0) + weight * share
        paid += share
      }
      ruined += weight * Math.max(0, 1 - paid)
    }
    held = next
  }
  return ruined
}

/**
 * The same with no end. With an income of one unit, survival follows from that of a fund with nothing, (1 - E[X]) /
 * P(X = 0), step by step; with more, it is a system of equations, ψ(u) = P(X > u + c) + Σ P(X = j) ψ(u + c - j).
 * Source: H. Gerber, Mathematical fun with the compound binomial process, ASTIN Bulletin 18 (1988).
 */
export function monthlyUltimateRuin(process: MonthlyFund): number {
  const { fund, income, claims } = process
  const meanClaims = sum(Array.from(claims, (share, units) => share * units))
  if (meanClaims >= income) return 1
  return income === 1 ? 1 - survivalOf(claims, meanClaims, fund) : solvedRuin(process)
}

/** φ(u) = Σ P(X = j) φ(u + 1 - j), solved for the survival of the largest fund in it. */
function survivalOf(claims: Vector, meanClaims: number, fund: number): number {
  const none = at(claims, 0)
  const survival = new Float64Array(fund + 1)
  survival[0] = (1 - meanClaims) / none
  for (let units = 0; units < fund; units++) {
    let rest = survival[units] ?? 0
    for (let claim = 1; claim <= Math.min(units + 1, claims.length - 1); claim++) {
      rest -= (claims[claim] ?? 0) * (survival[units + 1 - claim] ?? 0)
    }
    survival[units + 1] = rest / none
  }
  return survival[fund] ?? 0
}

function solvedRuin({ fund, income, claims }: MonthlyFund): number {
  assert(fund < STATES, 'an endless fund is followed through its first states only')
  const shareOf = (units: number): number => (units < 0 ? 0 : (claims[units] ?? 0))
  const matrix = Array.from({ length: STATES }, (_, from) =>
    Float64Array.from(
      { length: STATES },
      (_, to) => (from === to ? 1 : 0) - shareOf(from + income - to),
    ),
  )
  const right = Array.from({ length: STATES }, (_, from) => {
    let paid = 0
    for (let claim = 0; claim <= from + income; claim++) paid += shareOf(claim)
    return [Math.max(0, 1 - paid)]
  })
  return at(solve(matrix, right)[fund] ?? [], 0)
}

/** The smallest fund with which ruin within so many months is less probable than a target. More money is never worse. */
export function smallestFund(
  rest: Omit<MonthlyFund, 'fund'>,
  months: number,
  target: number,
): number {
  const isEnough = (fund: number): boolean => monthlyRuin({ ...rest, fund }, months) < target
  let high = 1
  while (!isEnough(high - 1)) high *= 2
  // What lies below `low` is too little, what lies above `top` enough.
  let low = 0
  let top = high - 2
  while (low <= top) {
    const middle = Math.floor((low + top) / 2)
    if (isEnough(middle)) top = middle - 1
    else low = middle + 1
  }
  return low
}

/** The probability of ever losing all on a walk of single steps: (q / (1 - q))^(u + 1). */
export function gamblersRuin(fund: number, down: number): number {
  return down >= 0.5 ? 1 : (down / (1 - down)) ** (fund + 1)
}
