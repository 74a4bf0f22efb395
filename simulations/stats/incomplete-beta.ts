import { exp, log } from '../random/elementary.ts'

const ROUNDS_MAX = 20_000
const TINY = 1e-300
const PRECISE = 1e-16

/**
 * The regularised incomplete beta function: the probability of at most x under the beta law.
 * Source: the continued fraction DLMF 8.17.22, by Lentz's method.
 *
 * @param a above zero
 * @param b above zero
 * @param x 0 to 1
 * @example incompleteBeta(2, 3, 0.5) // 0.6875
 */
export function incompleteBeta(a: number, b: number, x: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  // The fraction is quick on the near side of the mean.
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(b, a, 1 - x)
  const logFront = a * log(x) + b * log(1 - x) - logBeta(a, b) - log(a)
  return exp(logFront) * fraction(a, b, x)
}

function fraction(a: number, b: number, x: number): number {
  let c = 1
  let d = 1 / awayFromZero(1 - ((a + b) * x) / (a + 1))
  let value = d
  for (let m = 1; m <= ROUNDS_MAX; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / awayFromZero(1 + even * d)
    c = awayFromZero(1 + even / c)
    value *= c * d
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / awayFromZero(1 + odd * d)
    c = awayFromZero(1 + odd / c)
    const step = c * d
    value *= step
    if (Math.abs(step - 1) < PRECISE) break
  }
  return value
}

function awayFromZero(value: number): number {
  return Math.abs(value) < TINY ? TINY : value
}

/** ln B(a, b), so that large arguments do not cancel. */
function logBeta(a: number, b: number): number {
  const small = Math.min(a, b)
  const large = Math.max(a, b)
  if (large < 10) return logGamma(small) + logGamma(large) - logGamma(small + large)
  // ln Γ(large) - ln Γ(large + small) by the difference of Stirling's series.
  const sum = large + small
  const difference =
    (large - 0.5) * log(large / sum) - small * (log(sum) - 1) + correction(large) - correction(sum)
  return logGamma(small) + difference
}

/** ln Γ(x) for x above zero, by Stirling's series from 10 on and the recurrence below. */
export function logGamma(x: number): number {
  let shift = 0
  let value = x
  while (value < 10) {
    shift -= log(value)
    value += 1
  }
  return shift + (value - 0.5) * log(value) - value + 0.9189385332046728 + correction(value)
}

/** The series behind Stirling's formula (DLMF 5.11.1). */
function correction(x: number): number {
  const inverse = 1 / x
  const square = inverse * inverse
  return (
    inverse *
    (1 / 12 -
      square *
        (1 / 360 -
          square *
            (1 / 1260 - square * (1 / 1680 - square * (1 / 1188 - (square * 691) / 360360)))))
  )
}

/**
 * The x at which the regularised incomplete beta function is p, by halving.
 *
 * @example betaQuantile(0.6875, 2, 3) // 0.5
 */
export function betaQuantile(p: number, a: number, b: number): number {
  if (p <= 0) return 0
  if (p >= 1) return 1
  let low = 0
  let high = 1
  for (;;) {
    // In the logarithm where the quantile is tiny, so that it keeps its digits.
    const middle = low > 0 && high / low > 2 ? Math.sqrt(low * high) : (low + high) / 2
    if (middle <= low || middle >= high || high - low < high * 1e-15) return middle
    if (incompleteBeta(a, b, middle) < p) low = middle
    else high = middle
    if (high < TINY) return 0
  }
}

/**
 * The quantile of Student's t law for probabilities from 0.5 on.
 *
 * @example studentQuantile(0.975, 10) // 2.228138851964939
 */
export function studentQuantile(p: number, freedom: number): number {
  if (p <= 0.5) return p === 0.5 ? 0 : -studentQuantile(1 - p, freedom)
  const x = betaQuantile(2 * (1 - p), freedom / 2, 0.5)
  return Math.sqrt((freedom * (1 - x)) / x)
}

/** The probability of at most k of n, each with the probability p. */
export function binomialCdf(k: number, n: number, p: number): number {
  if (k < 0) return 0
  return k >= n ? 1 : incompleteBeta(n - k, k + 1, 1 - p)
}
