import { assert } from '../../src/kernel/assert.ts'
import { at, sum, type Vector } from './numeric/elements.ts'

/** A discrete law: values in rising order, and the probability of each. */
export interface Law {
  readonly values: Vector
  readonly weights: Vector
}

/** A cumulated sum may miss a level by its rounding; a quantile is then still this one. */
const ROUNDING = 1e-13

/** A multiple of a unit, or a product such as coverage and loss, may miss the number that is meant by its rounding. */
const NEAR = 1e-12

/** The law of whole numbers from 0, each worth so much. */
export function latticeLaw(weights: Vector, unit = 1): Law {
  const values = new Float64Array(weights.length)
  for (let i = 0; i < values.length; i++) values[i] = i * unit
  return { values, weights }
}

/** The law of what a function that never falls makes of the values. */
export function mappedLaw(law: Law, of: (value: number) => number): Law {
  return { values: Float64Array.from(law.values, (value) => of(value)), weights: law.weights }
}

/** The mean of a function of the value. */
export function expectation({ values, weights }: Law, of: (value: number) => number): number {
  const terms = new Float64Array(weights.length)
  for (let i = 0; i < terms.length; i++) terms[i] = (weights[i] ?? 0) * of(values[i] ?? 0)
  return sum(terms)
}

export function meanOf(law: Law): number {
  return expectation(law, (value) => value)
}

export function deviationOf(law: Law): number {
  const mean = meanOf(law)
  return Math.sqrt(expectation(law, (value) => (value - mean) ** 2))
}

/** P(X > x). */
export function shareAbove(law: Law, x: number): number {
  const edge = x + NEAR * Math.abs(x)
  return expectation(law, (value) => (value > edge ? 1 : 0))
}

/** P(X <= x). */
export function shareUpTo(law: Law, x: number): number {
  const edge = x + NEAR * Math.abs(x)
  return expectation(law, (value) => (value <= edge ? 1 : 0))
}

/** P(X = x). */
export function shareAt(law: Law, x: number): number {
  const near = NEAR * Math.abs(x)
  return expectation(law, (value) => (Math.abs(value - x) <= near ? 1 : 0))
}

/**
 * The smallest value with P(X <= x) >= level. Value at risk is this quantile of a loss.
 *
 * @param level above 0, below 1
 */
export function quantileOf(law: Law, level: number): number {
  let below = 0
  for (let i = 0; i < law.weights.length; i++) {
    below += law.weights[i] ?? 0
    if (below >= level - ROUNDING) return at(law.values, i)
  }
  assert(law.weights.length > 0, 'a law has values')
  return at(law.values, law.values.length - 1)
}

/**
 * The mean of the worst outcomes of weight 1 - level, an atom at the quantile split: (E[X; X > v] + v (P(X <= v) -
 * level)) / (1 - level). Source: Acerbi and Tasche, J. Banking & Finance 26 (2002), definition 2.6.
 */
export function expectedShortfall(law: Law, level: number): number {
  const quantile = quantileOf(law, level)
  return quantile + excessOver(law, quantile) / (1 - level)
}

/** E[(X - retention)+], the stop-loss premium. */
export function excessOver(law: Law, retention: number): number {
  return expectation(law, (value) => Math.max(0, value - retention))
}

/** E[min(X, cap)]. */
export function limitedMean(law: Law, cap: number): number {
  return expectation(law, (value) => Math.min(value, cap))
}

/** The law of the sum of two independent ones on the whole numbers from 0. */
export function convolved(left: Float64Array, right: Float64Array): Float64Array {
  const weights = new Float64Array(left.length + right.length - 1)
  for (let i = 0; i < left.length; i++) {
    const factor = left[i] ?? 0
    if (factor === 0) continue
    for (let j = 0; j < right.length; j++) {
      weights[i + j] = (weights[i + j] ?? 0) + factor * (right[j] ?? 0)
    }
  }
  return weights
}

/** The law of the sum of `count` independent ones on the whole numbers from 0. */
export function convolvedPower(weights: Float64Array, count: number): Float64Array {
  let product: Float64Array = Float64Array.of(1)
  let power = weights
  for (let rest = count; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) product = convolved(product, power)
    if (rest > 1) power = convolved(power, power)
  }
  return product
}
