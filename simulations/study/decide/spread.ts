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

/** Where a figure lies for what is not known, its centre as uncertain as the worlds leave it. */
export function intervalOf(spread: Spread, level: number): Interval {
  const { mean, unknown, standardError } = spread
  const reach = reachOf(spread, level) * Math.sqrt(unknown + standardError ** 2)
  return { lower: mean - reach, upper: mean + reach }
}

/** Where the mean of a figure lies: what more worlds would narrow. */
export function budgetIntervalOf(spread: Spread, level: number): Interval {
  const reach = reachOf(spread, level) * spread.standardError
  return { lower: spread.mean - reach, upper: spread.mean + reach }
}
