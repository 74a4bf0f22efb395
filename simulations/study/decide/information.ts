import type { Information } from '../findings.ts'
import type { Cell, StudyTable } from '../table.ts'
import { leadFit } from './leads.ts'
import { averageOf } from './score.ts'
import { cellBetween, spreadOf } from './spread.ts'

/** In so many groups worlds are left out, for the error. */
const GROUPS = 16

/**
 * What it is worth to know an input before deciding, in points of the score: the mean of the best design's expected score where the input is
 * known, less the best of the means. Found from the worlds that were run, by regression (see {@link leadFit}).
 */
export function informationOf(
  table: StudyTable,
  scores: readonly Cell[],
  perfect: number,
): readonly Information[] {
  return table.inputs.map(({ name }, input) => {
    const drawn = table.drawn[input] as Float64Array
    const reaches = table.reaches[input] as readonly boolean[]
    const value = worthOfKnowing(drawn, scores, reaches)
    const left = Array.from({ length: Math.min(GROUPS, table.worlds) }, (_, group) => {
      const keep = (all: Float64Array) => all.filter((__, world) => world % GROUPS !== group)
      return worthOfKnowing(
        keep(drawn),
        scores.map(({ values, parts }) => ({ values: keep(values), parts })),
        reaches,
      )
    })
    return {
      input: name,
      value,
      standardError: jackknifeError(left),
      share: perfect > 0 ? Math.min(1, value / perfect) : 0,
    }
  })
}

/**
 * What it would be worth to know everything that is not known, chance apart: leads over the first design are drawn together by as much as
 * the few paths of a world had drawn them apart.
 */
export function perfectInformation({ worlds, paths }: StudyTable, scores: readonly Cell[]): number {
  const [first] = scores
  if (first === undefined) return 0
  const leads = scores.map((score) => {
    const between = cellBetween(score, first)
    const { mean, unknown, standardError } = spreadOf(between, paths)
    const apart = standardError ** 2 * worlds
    const shrunk = apart > 0 ? Math.sqrt(unknown / apart) : 0
    return between.values.map((value) => mean + shrunk * (value - mean))
  })
  let best = 0
  for (let world = 0; world < worlds; world++)
    best += Math.max(...leads.map((lead) => lead[world] as number)) / worlds
  return Math.max(0, best - Math.max(...leads.map(averageOf)))
}

function worthOfKnowing(
  drawn: Float64Array,
  scores: readonly Cell[],
  reaches: readonly boolean[],
): number {
  // The differences to the first design are what a choice depends on; what all have in common is no effect.
  const [first] = scores
  if (first === undefined) return 0
  const fits = scores.map((score, design) =>
    leadFit(drawn, [score, first], reaches[design] === true || reaches[0] === true),
  )
  let known = 0
  for (let world = 0; world < drawn.length; world++)
    known += Math.max(...fits.map(({ fitted }) => fitted[world] as number)) / drawn.length
  return Math.max(0, known - Math.max(...fits.map(({ fitted }) => averageOf(fitted))))
}

function jackknifeError(left: readonly number[]): number {
  const mean = averageOf(left)
  const squares = left.reduce((sum, one) => sum + (one - mean) ** 2, 0)
  return Math.sqrt((squares * (left.length - 1)) / left.length)
}
