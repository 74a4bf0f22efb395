import { meanInterval, standardErrorsOf, wilson } from '../../../../simulations/stats/intervals.ts'

/** A figure of evidence, with what it leaves open. */
export interface EvidenceEstimate {
  readonly name: string
  readonly value: number
  readonly low: number
  /** `null` where the figures do not bound it. */
  readonly high: number | null
  /** The confidence of the interval. */
  readonly level: number
  /** On how many it rests: vouchers, tries, people, as `method` says. */
  readonly n: number
  readonly method: string
  readonly unit: string
}

/** What one person adds to a quotient of sums. */
export interface RatioPart {
  readonly person: number
  readonly above: number
  readonly below: number
}

/**
 * A quotient of two sums over people, such as cents unspent of cents issued. What one person does hangs together, so the
 * error is that between people, by linearisation. Source: Cochran, Sampling Techniques (1977), 6.3 and 6.11.
 *
 * @param most the greatest value that there is
 * @example ratioOf([{ person: 0, above: 1, below: 2 }, { person: 1, above: 1, below: 2 }], 0.95)?.value // 0.5
 * @returns nothing where there is nothing below the line
 */
export function ratioOf(
  parts: readonly RatioPart[],
  level: number,
  most = Number.POSITIVE_INFINITY,
):
  | { readonly value: number; readonly low: number; readonly high: number; readonly n: number }
  | undefined {
  const people = byPerson(parts)
  const n = people.length
  const above = people.reduce((sum, part) => sum + part.above, 0)
  const below = people.reduce((sum, part) => sum + part.below, 0)
  if (below <= 0 || n < 2) return undefined
  const value = above / below
  const squares = people.reduce((sum, part) => sum + (part.above - value * part.below) ** 2, 0)
  const error = Math.sqrt((n * squares) / (n - 1)) / below
  const { lower, upper } = meanInterval(value, error, level)
  return { value, low: Math.max(0, lower), high: Math.min(most, upper), n }
}

/**
 * A share of tries that come from people, each of whom may have several: Wilson's interval with as many tries as are worth
 * the same where tries of one person hang together. Source: Korn and Graubard, Survey Methodology 24 (1998).
 */
export function shareOf(
  parts: readonly RatioPart[],
  level: number,
):
  | { readonly value: number; readonly low: number; readonly high: number; readonly n: number }
  | undefined {
  const n = parts.reduce((sum, part) => sum + part.below, 0)
  const events = parts.reduce((sum, part) => sum + part.above, 0)
  if (n === 0) return undefined
  const value = events / n
  const ratio = ratioOf(parts, level)
  // Twice the reach of a normal interval, as it would be if nothing were cut off at zero.
  const z = standardErrorsOf(level)
  const alone = (value * (1 - value)) / n
  const together = ratio === undefined ? alone : ((ratio.high - value) / z) ** 2
  const worth = together <= alone ? n : (n * alone) / together
  const { lower, upper } = wilson(value * worth, worth, level)
  return { value, low: Math.min(value, lower), high: Math.max(value, upper), n }
}

function byPerson(parts: readonly RatioPart[]): readonly RatioPart[] {
  const people = new Map<number, RatioPart>()
  for (const part of parts) {
    const { above, below } = people.get(part.person) ?? { above: 0, below: 0 }
    people.set(part.person, {
      person: part.person,
      above: above + part.above,
      below: below + part.below,
    })
  }
  return [...people.values()]
}

/** Nine digits: more would be the noise of another machine's arithmetic, and another hash. */
export function rounded<T extends object>(figures: T): T {
  const entries = Object.entries(figures).map(([name, value]) => [
    name,
    typeof value === 'number' ? Number(value.toPrecision(9)) : value,
  ])
  return Object.fromEntries(entries) as T
}
