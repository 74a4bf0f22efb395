import type { ClosedForm, Model, OutputDefinition } from './model/model.ts'
import type { Scenario } from './scenario/scenario.ts'
import {
  betweenRepetitions,
  clopperPearson,
  type Estimate,
  type Interval,
  meanInterval,
  standardErrorsOf,
  wilson,
} from './stats/intervals.ts'
import { Moments } from './stats/moments.ts'
import { expectedShortfall, quantile, quantileInterval, valueAtRisk } from './stats/sample.ts'
import {
  effectiveSampleSize,
  weightedExpectedShortfall,
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
const QUANTILES = [0.05, 0.25, 0.5, 0.75, 0.95]
/** A figure of a tail rests on at least so many paths beyond it. */
const BEYOND_MIN = 50
/** A tail figure whose interval reaches further than this to a side, of its value, is not told. */
const REACH_MAX = 0.25

/** All figures of a run, in the order of the model's outputs. */
export function summarise(model: Model, scenario: Scenario, columns: Columns): readonly Figure[] {
  const known = model.closedForms(scenario.parameters)
  const figures = model.outputs.flatMap((output, index) => {
    const values = columns.outputs[index] ?? new Float64Array(0)
    return output.kind === 'indicator'
      ? [probabilityOf(output, values, scenario, columns)]
      : amountOf(output, values, scenario, columns)
  })
  const ratios = model.ratios.map((ratio) => ratioOf(model, ratio, scenario, columns))
  return [...figures, ...ratios].map((figure) => withKnown(figure, known))
}

/** How many equal paths those of a run weigh as much as. */
export function effectivePaths({ weights }: Columns): number {
  return effectiveSampleSize(weights)
}

function amountOf(
  output: OutputDefinition,
  values: Float64Array,
  scenario: Scenario,
  columns: Columns,
): readonly Figure[] {
  const base = { of: output.name, unit: output.unit }
  if (scenario.sampling.method === 'tail') {
    const mean = withhold(
      { ...base, statistic: 'mean' },
      'paths were drawn in the tail; means need others',
    )
    return [mean, ...tailOf(output, values, scenario, columns)]
  }
  const sorted = Float64Array.from(values).sort()
  const mean = estimate(
    values,
    scenario,
    (part) => momentsOf(part).mean,
    (part) => {
      const { mean: value, standardError } = momentsOf(part)
      return { value, standardError, interval: meanInterval(value, standardError) }
    },
  )
  const quantiles = QUANTILES.map((level): Figure => {
    const interval = quantileInterval(sorted, level)
    const standardError = (interval.upper - interval.lower) / (2 * standardErrorsOf(0.95))
    const value = quantile(sorted, level)
    const figure = { ...base, statistic: 'quantile' as const, level }
    if (!Number.isFinite(standardError)) return withhold(figure, 'there are too few paths')
    return { ...figure, value, standardError, interval, method: 'order statistics' }
  })
  return [
    { ...base, statistic: 'mean', ...mean },
    ...quantiles,
    ...tailOf(output, values, scenario, columns),
  ]
}

/** Value at risk and expected shortfall on the side that is bad. */
function tailOf(
  output: OutputDefinition,
  values: Float64Array,
  scenario: Scenario,
  { weights, paths }: Columns,
): readonly Figure[] {
  if (output.tail === 'none') return []
  const sign = output.tail === 'lower' ? -1 : 1
  const losses = sign === 1 ? values : values.map((value) => -value)
  const weighted = scenario.sampling.method === 'tail'
  const tail = weighted ? weightedTailOf(losses, weights) : undefined
  const pairs = scenario.levels.flatMap((level) => [
    { level, statistic: 'valueAtRisk' as const },
    { level, statistic: 'expectedShortfall' as const },
  ])
  return pairs.map(({ level, statistic }) => {
    const base = { of: output.name, unit: output.unit, statistic, level }
    const isRisk = statistic === 'valueAtRisk'
    if (tail === undefined && paths * (1 - level) < BEYOND_MIN - 1e-9) {
      return withhold(
        base,
        `at least ${Math.ceil(BEYOND_MIN / (1 - level) - 1e-9)} paths are needed`,
      )
    }
    const plain = isRisk ? valueAtRisk : expectedShortfall
    const told =
      tail === undefined
        ? estimate(
            losses,
            scenario,
            (part) => plain(Float64Array.from(part).sort(), level).value,
            (part) => plain(Float64Array.from(part).sort(), level),
          )
        : {
            ...(isRisk ? weightedValueAtRisk(tail, level) : weightedExpectedShortfall(tail, level)),
            method: 'weighted paths',
          }
    return narrowEnough({ ...base, ...turned(told, sign) })
  })
}

function probabilityOf(
  output: OutputDefinition,
  values: Float64Array,
  scenario: Scenario,
  { weights, paths }: Columns,
): Figure {
  const base = { of: output.name, unit: output.unit, statistic: 'probability' as const }
  if (scenario.sampling.method === 'tail') {
    return { ...base, ...weightedMean(values, weights), method: 'weighted paths' }
  }
  let events = 0
  for (const value of values) events += value
  const told = estimate(
    values,
    scenario,
    (part) => momentsOf(part).mean,
    () => {
      const value = events / paths
      const standardError = Math.sqrt((value * (1 - value)) / paths)
      return { value, standardError, interval: wilson(events, paths) }
    },
  )
  if (scenario.sampling.method === 'even') return { ...base, ...told }
  return { ...base, ...told, method: 'Wilson', exactInterval: clopperPearson(events, paths) }
}

/** A quotient of two means, its error by the differences of each path from it (the delta method). */
function ratioOf(
  model: Model,
  ratio: Model['ratios'][number],
  scenario: Scenario,
  { outputs }: Columns,
): Figure {
  const base = { of: ratio.name, unit: ratio.unit, statistic: 'ratio' as const }
  if (scenario.sampling.method === 'tail')
    return withhold(base, 'paths were drawn in the tail; means need others')
  const column = (name: string): Float64Array =>
    outputs[model.outputs.findIndex((output) => output.name === name)] ?? new Float64Array(0)
  const above = column(ratio.numerator)
  const below = column(ratio.denominator)
  const mean = momentsOf(below).mean
  const value = momentsOf(above).mean / mean
  if (!Number.isFinite(value)) return withhold(base, 'nothing to divide by was seen')
  const residual = new Moments()
  for (let path = 0; path < above.length; path++) {
    residual.add(((above[path] as number) - value * (below[path] as number)) / mean)
  }
  const { standardError } = residual
  return {
    ...base,
    value,
    standardError,
    interval: meanInterval(value, standardError),
    method: 'delta method',
  }
}

type Told = Estimate & { readonly method: string }

/** An estimate of all paths; with evenly spread points its error is that between the scrambles. */
function estimate(
  values: Float64Array,
  { sampling }: Scenario,
  of: (part: Float64Array) => number,
  plain: (part: Float64Array) => Estimate,
): Told {
  if (sampling.method !== 'even') return { ...plain(values), method: 'independent paths' }
  const { scrambles } = sampling
  const parts = Array.from({ length: scrambles }, (_, scramble) => {
    const part = new Float64Array(Math.floor(values.length / scrambles))
    for (let point = 0; point < part.length; point++) {
      part[point] = values[point * scrambles + scramble] as number
    }
    return of(part)
  })
  // The middle is that of all points together, which is nearer than that of the parts.
  const { value: middle, standardError, interval } = betweenRepetitions(parts)
  const value = of(values)
  const shift = value - middle
  return {
    value,
    standardError,
    interval: { lower: interval.lower + shift, upper: interval.upper + shift },
    method: 'between scrambles',
  }
}

function momentsOf(values: Float64Array): Moments {
  const moments = new Moments()
  for (const value of values) moments.add(value)
  return moments
}

function turned(told: Told, sign: 1 | -1): Told {
  if (sign === 1) return told
  const { value, interval } = told
  return { ...told, value: -value, interval: { lower: -interval.upper, upper: -interval.lower } }
}

function withhold(
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
function narrowEnough(figure: Figure): Figure {
  const { value, interval } = figure
  const reach = interval === null ? Number.NaN : (interval.upper - interval.lower) / 2
  if (value !== null && reach <= REACH_MAX * Math.abs(value)) return figure
  if (value === 0 && reach === 0) return figure
  const reason = `its interval reaches further than ${REACH_MAX * 100} % of it; more paths are needed`
  return withhold(figure, reason)
}

function withKnown(figure: Figure, known: readonly ClosedForm[]): Figure {
  const statistic = figure.statistic === 'valueAtRisk' ? 'quantile' : figure.statistic
  const found = known.find(
    (one) => one.of === figure.of && one.statistic === statistic && one.level === figure.level,
  )
  if (found === undefined) return figure
  const { value, formula, nature } = found
  return { ...figure, closedForm: { value, formula, nature } }
}
