import { describe, expect, test } from 'vitest'
import {
  beta,
  binomial,
  binomialByInversion,
  discrete,
  exponential,
  gamma,
  logFactorial,
  lognormal,
  normal,
  pareto,
  poisson,
  poissonByInversion,
  studentT,
} from '../../../simulations/random/distributions.ts'
import { Stream } from '../../../simulations/random/stream.ts'
import { Streams } from '../../../simulations/random/streams.ts'

const DRAWS = 40_000

/** Each law with its mean, its variance and its excess kurtosis, from the textbook formulas. */
const LAWS: readonly (readonly [string, (stream: Stream) => number, number, number, number])[] = [
  ['normal', normal, 0, 1, 0],
  ['exponential', (s) => exponential(s, 3), 3, 9, 6],
  ['gamma 0.4', (s) => gamma(s, 0.4), 0.4, 0.4, 15],
  ['gamma 5', (s) => gamma(s, 5), 5, 5, 1.2],
  ['beta 2, 3', (s) => beta(s, 2, 3), 0.4, 0.04, -0.643],
  ["Student's t of 12", (s) => studentT(s, 12), 0, 1.2, 0.75],
  ['lognormal', (s) => lognormal(s, 0.1, 0.3), 1.15604, 0.12586, 1.64],
  ['pareto 2, 9', (s) => pareto(s, 2, 9), 2.25, 0.080357, 14],
  ['poisson 0.3', (s) => poisson(s, 0.3), 0.3, 0.3, 3.34],
  ['poisson 29', (s) => poisson(s, 29), 29, 29, 0.04],
  ['poisson 80', (s) => poisson(s, 80), 80, 80, 0.02],
  ['binomial 10, 0.2', (s) => binomial(s, 10, 0.2), 2, 1.6, 0.03],
  ['binomial 10, 0.9', (s) => binomial(s, 10, 0.9), 9, 0.9, 0.6],
  ['binomial 400, 0.3', (s) => binomial(s, 400, 0.3), 120, 84, 0],
]

describe('the numbers of a law', () => {
  test.each(LAWS)(
    'have the mean and the variance of it: %s',
    (_name, draw, mean, variance, kurtosis) => {
      const streams = new Streams(20260101)
      const stream = streams.open(new Stream(), 0, 0, 0)
      let sum = 0
      let squares = 0
      for (let index = 0; index < DRAWS; index++) {
        const excess = draw(stream) - mean
        sum += excess
        squares += excess * excess
      }
      // Four standard errors of each.
      expect(Math.abs(sum / DRAWS)).toBeLessThan(4 * Math.sqrt(variance / DRAWS))
      const error = variance * Math.sqrt((kurtosis + 2) / DRAWS)
      expect(Math.abs(squares / DRAWS - variance)).toBeLessThan(4 * error)
    },
  )

  // P(X <= k) from scipy.stats: poisson.cdf(3, 2.5), binom.cdf(3, 12, 0.2).
  test('are found at their probability', () => {
    expect([0.7575, 0.7576].map((u) => poissonByInversion(u, 2.5))).toEqual([3, 4])
    expect([0.7945, 0.7946].map((u) => binomialByInversion(u, 12, 0.2))).toEqual([3, 4])
    expect(poissonByInversion(1 - 2 ** -53, 0)).toBe(0)
    expect(binomialByInversion(1 - 2 ** -53, 5, 0.5)).toBe(5)
    expect([0.1, 0.2, 0.95].map((u) => discrete(u, [0.2, 0.9, 1]))).toEqual([0, 1, 2])
  })

  test('of counts know their factorials', () => {
    // 31!, 32! and 1000! by exact integers.
    const exact = (k: number) => {
      let sum = 0
      for (let n = 2; n <= k; n++) sum += Math.log(n)
      return sum
    }
    for (const k of [0, 1, 31, 32, 33, 1000]) {
      expect(Math.abs(logFactorial(k) - exact(k))).toBeLessThanOrEqual(1e-14 * exact(k))
    }
  })
})
