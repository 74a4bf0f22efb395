import { describe, expect, test } from 'vitest'
import { backTest, placeOf } from '../../../simulations/analysis/back-test.ts'
import {
  binomialTest,
  coverageOf,
  distanceBelow,
  evennessTest,
} from '../../../simulations/analysis/evenness.ts'
import { normal, poisson } from '../../../simulations/random/distributions.ts'
import { Stream } from '../../../simulations/random/stream.ts'
import { Streams } from '../../../simulations/random/streams.ts'

const OUTPUT = {
  name: 'claims',
  description: 'x',
  kind: 'number',
  unit: 'claims',
  tail: 'none',
} as const
const streams = new Streams(5)

describe('the test of even spread', () => {
  test('is exact for few values', () => {
    // Marsaglia, Tsang and Wang (2003), their example.
    expect(distanceBelow(10, 0.274)).toBeCloseTo(0.6284796154565, 11)
    // One value: P(D < d) = 2 d - 1. Two: 2 (2 d - 1/2)² for d up to a half, 1 - 2 (1 - d)² above.
    expect(distanceBelow(1, 0.75)).toBeCloseTo(0.5, 14)
    expect(distanceBelow(2, 0.4)).toBeCloseTo(2 * 0.3 ** 2, 14)
    expect(distanceBelow(2, 0.8)).toBeCloseTo(1 - 2 * 0.2 ** 2, 14)
    expect([distanceBelow(5, 0.1), distanceBelow(5, 1)]).toEqual([0, 1])
  })

  test('goes over into its limit', () => {
    // The 95 % point of Kolmogorov's law is 1.3581.
    expect(distanceBelow(100_000, 1.3581 / Math.sqrt(100_000))).toBeCloseTo(0.95, 3)
    const distance = 1.1 / Math.sqrt(500)
    expect(distanceBelow(500, distance)).toBeCloseTo(distanceBelow(501, distance), 2)
  })

  test('finds values that crowd', () => {
    const even = Array.from({ length: 50 }, (_, at) => (at + 0.5) / 50)
    expect(evennessTest(even)).toEqual({
      statistic: expect.closeTo(0.01, 12),
      pValue: expect.closeTo(1, 6),
    })
    expect(evennessTest(even.map((u) => u * u)).pValue).toBeLessThan(0.01)
  })
})

describe('the test of a share', () => {
  test('is exact on both sides', () => {
    expect(binomialTest(7, 10, 0.5)).toBeCloseTo(0.34375, 12)
    expect(binomialTest(5, 10, 0.5)).toBeCloseTo(1, 12)
    // Added up with Python's whole numbers: all k of 30 that are no more probable than 2.
    expect(binomialTest(2, 30, 0.2)).toBeCloseTo(0.06979524048732368, 12)
  })

  test('counts what lies in the middle of the law', () => {
    const { inside, share, pValue } = coverageOf([0.01, 0.2, 0.5, 0.97, 0.99], 0.9, 0.95)
    expect([inside, share]).toEqual([2, 0.4])
    expect(pValue).toBeLessThan(0.01)
  })
})

describe('the place of an outcome', () => {
  test('is even among its equals', () => {
    expect(placeOf(5, [1, 2, 3], 0.5)).toBe(3.5 / 4)
    expect(placeOf(2, [2, 2, 2], 0.25)).toBe(0.25)
    expect(placeOf(0, [1, 2, 3], 0.5)).toBe(0.125)
  })
})

describe('a back-test', () => {
  /** Outcomes of one law against paths of another. */
  const testOf = (seed: number, mean: number) => {
    const outcomes = Array.from({ length: 40 }, (_, row) => ({
      row,
      seen: poisson(streams.open(new Stream(), seed, 1, row), mean),
      paths: Array.from({ length: 200 }, (__, path) =>
        poisson(streams.open(new Stream(), seed, 2, row, path), 3),
      ),
    }))
    return backTest(OUTPUT, outcomes, { seed, levels: [0.5, 0.9], confidence: 0.95 })
  }

  test('holds a model that is right for right, as often as it says', () => {
    const runs = 120
    let refused = 0
    let missed = 0
    for (let seed = 0; seed < runs; seed++) {
      const { evenness, coverage } = testOf(seed, 3)
      if (evenness.pValue < 0.05) refused += 1
      for (const { level, interval } of coverage)
        if (level < interval.lower || level > interval.upper) missed += 1
    }
    expect(refused / runs).toBeGreaterThan(0.015)
    expect(refused / runs).toBeLessThan(0.095)
    // Clopper and Pearson are never too narrow.
    expect(missed / runs / 2).toBeLessThan(0.06)
  })

  test('finds a model that is wrong', () => {
    const { evenness, coverage } = testOf(1, 6)
    expect(evenness.pValue).toBeLessThan(1e-6)
    expect(coverage[1]?.pValue).toBeLessThan(1e-6)
  })

  test('finds a law that is too narrow, whose middle is right', () => {
    const outcomes = Array.from({ length: 60 }, (_, row) => ({
      row,
      seen: 2 * normal(streams.open(new Stream(), 3, 3, row)),
      paths: Array.from({ length: 300 }, (__, path) =>
        normal(streams.open(new Stream(), 3, 4, row, path)),
      ),
    }))
    const { coverage } = backTest(OUTPUT, outcomes, { seed: 1, levels: [0.8], confidence: 0.95 })
    expect(coverage[0]?.share).toBeLessThan(0.65)
    expect(coverage[0]?.pValue).toBeLessThan(0.001)
  })
})
