import { assert } from '../../src/kernel/assert.ts'
import {
  type Frequency,
  frequencyMean,
  frequencyVariance,
  generating,
  recursiveOf,
} from './frequency.ts'
import { at, sum, type Vector } from './numeric/elements.ts'
import { transform } from './numeric/fourier.ts'

/** The largest law that is worked out. */
export const LENGTH_MAX = 1 << 22
/** Weights below it are no longer followed. */
const TINY = 1e-20

/**
 * The law of all claims together, on the lattice of the severity: by Panjer's recursion, and by the Fourier transform
 * where that has no start or would begin too near to zero.
 *
 * @param severity the probability of 0, 1, 2, … units a claim
 * @example aggregateWeights({ kind: 'poisson', mean: 4 }, [0, 0.5, 0.3, 0, 0.2])[0] // exp(-4)
 */
export function aggregateWeights(frequency: Frequency, severity: Vector): Float64Array {
  const recursive = recursiveOf(frequency)
  const [start] = generating(frequency, at(severity, 0), 0)
  // A binomial recursion adds and takes away; the transform does not lose digits by that.
  const isSafe =
    recursive !== undefined && recursive.a >= 0 && start > 1e-250 && severity.length < 500
  return isSafe ? panjerWeights(frequency, severity) : fourierWeights(frequency, severity)
}

/**
 * Panjer's recursion: f(x) = 1 / (1 - a s(0)) Σ (a + b j / x) s(j) f(x - j).
 * Source: H. H. Panjer, Recursive evaluation of a family of compound distributions, ASTIN Bulletin 12 (1981).
 */
export function panjerWeights(frequency: Frequency, severity: Vector): Float64Array {
  const recursive = recursiveOf(frequency)
  assert(recursive !== undefined, 'Panjer knows the laws of the class (a, b, 0)')
  const { a, b } = recursive
  const claim = Float64Array.from(severity)
  const [start] = generating(frequency, at(severity, 0), 0)
  const weights = [start]
  const scale = 1 / (1 - a * at(severity, 0))
  const mean = frequencyMean(frequency) * severityMean(severity)
  for (let x = 1, small = 0; x < LENGTH_MAX && small < claim.length; x++) {
    let weight = 0
    for (let j = 1; j <= Math.min(x, claim.length - 1); j++) {
      weight += (a + (b * j) / x) * (claim[j] ?? 0) * (weights[x - j] ?? 0)
    }
    weights.push(weight * scale)
    small = x > mean && weight < TINY ? small + 1 : 0
  }
  return Float64Array.from(weights)
}

/**
 * The same by the Fourier transform, the weights bent down first so that what lies beyond the end does not fold back.
 * Source: R. Grübel and R. Hermesmeier, Computation of compound distributions I, ASTIN Bulletin 29 (1999).
 */
export function fourierWeights(frequency: Frequency, severity: Vector): Float64Array {
  const length = lengthFor(frequency, severity)
  assert(length <= LENGTH_MAX, 'a law of claims has at most four million points')
  const tilt = frequency.kind === 'counts' || frequency.kind === 'binomial' ? 0 : 5 / length
  const real = new Float64Array(length)
  const imaginary = new Float64Array(length)
  for (let j = 0; j < severity.length; j++) real[j] = at(severity, j) * Math.exp(-tilt * j)
  transform({ real, imaginary }, -1)
  for (let i = 0; i < length; i++) {
    const [re, im] = generating(frequency, at(real, i), at(imaginary, i))
    real[i] = re
    imaginary[i] = im
  }
  transform({ real, imaginary }, 1)
  return real.map((value, x) => Math.max(0, (value / length) * Math.exp(tilt * x)))
}

/** The mean number of units a claim. */
export function severityMean(severity: Vector): number {
  return sum(Array.from(severity, (weight, units) => weight * units))
}

/** The mean and the variance of all claims together. */
export function aggregateMoments(
  frequency: Frequency,
  severity: Vector,
): { readonly mean: number; readonly variance: number } {
  const claims = frequencyMean(frequency)
  const one = severityMean(severity)
  const square = sum(Array.from(severity, (weight, units) => weight * units * units))
  return {
    mean: claims * one,
    variance: claims * (square - one * one) + frequencyVariance(frequency) * one * one,
  }
}

/** A power of two that holds everything that matters: all, where there is a largest sum, else sixty deviations. */
export function lengthFor(frequency: Frequency, severity: Vector): number {
  const { mean, variance } = aggregateMoments(frequency, severity)
  const largest =
    frequency.kind === 'binomial'
      ? frequency.trials * (severity.length - 1)
      : frequency.kind === 'counts'
        ? (frequency.weights.length - 1) * (severity.length - 1)
        : Math.ceil(mean + 60 * Math.sqrt(variance) + 10 * severity.length)
  return 2 ** Math.ceil(Math.log2(largest + 2))
}
