import type { ClosedForm, Model, OutputDefinition } from './model/model.ts'
import { scramblesOf } from './plan.ts'
import type { Scenario } from './scenario/scenario.ts'
import {
  clopperPearson,
  type Estimate,
  type Interval,
  meanInterval,
  wilson,
} from './stats/intervals.ts'
import { Moments } from './stats/moments.ts'
import { expectedShortfall, quantile, valueAtRisk } from './stats/sample.ts'
import {
  type ScrambledSample,
  scrambledMean,
  scrambledQuantile,
  scrambledShortfall,
} from './stats/scrambled.ts'
import {
  effectiveSampleSize,
  weightedMean,
  weightedTailOf,
  weightedValueAtRisk,
} from './stats/weighted.ts'

export type Statistic =
  | 'mean'
  | 'probability'
  | 'quantile'
  | 'valueAtRisk'
  | 'expectedShortfall'
  | 'ratio'

/** A figure of a result, with its error. */
export interface Figure {
  /** The output or ratio that it is of. */
  readonly of: string
  readonly statistic: Statistic
  readonly level?: number
  readonly unit: string
  /** Nothing where it is not told. */
  readonly value: number | null
  readonly standardError: number | null
  readonly interval: Interval | null
  /** A second interval of a probability, never too narrow. */
  readonly exactInterval?: Interval
  /** Where the error comes from. */
  readonly method: string
  /** Why the figure is not told. */
  readonly withheld?: string
  /** What is known without simulation. */
  readonly closedForm?: {
    readonly value: number
    readonly formula: string
    readonly nature: string
  }
}

/** What the paths of a run left: a column for each output, and one of weights. */
export interface Columns {
  readonly paths: number
  readonly outputs: readonly Float64Array[]
  readonly weights: Float64Array
}

/** The levels of plain quantiles, besides the tails. */
export const QUANTILES = [0.05, 0.25, 0.5, 0.75, 0.95]
/** A figure of a tail rests on at least so many paths beyond it. */
const BEYOND_MIN = 50
/** A tail figure whose interval reaches further than this to a side, of its value, is not told. */
const REACH_MAX = 0.25

const BY_CHANCE = 'independent paths'
const BETWEEN_SCRAMBLES = 'between scrambles'

/** What all figures of a run share. */
interface Context {
  readonly paths: number
  readonly weights: Float64Array
  readonly levels: readonly number[]
  readonly scrambles: number
  /** Whether paths were drawn in the tail, and carry weights. */
  readonly isTail: boolean
  /** Where the values of one output at a time are put in order: a copy for each would double what a run takes. */
  readonly scratch: Float64Array
}

/** All figures of a run, in the order of the model's outputs. */
export function summarise(model: Model, scenario: Scenario, columns: Columns): readonly Figure[] {
  const { paths, weights } = columns
  const isTail = scenario.sampling.method === 'tail'
  const context: Context = {
    paths,
    weights,
    levels: scenario.levels,
    scrambles: scramblesOf(scenario),
    isTail,
    scratch: new Float64Array(paths),
  }
  const figures = model.outputs.flatMap((output, index) => {
    const values = columns.outputs[index] ?? new Float64Array(0)
    if (output.kind === 'indicator') return [probabilityOf(output, values, context)]
    return [...centreOf(output, values, context), ...tailOf(output, values, context)]
  })
  const ratios = model.ratios.map((ratio) => ratioOf(model, ratio, columns, context))
  const known = knownOf(model, scenario)
  return [...figures, ...ratios].map((figure) => withKnown(figure, known))
}

/** The closed forms of a scenario; they know nothing of an economy that is pushed or supposed. */
export function knownOf(
  model: Model,
  { shocks, given, parameters }: Scenario,
): readonly ClosedForm[] {
  return shocks.length > 0 || given.length > 0 ? [] : model.closedForms(parameters)
}

/** How many equal paths those of a run weigh as much as. */
export function effectivePaths({ weights }: Columns): number {
  return effectiveSampleSize(weights)
}

/** Mean and quantiles. */
function centreOf(
  output: OutputDefinition,
  values: Float64Array,
  context: Context,
): readonly Figure[] {
  const base = { of: output.name, unit: output.unit }
  const mean: Figure = { ...base, statistic: 'mean', ...meanOf(values, context) }
  // Few paths are left in the middle where most were drawn in the tail.
  if (context.isTail) return [mean]
  const { valueAtRisk: quantileAt } = estimatorsOf(values, context)
  const quantiles = QUANTILES.map((level): Figure => {
    const figure = { ...base, statistic: 'quantile' as const, level }
    const told = quantileAt(level)
    if (!Number.isFinite(told.standardError)) return withhold(figure, 'there are too few paths')
    return { ...figure, ...told }
  })
  return [mean, ...quantiles]
}

/** Value at risk and expected shortfall on the side that is bad. */
function tailOf(
  output: OutputDefinition,
  values: Float64Array,
  context: Context,
): readonly Figure[] {
  if (output.tail === 'none') return []
  const sign = output.tail === 'lower' ? -1 : 1
  const estimators = estimatorsOf(values, context, sign)
  const statistics = ['valueAtRisk', 'expectedShortfall'] as const
  return context.levels.flatMap((level) =>
    statistics.map((statistic) => {
      const base = { of: output.name, unit: output.unit, statistic, level }
      const needed = Math.ceil(BEYOND_MIN / (1 - level) - 1e-6)
      if (!context.isTail && context.paths < needed) {
        return withhold(base, `at least ${needed} paths are needed`)
      }
      return narrowEnough({ ...base, ...turned(estimators[statistic](level), sign) })
    }),
  )
}

