import { CONFIDENCE, type Estimate, type Interval, standardErrorsOf } from './intervals.ts'
import { Moments } from './moments.ts'

/**
 * Values of paths that were drawn where the losses are, with the weights that undo it, ordered from the worst value
 * to the best. Only the tail is told of such a run: its means have enormous errors.
 */
export interface WeightedTail {
  readonly values: Float64Array
  readonly weights: Float64Array
  readonly paths: number
}

/** Orders values from the worst to the best, with their weights. */
export function weightedTailOf(values: Float64Array, weights: Float64Array): WeightedTail {
  const order = Uint32Array.from(values, (_, index) => index)
  order.sort((a, b) => (values[b] as number) - (values[a] as number) || a - b)
  return {
    values: Float64Array.from(order, (index) => values[index] as number),
    weights: Float64Array.from(order, (index) => weights[index] as number),
    paths: values.length,
  }
}

/** The mean of values times weights: a probability where the values are 0 and 1. */
export function weightedMean(
  values: Float64Array,
  weights: Float64Array,
  confidence = CONFIDENCE,
): Estimate {
  const moments = new Moments()
  for (let path = 0; path < values.length; path++) {
    moments.add((values[path] as number) * (weights[path] as number))
  }
  const reach = standardErrorsOf(confidence) * moments.standardError
  const { mean: value, standardError } = moments
  return { value, standardError, interval: { lower: value - reach, upper: value + reach } }
}

/** The value at risk: the least value above which no more than 1 - q of the weight lies. */
export function weightedValueAtRisk(
  tail: WeightedTail,
  q: number,
  confidence = CONFIDENCE,
): Estimate {
  const { values, weights, paths } = tail
  const z = standardErrorsOf(confidence)
  // A hair more, since 1 - 0.9 is less than a tenth.
  const above = (1 - q) * (1 + 1e-12)
  let value = Number.NaN
  const interval = { lower: Number.NEGATIVE_INFINITY, upper: Number.POSITIVE_INFINITY }
  let sum = 0
  let squares = 0
  for (let index = 0; index < values.length; index++) {
    const here = values[index] as number
    const share = sum / paths
    const error = Math.sqrt(Math.max(0, squares / paths - share * share) / paths)
    // What lies above this value: as it is, and at the two ends of its interval.
    if (share + z * error <= above) interval.upper = here
    if (share <= above) value = here
    if (share - z * error <= above) interval.lower = here
    else break
    const weight = weights[index] as number
    sum += weight
    squares += weight * weight
  }
  return { value, standardError: (interval.upper - interval.lower) / (2 * z), interval }
}

/** The expected shortfall of weighted paths, as Acerbi and Tasche define it. */
export function weightedExpectedShortfall(
  tail: WeightedTail,
  q: number,
  confidence = CONFIDENCE,
): Estimate {
  const { values, weights, paths } = tail
  const border = weightedValueAtRisk(tail, q).value
  let excess = 0
  let squares = 0
  for (let index = 0; index < values.length; index++) {
    const above = (values[index] as number) - border
    if (!(above > 0)) break
    const term = above * (weights[index] as number)
    excess += term
    squares += term * term
  }
  const mean = excess / paths
  const value = border + mean / (1 - q)
  const standardError = Math.sqrt(Math.max(0, squares / paths - mean * mean) / paths) / (1 - q)
  const reach = standardErrorsOf(confidence) * standardError
  const interval: Interval = { lower: value - reach, upper: value + reach }
  return { value, standardError, interval }
}

/**
 * The effective sample size: how many equal paths weigh as much as these. Source: Kish, "Survey sampling" (1965).
 *
 * @example effectiveSampleSize(Float64Array.of(1, 1, 2)) // 2.66…
 */
export function effectiveSampleSize(weights: Float64Array): number {
  let sum = 0
  let squares = 0
  for (const weight of weights) {
    sum += weight
    squares += weight * weight
  }
  return squares === 0 ? 0 : (sum * sum) / squares
}
