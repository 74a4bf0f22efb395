import { type Interval, standardErrorsOf } from '../stats/intervals.ts'

/** A parameter that was found from figures, with what they leave open. */
export interface Fitted {
  readonly name: string
  readonly value: number
  /** Its end is infinite where the figures do not bound it. */
  readonly interval: Interval
}

/** A likelihood of two numbers that are free of bounds. */
export interface FreeLikelihood {
  /** The logarithm. */
  readonly at: (point: readonly number[]) => number
  readonly best: readonly number[]
}

/** Further than this from the best, a likelihood that has not fallen never will. */
const REACH_MAX = 16
/** How near an end is found: a hundredth of what the figures leave open would do. */
const NEAR = 1e-5
/** How near the other parameter is found; what is missed counts with its square. */
const NEAR_OTHER = 1e-4
const STEPS_MAX = 60

/**
 * The interval of one of two parameters by the profile of their likelihood: where it has fallen from the best, whatever
 * the other is, by half of a quantile of the chi-square law. Source: Venzon and Moolgavkar, Applied Statistics 37 (1988).
 *
 * @param place 0 or 1
 * @returns in the free coordinate; an end is infinite where nothing bounds it
 */
export function profileInterval(
  { at, best }: FreeLikelihood,
  place: 0 | 1,
  confidence: number,
): Interval {
  const z = standardErrorsOf(confidence)
  const least = at(best) - (z * z) / 2
  const centre = best[place] as number
  let other = best[1 - place] as number
  const excess = (value: number): number => {
    const along = (free: number): number => at(place === 0 ? [value, free] : [free, value])
    const found = highest(along, other)
    other = found.at
    return found.value - least
  }
  const endOn = (side: 1 | -1): number => {
    other = best[1 - place] as number
    let inside = 0
    let above = at(best) - least
    let outside = 0.05
    let below = excess(centre + side * outside)
    while (below > 0) {
      inside = outside
      above = below
      outside *= 2
      if (outside > REACH_MAX) return side * Number.POSITIVE_INFINITY
      below = excess(centre + side * outside)
    }
    return (
      centre +
      side * crossing((off) => excess(centre + side * off), [inside, above], [outside, below])
    )
  }
  return { lower: endOn(-1), upper: endOn(1) }
}

/** A place and the value there. */
type Known = readonly [place: number, value: number]

/**
 * Where a falling function is zero, by the false position with the step of Illinois. Source: Dowell and Jarratt, BIT 11 (1971).
 */
function crossing(of: (place: number) => number, [a, above]: Known, [b, below]: Known): number {
  let [low, high, atLow, atHigh] = [a, b, above, below]
  let last = 0
  for (let step = 0; step < STEPS_MAX && high - low > NEAR; step++) {
    const place = low + ((high - low) * atLow) / (atLow - atHigh)
    const value = of(place)
    if (Math.abs(value) < NEAR) return place
    if (value > 0) {
      low = place
      atLow = value
      if (last === 1) atHigh /= 2
      last = 1
    } else {
      high = place
      atHigh = value
      if (last === -1) atLow /= 2
      last = -1
    }
  }
  return (low + high) / 2
}

/** Where a function with one top is highest, near a start: parabolas through three places, narrower each time. */
function highest(
  of: (place: number) => number,
  start: number,
): { readonly at: number; readonly value: number } {
  let place = start
  let value = of(place)
  let reach = 0.1
  for (let step = 0; step < STEPS_MAX && reach > NEAR_OTHER; step++) {
    const before = of(place - reach)
    const after = of(place + reach)
    const bend = before - 2 * value + after
    // Where it bends the wrong way, or runs on, a plain step uphill.
    const wanted =
      bend < 0 ? (reach * (before - after)) / (2 * bend) : reach * (after > before ? 1 : -1)
    const moved = Math.max(-2 * reach, Math.min(2 * reach, wanted))
    const next = of(place + moved)
    if (next > value) {
      place += moved
      value = next
    }
    // A step as far as may be was not the last; a short one was near the top.
    reach = Math.abs(wanted) > reach ? reach * (next > before ? 2 : 0.5) : reach / 8
    if (Math.abs(place - start) > 4 * REACH_MAX) break
  }
  return { at: place, value }
}
