/**
 * Exponential and logarithm made of additions and multiplications alone, which IEEE 754 defines to the last bit. Those
 * of `Math` may differ between versions of V8 and between processors; a run must not.
 */

const LN2_HIGH = 0.6931471803691238
const LN2_LOW = 1.9082149292705877e-10
/** exp takes out whole multiples of ln 2 / 32. */
const PARTS = 32
const PARTS_PER_ONE = 46.16624130844683
const PART_HIGH = LN2_HIGH / PARTS
const PART_LOW = LN2_LOW / PARTS
/** 1 / (2n + 1) for n = 10 down to 1. */
const [L10, L9, L8, L7, L6, L5, L4, L3, L2, L1] = [21, 19, 17, 15, 13, 11, 9, 7, 5, 3].map(
  (odd) => 1 / odd,
) as [number, number, number, number, number, number, number, number, number, number]
const SQRT_HALF = Math.SQRT1_2
const EXPONENT_MAX = 709.782712893384
const EXPONENT_MIN = -745.1332191019412
const SMALLEST_NORMAL = 2 ** -1022

/** One number, and its two halves as whole numbers. */
const number = new Float64Array(1)
const halves = new Int32Array(number.buffer)
/** Where the half with sign and exponent stands on this processor. */
const HEAD = endOfOne()
/** 2 to the powers -1022 to 1023. */
const POWERS = powersOfTwo()
/** 2 to the power of 0/32, 1/32, … */
const ROOTS = rootsOfTwo()

/**
 * e to the x, within two units of the last place.
 *
 * @example exp(1) // 2.718281828459045
 */
export function exp(x: number): number {
  if (!(x <= EXPONENT_MAX)) return x > 0 ? Number.POSITIVE_INFINITY : Number.NaN
  if (x < EXPONENT_MIN) return 0
  const parts = Math.round(x * PARTS_PER_ONE)
  const root = ROOTS[parts & (PARTS - 1)] as number
  const power = parts >> 5
  const rest = x - parts * PART_HIGH - parts * PART_LOW
  // Taylor's series: the rest is below 0.011, so that the next term does not count.
  const sum =
    rest * (1 + rest * (1 / 2 + rest * (1 / 6 + rest * (1 / 24 + rest * (1 / 120 + rest / 720)))))
  const value = root + root * sum
  // Two steps, since neither 2^1024 nor 2^-1075 is a number.
  const half = power >> 1
  return value * (POWERS[half + 1022] as number) * (POWERS[power - half + 1022] as number)
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
  const s4 = square * square
  const upper = L7 + square * L8 + s4 * (L9 + square * L10)
  const lower = L3 + square * L4 + s4 * (L5 + square * L6 + s4 * upper)
  const sum = L1 + square * L2 + s4 * lower
  // 2s = excess - s·excess, so that what is large stays exact.
  const tail = 2 * s * square * sum - s * excess + power * LN2_LOW
  return power * LN2_HIGH + (excess + tail)
}

/** Puts the natural logarithm in the place of a number: what is handed on in an array is not allocated. */
export function logInPlace(values: Float64Array, index: number): void {
  values[index] = log(values[index] as number)
}

/**
 * x to the y for x above zero.
 *
 * @example pow(2, 0.5) // 1.4142135623730951
 */
export function pow(x: number, y: number): number {
  return exp(y * log(x))
}

function powersOfTwo(): Float64Array {
  const powers = new Float64Array(2046)
  for (let index = 0; index < powers.length; index++) powers[index] = 2 ** (index - 1022)
  return powers
}

/** Square roots are exact to the last bit; each part is a product of them. */
function rootsOfTwo(): Float64Array {
  const roots = new Float64Array(PARTS)
  for (let part = 0; part < PARTS; part++) {
    let value = 1
    let root = 2
    for (let bit = PARTS / 2; bit >= 1; bit /= 2) {
      root = Math.sqrt(root)
      if ((part & bit) !== 0) value *= root
    }
    roots[part] = value
  }
  return roots
}

/** The index of the half that is not zero in 1. */
function endOfOne(): 0 | 1 {
  number[0] = 1
  return halves[1] === 0 ? 0 : 1
}
