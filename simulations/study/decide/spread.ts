import { studentQuantile } from '../../stats/incomplete-beta.ts'
import type { Interval } from '../../stats/intervals.ts'
import { Moments } from '../../stats/moments.ts'
import type { Cell } from '../table.ts'

/** In standard errors. */
const DOUBT = 2

/** A figure over all worlds, its variance taken apart. */
export interface Spread {
  readonly mean: number
  /** Of the mean: the number of worlds and paths makes it smaller. */
  readonly standardError: number
  /** Between worlds, by what is not known; chance is taken out. */
  readonly unknown: number
  /** The least that it may well be: few worlds tell a variance badly. */
  readonly unknownAtLeast: number
  /** Of a single path, by chance. */
  readonly chance: number
  readonly worlds: number
}

/**
 * Takes the variance of a figure apart: what worlds differ by is what is not known and, through their few paths, chance; what the paths of a
 * world differ by is chance alone. Source: analysis of variance in one way, Searle, Casella and McCulloch, "Variance
 * components" (1992), 3.5.
 */
export function spreadOf({ values, parts }: Cell, paths: number): Spread {
  const between = new Moments()
  for (const value of values) between.add(value)
  let within = 0
  for (const part of parts) within += part * part
  const chance = within / (values.length * (paths - 1))
  // The variance of a variance: 2 / (n - 1) of its square.
  const doubt = Math.min(1, DOUBT * Math.sqrt(2 / (values.length - 1)))
  return {
    mean: between.mean,
    standardError: Math.sqrt(between.variance / values.length),
    unknown: Math.max(0, between.variance - chance / paths),
    unknownAtLeast: Math.max(0, between.variance * (1 - doubt) - chance / paths),
    chance,
    worlds: values.length,
  }
}

/** One figure less another, in the same worlds and on the same paths. */
export function cellBetween(one: Cell, other: Cell): Cell {
  return {
    values: one.values.map((value, at) => value - (other.values[at] as number)),
    parts: one.parts.map((part, at) => part - (other.parts[at] as number)),
  }
}

/** How many standard deviations an interval of the level reaches, with so many worlds. */
export function reachOf({ worlds }: Spread, level: number): number {
  return studentQuantile(0.5 + level / 2, worlds - 1)
}

/** Where a difference lies for what is not known, its centre as uncertain as the worlds leave it. */
export function intervalOf(spread: Spread, level: number): Interval {
  const { mean, unknown, standardError } = spread
  const reach = reachOf(spread, level) * Math.sqrt(unknown + standardError ** 2)
  return { lower: mean - reach, upper: mean + reach }
}

/**
 * Where a figure itself lies for what is not known: between two of its worlds, so that it is skewed as they are, and where no world is below zero it
 * is not either. The next world passes the place (n + 1) q of n sorted ones with the probability 1 - q, whatever the law. Source:
 * Wilks, Annals of Mathematical Statistics 12 (1941). Worlds are first drawn towards their mean, until what they differ by has no
 * more chance in it. Of worlds too few to reach so far it is Student's interval, cut at zero where none is beyond.
 */
export function reachedBy(cell: Cell, paths: number, level: number): Interval {
  const spread = spreadOf(cell, paths)
  const { mean, unknown, standardError, worlds } = spread
  const between = standardError ** 2 * worlds
  const kept = between > 0 ? Math.sqrt(Math.min(1, (unknown + standardError ** 2) / between)) : 0
  const sorted = cell.values.slice().sort()
  const place = ((worlds + 1) * (1 - level)) / 2
  if (place < 1) {
    const { lower, upper } = intervalOf(spread, level)
    const isAbove = (sorted[0] as number) >= 0
    const isBelow = (sorted[worlds - 1] as number) <= 0
    return {
      lower: isAbove ? Math.max(0, lower) : lower,
      upper: isBelow ? Math.min(0, upper) : upper,
    }
  }
  const [lower, upper] = [place, worlds + 1 - place].map(
    (one) => mean + kept * (placed(sorted, one) - mean),
  ) as [number, number]
  // Where few worlds make the mean it may lie beyond them.
  return { lower: Math.min(lower, mean), upper: Math.max(upper, mean) }
}

/** The value at a place of a sorted sample, counted from 1; between two of them as far as the place is. */
function placed(sorted: Float64Array, place: number): number {
  const before = Math.min(sorted.length, Math.floor(place))
  const [low, high] = [
    sorted[before - 1] as number,
    sorted[before] ?? (sorted[before - 1] as number),
  ]
  return low + (place - before) * (high - low)
}

/** Where the mean of a figure lies: what more worlds would narrow. */
export function budgetIntervalOf(spread: Spread, level: number): Interval {
  const reach = reachOf(spread, level) * spread.standardError
  return { lower: spread.mean - reach, upper: spread.mean + reach }
}
