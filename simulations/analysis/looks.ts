import type { Model, OutputDefinition, RatioDefinition } from '../model/model.ts'
import { scramblesOf } from '../plan.ts'
import type { Scenario, ScenarioFault } from '../scenario/scenario.ts'
import { expectedShortfall, quantile } from '../stats/sample.ts'
import {
  weightedExpectedShortfall,
  weightedTailOf,
  weightedValueAtRisk,
} from '../stats/weighted.ts'
import { type Columns, type Figure, type Statistic, summarise } from '../summary.ts'
import type { LookEntry } from './analysis-file.ts'

/** A figure that an analysis looks at in every point. */
export interface Look {
  readonly of: string
  readonly statistic: Statistic
  readonly level?: number
  readonly unit: string
}

/** What a run of a point left of one figure. */
export interface Seen {
  /** No number where the figure was not told, or the run failed. */
  readonly value: number
  readonly standardError: number
  readonly lower: number
  readonly upper: number
  /** The variance of the output between the paths; of a ratio, a quantile or a tail there is none. */
  readonly variance: number
  /**
   * The figure again in parts of the paths. Two points have the same randomness in the same part, so that their
   * differences, part by part, tell how sure the difference is.
   */
  readonly parts: Float64Array
}

/** The levels of the quantiles that every run tells. */
const QUANTILES: readonly number[] = [0.05, 0.25, 0.5, 0.75, 0.95]
const PARTS_MAX = 32
const FIXED = 5

/** How a figure is called in tables and files: `grossClaims.valueAtRisk.0.99`. */
export function lookName({ of, statistic, level }: Look): string {
  return [of, statistic, ...(level === undefined ? [] : [String(level)])].join('.')
}

/** Reads the figures of an analysis, and tells everything that is wrong with them. */
export function looksOf(
  entries: readonly LookEntry[],
  model: Model,
): { readonly looks: readonly Look[]; readonly faults: readonly ScenarioFault[] } {
  const faults: ScenarioFault[] = []
  const looks = entries.flatMap((entry, index): readonly Look[] => {
    const tell = (message: string): readonly Look[] => {
      faults.push({ path: `outputs.${index}`, message })
      return []
    }
    const output = model.outputs.find(({ name }) => name === entry.of)
    const ratio = model.ratios.find(({ name }) => name === entry.of)
    const found = output ?? ratio
    if (found === undefined) {
      const names = [...model.outputs, ...model.ratios].map(({ name }) => name).join(', ')
      return tell(`${entry.of} must be one of: ${names}`)
    }
    const statistic = entry.statistic ?? usualOf(output)
    const fault = lookFault(statistic, entry.level, output)
    if (fault !== undefined) return tell(fault)
    const level = entry.level === undefined ? {} : { level: entry.level }
    return [{ of: entry.of, statistic, unit: found.unit, ...level }]
  })
  return { looks, faults }
}

/** How many paths the parts of a run have in common, and so how many numbers a look leaves. */
export function partsOf(scenario: Scenario): number {
  return scramblesOf(scenario) || Math.min(PARTS_MAX, scenario.paths)
}

/** How many numbers {@link record} leaves for a point. */
export function recordWidth(looks: readonly Look[], parts: number): number {
  return looks.length * (FIXED + parts)
}

/** What the figures of a point come to, as numbers in a row. */
export function record(
  looks: readonly Look[],
  model: Model,
  scenario: Scenario,
  columns: Columns,
): Float64Array {
  const parts = partsOf(scenario)
  const figures = figuresOf(looks, model, scenario, columns)
  const row = new Float64Array(recordWidth(looks, parts))
  for (const [index, look] of looks.entries()) {
    const figure = figures.find(
      ({ of, statistic, level }) =>
        of === look.of && statistic === look.statistic && level === look.level,
    )
    const start = index * (FIXED + parts)
    row[start] = figure?.value ?? Number.NaN
    row[start + 1] = figure?.standardError ?? Number.NaN
    row[start + 2] = figure?.interval?.lower ?? Number.NaN
    row[start + 3] = figure?.interval?.upper ?? Number.NaN
    const tell = plainFigure(look, model, columns, scenario.sampling.method === 'tail')
    row[start + 4] =
      look.statistic === 'mean' || look.statistic === 'probability'
        ? varianceOf(columnOf(model, columns, look.of), columns.weights)
        : Number.NaN
    for (let part = 0; part < parts; part++) row[start + FIXED + part] = tell(part, parts)
  }
  return row
}

/** Reads one figure of a row. */
export function seenIn(row: Float64Array, index: number, looks: number): Seen {
  const width = row.length / looks
  const [value = Number.NaN, standardError = 0, lower = 0, upper = 0, variance = 0] = row.subarray(
    index * width,
  )
  const parts = row.subarray(index * width + FIXED, (index + 1) * width)
  return { value, standardError, lower, upper, variance, parts }
}

