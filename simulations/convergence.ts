import type { Model } from './model/model.ts'
import { scramblesOf } from './plan.ts'
import type { Scenario } from './scenario/scenario.ts'
import { betweenRepetitions, meanInterval } from './stats/intervals.ts'
import { Moments } from './stats/moments.ts'
import type { Columns } from './summary.ts'

/** A mean after ever more of the paths, with its 95 % interval. */
export interface Convergence {
  readonly of: string
  readonly unit: string
  readonly points: readonly {
    readonly paths: number
    readonly value: number
    readonly lower: number
    readonly upper: number
  }[]
}

const FIRST = 64

/** How the mean by which paths are ranked narrowed: at powers of two, and at the end. Nothing of paths that carry weights. */
export function convergenceOf(
  model: Model,
  scenario: Scenario,
  columns: Columns,
): Convergence | undefined {
  if (scenario.sampling.method === 'tail') return undefined
  const index = model.outputs.findIndex(({ name }) => name === model.worstBy)
  const output = model.outputs[index]
  const values = columns.outputs[index]
  if (output === undefined || values === undefined) return undefined
  const scrambles = scramblesOf(scenario)
  const counts: number[] = []
  for (let count = Math.max(FIRST, 4 * scrambles); count < columns.paths; count *= 2) {
    counts.push(count)
  }
  const points = [...counts, columns.paths].map((paths) => {
    const { value, interval } = meanOf(values.subarray(0, paths), scrambles)
    return { paths, value, ...interval }
  })
  return { of: output.name, unit: output.unit, points }
}

/** The mean; where points are spread evenly, its error is that between the repetitions. */
function meanOf(values: Float64Array, scrambles: number) {
  const groups = Array.from({ length: Math.max(1, scrambles) }, () => new Moments())
  for (let path = 0; path < values.length; path++) {
    groups[path % groups.length]?.add(values[path] as number)
  }
  if (scrambles > 0) return betweenRepetitions(groups.map(({ mean }) => mean))
  const { mean: value, standardError } = groups[0] ?? new Moments()
  return { value, interval: meanInterval(value, standardError) }
}
