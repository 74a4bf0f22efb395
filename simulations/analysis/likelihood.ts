import { minimumOf } from '../analytic/numeric/minimum.ts'
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
const HALVINGS = 24

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
  const profile = (value: number): number => {
    const along = ([free = 0]: readonly number[]): number =>
      -at(place === 0 ? [value, free] : [free, value])
    const [found = other] = minimumOf(along, [other], 0.2)
    other = found
    return -along([found])
  }
  const endOn = (side: 1 | -1): number => {
    other = best[1 - place] as number
    let inside = 0
    let outside = 0.05
    while (profile(centre + side * outside) > least) {
      inside = outside
      outside *= 2
      if (outside > REACH_MAX) return side * Number.POSITIVE_INFINITY
    }
    for (let step = 0; step < HALVINGS; step++) {
      const middle = (inside + outside) / 2
      if (profile(centre + side * middle) > least) inside = middle
      else outside = middle
    }
    return centre + side * outside
  }
  return { lower: endOn(-1), upper: endOn(1) }
}
