import { normalQuantile } from '../random/normal.ts'
import type { Interval } from '../stats/intervals.ts'
import { binomialWeights } from './binomial.ts'
import { conditionalProbability, overFactor, stepsFor } from './factor.ts'
import { latticeLaw, quantileOf } from './law.ts'
import { at, sum } from './numeric/elements.ts'
import { logGamma } from './numeric/gamma.ts'
import { minimumOf } from './numeric/minimum.ts'
import { normalBelow } from './numeric/normal.ts'

/**
 * Which order statistics, counted from 1, bracket a quantile: the quantiles of a binomial law.
 * Source: H. David and H. Nagaraja, Order statistics (2003), 7.1.
 */
export function quantileRanks(paths: number, quantile: number, level: number): Interval {
  const below = latticeLaw(binomialWeights(paths, quantile))
  const out = (1 - level) / 2
  return {
    lower: quantileOf(below, out),
    upper: Math.min(paths, quantileOf(below, 1 - out) + 1),
  }
}

/** Where types 4 to 9 put the quantile between two neighbours: a constant and a slope of the level. */
const PLOTTING: Readonly<Record<number, readonly [number, number]>> = {
  4: [0, 0],
  5: [0.5, 0],
  6: [0, 1],
  7: [1, -1],
  8: [1 / 3, 1 / 3],
  9: [3 / 8, 1 / 4],
}

/**
 * A quantile of a sample, by one of nine types. Type 1, which value at risk takes, is the smallest value with at least
 * that share at or below it; type 7 a straight line between neighbours.
 * Source: R. Hyndman and Y. Fan, Sample quantiles in statistical packages, American Statistician 50 (1996).
 *
 * @param type 1 to 9
 * @example sampleQuantile([10, 20, 30], 0.5, 7) // 20
 */
export function sampleQuantile(sample: readonly number[], level: number, type: number): number {
  const sorted = [...sample].sort((a, b) => a - b)
  const size = sorted.length
  const ranked = (rank: number): number => at(sorted, Math.min(size, Math.max(1, rank)) - 1)
  // A product such as 0.9 x 10 may miss its whole number by its rounding.
  const whole = (place: number): number => Math.floor(place + 4 * Number.EPSILON * size)
  if (type <= 3) {
    const place = level * size + (type === 3 ? -0.5 : 0)
    const rank = whole(place)
    const isWhole = place - rank <= 4 * Number.EPSILON * size
    if (type === 2 && isWhole) return (ranked(rank) + ranked(rank + 1)) / 2
    const stays = type === 3 ? isWhole && rank % 2 === 0 : isWhole
    return ranked(stays ? rank : rank + 1)
  }
  const [constant, slope] = PLOTTING[type] ?? [1, -1]
  const place = level * (size + slope) + constant
  const rank = whole(place)
  const between = Math.max(0, place - rank)
  return ranked(rank) + between * (ranked(rank + 1) - ranked(rank))
}

/** The law of a sample: each value as probable as its share. */
export function sampleLaw(sample: readonly number[]): {
  readonly values: readonly number[]
  readonly weights: readonly number[]
} {
  const values = [...sample].sort((a, b) => a - b)
  return { values, weights: values.map(() => 1 / values.length) }
}

/** Loans of one year: how many there were, and how many defaulted. */
export type Vintage = readonly [loans: number, defaults: number]

/** The logarithm of how likely the defaults of all years are, each year with a factor of its own. */
export function vintageLogLikelihood(
  vintages: readonly Vintage[],
  probability: number,
  rho: number,
): number {
  const coefficients = vintages.map(
    ([loans, defaults]) =>
      logGamma(loans + 1) - logGamma(defaults + 1) - logGamma(loans - defaults + 1),
  )
  const likely = overFactor(
    (factor) => {
      const share = conditionalProbability(probability, rho, factor)
      const logs: LogChances = [Math.log(share), Math.log1p(-share)]
      return Float64Array.from(vintages, (vintage, i) =>
        binomialWeight(at(coefficients, i), vintage, logs),
      )
    },
    vintages.length,
    stepsFor(Math.max(...vintages.map(([loans]) => loans)), rho),
  )
  return sum(likely.map(Math.log))
}

/** The probability of default and the correlation that make the defaults of all years most likely. */
export function fittedFactorModel(vintages: readonly Vintage[]): {
  readonly probability: number
  readonly rho: number
  readonly logLikelihood: number
} {
  const loans = sum(vintages.map(([count]) => count))
  const defaults = sum(vintages.map(([, count]) => count))
  // The threshold and the logit of the correlation are free of bounds.
  const valuesOf = (point: readonly number[]): [number, number] => [
    normalBelow(at(point, 0)),
    1 / (1 + Math.exp(-at(point, 1))),
  ]
  const best = minimumOf(
    (point) => -vintageLogLikelihood(vintages, ...valuesOf(point)),
    [normalQuantile((defaults + 0.5) / (loans + 1)), -2.5],
    0.3,
  )
  const [probability, rho] = valuesOf(best)
  return { probability, rho, logLikelihood: vintageLogLikelihood(vintages, probability, rho) }
}

/** The logarithms of the chance that it happens, and that it does not. */
type LogChances = readonly [happens: number, not: number]

/** One weight of a binomial law; a fit asks for millions. */
function binomialWeight(
  coefficientLog: number,
  [trials, events]: Vintage,
  [happens, not]: LogChances,
): number {
  const happened = events === 0 ? 0 : events * happens
  const didNot = events === trials ? 0 : (trials - events) * not
  return Math.exp(coefficientLog + happened + didNot)
}

/**
 * What is known of a probability of default after a count, where before it any was as good: Beta(k + 1, n - k + 1).
 * Approximate Bayesian computation with exact matches has this as its limit.
 */
export function uniformPosterior(
  events: number,
  trials: number,
): { readonly a: number; readonly b: number; readonly mean: number; readonly deviation: number } {
  const a = events + 1
  const b = trials - events + 1
  return {
    a,
    b,
    mean: a / (a + b),
    deviation: Math.sqrt((a * b) / ((a + b) ** 2 * (a + b + 1))),
  }
}
