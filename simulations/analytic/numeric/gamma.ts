import { at } from './elements.ts'

const HALF_LOG_TWO_PI = 0.9189385332046728
/** B(2k) / (2k (2k - 1)), k from 1: the terms of Stirling's series. */
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156]
const SHIFT_BELOW = 16
const TERMS_MAX = 100_000

/**
 * The natural logarithm of the gamma function, by Stirling's series; small arguments are shifted up first.
 * Source: NIST Digital Library of Mathematical Functions, 5.11.1 and 5.5.1.
 *
 * @param x above zero
 * @example logGamma(5) // ln 24 = 3.1780538303479458
 */
export function logGamma(x: number): number {
  let shifted = x
  let product = 1
  while (shifted < SHIFT_BELOW) {
    product *= shifted
    shifted += 1
  }
  return stirling(shifted) + series(shifted) - Math.log(product)
}

/**
 * What Stirling's formula misses of ln Γ(x). Differences of large logarithms lose digits; differences of this do not.
 *
 * @example stirlingRest(1) // 1 - ln(2π)/2 = 0.08106146679532726
 */
export function stirlingRest(x: number): number {
  return x >= SHIFT_BELOW ? series(x) : logGamma(x) - stirling(x)
}

function stirling(x: number): number {
  return (x - 0.5) * Math.log(x) - x + HALF_LOG_TWO_PI
}

function series(x: number): number {
  const square = 1 / (x * x)
  let value = 0
  for (let k = STIRLING.length - 1; k >= 0; k--) value = value * square + at(STIRLING, k)
  return value / x
}

/** The natural logarithm of the beta function B(a, b). */
export function logBeta(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b)
}

/**
 * The regularised lower incomplete gamma function P(a, x): how much of a gamma law of shape `a` and scale 1 lies
 * below `x`. Source: DLMF 8.11.4 (series) and 8.9.2 (continued fraction).
 *
 * @example gammaBelow(1, 2) // 1 - exp(-2) = 0.8646647167633873
 */
export function gammaBelow(a: number, x: number): number {
  if (x <= 0) return 0
  return x < a + 1 ? lowerSeries(a, x) : 1 - upperFraction(a, x)
}

/** Its complement Q(a, x), exact where it is small. */
export function gammaAbove(a: number, x: number): number {
  if (x <= 0) return 1
  return x < a + 1 ? 1 - lowerSeries(a, x) : upperFraction(a, x)
}

function lowerSeries(a: number, x: number): number {
  let term = 1 / a
  let total = term
  for (let n = 1; n < TERMS_MAX && term > total * 1e-17; n++) {
    term *= x / (a + n)
    total += term
  }
  return total * front(a, x)
}

/** The continued fraction by the method of Lentz, as Thompson and Barnett changed it. */
function upperFraction(a: number, x: number): number {
  let b = x + 1 - a
  let c = 1e300
  let d = 1 / b
  let value = d
  for (let n = 1; n < TERMS_MAX; n++) {
    const numerator = -n * (n - a)
    b += 2
    d = 1 / nonZero(numerator * d + b)
    c = nonZero(b + numerator / c)
    const factor = c * d
    value *= factor
    if (Math.abs(factor - 1) < 1e-16) break
  }
  return value * front(a, x)
}

/** x^a exp(-x) / Γ(a); near x = a its large terms are taken together before they are rounded. */
function front(a: number, x: number): number {
  const far = (x - a) / a
  const exponent = Math.abs(far) < 0.5 ? a * (Math.log1p(far) - far) : a * Math.log(x / a) + a - x
  return Math.sqrt(a / (2 * Math.PI)) * Math.exp(exponent - stirlingRest(a))
}

function nonZero(value: number): number {
  return Math.abs(value) < 1e-300 ? 1e-300 : value
}
