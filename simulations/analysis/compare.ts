import type { Model } from '../model/model.ts'
import type { PathSetup } from '../path-runner.ts'
import { drawingOf, scramblesOf, setupOf } from '../plan.ts'
import type { JsonObject } from '../scenario/json.ts'
import { checkScenario, type ReadScenario, ScenarioError } from '../scenario/scenario.ts'
import { CONFIDENCE, type Interval } from '../stats/intervals.ts'
import type { Columns, Statistic } from '../summary.ts'
import {
  type Drawn,
  differenceOf,
  type Influence,
  meanInfluence,
  ratioInfluence,
  tailInfluences,
} from './paired.ts'

/**
 * What can be said of a difference: that the other scenario has more or less of it for certain, that nobody can tell yet, or that
 * no path differs.
 */
export type Verdict = 'more' | 'less' | 'open' | 'same'

/** One figure of two scenarios, run with the same randomness. */
export interface ComparedFigure {
  readonly of: string
  readonly statistic: Exclude<Statistic, 'quantile'>
  readonly level?: number
  readonly unit: string
  readonly before: number
  readonly after: number
  /** `after - before`, its error by the differences of each path. */
  readonly difference: number
  readonly standardError: number
  readonly interval: Interval
  /** An interval for all figures together: that one of them misses the truth happens five times in a hundred. */
  readonly jointInterval: Interval
  readonly correlation: number
  /** How many times more paths two runs of their own would need; nothing where no path differs. */
  readonly gain: number | null
  readonly verdict: Verdict
}

/** Two scenarios of one model under common random numbers. */
export interface Comparison {
  readonly before: string
  readonly after: string
  readonly paths: number
  readonly sampling: string
  readonly figures: readonly ComparedFigure[]
}

/** A scenario of a comparison, ready to run. */
export interface Side {
  readonly read: ReadScenario
  readonly setup: PathSetup
}

/** So many paths at least lie beyond the border of a tail that is compared. */
const BEYOND_MIN = 50

/**
 * Makes scenarios ready to be compared: all get the seed, the number of paths and the sampling of the first, and the pilot
 * of the first says for all of them where the losses are. Where they have not the same number of factors, they are drawn by chance.
 *
 * @throws ScenarioError where they are not of one model
 */
export function sidesOf(scenarios: readonly ReadScenario[]): readonly Side[] {
  const [first] = scenarios
  if (first === undefined) return []
  const { model } = first
  const stranger = scenarios.find((one) => one.model.name !== model.name)
  if (stranger !== undefined) {
    const message = `must be ${model.name}, as that of the first; not ${stranger.model.name}`
    throw new ScenarioError([{ path: 'model', message }])
  }
  const factorsOf = ({ scenario }: ReadScenario) => model.extent(scenario.parameters).factors
  const isAlike = scenarios.every((one) => factorsOf(one) === factorsOf(first))
  const { seed = 1, paths = 0, levels = [], sampling = {} } = first.effective
  const common: JsonObject = {
    seed,
    paths,
    levels,
    sampling: isAlike ? sampling : { method: 'chance' },
  }
  const reads = scenarios.map(({ effective: { stop: _, ...rest } }) =>
    checkScenario({ ...rest, ...common }),
  )
  const drawn = drawingOf((reads[0] as ReadScenario).scenario, model)
  return reads.map((read) => ({ read, setup: setupOf(read.scenario, model, drawn) }))
}

