import { normalQuantile } from '../random/normal.ts'
import { conditionalProbability } from './factor.ts'
import { normalBelow, normalBelowBoth } from './numeric/normal.ts'

/** A pool of infinitely many small loans under one factor. */
export interface LargePool {
  /** The probability of default, above 0, below 1. */
  readonly probability: number
  /** The correlation of the hidden values, 0 to below 1. */
  readonly rho: number
  /** The share of a defaulted loan that is lost. */
  readonly lossGivenDefault: number
}

/** Value at risk of the loss, as a share of the pool. Source: Vasicek (2002), equation 3. */
export function largePoolQuantile(pool: LargePool, level: number): number {
  const factor = normalQuantile(1 - level)
  return pool.lossGivenDefault * conditionalProbability(pool.probability, pool.rho, factor)
}

/** The mean loss of the worst years of weight 1 - level, as a share of the pool. */
export function largePoolShortfall(pool: LargePool, level: number): number {
  const { probability, rho, lossGivenDefault } = pool
  const worst = normalQuantile(1 - level)
  const both = normalBelowBoth(worst, normalQuantile(probability), Math.sqrt(rho))
  return (lossGivenDefault * both) / (1 - level)
}

/** P(loss <= x), `x` being a share of the pool. */
export function largePoolShareUpTo(pool: LargePool, x: number): number {
  const rate = x / pool.lossGivenDefault
  return rate >= 1 ? 1 : 1 - normalBelow(factorOfRate(pool, rate))
}

/** The standard deviation of the rate of default. */
export function rateDeviation(probability: number, rho: number): number {
  return Math.sqrt(jointProbability(probability, rho) - probability ** 2)
}

/** The correlation of the defaults of two loans. */
export function defaultCorrelation(probability: number, rho: number): number {
  const variance = probability * (1 - probability)
  return (jointProbability(probability, rho) - probability ** 2) / variance
}

/** The probability that two loans default both. */
export function jointProbability(probability: number, rho: number): number {
  const threshold = normalQuantile(probability)
  return normalBelowBoth(threshold, threshold, rho)
}

/**
 * The mean of what a first-loss piece pays: E[min(L, K)].
 *
 * @param piece K as a share of the pool; from the loss given default on it covers every loss
 */
export function firstLossMean(pool: LargePool, piece: number): number {
  const { probability, rho, lossGivenDefault } = pool
  if (piece <= 0) return 0
  const rate = piece / lossGivenDefault
  if (rate >= 1) return lossGivenDefault * probability
  const factor = factorOfRate(pool, rate)
  const both = normalBelowBoth(factor, normalQuantile(probability), Math.sqrt(rho))
  return lossGivenDefault * (probability - (both - rate * normalBelow(factor)))
}

/** How probable it is that a first-loss piece is used up. */
export function firstLossExhausted(pool: LargePool, piece: number): number {
  const rate = piece / pool.lossGivenDefault
  if (rate >= 1) return 0
  return rate <= 0 ? 1 : normalBelow(factorOfRate(pool, rate))
}

/** The factor below which the rate of default exceeds a rate. */
function factorOfRate({ probability, rho }: LargePool, rate: number): number {
  if (rate <= 0) return Number.POSITIVE_INFINITY
  const threshold = normalQuantile(probability)
  return (threshold - Math.sqrt(1 - rho) * normalQuantile(rate)) / Math.sqrt(rho)
}

/**
 * The correlation that the Basel rules set for other retail exposures.
 * Source: Regulation (EU) 575/2013, article 154; Basel II, paragraph 330.
 *
 * @example retailCorrelation(0.03) // 0.0754919
 */
export function retailCorrelation(probability: number): number {
  const weight = (1 - Math.exp(-35 * probability)) / (1 - Math.exp(-35))
  return 0.03 * weight + 0.16 * (1 - weight)
}

/** Capital for unexpected loss at 99.9%, as a share of the exposure. Source: Basel II, paragraph 328. */
export function capitalShare(pool: LargePool): number {
  return largePoolQuantile(pool, 0.999) - pool.probability * pool.lossGivenDefault
}
