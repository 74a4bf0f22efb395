import { assert } from '../../../src/kernel/assert.ts'

const STEPS_MAX = 500

/**
 * A zero of a continuous function between two points at which its signs differ, to the last digits that a double
 * holds. Source: Brent, Algorithms for Minimization without Derivatives (1973), chapter 4.
 *
 * @example rootOf((x) => x * x - 2, 0, 2) // 1.414213562373095
 */
export function rootOf(of: (x: number) => number, from: number, to: number): number {
  let a = from
  let b = to
  let fa = of(a)
  let fb = of(b)
  if (fa === 0) return a
  if (fb === 0) return b
  assert(fa < 0 !== fb < 0, 'a root lies between points of different signs')
  let c = a
  let fc = fa
  let step = b - a
  let before = step
  for (let steps = 0; steps < STEPS_MAX; steps++) {
    if (Math.abs(fc) < Math.abs(fb)) {
      ;[a, b, c] = [b, c, b]
      ;[fa, fb, fc] = [fb, fc, fb]
    }
    const tolerance = 2 * Number.EPSILON * Math.abs(b) + Number.MIN_VALUE
    const middle = (c - b) / 2
    if (Math.abs(middle) <= tolerance || fb === 0) return b
    const guess =
      Math.abs(before) >= tolerance && Math.abs(fa) > Math.abs(fb)
        ? interpolated(a, b, c, fa, fb, fc)
        : undefined
    const isGood =
      guess !== undefined &&
      2 * Math.abs(guess) < Math.min(3 * Math.abs(middle) - tolerance, Math.abs(before)) &&
      guess > 0 === middle > 0
    before = isGood ? step : middle
    step = isGood ? guess : middle
    a = b
    fa = fb
    b += Math.abs(step) > tolerance ? step : Math.sign(middle) * tolerance
    fb = of(b)
    if (fb > 0 === fc > 0) {
      c = a
      fc = fa
      step = b - a
      before = step
    }
  }
  return b
}

/** The step that inverse quadratic interpolation takes from `b`, or the secant where two points are one. */
function interpolated(a: number, b: number, c: number, fa: number, fb: number, fc: number): number {
  const s = fb / fa
  if (a === c) return ((c - b) * s) / (1 - s)
  const q = fa / fc
  const r = fb / fc
  const p = s * ((c - b) * q * (q - r) - (b - a) * (r - 1))
  return -p / ((q - 1) * (r - 1) * (s - 1))
}
