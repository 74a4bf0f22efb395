import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { normal, pareto } from '../../../simulations/random/distributions.ts'
import { Stream } from '../../../simulations/random/stream.ts'
import { Streams } from '../../../simulations/random/streams.ts'
import {
  incompleteBeta,
  logGamma,
  studentQuantile,
} from '../../../simulations/stats/incomplete-beta.ts'
import {
  betweenRepetitions,
  binomialQuantile,
  clopperPearson,
  meanInterval,
  quantilePlaces,
  wilson,
} from '../../../simulations/stats/intervals.ts'
import { Moments } from '../../../simulations/stats/moments.ts'
import { expectedShortfall, quantile, valueAtRisk } from '../../../simulations/stats/sample.ts'
import { QuantileSketch } from '../../../simulations/stats/sketch.ts'
import {
  effectiveSampleSize,
  weightedExpectedShortfall,
  weightedMean,
  weightedTailOf,
  weightedValueAtRisk,
} from '../../../simulations/stats/weighted.ts'

const SAMPLE = Float64Array.of(12.5, 3.2, 45.1, 7.7, 18, 22.4, 5.5, 31.3, 9.9, 27.6).sort()
const numbers = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 60 })

// Values of scipy 1.17: stats.proportion by hand, stats.beta, stats.t, stats.binom, numpy.
describe('intervals', () => {
  test('of a probability are those of Wilson and of Clopper and Pearson', () => {
    close(clopperPearson(0, 1000), 0, 0.003682083896865671)
    close(wilson(0, 1000), 0, 0.003826758485555124)
    close(clopperPearson(187, 20000), 0.00806288083801838, 0.01078261139343647)
    close(wilson(187, 20000), 0.008107200901625576, 0.010781244080229893)
    close(clopperPearson(20, 20), 0.8315665290169146, 1)
  })

  test('of a quantile are between the values that the binomial law names', () => {
    expect(quantilePlaces(20000, 0.99)).toEqual({ lower: 19772, upper: 19828 })
    expect(binomialQuantile(0.025, 20000, 0.99)).toBe(19772)
    expect(binomialQuantile(0.5, 5_000_000, 0.999)).toBe(4_995_000)
    expect(valueAtRisk(SAMPLE, 0.99).interval.upper).toBe(Number.POSITIVE_INFINITY)
  })

  test('rest on the laws of others', () => {
    expect(incompleteBeta(2, 3, 0.5)).toBeCloseTo(0.6875, 14)
    expect(incompleteBeta(0.3, 40, 0.001)).toBeCloseTo(0.4193450007349808, 12)
    expect(logGamma(0.5)).toBeCloseTo(0.5723649429247001, 14)
    expect(logGamma(100.5)).toBeCloseTo(361.43554046777757, 11)
    expect(studentQuantile(0.975, 10)).toBeCloseTo(2.228138851986274, 12)
    expect(studentQuantile(0.025, 15)).toBeCloseTo(-2.131449545559776, 12)
  })

  test('of a mean, a quantile and a shortfall hold the truth about as often as they say', () => {
    const streams = new Streams(77)
    const stream = new Stream()
    const values = new Float64Array(2000)
    // Pareto's law of scale 1 and shape 4: quantile (1-q)^(-1/4), shortfall 4/3 of it, mean 4/3.
    const truth = { mean: 4 / 3, quantile: 0.05 ** -0.25, shortfall: (4 / 3) * 0.05 ** -0.25 }
    const held = { mean: 0, quantile: 0, shortfall: 0 }
    for (let run = 0; run < 200; run++) {
      streams.open(stream, run, 1, 0)
      const moments = new Moments()
      for (let index = 0; index < values.length; index++) {
        values[index] = pareto(stream, 1, 4)
        moments.add(values[index] ?? 0)
      }
      values.sort()
      held.mean += holds(meanInterval(moments.mean, moments.standardError), truth.mean)
      held.quantile += holds(valueAtRisk(values, 0.95).interval, truth.quantile)
      held.shortfall += holds(expectedShortfall(values, 0.95).interval, truth.shortfall)
    }
    // 190 are wanted; a heavy tail costs the shortfall a few.
    expect(held.mean).toBeGreaterThan(181)
    expect(held.quantile).toBeGreaterThan(181)
    expect(held.shortfall).toBeGreaterThan(175)
    expect(Math.max(held.mean, held.quantile, held.shortfall)).toBeLessThan(199)
  })

  test('between repetitions follow how far these are apart', () => {
    const { value, standardError, interval } = betweenRepetitions([1, 2, 3, 4])
    expect([value, standardError]).toEqual([2.5, Math.sqrt(5 / 12)])
    expect(interval.upper).toBeCloseTo(2.5 + 3.1824463052837078 * Math.sqrt(5 / 12), 10)
  })
})

