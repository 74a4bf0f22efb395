import { exp, log, logInPlace } from './elementary.ts'

const SQRT_TWO_PI = 2.5066282746310002
/** Beyond this the density of the tail is taken from its continued fraction. */
const TAIL = 2.5
const FRACTION_TERMS = 120

/** The density of the standard normal law. */
export function normalDensity(x: number): number {
  return exp(-0.5 * x * x) / SQRT_TWO_PI
}

/**
 * The standard normal law: the probability of at most x, right to 13 digits also far in the lower tail.
 * The middle by its power series (Marsaglia, "Evaluating the normal distribution", J. Stat. Softw. 11, 2004), the tails by Laplace's
 * continued fraction (Abramowitz and Stegun 26.2.14).
 *
 * @example normalCdf(1.959963984540054) // 0.975
 */
export function normalCdf(x: number): number {
  if (x < -TAIL) return upperTail(-x)
  if (x > TAIL) return 1 - upperTail(x)
  const square = x * x
  let term = x
  let sum = x
  for (let odd = 3; Math.abs(term) > Math.abs(sum) * 1e-17; odd += 2) {
    term *= square / odd
    sum += term
  }
  return 0.5 + sum * normalDensity(x)
}

function upperTail(x: number): number {
  if (x > 39) return 0
  let fraction = x
  for (let term = FRACTION_TERMS; term >= 1; term--) fraction = x + term / fraction
  return normalDensity(x) / fraction
}

/**
 * The quantile of the standard normal law, right to 14 digits also in the tails.
 * Source: Wichura, "Algorithm AS 241: the percentage points of the normal distribution", Applied Statistics 37 (1988).
 *
 * @param p 0 to 1; the ends give minus and plus infinity
 * @example normalQuantile(0.975) // 1.959963984540054
 */
export function normalQuantile(p: number): number {
  const q = p - 0.5
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q
    return q * centre(r)
  }
  const tail = q < 0 ? p : 1 - p
  if (!(tail > 0)) {
    return tail === 0 ? (q < 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY) : Number.NaN
  }
  const root = Math.sqrt(-log(tail))
  const value = root <= 5 ? middle(root - 1.6) : far(root - 5)
  return q < 0 ? -value : value
}

/** Puts in place of each probability its quantile, as {@link normalQuantile}, and allocates nothing. */
export function normalQuantiles(values: Float64Array): void {
  for (let index = 0; index < values.length; index++) {
    const p = values[index] as number
    const q = p - 0.5
    if (Math.abs(q) <= 0.425) {
      values[index] = q * centre(0.180625 - q * q)
      continue
    }
    const tail = q < 0 ? p : 1 - p
    if (!(tail > 0)) {
      values[index] = normalQuantile(p)
      continue
    }
    values[index] = tail
    logInPlace(values, index)
    const root = Math.sqrt(-(values[index] as number))
    const value = root <= 5 ? middle(root - 1.6) : far(root - 5)
    values[index] = q < 0 ? -value : value
  }
}

/** The quantile over q near the centre, of 0.180625 less the square of q. */
function centre(r: number): number {
  const above =
    ((((((2509.0809287301227 * r + 33430.57558358813) * r + 67265.7709270087) * r +
      45921.95393154987) *
      r +
      13731.69376550946) *
      r +
      1971.5909503065513) *
      r +
      133.14166789178438) *
      r +
    3.3871328727963665
  const below =
    ((((((5226.495278852854 * r + 28729.085735721943) * r + 39307.89580009271) * r +
      21213.794301586597) *
      r +
      5394.196021424751) *
      r +
      687.1870074920579) *
      r +
      42.31333070160091) *
      r +
    1
  return above / below
}

/** The quantile in a tail, of the root of minus the logarithm of its probability, less 1.6. */
function middle(r: number): number {
  const above =
    ((((((0.0007745450142783414 * r + 0.022723844989269184) * r + 0.2417807251774506) * r +
      1.2704582524523684) *
      r +
      3.6478483247632045) *
      r +
      5.769497221460691) *
      r +
      4.630337846156546) *
      r +
    1.4234371107496835
  const below =
    ((((((1.0507500716444169e-9 * r + 0.0005475938084995345) * r + 0.015198666563616457) * r +
      0.14810397642748008) *
      r +
      0.6897673349851) *
      r +
      1.6763848301838038) *
      r +
      2.053191626637759) *
      r +
    1
  return above / below
}

/** The same far out, less 5. */
function far(r: number): number {
  const above =
    ((((((2.0103343992922881e-7 * r + 0.000027115555687434876) * r + 0.0012426609473880784) * r +
      0.026532189526576124) *
      r +
      0.29656057182850487) *
      r +
      1.7848265399172913) *
      r +
      5.463784911164114) *
      r +
    6.657904643501103
  const below =
    ((((((2.0442631033899397e-15 * r + 1.421511758316446e-7) * r + 0.000018463183175100548) * r +
      0.0007868691311456133) *
      r +
      0.014875361290850615) *
      r +
      0.1369298809227358) *
      r +
      0.599832206555888) *
      r +
    1
  return above / below
}
