/**
 * Exponential and logarithm made of additions and multiplications alone, which IEEE 754 defines to the last bit. Those
 * of `Math` may differ between versions of V8 and between processors; a run must not.
 */

const LN2_HIGH = 0.6931471803691238
const LN2_LOW = 1.9082149292705877e-10
const LOG2_E = Math.LOG2E
/** 1 / n! for n = 13 down to 0. */
const INVERSE_FACTORIALS = inverseFactorials(13)
/** 1 / (2n + 1) for n = 11 down to 0. */
const ODD_INVERSES = Float64Array.from({ length: 12 }, (_, index) => 1 / (23 - 2 * index))
const SQRT_HALF = Math.SQRT1_2
const EXPONENT_MAX = 709.782712893384
const EXPONENT_MIN = -745.1332191019412
const SMALLEST_NORMAL = 2 ** -1022

/** One number, and its two halves as whole numbers. */
const number = new Float64Array(1)
const halves = new Int32Array(number.buffer)
/** Where the half with sign and exponent stands on this processor. */
const HEAD = endOfOne()

/**
 * e to the x, within two units of the last place.
 *
 * @example exp(1) // 2.718281828459045
 */
export function exp(x: number): number {
  if (!(x <= EXPONENT_MAX)) return x > 0 ? Number.POSITIVE_INFINITY : Number.NaN
  if (x < EXPONENT_MIN) return 0
  const power = Math.round(x * LOG2_E)
  const rest = x - power * LN2_HIGH - power * LN2_LOW
  let sum = INVERSE_FACTORIALS[0] as number
  for (let index = 1; index < INVERSE_FACTORIALS.length; index++) {
    sum = sum * rest + (INVERSE_FACTORIALS[index] as number)
  }
  // Two steps, since neither 2^1024 nor 2^-1075 is a number.
  const half = power >> 1
  return sum * powerOfTwo(half) * powerOfTwo(power - half)
}

/**
 * The natural logarithm, within two units of the last place.
 *
 * @example log(10) // 2.302585092994046
 */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN
  if (x === Number.POSITIVE_INFINITY) return x
  if (x < SMALLEST_NORMAL) return log(x * 2 ** 54) - 54 * LN2_HIGH - 54 * LN2_LOW
  number[0] = x
  const head = halves[HEAD] as number
  let power = (head >> 20) - 1022
  halves[HEAD] = (head & 0x000fffff) | 0x3fe00000
  let mantissa = number[0] as number
  if (mantissa < SQRT_HALF) {
    mantissa *= 2
    power -= 1
  }
  // ln m = 2 artanh s with s = (m - 1) / (m + 1), whose square is below 0.03.
  const excess = mantissa - 1
  const s = excess / (mantissa + 1)
  const square = s * s
  let sum = ODD_INVERSES[0] as number
  for (let index = 1; index < ODD_INVERSES.length - 1; index++) {
    sum = sum * square + (ODD_INVERSES[index] as number)
  }
  // 2s = excess - s·excess, so that what is large stays exact.
  const tail = 2 * s * square * sum - s * excess + power * LN2_LOW
  return power * LN2_HIGH + (excess + tail)
}

/**
 * x to the y for x above zero.
 *
 * @example pow(2, 0.5) // 1.4142135623730951
 */
export function pow(x: number, y: number): number {
  return exp(y * log(x))
}

/** 2 to a whole power between -1022 and 1023. */
function powerOfTwo(power: number): number {
  halves[HEAD] = (power + 1023) << 20
  halves[1 - HEAD] = 0
  return number[0] as number
}

/** The index of the half that is not zero in 1. */
function endOfOne(): 0 | 1 {
  number[0] = 1
  return halves[1] === 0 ? 0 : 1
}

function inverseFactorials(degree: number): Float64Array {
  const values = new Float64Array(degree + 1)
  let factorial = 1
  for (let n = 0; n <= degree; n++) {
    if (n > 0) factorial *= n
    values[degree - n] = 1 / factorial
  }
  return values
}