describe('a sample', () => {
  test('has the quantiles and the shortfall that are defined for it', () => {
    expect([0.1, 0.11, 0.9, 1].map((q) => quantile(SAMPLE, q))).toEqual([3.2, 5.5, 31.3, 45.1])
    expect(expectedShortfall(SAMPLE, 0.75).value).toBeCloseTo(36.08, 12)
    expect(expectedShortfall(SAMPLE, 0).value).toBeCloseTo(18.32, 12)
  })

  test('with atoms counts a straddling value in part', () => {
    const values = Float64Array.of(0, 0, 0, 0, 0, 0, 0, 10, 10, 10)
    expect(expectedShortfall(values, 0.5).value).toBeCloseTo(6, 12)
    expect(expectedShortfall(values, 0.75).value).toBeCloseTo(10, 12)
  })
})

describe('moments', () => {
  test('are always the same, however they are merged', () => {
    fc.assert(
      fc.property(numbers, fc.nat(60), (values, cut) => {
        const whole = momentsOf(values)
        const merged = momentsOf(values.slice(0, cut))
        merged.merge(momentsOf(values.slice(cut)))
        for (const name of ['mean', 'variance', 'skewness', 'excessKurtosis'] as const) {
          expect(merged[name]).toBeCloseTo(whole[name], 6)
        }
        expect([merged.count, merged.minimum, merged.maximum]).toEqual([
          values.length,
          Math.min(...values),
          Math.max(...values),
        ])
      }),
    )
  })

  test('are those of the textbook', () => {
    const { mean, variance, skewness, excessKurtosis } = momentsOf([2, 4, 4, 4, 5, 5, 7, 9])
    expect([mean, variance]).toEqual([5, 32 / 7])
    expect(skewness).toBeCloseTo(0.65625, 12)
    expect(excessKurtosis).toBeCloseTo(-0.21875, 12)
  })
})

describe('a sketch', () => {
  test('is never further from a rank than it says, also merged', () => {
    const streams = new Streams(5)
    const stream = streams.open(new Stream(), 0, 0, 0)
    const values = Float64Array.from({ length: 60_000 }, () => normal(stream))
    const sketch = new QuantileSketch(256)
    for (let start = 0; start < values.length; start += 10_000) {
      const part = new QuantileSketch(256)
      for (const value of values.subarray(start, start + 10_000)) part.add(value)
      sketch.merge(part)
    }
    values.sort()
    expect(sketch.count).toBe(60_000)
    expect(sketch.error).toBeLessThan(0.016)
    for (const q of [0.01, 0.25, 0.5, 0.9, 0.99]) {
      const found = sketch.quantile(q)
      const rank = values.findIndex((value) => value >= found) / values.length
      expect(Math.abs(rank - q)).toBeLessThan(sketch.error)
    }
  })
})

describe('weighted paths', () => {
  test('of weight 1 tell what a sample tells', () => {
    fc.assert(
      fc.property(numbers, fc.constantFrom(0.5, 0.9, 0.975), (list, q) => {
        const values = Float64Array.from(list)
        const tail = weightedTailOf(values, new Float64Array(values.length).fill(1))
        const sorted = Float64Array.from(values).sort()
        expect(weightedValueAtRisk(tail, q).value).toBe(quantile(sorted, q))
        expect(weightedExpectedShortfall(tail, q).value).toBeCloseTo(
          expectedShortfall(sorted, q).value,
          8,
        )
      }),
    )
  })

  test('that are drawn in the tail find it, and how sure they are', () => {
    const stream = new Streams(9).open(new Stream(), 0, 0, 0)
    const values = new Float64Array(4000)
    const weights = new Float64Array(4000)
    for (let path = 0; path < values.length; path++) {
      const z = normal(stream) + 2.5
      values[path] = z
      weights[path] = Math.exp(-2.5 * z + 0.5 * 2.5 * 2.5)
    }
    const tail = weightedTailOf(values, weights)
    const risk = weightedValueAtRisk(tail, 0.99)
    const shortfall = weightedExpectedShortfall(tail, 0.99)
    expect(Math.abs(risk.value - 2.3263478740408408)).toBeLessThan(4 * risk.standardError)
    expect(Math.abs(shortfall.value - 2.665214220345796)).toBeLessThan(4 * shortfall.standardError)
    expect(risk.standardError).toBeLessThan(0.03)
    const above = weightedMean(
      values.map((z) => Number(z > 3)),
      weights,
    )
    expect(Math.abs(above.value - 0.0013498980316301)).toBeLessThan(4 * above.standardError)
    expect(effectiveSampleSize(weights)).toBeLessThan(1000)
    expect(effectiveSampleSize(Float64Array.of(1, 1, 2))).toBeCloseTo(8 / 3, 12)
  })
})

function momentsOf(values: readonly number[]): Moments {
  const moments = new Moments()
  for (const value of values) moments.add(value)
  return moments
}

function holds({ lower, upper }: { lower: number; upper: number }, truth: number): number {
  return lower <= truth && truth <= upper ? 1 : 0
}

function close(interval: { lower: number; upper: number }, lower: number, upper: number): void {
  expect(interval.lower).toBeCloseTo(lower, 12)
  expect(interval.upper).toBeCloseTo(upper, 12)
}
