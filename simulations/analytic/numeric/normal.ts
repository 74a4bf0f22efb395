import { at, type Vector } from './elements.ts'
import { integral } from './integral.ts'

const INVERSE_SQRT_TWO_PI = 1 / 2.5066282746310007

// Cody's rational approximations, by the size of the argument.
const NEAR_UP = [
  0.06568233791820745, 2.2352520354606837, 161.02823106855587, 1067.6894854603709,
  18154.98125334356,
]
const NEAR_DOWN = [1, 47.202581904688245, 976.0985517377767, 10260.932208618979, 45507.78933502673]
const MIDDLE_UP = [
  1.0765576773720192e-8, 0.39894151208813466, 8.883149794388377, 93.50665613217785,
  597.2702763948002, 2494.5375852903726, 6848.190450536283, 11602.65143764735, 9842.714838383978,
]
const MIDDLE_DOWN = [
  1, 22.266688044328117, 235.387901782625, 1519.3775994075547, 6485.558298266761,
  18615.571640885097, 34900.95272114598, 38912.00328609327, 19685.429676859992,
]
const FAR_UP = [
  0.023073441764940174, 0.215898534057957, 0.12740116116024736, 0.022235277870649807,
  0.0014216191932278934, 2.9112874951168793e-5,
]
const FAR_DOWN = [
  1, 1.284260096144911, 0.4682382124808651, 0.06598813786892856, 0.0037823963320275824,
  7.297515550839662e-5,
]
/** Square root of 32, where the second approximation ends. */
const FAR = 5.656854249492381

/**
 * The standard normal distribution function, to about 15 digits of the value itself also in the lower tail.
 * Source: W. J. Cody, Rational Chebyshev approximations for the error function, Math. Comp. 23 (1969).
 *
 * @example normalBelow(-1.96) // 0.024997895148220435
 */
export function normalBelow(x: number): number {
  const size = Math.abs(x)
  if (size <= 0.67448975) {
    const square = size > 1e-16 ? x * x : 0
    return 0.5 + (x * polynomial(NEAR_UP, square)) / polynomial(NEAR_DOWN, square)
  }
  const above = size <= FAR ? middleTail(size) : farTail(size)
  return x < 0 ? above : 1 - above
}

function middleTail(size: number): number {
  return (squareExponential(size) * polynomial(MIDDLE_UP, size)) / polynomial(MIDDLE_DOWN, size)
}

function farTail(size: number): number {
  const square = 1 / (size * size)
  const correction = (square * polynomial(FAR_UP, square)) / polynomial(FAR_DOWN, square)
  return (squareExponential(size) * (INVERSE_SQRT_TWO_PI - correction)) / size
}

/** exp(-x²/2), the square split so that its rounding does not cost digits far out. */
function squareExponential(x: number): number {
  const coarse = Math.trunc(x * 16) / 16
  return Math.exp(-coarse * coarse * 0.5) * Math.exp(-(x - coarse) * (x + coarse) * 0.5)
}

/** The highest power stands first. */
function polynomial(coefficients: Vector, x: number): number {
  let value = 0
  for (let i = 0; i < coefficients.length; i++) value = value * x + at(coefficients, i)
  return value
}

/**
 * The bivariate standard normal distribution function: both lie below, `rho` being their correlation.
 * Source: Drezner and Wesolowsky, J. Statist. Comput. Simul. 35 (1990), equation 3, integrated adaptively.
 *
 * @param rho -1 to 1
 * @example normalBelowBoth(0, 0, 0.5) // 1/3
 */
export function normalBelowBoth(h: number, k: number, rho: number): number {
  if (h === Number.NEGATIVE_INFINITY || k === Number.NEGATIVE_INFINITY) return 0
  if (h === Number.POSITIVE_INFINITY) return normalBelow(k)
  if (k === Number.POSITIVE_INFINITY) return normalBelow(h)
  if (rho >= 1) return normalBelow(Math.min(h, k))
  if (rho <= -1) return Math.max(0, normalBelow(h) - normalBelow(-k))
  const density = (angle: number): number => {
    const cosine = Math.cos(angle)
    return Math.exp(-(h * h + k * k - 2 * h * k * Math.sin(angle)) / (2 * cosine * cosine))
  }
  return (
    normalBelow(h) * normalBelow(k) + integral(density, 0, Math.asin(rho), 1e-16) / (2 * Math.PI)
  )
}
