import { normalQuantile } from '../random/normal.ts'
import { betaQuantile, binomialCdf, studentQuantile } from './incomplete-beta.ts'
import { Moments } from './moments.ts'

/** From where to where a figure lies with the confidence that was asked for. */
export interface Interval {
  readonly lower: number
  readonly upper: number
}

/** The confidence of every interval that is not said to have another. */
export const CONFIDENCE = 0.95

/** How many standard errors an interval of a confidence reaches to each side. */
export function standardErrorsOf(confidence: number): number {
  return normalQuantile(0.5 + confidence / 2)
}

/** The interval of a mean by the central limit theorem. */
export function meanInterval(
  mean: number,
  standardError: number,
  confidence = CONFIDENCE,
): Interval {
  const reach = standardErrorsOf(confidence) * standardError
  return { lower: mean - reach, upper: mean + reach }
}

/**
 * Wilson's score interval of a probability. Source: Wilson, JASA 22 (1927).
 *
 * @param events how often it happened, also in weights
 * @param trials how often it could have
 * @example wilson(187, 20000) // { lower: 0.0081072…, upper: 0.0107812… }
 */
export function wilson(events: number, trials: number, confidence = CONFIDENCE): Interval {
  const z = standardErrorsOf(confidence)
  const share = events / trials
  const spread = (z * z) / trials
  const centre = share + spread / 2
  const reach = z * Math.sqrt((share * (1 - share)) / trials + spread / (4 * trials))
  const lower = (centre - reach) / (1 + spread)
  const upper = (centre + reach) / (1 + spread)
  return { lower: events === 0 ? 0 : lower, upper: events === trials ? 1 : upper }
}

/**
 * The exact interval of a probability, never too narrow. Source: Clopper and Pearson, Biometrika 26 (1934).
 *
 * @param events a whole number
 * @example clopperPearson(0, 1000) // { lower: 0, upper: 0.0036820838… }
 */
export function clopperPearson(events: number, trials: number, confidence = CONFIDENCE): Interval {
  const tail = (1 - confidence) / 2
  return {
    lower: events === 0 ? 0 : betaQuantile(tail, events, trials - events + 1),
    upper: events === trials ? 1 : betaQuantile(1 - tail, events + 1, trials - events),
  }
}

/** The places, from 1, of two values of a sorted sample between which a quantile lies. */
export interface Places {
  readonly lower: number
  readonly upper: number
}

/**
 * Between which values of a sorted sample a quantile lies, whatever the law. The upper place may be n + 1, the
 * lower 0: then the sample does not reach so far.
 *
 * @param q the level of the quantile, strictly between 0 and 1
 * @example quantilePlaces(20000, 0.99).lower // 19772
 */
export function quantilePlaces(n: number, q: number, confidence = CONFIDENCE): Places {
  const tail = (1 - confidence) / 2
  return { lower: binomialQuantile(tail, n, q), upper: binomialQuantile(1 - tail, n, q) + 1 }
}

/** The least k with P(X <= k) >= p. */
export function binomialQuantile(p: number, n: number, q: number): number {
  const guess = Math.floor(n * q + normalQuantile(p) * Math.sqrt(n * q * (1 - q)))
  let k = Math.min(n, Math.max(0, guess))
  while (k > 0 && binomialCdf(k - 1, n, q) >= p) k -= 1
  while (k < n && binomialCdf(k, n, q) < p) k += 1
  return k
}

/** A figure and what is known of its error. */
export interface Estimate {
  readonly value: number
  readonly standardError: number
  readonly interval: Interval
}

/**
 * The estimate from independent repetitions, such as the scrambles of evenly spread points: their mean, with the error by
 * how far they are apart, and an interval by Student's t law.
 */
export function betweenRepetitions(values: readonly number[], confidence = CONFIDENCE): Estimate {
  const moments = new Moments()
  for (const value of values) moments.add(value)
  const { mean, standardError, count } = moments
  const reach = studentQuantile(0.5 + confidence / 2, Math.max(1, count - 1)) * standardError
  return { value: mean, standardError, interval: { lower: mean - reach, upper: mean + reach } }
}
