import { expect } from 'vitest'
import { runChunk } from '../../../simulations/chunk.ts'
import { PathRunner } from '../../../simulations/path-runner.ts'
import { PathStore } from '../../../simulations/path-store.ts'
import { setupOf, widthOf } from '../../../simulations/plan.ts'
import type { JsonObject } from '../../../simulations/scenario/json.ts'
import { checkScenario } from '../../../simulations/scenario/scenario.ts'
import { type Figure, summarise } from '../../../simulations/summary.ts'

/** How paths are drawn: by chance, evenly, or where the losses are. */
export const METHODS = {
  chance: { method: 'chance' },
  even: { method: 'even', scrambles: 16, dimensions: 8, pilotPaths: 512 },
  tail: { method: 'tail', scrambles: 16, dimensions: 8, pilotPaths: 1024 },
} as const

export type Method = keyof typeof METHODS

/** Runs a scenario of a model, as the command does but in this thread, and tells its figures. */
export function figuresOf(
  model: string,
  parameters: JsonObject,
  options: {
    readonly paths: number
    readonly method?: Method
    readonly seed?: number
    /** The outputs that are looked at: what is told of all of them takes longer than the paths. */
    readonly of?: readonly string[]
  },
): readonly Figure[] {
  const { paths, method = 'chance', seed = 11 } = options
  const scenario = { schemaVersion: 1, name: 'test', model, paths, seed, parameters }
  const read = checkScenario({ ...scenario, sampling: METHODS[method] })
  const store = new PathStore(paths, widthOf(read.model))
  store.add(0, runChunk(new PathRunner(setupOf(read.scenario, read.model)), 0, paths))
  const columns = store.columns(paths)
  const { of } = options
  if (of === undefined) return summarise(read.model, read.scenario, columns)
  const isAsked = ({ name }: { readonly name: string }) => of.includes(name)
  const outputs = columns.outputs.filter((_, place) => {
    const output = read.model.outputs[place]
    return output !== undefined && isAsked(output)
  })
  const asked = { ...read.model, outputs: read.model.outputs.filter(isAsked), ratios: [] }
  return summarise(asked, read.scenario, { ...columns, outputs })
}

/** A figure of an output or a ratio; one that is not told fails. */
export function figureOf(
  figures: readonly Figure[],
  of: string,
  statistic: Figure['statistic'],
  level?: number,
): { readonly value: number; readonly standardError: number; readonly figure: Figure } {
  const figure = figures.find(
    (one) => one.of === of && one.statistic === statistic && one.level === level,
  )
  if (figure?.value == null || figure.standardError === null) {
    throw new Error(`${of} ${statistic}: ${figure?.withheld ?? 'there is no such figure'}`)
  }
  return { value: figure.value, standardError: figure.standardError, figure }
}

/** Near enough to mean something: within 2 % of a value, or 2e-4 of what is rare. */
export function expectPrecise(
  { standardError }: { readonly standardError: number },
  value: number,
  name: string,
): void {
  expect(standardError, name).toBeLessThanOrEqual(value < 0.01 ? 2e-4 : 0.02 * value)
}

/** Within four standard errors of a value. */
export function expectValue(
  found: { readonly value: number; readonly standardError: number },
  value: number,
  name: string,
): void {
  expect(
    Math.abs(found.value - value),
    `${name}: ${found.value} ± ${found.standardError} for ${value}`,
  ).toBeLessThanOrEqual(Math.max(4 * found.standardError, 1e-9 * value))
}

/** Every closed form that stands beside a figure of a run; returns how many there were. */
export function expectClosedForms(figures: readonly Figure[]): number {
  const known = figures.filter(
    ({ closedForm, value }) => closedForm !== undefined && value !== null,
  )
  for (const { of, statistic, level, value, standardError, interval, closedForm } of known) {
    const name = `${of} ${statistic} ${level ?? ''}: ${value} ± ${standardError} for ${closedForm?.value}`
    const exact = closedForm?.value ?? Number.NaN
    // Of a law of few values the quantile lies between order statistics, or is missed.
    const isWithin = exact >= (interval?.lower ?? 0) && exact <= (interval?.upper ?? 0)
    if (statistic === 'valueAtRisk' && isWithin) continue
    const allowed = Math.max(4 * (standardError ?? 0), 1e-6 * Math.abs(exact), 0.5)
    expect(Math.abs((value ?? 0) - exact), name).toBeLessThanOrEqual(
      statistic === 'probability' || statistic === 'ratio'
        ? 4 * (standardError ?? 0) + 1e-9
        : allowed,
    )
  }
  return known.length
}
