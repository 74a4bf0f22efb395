import { Stream } from '../random/stream.ts'
import { studentQuantile } from '../stats/incomplete-beta.ts'
import { type Interval, standardErrorsOf } from '../stats/intervals.ts'
import { Moments } from '../stats/moments.ts'
import { analysisStreams, PURPOSES } from './designs.ts'

/** What a function gave in a block of Saltelli's design: at the first point, the second, and those in between. */
export type Block = readonly number[]

/** An index with its error. */
export interface Index {
  /** May lie a little below zero, as estimates of nothing do. */
  readonly value: number
  readonly standardError: number
  readonly interval: Interval
}

/** The shares of the variance that a group of fields answers for. */
export interface GroupIndices {
  /** By itself. */
  readonly first: Index
  /** With everything it does together with others. */
  readonly total: Index
}

export interface IndicesOptions {
  readonly confidence: number
  /**
   * `scrambles`: the error by how far the scrambles of the design are apart; `bootstrap`: by drawing blocks again.
   */
  readonly intervals: 'scrambles' | 'bootstrap'
  readonly seed: number
}

/** The blocks of a scramble that could be used. */
export type ScrambleBlocks = readonly Block[]

const RESAMPLES = 1000

/**
 * Sobol's indices of each group. First order after Saltelli et al., Computer Physics Communications 181 (2010), table 2 (b);
 * total after Jansen, the same table (f).
 *
 * @param scrambles the blocks of each scramble; every block has all its values
 */
export function sobolIndices(
  scrambles: readonly ScrambleBlocks[],
  { confidence, intervals, seed }: IndicesOptions,
): readonly GroupIndices[] {
  const all = scrambles.flat()
  const groups = (all[0]?.length ?? 2) - 2
  const values = indicesOf(all, groups)
  const errors =
    intervals === 'scrambles'
      ? jackknife(scrambles, groups, confidence)
      : bootstrap(all, groups, confidence, seed)
  return Array.from({ length: groups }, (_, group) => {
    const told = (place: number): Index => {
      const value = values[place] ?? Number.NaN
      const { standardError, interval } = (errors[place] as ErrorOf)(value)
      return { value, standardError, interval }
    }
    return { first: told(2 * group), total: told(2 * group + 1) }
  })
}

type ErrorOf = (value: number) => { readonly standardError: number; readonly interval: Interval }

/** First and total index of each group, in turn. */
function indicesOf(blocks: readonly Block[], groups: number): number[] {
  const count = blocks.length
  let total = 0
  for (const block of blocks) total += (block[0] as number) + (block[1] as number)
  const mean = total / (2 * count)
  let variance = 0
  const first = new Float64Array(groups)
  const whole = new Float64Array(groups)
  for (const block of blocks) {
    // Taken from the mean: the estimator does not change, its error gets less.
    const a = (block[0] as number) - mean
    const b = (block[1] as number) - mean
    variance += a * a + b * b
    for (let group = 0; group < groups; group++) {
      const mixed = (block[group + 2] as number) - mean
      first[group] = (first[group] as number) + b * (mixed - a)
      whole[group] = (whole[group] as number) + (a - mixed) * (a - mixed)
    }
  }
  variance /= 2 * count
  return Array.from({ length: groups }, (_, group) => [
    (first[group] as number) / count / variance,
    (whole[group] as number) / (2 * count) / variance,
  ]).flat()
}

/** Leaves out one scramble after the other: what the index is without it tells how sure it is. */
function jackknife(
  scrambles: readonly ScrambleBlocks[],
  groups: number,
  confidence: number,
): readonly ErrorOf[] {
  const count = scrambles.length
  const without = scrambles.map((_, left) =>
    indicesOf(
      scrambles.flatMap((blocks, at) => (at === left ? [] : blocks)),
      groups,
    ),
  )
  const reach = studentQuantile(0.5 + confidence / 2, Math.max(1, count - 1))
  return Array.from({ length: 2 * groups }, (_, place) => {
    const spread = deviationOf(without.map((row) => row[place] as number))
    return around(((count - 1) * spread) / Math.sqrt(count), reach)
  })
}

/** Draws as many blocks again, with repetition, a thousand times. */
function bootstrap(
  blocks: readonly Block[],
  groups: number,
  confidence: number,
  seed: number,
): readonly ErrorOf[] {
  const streams = analysisStreams(seed)
  const stream = new Stream()
  const samples = Array.from({ length: RESAMPLES }, (_, sample) => {
    streams.open(stream, sample, PURPOSES.resample, 0)
    const drawn = blocks.map(() => blocks[Math.floor(stream.uniform() * blocks.length)] as Block)
    return indicesOf(drawn, groups)
  })
  return Array.from({ length: 2 * groups }, (_, place) => {
    const spread = deviationOf(samples.map((row) => row[place] as number))
    return around(spread, standardErrorsOf(confidence))
  })
}

function deviationOf(values: readonly number[]): number {
  const moments = new Moments()
  for (const value of values) moments.add(value)
  return moments.standardDeviation
}

function around(standardError: number, reach: number): ErrorOf {
  return (value) => ({
    standardError,
    interval: { lower: value - reach * standardError, upper: value + reach * standardError },
  })
}
