import { exp } from '../random/elementary.ts'
import { binomialCdf } from '../stats/incomplete-beta.ts'
import { clopperPearson, type Interval } from '../stats/intervals.ts'

/** What a test found: how far from what it should be, and how probable so much is by chance alone. */
export interface TestOutcome {
  readonly statistic: number
  readonly pValue: number
}

/** Above so many the limit law of the distance has five digits; below, the exact one is worked out. */
const EXACT_MAX = 500

/**
 * Whether numbers are spread evenly between 0 and 1: the test of Kolmogorov and Smirnov, exact for any number of them.
 *
 * @param values between 0 and 1
 */
export function evennessTest(values: readonly number[]): TestOutcome {
  const sorted = [...values].sort((a, b) => a - b)
  const count = sorted.length
  const statistic = sorted.reduce(
    (most, value, at) => Math.max(most, (at + 1) / count - value, value - at / count),
    0,
  )
  return { statistic, pValue: 1 - distanceBelow(count, statistic) }
}

/**
 * How probable it is that the distance of n even numbers is below d.
 * Source: Marsaglia, Tsang and Wang, Evaluating Kolmogorov's distribution, J. Statistical Software 8/18 (2003).
 *
 * @example distanceBelow(10, 0.274) // 0.6284796154565
 */
export function distanceBelow(count: number, distance: number): number {
  if (distance >= 1) return 1
  if (distance <= 0.5 / count) return 0
  const scaled = distance * distance * count
  if (count > EXACT_MAX || scaled > 18) return limitBelow(distance, count)
  const k = Math.floor(count * distance) + 1
  const size = 2 * k - 1
  const h = k - count * distance
  const matrix = new Float64Array(size * size)
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      matrix[row * size + column] = row - column + 1 < 0 ? 0 : 1
    }
  }
  for (let at = 0; at < size; at++) {
    const power = powerOf(h, at + 1)
    matrix[at * size] = (matrix[at * size] as number) - power
    const end = (size - 1) * size + at
    matrix[end] = (matrix[end] as number) - powerOf(h, size - at)
  }
  const corner = (size - 1) * size
  matrix[corner] = (matrix[corner] as number) + (2 * h - 1 > 0 ? powerOf(2 * h - 1, size) : 0)
  divideByFactorials(matrix, size)
  const power = matrixPower(matrix, size, count)
  let value = power.matrix[(k - 1) * size + k - 1] as number
  let exponent = power.exponent
  for (let factor = 1; factor <= count; factor++) {
    value = (value * factor) / count
    if (value < 1e-140) {
      value *= 1e140
      exponent -= 140
    }
  }
  return Math.min(1, Math.max(0, value * powerOf(10, exponent)))
}

/** How often outcomes lay inside an interval that was foretold. */
export interface Coverage {
  readonly level: number
  readonly inside: number
  readonly outcomes: number
  readonly share: number
  readonly interval: Interval
  /** How probable a number as far off is, or further, where the level is right. */
  readonly pValue: number
}

/** Counts how often places in the law foretold lie in the middle of it. @param places between 0 and 1 */
export function coverageOf(places: readonly number[], level: number, confidence: number): Coverage {
  const out = (1 - level) / 2
  const inside = places.filter((u) => u >= out && u <= 1 - out).length
  const outcomes = places.length
  return {
    level,
    inside,
    outcomes,
    share: inside / outcomes,
    interval: clopperPearson(inside, outcomes, confidence),
    pValue: binomialTest(inside, outcomes, level),
  }
}

/**
 * How probable a count is that is no more probable than this one: the exact test of a share, on both sides.
 *
 * @example binomialTest(7, 10, 0.5) // 0.34375
 */
export function binomialTest(events: number, trials: number, share: number): number {
  const weight = (k: number): number =>
    binomialCdf(k, trials, share) - (k === 0 ? 0 : binomialCdf(k - 1, trials, share))
  const here = weight(events)
  let total = 0
  for (let k = 0; k <= trials; k++) {
    const one = weight(k)
    // Equal ones may differ in the last digits.
    if (one <= here * (1 + 1e-7)) total += one
  }
  return Math.min(1, total)
}

/** A power with a whole exponent, step by step: the same on every machine. */
function powerOf(base: number, exponent: number): number {
  let power = 1
  for (let step = Math.abs(exponent); step > 0; step--) power *= base
  return exponent < 0 ? 1 / power : power
}

function divideByFactorials(matrix: Float64Array, size: number): void {
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      for (let factor = 1; factor <= row - column + 1; factor++) {
        const at = row * size + column
        matrix[at] = (matrix[at] as number) / factor
      }
    }
  }
}

interface Scaled {
  readonly matrix: Float64Array
  /** The power of ten that was taken out. */
  readonly exponent: number
}

function matrixPower(matrix: Float64Array, size: number, power: number): Scaled {
  if (power === 1) return { matrix, exponent: 0 }
  const half = matrixPower(matrix, size, power >> 1)
  const square = scaled(product(half.matrix, half.matrix, size), 2 * half.exponent)
  if (power % 2 === 0) return square
  return scaled(product(matrix, square.matrix, size), square.exponent)
}

function scaled(matrix: Float64Array, exponent: number): Scaled {
  if (Math.max(...matrix) < 1e140) return { matrix, exponent }
  return { matrix: matrix.map((value) => value * 1e-140), exponent: exponent + 140 }
}

function product(a: Float64Array, b: Float64Array, size: number): Float64Array {
  const result = new Float64Array(size * size)
  for (let row = 0; row < size; row++) {
    for (let inner = 0; inner < size; inner++) {
      const factor = a[row * size + inner] as number
      if (factor === 0) continue
      for (let column = 0; column < size; column++) {
        const at = row * size + column
        result[at] = (result[at] as number) + factor * (b[inner * size + column] as number)
      }
    }
  }
  return result
}

/** The limit law, with the correction of Stephens (1970) for the number of values. */
function limitBelow(distance: number, count: number): number {
  const root = Math.sqrt(count)
  const x = distance * (root + 0.12 + 0.11 / root)
  let above = 0
  for (let k = 1; k <= 100; k++) {
    const term = 2 * (k % 2 === 1 ? 1 : -1) * exp(-2 * k * k * x * x)
    above += term
    if (Math.abs(term) < 1e-16) break
  }
  return Math.min(1, Math.max(0, 1 - above))
}
