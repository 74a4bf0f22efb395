import { exp, log } from './elementary.ts'
import { normalQuantile } from './normal.ts'
import type { Stream } from './stream.ts'

/** Below this a count is found by adding up probabilities, above it by rejection. */
const INVERSION_MEAN_MAX = 30
const HALF_LOG_TWO_PI = 0.9189385332046728

/** A standard normal number, by its quantile: one draw gives one number, and more of the one is more of the other. */
export function normal(stream: Stream): number {
  return normalQuantile(stream.uniform())
}

/** An exponential number. @param mean above zero */
export function exponential(stream: Stream, mean: number): number {
  return -mean * log(stream.uniform())
}

/**
 * A lognormal number.
 *
 * @param mu the mean of its logarithm
 * @param sigma the standard deviation of its logarithm, not negative
 */
export function lognormal(stream: Stream, mu: number, sigma: number): number {
  return exp(mu + sigma * normal(stream))
}

/**
 * A number of Pareto's law of the first kind: P(X > x) = (scale / x)^shape from `scale` on.
 *
 * @param scale the least value, above zero
 * @param shape the tail index, above zero; the mean is finite above 1
 */
export function pareto(stream: Stream, scale: number, shape: number): number {
  return scale * exp(-log(stream.uniform()) / shape)
}

/**
 * A gamma number of scale 1. Source: Marsaglia and Tsang, "A simple method for generating gamma variables", ACM TOMS
 * 26 (2000), with their step for shapes below 1.
 *
 * @param shape above zero; mean and variance of the law
 */
export function gamma(stream: Stream, shape: number): number {
  if (shape < 1) {
    const raised = gamma(stream, shape + 1)
    return raised * exp(log(stream.uniform()) / shape)
  }
  const d = shape - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  for (;;) {
    const x = normal(stream)
    const root = 1 + c * x
    if (root <= 0) continue
    const v = root * root * root
    if (log(stream.uniform()) < 0.5 * x * x + d - d * v + d * log(v)) return d * v
  }
}

/** A beta number. @param alpha above zero @param beta above zero; the mean is alpha / (alpha + beta) */
export function beta(stream: Stream, alpha: number, beta: number): number {
  const ours = gamma(stream, alpha)
  return ours / (ours + gamma(stream, beta))
}

/** A number of Student's t law. @param freedom the degrees of freedom, above zero */
export function studentT(stream: Stream, freedom: number): number {
  const z = normal(stream)
  return z * Math.sqrt(freedom / (2 * gamma(stream, freedom / 2)))
}

/**
 * A Poisson number. Small means by adding up, large ones by PTRS. Source: Hörmann, "The transformed rejection method
 * for generating Poisson random variables", Insurance: Mathematics and Economics 12 (1993).
 *
 * @param mean not negative
 */
export function poisson(stream: Stream, mean: number): number {
  if (mean < INVERSION_MEAN_MAX) return poissonByInversion(stream.uniform(), mean)
  const b = 0.931 + 2.53 * Math.sqrt(mean)
  const a = -0.059 + 0.02483 * b
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4)
  const v0 = 0.9277 - 3.6224 / (b - 2)
  const logMean = log(mean)
  for (;;) {
    const u = stream.uniform() - 0.5
    const v = stream.uniform()
    const us = 0.5 - Math.abs(u)
    const k = Math.floor(((2 * a) / us + b) * u + mean + 0.43)
    if (us >= 0.07 && v <= v0) return k
    if (k < 0 || (us < 0.013 && v > us)) continue
    const accepted = log(v) + log(inverseAlpha) - log(a / (us * us) + b)
    if (accepted <= k * logMean - mean - logFactorial(k)) return k
  }
}

/** The Poisson number at a probability. @param u strictly between 0 and 1 @param mean 0 to 700 */
export function poissonByInversion(u: number, mean: number): number {
  let term = exp(-mean)
  let left = u - term
  let k = 0
  // The terms run out before a u of 1 - 2^-53 is used up.
  while (left > 0 && term > 0) {
    k += 1
    term *= mean / k
    left -= term
  }
  return k
}

/**
 * A binomial number. Small means by adding up, large ones by BTRS. Source: Hörmann, "The generation of binomial random
 * variates", J. Stat. Comput. Simul. 46 (1993).
 *
 * @param trials a whole number, not negative
 * @param probability 0 to 1
 */
export function binomial(stream: Stream, trials: number, probability: number): number {
  if (probability > 0.5) return trials - binomial(stream, trials, 1 - probability)
  if (trials * probability < INVERSION_MEAN_MAX) {
    return binomialByInversion(stream.uniform(), trials, probability)
  }
  const spread = Math.sqrt(trials * probability * (1 - probability))
  const b = 1.15 + 2.53 * spread
  const a = -0.0873 + 0.0248 * b + 0.01 * probability
  const centre = trials * probability + 0.5
  const alpha = (2.83 + 5.1 / b) * spread
  const v0 = 0.92 - 4.2 / b
  const logOdds = log(probability / (1 - probability))
  const mode = Math.floor((trials + 1) * probability)
  const peak = logFactorial(mode) + logFactorial(trials - mode)
  for (;;) {
    const u = stream.uniform() - 0.5
    const v = stream.uniform()
    const us = 0.5 - Math.abs(u)
    const k = Math.floor(((2 * a) / us + b) * u + centre)
    if (k < 0 || k > trials) continue
    if (us >= 0.07 && v <= v0) return k
    const accepted = log((v * alpha) / (a / (us * us) + b))
    const density = peak - logFactorial(k) - logFactorial(trials - k) + (k - mode) * logOdds
    if (accepted <= density) return k
  }
}

/** The binomial number at a probability. @param u strictly between 0 and 1 @param probability 0 to 0.5 */
export function binomialByInversion(u: number, trials: number, probability: number): number {
  if (probability <= 0) return 0
  const odds = probability / (1 - probability)
  let term = exp(trials * log(1 - probability))
  let left = u - term
  let k = 0
  while (left > 0 && k < trials) {
    k += 1
    term *= (odds * (trials - k + 1)) / k
    left -= term
  }
  return k
}

/**
 * The index at a probability among weights that were summed up.
 *
 * @param u strictly between 0 and 1
 * @param cumulative rising to the sum of all weights
 * @example discrete(0.5, [0.2, 0.9, 1]) // 1
 */
export function discrete(u: number, cumulative: ArrayLike<number>): number {
  const last = cumulative.length - 1
  const target = u * (cumulative[last] ?? 0)
  let index = 0
  while (index < last && target >= (cumulative[index] as number)) index += 1
  return index
}

const SMALL_LOG_FACTORIALS = smallLogFactorials(32)

/** ln k! of a whole number: a table, then Stirling's series. */
export function logFactorial(k: number): number {
  if (k < SMALL_LOG_FACTORIALS.length) return SMALL_LOG_FACTORIALS[k] as number
  const n = k + 1
  const inverse = 1 / n
  const square = inverse * inverse
  const series = inverse * (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square / 1680)))
  return (n - 0.5) * log(n) - n + HALF_LOG_TWO_PI + series
}

function smallLogFactorials(count: number): Float64Array {
  const values = new Float64Array(count)
  for (let k = 1; k < count; k++) values[k] = (values[k - 1] as number) + log(k)
  return values
}
