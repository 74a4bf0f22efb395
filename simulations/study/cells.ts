import { ScenarioError } from '../scenario/scenario.ts'
import type { PreparedStudy } from './prepare.ts'
import { type IndicatorEntry, termOf } from './study-file.ts'
import type { Cell, StudyTable } from './table.ts'
import type { StudyRows } from './tasks.ts'

/** The figures of all designs in the worlds of a study, or in the first of them under a stress. */
export function tableOf(
  prepared: PreparedStudy,
  rows: StudyRows,
  { worlds, stress }: { readonly worlds: number; readonly stress?: number },
): StudyTable {
  const { file, drawn, instances } = prepared
  return {
    designs: file.designs.map(({ name, title, baseline }) => ({
      name,
      title,
      ...(baseline === undefined ? {} : { baseline }),
    })),
    indicators: file.indicators.map(({ name, title, unit, worst, best, weight, ...one }) => ({
      ...{ name, title, unit, worst, best, weight },
      isDeciding: one.deciding,
      indifference: one.indifference,
    })),
    inputs: file.inputs.map(({ name, title, unit, standing, source }) => ({
      ...{ name, title, unit, standing, source },
    })),
    viewpoints: file.viewpoints,
    worlds,
    paths: file.paths,
    drawn: drawn.map((values) => values.subarray(0, worlds)),
    reaches: file.inputs.map((_, input) =>
      file.designs.map((__, design) =>
        instances.some(
          (one) => one.design === design && one.varied.some((at) => at.input === input),
        ),
      ),
    ),
    cells: file.designs.map((_, design) =>
      file.indicators.map((indicator) =>
        cellOf(prepared, rows, { design, indicator, worlds, stress }),
      ),
    ),
    level: file.level,
    scoreIndifference: file.indifference,
  }
}

/**
 * Adds up terms over the parts and places of a design, path by path. A part that the design does not have is nought.
 *
 * @param terms such as `support.costs`, `- loans.income`
 * @returns a number for each path of each world, world by world
 */
export function sumOf(
  { instances, file }: PreparedStudy,
  rows: StudyRows,
  terms: readonly string[],
  { design, worlds, stress }: { design: number; worlds: number; stress?: number | undefined },
): Float64Array {
  const sum = new Float64Array(worlds * file.paths)
  for (const term of terms) {
    const { sign, part, output } = termOf(term)
    for (const [index, instance] of instances.entries()) {
      if (instance.design !== design || instance.part !== part) continue
      const values = rows.output(index, output, worlds, stress)
      for (const [path, value] of values.entries()) sum[path] = (sum[path] as number) + sign * value
    }
  }
  return sum
}

interface CellOf {
  readonly design: number
  readonly indicator: IndicatorEntry
  readonly worlds: number
  readonly stress: number | undefined
}

function cellOf(
  prepared: PreparedStudy,
  rows: StudyRows,
  { design, indicator, worlds, stress }: CellOf,
): Cell {
  const { file } = prepared
  const { top, bottom, per, times } = indicator
  const above = sumOf(prepared, rows, top, { design, worlds, stress })
  const below =
    bottom === undefined ? undefined : sumOf(prepared, rows, bottom, { design, worlds, stress })
  const fixed = per === 'places' ? file.places.length : 1
  const values = new Float64Array(worlds)
  const parts = new Float64Array(worlds * file.paths)
  for (let world = 0; world < worlds; world++) {
    const from = world * file.paths
    const divisor = below === undefined ? fixed : meanOf(below, from, file.paths)
    if (divisor === 0) {
      const message = `${indicator.name} cannot be divided: ${(bottom ?? []).join(' + ')} is nought with ${file.designs[design]?.name} in world ${world}: more paths in each world, or another divisor`
      throw new ScenarioError([{ path: 'indicators', message }])
    }
    const value = meanOf(above, from, file.paths) / divisor
    values[world] = times * value
    for (let path = from; path < from + file.paths; path++) {
      const under = below === undefined ? divisor : (below[path] as number)
      parts[path] = (times * ((above[path] as number) - value * under)) / divisor
    }
  }
  return { values, parts }
}

function meanOf(values: Float64Array, from: number, count: number): number {
  let sum = 0
  for (let at = from; at < from + count; at++) sum += values[at] as number
  return sum / count
}
