import { BooksError } from './books.ts'
import { PathRunner, type PathSetup } from './path-runner.ts'
import { worstColumn } from './sampling/pilot.ts'
import { quantile } from './stats/sample.ts'
import type { Columns } from './summary.ts'

const FIRST = 20
const ONE_IN = 1000
/** Of the paths, the part that counts as the tail, but at least and at most so many. */
const TAIL_SHARE = 0.001
const TAIL_MIN = 20
const TAIL_MAX = 1000
/** So many paths show how a run goes month by month. */
const SERIES_PATHS = 2048
const BANDS = [0.05, 0.25, 0.5, 0.75, 0.95] as const

/** A second look at some paths, with every entry made by itself. */
export interface Audit {
  readonly paths: number
  readonly entries: number
  /** The worst paths of the run, the worst first. */
  readonly worst: readonly number[]
}

/** Which paths are looked at twice: the first, one in a thousand, and the tail. */
export function pathsToAudit(
  { model }: PathSetup,
  columns: Columns,
): {
  readonly all: readonly number[]
  readonly worst: readonly number[]
} {
  const { column, sign } = worstColumn(model)
  const values = columns.outputs[column] ?? new Float64Array(0)
  const count = Math.min(
    columns.paths,
    Math.min(TAIL_MAX, Math.max(TAIL_MIN, Math.ceil(columns.paths * TAIL_SHARE))),
  )
  const losses = values.map((value) => sign * value)
  const border = losses.slice().sort()[columns.paths - count] ?? 0
  const worst: number[] = []
  for (let path = 0; path < columns.paths; path++)
    if ((losses[path] as number) >= border) worst.push(path)
  worst.sort((a, b) => (losses[b] as number) - (losses[a] as number) || a - b)
  const all = new Set(worst.slice(0, count))
  for (let path = 0; path < columns.paths; path++)
    if (path < FIRST || path % ONE_IN === 0) all.add(path)
  return { all: [...all].sort((a, b) => a - b), worst: worst.slice(0, count) }
}

/**
 * Runs paths again with full books: outputs, and what stands on each account, must be the same to the cent.
 *
 * @throws BooksError where they are not
 */
export function auditPaths(setup: PathSetup, columns: Columns): Audit {
  const { all, worst } = pathsToAudit(setup, columns)
  const short = new PathRunner({ ...setup, mode: 'aggregate' })
  const full = new PathRunner({ ...setup, mode: 'full' })
  let entries = 0
  for (const path of all) {
    short.run(path)
    full.run(path)
    entries += full.books.entries
    for (const [index, output] of full.outputs.entries()) {
      if (output === columns.outputs[index]?.[path] && output === short.outputs[index]) continue
      const name = setup.model.outputs[index]?.name
      throw new BooksError(`path ${path}: ${name} is another with full books, or the second time`)
    }
    for (const [account, { name }] of full.books.accounts.entries()) {
      if (full.books.balance(account) === short.books.balance(account)) continue
      throw new BooksError(`path ${path}: full books end with another balance of ${name}`)
    }
  }
  return { paths: all.length, entries, worst }
}

/** A figure by months: its mean and the bands that hold half and nine tenths of the paths. */
export interface SeriesSummary {
  readonly name: string
  readonly unit: string
  readonly paths: number
  readonly mean: readonly number[]
  /** For each band its level, and its values from month 0. */
  readonly bands: readonly { readonly level: number; readonly values: readonly number[] }[]
}

/** Runs the first paths again for what they were month by month. Not for paths that carry weights. */
export function summariseSeries(setup: PathSetup, paths: number): readonly SeriesSummary[] {
  const { model } = setup
  if (setup.sampling.shift !== undefined) return []
  const count = Math.min(paths, SERIES_PATHS)
  const runner = new PathRunner(setup)
  const length = runner.series.length
  const all = Array.from({ length }, () => new Float64Array(count))
  for (let path = 0; path < count; path++) {
    runner.run(path)
    for (let place = 0; place < length; place++) {
      const values = all[place] as Float64Array
      values[path] = runner.series[place] as number
    }
  }
  const months = model.series.length === 0 ? 0 : length / model.series.length
  return model.series.map(({ name, unit }, index) => {
    const own = all.slice(index * months, (index + 1) * months)
    const mean = own.map((values) => values.reduce((sum, value) => sum + value, 0) / count)
    for (const values of own) values.sort()
    const bands = BANDS.map((level) => ({
      level,
      values: own.map((values) => quantile(values, level)),
    }))
    return { name, unit, paths: count, mean, bands }
  })
}
