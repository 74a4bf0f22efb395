import { betweenRepetitions, type Estimate, meanInterval } from '../stats/intervals.ts'
import { Moments } from '../stats/moments.ts'
import { quantile } from '../stats/sample.ts'
import { weightedTailOf, weightedValueAtRisk } from '../stats/weighted.ts'

/** How the paths of a run were drawn: what their errors come from. */
export interface Drawn {
  readonly weights: Float64Array
  /** How many repetitions of evenly spread points there are; 0 where paths were drawn by chance. */
  readonly scrambles: number
}

/**
 * A figure of a run as a mean over its paths: what each path adds to it, to first order. The figure's error is that of the mean
 * of these, and that of a difference of two figures the error of the mean of their differences path by path.
 * Source: Hampel, "The influence curve and its role in robust estimation", JASA 69 (1974).
 */
export interface Influence {
  readonly value: number
  /** One for each path; their mean does not matter, their spread does. */
  readonly parts: Float64Array
}

/** How far to both sides of a level one looks for the density there, in standard errors of the share below it. */
const WINDOW_ERRORS = 3

export function meanInfluence(values: Float64Array, { weights }: Drawn): Influence {
  const parts = values.map((value, path) => value * (weights[path] as number))
  return { value: averageOf(parts), parts }
}

/** A quotient of two means. */
export function ratioInfluence(above: Float64Array, below: Float64Array, drawn: Drawn): Influence {
  const mean = meanInfluence(below, drawn).value
  const value = meanInfluence(above, drawn).value / mean
  const { weights } = drawn
  const parts = above.map(
    (one, path) => ((one - value * (below[path] as number)) * (weights[path] as number)) / mean,
  )
  return { value, parts }
}

/** Value at risk and expected shortfall of losses at a level. */
export function tailInfluences(
  losses: Float64Array,
  level: number,
  drawn: Drawn,
): { readonly valueAtRisk: Influence; readonly expectedShortfall: Influence } {
  const { weights } = drawn
  const quantileAt = quantilesOf(losses, drawn)
  const border = quantileAt(level)
  const scale = 1 / (1 - level)
  const beyond = losses.map((loss, path) => (loss > border ? (weights[path] as number) : 0))
  const excess = losses.map((loss, path) => Math.max(0, loss - border) * (weights[path] as number))
  const width = WINDOW_ERRORS * errorOf(beyond, drawn).standardError
  const low = Math.max(level / 2, level - width)
  const high = Math.min((1 + level) / 2, level + width)
  const slope = high > low ? (quantileAt(high) - quantileAt(low)) / (high - low) : 0
  return {
    valueAtRisk: { value: border, parts: beyond.map((one) => one * slope) },
    expectedShortfall: {
      value: border + averageOf(excess) * scale,
      parts: excess.map((one) => one * scale),
    },
  }
}

/** What two figures differ by, with the error of differences path by path, and how much was won by that. */
export interface PairedDifference {
  readonly estimate: Estimate
  /** Of the two figures, as estimated from the same paths: 1 where they go entirely together. */
  readonly correlation: number
  /** How many times more paths of their own the two would need for the same error. */
  readonly gain: number
}

export function differenceOf(
  before: Influence,
  after: Influence,
  drawn: Drawn,
  confidence: number,
): PairedDifference {
  const parts = after.parts.map((one, path) => one - (before.parts[path] as number))
  const value = after.value - before.value
  const found = errorOf(parts, drawn, confidence)
  const [a, b] = [before, after].map((one) => errorOf(one.parts, drawn).standardError ** 2)
  const [first = 0, second = 0] = [a, b]
  const squared = found.standardError ** 2
  const product = 2 * Math.sqrt(first * second)
  const shift = value - found.value
  return {
    estimate: {
      value,
      standardError: found.standardError,
      interval: { lower: found.interval.lower + shift, upper: found.interval.upper + shift },
    },
    correlation: product > 0 ? (first + second - squared) / product : 0,
    gain: squared > 0 ? (first + second) / squared : Number.POSITIVE_INFINITY,
  }
}

/** The mean of parts, with its error by the way the paths were drawn. */
function errorOf(parts: Float64Array, { scrambles }: Drawn, confidence?: number): Estimate {
  if (scrambles > 0) {
    const points = Math.floor(parts.length / scrambles)
    const sums = new Float64Array(scrambles)
    for (let path = 0; path < points * scrambles; path++) {
      const scramble = path % scrambles
      sums[scramble] = (sums[scramble] as number) + (parts[path] as number)
    }
    return betweenRepetitions(
      Array.from(sums, (sum) => sum / points),
      confidence,
    )
  }
  const moments = new Moments()
  for (const part of parts) moments.add(part)
  const { mean: value, standardError } = moments
  return { value, standardError, interval: meanInterval(value, standardError, confidence) }
}

function quantilesOf(losses: Float64Array, { weights }: Drawn): (level: number) => number {
  if (weights.every((weight) => weight === 1)) {
    const sorted = losses.slice().sort()
    return (level) => quantile(sorted, level)
  }
  const tail = weightedTailOf(losses, weights)
  return (level) => weightedValueAtRisk(tail, level).value
}

function averageOf(values: Float64Array): number {
  const moments = new Moments()
  for (const value of values) moments.add(value)
  return moments.mean
}
