import { Stream } from '../random/stream.ts'
import { type Interval, standardErrorsOf } from '../stats/intervals.ts'
import { Moments } from '../stats/moments.ts'
import { analysisStreams, PURPOSES, shuffled } from './designs.ts'

/** How far knowing a field moves the law of an output. */
export interface PawnIndex {
  /** The middle of the distances between the law where the field is known, slice by slice, and the law as a whole. */
  readonly median: number
  readonly largest: number
  /** Of the middle, by drawing the points again. */
  readonly interval: Interval
}

export interface Pawn {
  readonly fields: readonly PawnIndex[]
  /** What a field that does nothing would have: below it, nothing was seen. */
  readonly nothing: number
}

const RESAMPLES = 200
const SHUFFLES = 50

/**
 * The indices PAWN from points as they are: fields may go together, and points that failed may be missing.
 * Source: Pianosi and Wagener, Environmental Modelling & Software 67 (2015) and 108 (2018).
 *
 * @param columns the values of each field at the points
 * @param outputs what came out there
 */
export function pawnIndices(
  columns: readonly (readonly number[])[],
  outputs: readonly number[],
  { slices, confidence, seed }: { slices: number; confidence: number; seed: number },
): Pawn {
  const streams = analysisStreams(seed)
  const stream = new Stream()
  const count = outputs.length
  const fields = columns.map((column, field): PawnIndex => {
    const distances = distancesOf(column, outputs, slices)
    const medians = Array.from({ length: RESAMPLES }, (_, sample) => {
      streams.open(stream, sample, PURPOSES.resample, 1, field)
      const drawn = outputs.map(() => Math.floor(stream.uniform() * count))
      const redrawn = distancesOf(
        drawn.map((at) => column[at] as number),
        drawn.map((at) => outputs[at] as number),
        slices,
      )
      return medianOf(redrawn)
    })
    // Drawing points again moves the distances up; how far they are apart stays of use.
    const spread = new Moments()
    for (const one of medians) spread.add(one)
    const median = medianOf(distances)
    const reach = standardErrorsOf(confidence) * spread.standardDeviation
    return {
      median,
      largest: Math.max(...distances),
      interval: { lower: Math.max(0, median - reach), upper: Math.min(1, median + reach) },
    }
  })
  const idle = Array.from({ length: SHUFFLES }, (_, sample) => {
    streams.open(stream, sample, PURPOSES.resample, 2)
    return medianOf(distancesOf(shuffled(stream, count), outputs, slices))
  }).sort((a, b) => a - b)
  return { fields, nothing: idle[Math.ceil(confidence * SHUFFLES) - 1] as number }
}

/** The distance of Kolmogorov and Smirnov between each slice of the points and all of them. */
function distancesOf(
  column: readonly number[],
  outputs: readonly number[],
  slices: number,
): readonly number[] {
  const count = outputs.length
  const order = column
    .map((_, at) => at)
    .sort((a, b) => (column[a] as number) - (column[b] as number) || a - b)
  const sliceOf = new Int32Array(count)
  const sizes = new Float64Array(slices)
  for (const [rank, at] of order.entries()) {
    const slice = Math.floor((rank * slices) / count)
    sliceOf[at] = slice
    sizes[slice] = (sizes[slice] as number) + 1
  }
  const byOutput = outputs
    .map((_, at) => at)
    .sort((a, b) => (outputs[a] as number) - (outputs[b] as number))
  const seen = new Float64Array(slices)
  const distances = new Array<number>(slices).fill(0)
  for (const [rank, at] of byOutput.entries()) {
    const slice = sliceOf[at] as number
    seen[slice] = (seen[slice] as number) + 1
    const next = byOutput[rank + 1]
    // Values that are equal are passed together.
    if (next !== undefined && outputs[next] === outputs[at]) continue
    const whole = (rank + 1) / count
    for (let one = 0; one < slices; one++) {
      const gap = Math.abs((seen[one] as number) / (sizes[one] as number) - whole)
      if (gap > (distances[one] as number)) distances[one] = gap
    }
  }
  return distances
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] as number
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2
}
