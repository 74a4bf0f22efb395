import { expect, test } from 'vitest'
import { slopeOf } from './slope.ts'

test('gives the slope of points on a line, without any doubt', () => {
  const points = Array.from({ length: 20 }, (_, x) => [x, 3 + 2 * x] as const)
  expect(slopeOf(points)).toEqual({ middle: 2, low: 2, high: 2 })
})

test('is not moved by some points that lie far off', () => {
  const points = Array.from({ length: 30 }, (_, x) => [x, x % 10 === 3 ? 1e6 : x / 2] as const)
  const { middle, low, high } = slopeOf(points)
  expect(middle).toBe(0.5)
  expect(low).toBeLessThanOrEqual(0.5)
  expect(high).toBeGreaterThanOrEqual(0.5)
})

test('holds zero where points only swing, and does not where they rise while they swing', () => {
  const saw = (growth: number) =>
    Array.from({ length: 40 }, (_, x) => [x, ((x * 7) % 11) + growth * x] as const)
  const flat = slopeOf(saw(0))
  expect(flat.low).toBeLessThan(0)
  expect(flat.high).toBeGreaterThan(0)
  expect(slopeOf(saw(0.5)).low).toBeGreaterThan(0)
})

// Sen (1968) has an interval of ranks; for ten points N is 45, C 1.96 times the root of 125, so ranks 11 to 35.
test('takes the interval from the ranks of all pairs', () => {
  const points = Array.from(
    { length: 10 },
    (_, x) => [x, [3, 1, 4, 1, 5, 9, 2, 6, 5, 3][x] ?? 0] as const,
  )
  const slopes = points
    .flatMap(([x, y], index) =>
      points.slice(0, index).map(([fromX, fromY]) => (y - fromY) / (x - fromX)),
    )
    .sort((a, b) => a - b)
  const { low, high } = slopeOf(points)
  expect(low).toBe(slopes[10])
  expect(high).toBe(slopes[34])
})

test('says nothing about fewer than five points', () => {
  expect(
    slopeOf([
      [0, 1],
      [1, 2],
      [2, 3],
      [3, 4],
    ]).middle,
  ).toBeNaN()
})
