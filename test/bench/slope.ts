import { median } from './measure.ts'

/** How fast something grows, with the interval that holds the truth 95 times in a hundred; per unit of x. */
export interface Slope {
  readonly middle: number
  readonly low: number
  readonly high: number
}

/**
 * The slope of a line through points: the median of those of all pairs of points, which no outlier moves, with its
 * interval from the distribution of Kendall's statistic. At least five points; points in a row should not depend on
 * one another. Source: P. K. Sen, Estimates of the regression coefficient based on Kendall's tau, JASA 63 (1968).
 *
 * @example slopeOf([[0, 1], [1, 3], [2, 5], [3, 7], [4, 9]]).middle // 2
 */
export function slopeOf(points: readonly (readonly [x: number, y: number])[]): Slope {
  const count = points.length
  if (count < 5) return { middle: Number.NaN, low: Number.NaN, high: Number.NaN }
  const slopes: number[] = []
  for (const [index, [x, y]] of points.entries()) {
    for (const [earlierX, earlierY] of points.slice(0, index)) {
      slopes.push((y - earlierY) / (x - earlierX))
    }
  }
  slopes.sort((a, b) => a - b)
  const spread = 1.96 * Math.sqrt((count * (count - 1) * (2 * count + 5)) / 18)
  const at = (place: number) => slopes[Math.min(slopes.length - 1, Math.max(0, place))]
  return {
    middle: median(slopes),
    low: at(Math.floor((slopes.length - spread) / 2) - 1) ?? Number.NaN,
    high: at(Math.ceil((slopes.length + spread) / 2)) ?? Number.NaN,
  }
}