function probabilityOf(output: OutputDefinition, values: Float64Array, context: Context): Figure {
  const base = { of: output.name, unit: output.unit, statistic: 'probability' as const }
  if (context.scrambles > 0) return { ...base, ...meanOf(values, context) }
  const { paths } = context
  const events = Math.round(values.reduce((sum, value) => sum + value, 0))
  const value = events / paths
  return {
    ...base,
    value,
    standardError: Math.sqrt((value * (1 - value)) / paths),
    interval: wilson(events, paths),
    exactInterval: clopperPearson(events, paths),
    method: BY_CHANCE,
  }
}

/** A quotient of two means, its error by the differences of each path from it (the delta method). */
function ratioOf(
  model: Model,
  ratio: Model['ratios'][number],
  { outputs }: Columns,
  context: Context,
): Figure {
  const base = { of: ratio.name, unit: ratio.unit, statistic: 'ratio' as const }
  const column = (name: string): Float64Array =>
    outputs[model.outputs.findIndex((output) => output.name === name)] ?? new Float64Array(0)
  const above = column(ratio.numerator)
  const below = column(ratio.denominator)
  const mean = weightedMean(below, context.weights).value
  const value = weightedMean(above, context.weights).value / mean
  if (!Number.isFinite(value)) return withhold(base, 'nothing to divide by was seen')
  const residuals = above.map((one, path) => (one - value * (below[path] as number)) / mean)
  const told = meanOf(residuals, context)
  const { standardError, interval, method } = told
  const moved = { lower: value + interval.lower, upper: value + interval.upper }
  return { ...base, value, standardError, interval: moved, method }
}

export type Told = Estimate & { readonly method: string }

/** A mean; where points are spread evenly, its error is that between the scrambles. */
function meanOf(values: Float64Array, { weights, scrambles }: Context): Told {
  if (scrambles > 0) {
    return { ...scrambledMean({ values, weights, scrambles }), method: BETWEEN_SCRAMBLES }
  }
  const { mean: value, standardError } = momentsOf(values)
  const interval = meanInterval(value, standardError)
  return { value, standardError, interval, method: BY_CHANCE }
}

type Estimator = (level: number) => Told

/** Quantile and expected shortfall of values, or of them turned round, which are put in order once. */
function estimatorsOf(
  given: Float64Array,
  { weights, scrambles, isTail, scratch }: Context,
  sign: 1 | -1 = 1,
): { readonly valueAtRisk: Estimator; readonly expectedShortfall: Estimator } {
  if (scrambles === 0) {
    for (let path = 0; path < given.length; path++) scratch[path] = sign * (given[path] as number)
    const sorted = scratch.sort()
    return {
      valueAtRisk: (level) => ({ ...valueAtRisk(sorted, level), method: BY_CHANCE }),
      expectedShortfall: (level) => ({ ...expectedShortfall(sorted, level), method: BY_CHANCE }),
    }
  }
  const values = sign === 1 ? given : given.map((value) => -value)
  const quantileAt = isTail ? weightedQuantiles(values, weights) : plainQuantiles(values)
  const sample: ScrambledSample = { values, weights, scrambles, quantileAt }
  return {
    valueAtRisk: (level) => ({ ...scrambledQuantile(sample, level), method: BETWEEN_SCRAMBLES }),
    expectedShortfall: (level) => ({
      ...scrambledShortfall(sample, level),
      method: BETWEEN_SCRAMBLES,
    }),
  }
}

function plainQuantiles(values: Float64Array): ScrambledSample['quantileAt'] {
  const sorted = values.slice().sort()
  return (level) => quantile(sorted, level)
}

function weightedQuantiles(
  values: Float64Array,
  weights: Float64Array,
): ScrambledSample['quantileAt'] {
  const tail = weightedTailOf(values, weights)
  return (level) => weightedValueAtRisk(tail, level).value
}

function momentsOf(values: Float64Array): Moments {
  const moments = new Moments()
  for (const value of values) moments.add(value)
  return moments
}

export function turned(told: Told, sign: 1 | -1): Told {
  if (sign === 1) return told
  const { value, interval } = told
  return { ...told, value: -value, interval: { lower: -interval.upper, upper: -interval.lower } }
}

export function withhold(
  figure: Pick<Figure, 'of' | 'unit' | 'statistic' | 'level'>,
  reason: string,
): Figure {
  return {
    ...figure,
    value: null,
    standardError: null,
    interval: null,
    method: 'none',
    withheld: reason,
  }
}

/** A figure that is wider than its use allows is not told: nobody could decide anything by it. */
export function narrowEnough(figure: Figure): Figure {
  const { value, interval } = figure
  const reach = interval === null ? Number.NaN : (interval.upper - interval.lower) / 2
  if (value !== null && reach <= REACH_MAX * Math.abs(value)) return figure
  if (value === 0 && reach === 0) return figure
  const reason = `its interval reaches further than ${REACH_MAX * 100} % of it; more paths are needed`
  return withhold(figure, reason)
}

export function withKnown(figure: Figure, known: readonly ClosedForm[]): Figure {
  const names: Partial<Record<Statistic, string>> = { valueAtRisk: 'quantile', ratio: 'mean' }
  const statistic = names[figure.statistic] ?? figure.statistic
  const found = known.find(
    (one) => one.of === figure.of && one.statistic === statistic && one.level === figure.level,
  )
  if (found === undefined) return figure
  const { value, formula, nature } = found
  return { ...figure, closedForm: { value, formula, nature } }
}
