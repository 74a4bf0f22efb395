import { studentQuantile } from './incomplete-beta.ts'
import { betweenRepetitions, CONFIDENCE, type Estimate } from './intervals.ts'

/**
 * Values of paths whose points are spread evenly, in several scrambles: path p belongs to scramble p mod scrambles. Points
 * of one scramble depend on each other; scrambles do not. So an error is that between scrambles.
 */
export interface ScrambledSample {
  readonly values: Float64Array
  readonly weights: Float64Array
  readonly scrambles: number
  /** The least value with at least this share of the weight of all paths at or below it. */
  readonly quantileAt: (level: number) => number
}

type Points = Pick<ScrambledSample, 'values' | 'weights' | 'scrambles'>

/** The mean of a score of each value in each scramble; points that only some scrambles have yet are left out. */
function meansOf(
  { values, weights, scrambles }: Points,
  score: (value: number) => number,
): readonly number[] {
  const points = Math.floor(values.length / scrambles)
  const sums = new Float64Array(scrambles)
  for (let path = 0; path < points * scrambles; path++) {
    const scramble = path % scrambles
    const term = score(values[path] as number) * (weights[path] as number)
    sums[scramble] = (sums[scramble] as number) + term
  }
  return Array.from(sums, (sum) => sum / points)
}

/** The mean, or of indicators the probability. */
export function scrambledMean(points: Points): Estimate {
  return betweenRepetitions(meansOf(points, (value) => value))
}

/**
 * A quantile. How far the share of weight above it differs between scrambles is looked up among the values: to both sides
 * as far as that share is unsure. Infinite where the sample does not reach so far.
 */
export function scrambledQuantile(sample: ScrambledSample, q: number): Estimate {
  const value = sample.quantileAt(q)
  const { standardError: share } = betweenRepetitions(
    meansOf(sample, (one) => (one > value ? 1 : 0)),
  )
  const errors = studentQuantile(0.5 + CONFIDENCE / 2, Math.max(1, sample.scrambles - 1))
  const low = q - errors * share
  const high = q + errors * share
  const lower = low > 0 ? sample.quantileAt(low) : Number.NEGATIVE_INFINITY
  const upper = high < 1 ? sample.quantileAt(high) : Number.POSITIVE_INFINITY
  return { value, standardError: (upper - lower) / (2 * errors), interval: { lower, upper } }
}

/** The expected shortfall: the quantile, and what lies above it, of which the error between scrambles is that of the whole. */
export function scrambledShortfall(sample: ScrambledSample, q: number): Estimate {
  const border = sample.quantileAt(q)
  return betweenRepetitions(
    meansOf(sample, (value) => Math.max(0, value - border)).map(
      (excess) => border + excess / (1 - q),
    ),
  )
}
