import {
  CONFIDENCE,
  type Estimate,
  type Interval,
  quantilePlaces,
  standardErrorsOf,
} from './intervals.ts'

/**
 * A sample in rising order. Its values are looked at from the upper tail; of a lower tail one hands in the values with
 * the other sign. Where only its greatest values were kept, `count` says how many there were.
 */
export type SortedSample = Float64Array

/**
 * The quantile of a sample: the least value with at least a share q of the sample at or below it (type 1).
 *
 * @param q above 0, up to 1
 * @example quantile(Float64Array.of(1, 2, 3, 4), 0.5) // 2
 */
export function quantile(sorted: SortedSample, q: number, count = sorted.length): number {
  const place = Math.max(1, Math.ceil(roundedProduct(count, q)))
  return sorted[place - 1 - (count - sorted.length)] ?? Number.NaN
}

/** Between which values of the sample the quantile of its law lies; infinite where the sample does not reach so far. */
export function quantileInterval(
  sorted: SortedSample,
  q: number,
  confidence = CONFIDENCE,
  count = sorted.length,
): Interval {
  const { lower, upper } = quantilePlaces(count, q, confidence)
  const before = count - sorted.length + 1
  return {
    lower: sorted[lower - before] ?? Number.NEGATIVE_INFINITY,
    upper: sorted[upper - before] ?? Number.POSITIVE_INFINITY,
  }
}

/** The value at risk: the quantile, with an interval of its order statistics and the standard error that would give it. */
export function valueAtRisk(
  sorted: SortedSample,
  q: number,
  confidence = CONFIDENCE,
  count = sorted.length,
): Estimate {
  const interval = quantileInterval(sorted, q, confidence, count)
  const standardError = (interval.upper - interval.lower) / (2 * standardErrorsOf(confidence))
  return { value: quantile(sorted, q, count), standardError, interval }
}

/**
 * The expected shortfall: the mean of the worst share 1 - q, of which a value that straddles the border counts in part.
 * Source: Acerbi and Tasche, "On the coherence of expected shortfall", J. Banking & Finance 26 (2002). The error is that
 * of its influence function: the spread of what lies above the quantile.
 *
 * @param q 0 up to, not including, 1
 */
export function expectedShortfall(
  sorted: SortedSample,
  q: number,
  confidence = CONFIDENCE,
  count = sorted.length,
): Estimate {
  const n = count
  const border = quantile(sorted, q, count)
  let excess = 0
  let squares = 0
  for (let index = sorted.length - 1; index >= 0; index--) {
    const above = (sorted[index] as number) - border
    if (!(above > 0)) break
    excess += above
    squares += above * above
  }
  const value = border + excess / (n * (1 - q))
  const mean = excess / n
  const variance = Math.max(0, squares / n - mean * mean) * (n / Math.max(1, n - 1))
  const standardError = Math.sqrt(variance / n) / (1 - q)
  const reach = standardErrorsOf(confidence) * standardError
  return { value, standardError, interval: { lower: value - reach, upper: value + reach } }
}

/** n q without the last bit's noise: 0.99 of 20,000 is 19,800 and not a hair more. */
function roundedProduct(n: number, q: number): number {
  const product = n * q
  const whole = Math.round(product)
  return Math.abs(product - whole) < 1e-9 * Math.max(1, whole) ? whole : product
}
