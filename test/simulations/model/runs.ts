import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import type { BookMode } from '../../../simulations/books.ts'
import type { Model } from '../../../simulations/model/model.ts'
import { PathRunner } from '../../../simulations/path-runner.ts'

/** What paths of a model gave, for tests that look at all of them. */
export interface Ran {
  readonly model: Model
  readonly paths: readonly Float64Array[]
  readonly series: readonly Float64Array[]
}

export interface Estimate {
  readonly mean: number
  /** Its standard error. */
  readonly error: number
}

/** Runs the paths 0 to `count - 1`. */
export function runPaths<Parameters>(
  typed: Model<Parameters>,
  parameters: Parameters,
  count: number,
  options: {
    readonly reference?: boolean
    readonly mode?: BookMode
    readonly seed?: number
    /** What is added to the economy of every month. */
    readonly push?: number
  } = {},
): Ran {
  const { reference = false, mode = 'aggregate', seed = 7, push } = options
  const model = typed as Model
  const { factors } = model.extent(parameters)
  const sampling = push === undefined ? {} : { push: new Array<number>(factors).fill(push) }
  const runner = new PathRunner({ model, parameters, seed, sampling, mode, reference })
  const paths: Float64Array[] = []
  const series: Float64Array[] = []
  for (let path = 0; path < count; path++) {
    runner.run(path)
    paths.push(runner.outputs.slice())
    series.push(runner.series.slice())
  }
  return { model, paths, series }
}

export function valuesOf({ model, paths }: Ran, output: string): readonly number[] {
  const place = model.outputs.findIndex(({ name }) => name === output)
  if (place < 0) throw new RangeError(`${model.name} has no output ${output}`)
  return paths.map((outputs) => outputs[place] ?? Number.NaN)
}

export function meanOf(values: readonly number[]): Estimate {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return { mean, error: Math.sqrt(square / (values.length - 1) / values.length) }
}

/** The quotient of the means of two outputs, its error by the delta method. */
export function ratioOf(ran: Ran, numerator: string, denominator: string): Estimate {
  const [above, below] = [valuesOf(ran, numerator), valuesOf(ran, denominator)]
  const under = meanOf(below).mean
  const ratio = meanOf(above).mean / under
  const rest = above.map((value, path) => value - ratio * (below[path] ?? 0))
  return { mean: ratio, error: meanOf(rest).error / under }
}

/** Within four standard errors; where there is no error at all, within rounding. */
export function expectNear(found: Estimate, value: number, name: string): void {
  expect(
    Math.abs(found.mean - value),
    `${name}: ${found.mean} ± ${found.error} for ${value}`,
  ).toBeLessThanOrEqual(Math.max(4 * found.error, 1e-9 * Math.abs(value)))
}

/** Two programs of one law: every output and every place of every series within so many standard errors. */
export function expectSameLaw(left: Ran, right: Ran, errors = 4.5): void {
  const rows = (ran: Ran) =>
    ran.paths.map((outputs, path) => [...outputs, ...(ran.series[path] ?? [])])
  const [ours, theirs] = [rows(left), rows(right)]
  for (let place = 0; place < (ours[0]?.length ?? 0); place++) {
    const [one, other] = [ours, theirs].map((all) => meanOf(all.map((row) => row[place] ?? 0)))
    if (one === undefined || other === undefined) throw new RangeError('two runs were given')
    const name = left.model.outputs[place]?.name ?? `place ${place}`
    const allowed = errors * Math.hypot(one.error, other.error)
    expect(Math.abs(one.mean - other.mean), name).toBeLessThanOrEqual(allowed)
  }
}

/** One exact value with its source. */
export interface Target {
  readonly id: string
  readonly case: string
  readonly inputs: Readonly<Record<string, unknown>>
  readonly quantity: string
  readonly value: number
  readonly tolerance: number
  readonly kind: string
}

export function readTargets(model: string): readonly Target[] {
  const file = new URL(`../../fixtures/oracles/${model}.json`, import.meta.url)
  return (JSON.parse(readFileSync(file, 'utf8')) as { readonly targets: readonly Target[] }).targets
}