/** Compares what the paths of two sides came to. */
export function compare(before: Side, after: Side, left: Columns, right: Columns): Comparison {
  const { scenario, model } = before.read
  const paths = Math.min(left.paths, right.paths)
  const cut = (columns: Columns): Columns => ({
    paths,
    outputs: columns.outputs.map((output) => output.subarray(0, paths)),
    weights: columns.weights.subarray(0, paths),
  })
  const drawn: Drawn = { weights: cut(left).weights, scrambles: scramblesOf(scenario) }
  const isTail = scenario.sampling.method === 'tail'
  const levels = scenario.levels.filter((level) => isTail || paths * (1 - level) >= BEYOND_MIN)
  const [first, second] = [left, right].map((one) => influencesOf(model, cut(one), levels, drawn))
  const pairs = (first ?? []).map((one, index) => ({ one, other: second?.[index] ?? one }))
  const joint = 1 - (1 - CONFIDENCE) / Math.max(1, pairs.length)
  return {
    before: scenario.name,
    after: after.read.scenario.name,
    paths,
    sampling: scenario.sampling.method,
    figures: pairs.flatMap(({ one, other }) => {
      const { influence, ...figure } = one
      const told = differenceOf(influence, other.influence, drawn, CONFIDENCE)
      if (!Number.isFinite(told.estimate.value)) return []
      const { interval } = differenceOf(influence, other.influence, drawn, joint).estimate
      const sign = figure.isTurned ? -1 : 1
      const turn = ({ lower, upper }: Interval): Interval =>
        sign === 1 ? { lower, upper } : { lower: -upper, upper: -lower }
      const jointInterval = turn(interval)
      const { isTurned: _, ...named } = figure
      return [
        {
          ...named,
          before: sign * influence.value,
          after: sign * other.influence.value,
          difference: sign * told.estimate.value,
          standardError: told.estimate.standardError,
          interval: turn(told.estimate.interval),
          jointInterval,
          correlation: told.correlation,
          gain: Number.isFinite(told.gain) ? told.gain : null,
          verdict: verdictOf(told.estimate.standardError, jointInterval),
        },
      ]
    }),
  }
}

interface NamedInfluence {
  readonly of: string
  readonly statistic: ComparedFigure['statistic']
  readonly level?: number
  readonly unit: string
  readonly influence: Influence
  /** Whether it is of the lower tail, which is looked at with the other sign. */
  readonly isTurned: boolean
}

/** Every figure of a run that is compared, in the order of the model's outputs. */
function influencesOf(
  model: Model,
  { outputs }: Columns,
  levels: readonly number[],
  drawn: Drawn,
): readonly NamedInfluence[] {
  const columnOf = (name: string): Float64Array =>
    outputs[model.outputs.findIndex((output) => output.name === name)] ?? new Float64Array(0)
  const ofOutputs = model.outputs.flatMap(({ name, unit, kind, tail }): NamedInfluence[] => {
    const values = columnOf(name)
    const base = { of: name, unit, isTurned: false }
    const influence = meanInfluence(values, drawn)
    if (kind === 'indicator') return [{ ...base, statistic: 'probability', influence }]
    const mean: NamedInfluence = { ...base, statistic: 'mean', influence }
    if (tail === 'none') return [mean]
    const isTurned = tail === 'lower'
    const losses = isTurned ? values.map((value) => -value) : values
    const tails = levels.flatMap((level): NamedInfluence[] => {
      const { valueAtRisk, expectedShortfall } = tailInfluences(losses, level, drawn)
      return [
        { ...base, isTurned, statistic: 'valueAtRisk', level, influence: valueAtRisk },
        { ...base, isTurned, statistic: 'expectedShortfall', level, influence: expectedShortfall },
      ]
    })
    return [mean, ...tails]
  })
  const ofRatios = model.ratios.map(({ name, unit, numerator, denominator }): NamedInfluence => {
    const influence = ratioInfluence(columnOf(numerator), columnOf(denominator), drawn)
    return { of: name, unit, isTurned: false, statistic: 'ratio', influence }
  })
  return [...ofOutputs, ...ofRatios]
}

function verdictOf(standardError: number, { lower, upper }: Interval): Verdict {
  if (standardError === 0 && lower === 0 && upper === 0) return 'same'
  if (lower > 0) return 'more'
  return upper < 0 ? 'less' : 'open'
}
