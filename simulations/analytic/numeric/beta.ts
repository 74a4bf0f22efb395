import { stirlingRest } from './gamma.ts'
import { rootOf } from './roots.ts'

const TERMS_MAX = 100_000

/**
 * The regularised incomplete beta function I_x(a, b): how much of a beta law lies below `x`.
 * Source: DLMF 8.17.22, a continued fraction, on the side on which it converges fast.
 *
 * @param x 0 to 1
 * @param a above zero
 * @param b above zero
 * @example betaBelow(0.5, 2, 3) // 0.6875
 */
export function betaBelow(x: number, a: number, b: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  const isLeft = x < (a + 1) / (a + b + 2)
  const front = betaFront(x, a, b)
  return isLeft ? (front * fraction(x, a, b)) / a : 1 - (front * fraction(1 - x, b, a)) / b
}

/**
 * x^a (1 - x)^b / B(a, b), with the large parts of the logarithms taken together, so that it keeps its digits where a
 * and b are millions. Source: C. Loader, Fast and accurate computation of binomial probabilities (2000).
 *
 * @param x above 0, below 1
 * @example betaFront(0.5, 1, 1) // 0.25
 */
export function betaFront(x: number, a: number, b: number): number {
  const both = a + b
  // How far x is from a / (a + b), times a + b.
  const off = x * b - (1 - x) * a
  const exponent =
    a * logOfRatio((x * both) / a, off / a) + b * logOfRatio(((1 - x) * both) / b, -off / b)
  const rest = stirlingRest(both) - stirlingRest(a) - stirlingRest(b)
  return Math.sqrt((a * b) / (2 * Math.PI * both)) * Math.exp(exponent + rest)
}

/** The logarithm of a ratio, of which it is also known how far from one it is: near one only that has all digits. */
function logOfRatio(ratio: number, off: number): number {
  return Math.abs(off) < 0.5 ? Math.log1p(off) : Math.log(ratio)
}

/**
 * The point below which a share of a beta law lies.
 *
 * @param share 0 to 1
 * @example betaQuantile(0.975, 1, 1000) // the upper end of Clopper and Pearson for 0 of 1000: 0.0036820838968657
 */
export function betaQuantile(share: number, a: number, b: number): number {
  if (share <= 0) return 0
  if (share >= 1) return 1
  return rootOf((x) => betaBelow(x, a, b) - share, 0, 1)
}

function fraction(x: number, a: number, b: number): number {
  let c = 1
  let d = 1 / nonZero(1 - ((a + b) * x) / (a + 1))
  let value = d
  for (let m = 1; m < TERMS_MAX; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / nonZero(1 + even * d)
    c = nonZero(1 + even / c)
    value *= c * d
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / nonZero(1 + odd * d)
    c = nonZero(1 + odd / c)
    value *= c * d
    if (Math.abs(c * d - 1) < 1e-16) break
  }
  return value
}

function nonZero(value: number): number {
  return Math.abs(value) < 1e-300 ? 1e-300 : value
}