function usualOf(output: OutputDefinition | undefined): Statistic {
  if (output === undefined) return 'ratio'
  return output.kind === 'indicator' ? 'probability' : 'mean'
}

function lookFault(
  statistic: Statistic,
  level: number | undefined,
  output: OutputDefinition | undefined,
): string | undefined {
  if ((statistic === 'ratio') !== (output === undefined))
    return 'ratio is of ratios, and of nothing else'
  const isChance = output?.kind === 'indicator'
  if (isChance && statistic !== 'probability')
    return 'of what happens or not, the probability is told'
  if (!isChance && statistic === 'probability') return 'a probability is of what happens or not'
  if (statistic === 'quantile') {
    const isTold = level !== undefined && QUANTILES.includes(level)
    return isTold
      ? undefined
      : `level must be one of: ${QUANTILES.map((q) => `${q * 100} %`).join(', ')}`
  }
  const isTail = statistic === 'valueAtRisk' || statistic === 'expectedShortfall'
  if (!isTail) return level === undefined ? undefined : `a ${statistic} has no level`
  if (output?.tail === 'none') return 'it is bad on neither side'
  if (level === undefined || level < 0.5) return 'level must be from 50 % on'
  return undefined
}

/** The figures by the same rules as in a run, of nothing but what is looked at. */
function figuresOf(
  looks: readonly Look[],
  model: Model,
  scenario: Scenario,
  columns: Columns,
): readonly Figure[] {
  const wanted = (name: string): boolean => looks.some(({ of }) => of === name)
  const ratios = model.ratios.filter(({ name }) => wanted(name))
  const needed = (name: string): boolean =>
    wanted(name) || ratios.some((ratio) => ratio.numerator === name || ratio.denominator === name)
  const outputs = model.outputs.filter(({ name }) => needed(name))
  const levels = looks.flatMap(({ level, statistic }) =>
    level === undefined || statistic === 'quantile' ? [] : [level],
  )
  const few: Model = { ...model, outputs, ratios, closedForms: () => [] }
  const kept = outputs.map(({ name }) => columnOf(model, columns, name))
  return summarise(
    few,
    { ...scenario, levels: [...new Set(levels)] },
    { ...columns, outputs: kept },
  )
}

function columnOf(model: Model, { outputs }: Columns, name: string): Float64Array {
  return outputs[model.outputs.findIndex((output) => output.name === name)] ?? new Float64Array(0)
}

/** The figure in a part of the paths: those of the same number, counted round. */
function plainFigure(
  look: Look,
  model: Model,
  columns: Columns,
  isTail: boolean,
): (part: number, parts: number) => number {
  const { weights } = columns
  const ratio: RatioDefinition | undefined = model.ratios.find(({ name }) => name === look.of)
  if (ratio !== undefined) {
    const above = columnOf(model, columns, ratio.numerator)
    const below = columnOf(model, columns, ratio.denominator)
    return (part, parts) =>
      meanEvery(above, weights, part, parts) / meanEvery(below, weights, part, parts)
  }
  const values = columnOf(model, columns, look.of)
  const { statistic, level = 0.5 } = look
  if (statistic === 'mean' || statistic === 'probability')
    return (part, parts) => meanEvery(values, weights, part, parts)
  const isLower = model.outputs.find(({ name }) => name === look.of)?.tail === 'lower'
  const sign = statistic !== 'quantile' && isLower ? -1 : 1
  return (part, parts) => {
    const losses = every(values, part, parts).map((value) => sign * value)
    if (isTail) {
      const tail = weightedTailOf(losses, every(weights, part, parts))
      const tell =
        statistic === 'expectedShortfall' ? weightedExpectedShortfall : weightedValueAtRisk
      return sign * tell(tail, level).value
    }
    const sorted = losses.sort()
    return (
      sign *
      (statistic === 'expectedShortfall'
        ? expectedShortfall(sorted, level).value
        : quantile(sorted, level))
    )
  }
}

function every(values: Float64Array, first: number, step: number): Float64Array {
  const part = new Float64Array(Math.ceil((values.length - first) / step))
  for (let place = 0; place < part.length; place++)
    part[place] = values[first + place * step] as number
  return part
}

function meanEvery(
  values: Float64Array,
  weights: Float64Array,
  first: number,
  step: number,
): number {
  let total = 0
  let count = 0
  for (let path = first; path < values.length; path += step) {
    total += (values[path] as number) * (weights[path] as number)
    count += 1
  }
  return total / count
}

function varianceOf(values: Float64Array, weights: Float64Array): number {
  const mean = meanEvery(values, weights, 0, 1)
  let total = 0
  for (let path = 0; path < values.length; path++) {
    const off = (values[path] as number) - mean
    total += off * off * (weights[path] as number)
  }
  return total / Math.max(1, values.length - 1)
}
