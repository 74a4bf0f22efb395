import type { SeriesSummary } from '../../../../simulations/audit.ts'
import type { Distribution } from '../../../../simulations/distribution.ts'
import type { JsonObject } from '../../../../simulations/scenario/json.ts'
import type { Columns, Figure } from '../../../../simulations/summary.ts'

/** What the page asks its worker: a scenario, with the number of the question. */
export interface BoardQuestion {
  readonly number: number
  readonly scenario: JsonObject
}

/** What the worker says of a question, several times: ever more paths, until all are done. */
export interface BoardAnswer {
  readonly number: number
  readonly paths: number
  readonly pathsMax: number
  readonly figures: readonly Figure[]
  /** An output of each path, by its name: so that two positions of the levers are compared path by path. */
  readonly outputs: Readonly<Record<string, Float64Array>>
  readonly distributions: readonly Distribution[]
  readonly series: readonly SeriesSummary[]
}

/** A worker that could not do it. */
export interface BoardFailure {
  readonly number: number
  readonly failure: string
}

export type BoardReply = BoardAnswer | BoardFailure

/** So many paths are shown first, and each time four times as many. */
export const FIRST_PATHS = 256

/** After how many paths there is something to show again, up to all of them. */
export function stagesOf(paths: number): readonly number[] {
  const stages: number[] = []
  for (let stage = FIRST_PATHS; stage < paths; stage *= 4) stages.push(stage)
  return [...stages, paths]
}

/** The outputs of the first paths by name. */
export function namedOutputs(
  names: readonly string[],
  columns: Columns,
): Readonly<Record<string, Float64Array>> {
  return Object.fromEntries(
    names.map((name, index) => [name, (columns.outputs[index] ?? new Float64Array(0)).slice()]),
  )
}
