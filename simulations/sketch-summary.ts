import type { Model, OutputDefinition } from './model/model.ts'
import type { OutputSketch, PathSketch, RunSketch } from './path-sketch.ts'
import type { Scenario } from './scenario/scenario.ts'
import {
  betweenRepetitions,
  CONFIDENCE,
  clopperPearson,
  type Estimate,
  meanInterval,
  standardErrorsOf,
  wilson,
} from './stats/intervals.ts'
import { expectedShortfall, valueAtRisk } from './stats/sample.ts'
import type { TailSample } from './stats/tail.ts'
import {
  type Figure,
  narrowEnough,
  QUANTILES,
  type Told,
  turned,
  withhold,
  withKnown,
} from './summary.ts'

/**
 * All figures of a run whose paths were too many to be kept, in the order of `summarise`. Means, probabilities and tails
 * are what they would be if all were kept; quantiles of the middle are off by a rank that their intervals contain.
 */
export function summariseSketch(
  model: Model,
  scenario: Scenario,
  sketch: RunSketch,
): readonly Figure[] {
  const whole = sketch.whole()
  const groups = sketch.groups.length === 1 ? [] : sketch.groups
  const figures = model.outputs.flatMap((output, index) => {
    const of: Sketched = { output, index, whole, groups }
    if (output.kind === 'indicator') return [probabilityOf(of)]
    return [...centreOf(of), ...tailOf(of, scenario.levels)]
  })
  const ratios = model.ratios.map(({ name, unit }, index): Figure => {
    const base = { of: name, unit, statistic: 'ratio' as const }
    const ratio = whole.ratios[index]
    if (ratio === undefined || !Number.isFinite(ratio.ratio)) {
      return withhold(base, 'nothing to divide by was seen')
    }
    const told = tell(whole, groups, (part) => {
      const its = part.ratios[index] ?? ratio
      // How far a part is from all, on the straight line that the error of all is worked out on.
      const value = ratio.ratio + (its.above - ratio.ratio * its.below) / ratio.below
      const { standardError } = its
      return { value, standardError, interval: meanInterval(value, standardError) }
    })
    return { ...base, ...told }
  })
  const known = model.closedForms(scenario.parameters)
  return [...figures, ...ratios].map((figure) => withKnown(figure, known))
}

/** An output, of all paths and of those of each scramble. */
interface Sketched {
  readonly output: OutputDefinition
  readonly index: number
  readonly whole: PathSketch
  readonly groups: readonly PathSketch[]
}

function centreOf({ output, index, whole, groups }: Sketched): readonly Figure[] {
  const base = { of: output.name, unit: output.unit }
  const mean = tell(whole, groups, (part) => {
    const { mean: value, standardError } = outputOf(part, index).moments
    return { value, standardError, interval: meanInterval(value, standardError) }
  })
  const estimates = new Map([whole, ...groups].map((part) => [part, quantilesOf(part, index)]))
  const quantiles = QUANTILES.map((level, place): Figure => {
    const told = tell(whole, groups, (part) => estimates.get(part)?.[place] as Estimate)
    return { ...base, statistic: 'quantile', level, ...told, method: `${told.method}, sketched` }
  })
  return [{ ...base, statistic: 'mean', ...mean }, ...quantiles]
}

/** The quantiles of the middle; their intervals have room for what a rank may be off. */
function quantilesOf(part: PathSketch, index: number): readonly Estimate[] {
  const { quantiles } = outputOf(part, index)
  const z = standardErrorsOf(CONFIDENCE)
  const levels = QUANTILES.flatMap((q) => {
    const reach = z * Math.sqrt((q * (1 - q)) / part.paths) + quantiles.error
    return [q, Math.max(q - reach, 1 / part.paths), Math.min(q + reach, 1)]
  })
  const values = quantiles.quantiles(levels)
  return QUANTILES.map((_, place) => {
    const [value = 0, lower = 0, upper = 0] = values.slice(3 * place, 3 * place + 3)
    return { value, standardError: (upper - lower) / (2 * z), interval: { lower, upper } }
  })
}

function tailOf(
  { output, index, whole, groups }: Sketched,
  levels: readonly number[],
): readonly Figure[] {
  if (output.tail === 'none') return []
  const sign = output.tail === 'lower' ? -1 : 1
  const sorted = new Map<TailSample, Float64Array>()
  for (const part of [whole, ...groups]) {
    const { tail } = outputOf(part, index)
    sorted.set(tail, tail.sorted())
  }
  const statistics = { valueAtRisk, expectedShortfall }
  return levels.flatMap((level) =>
    (['valueAtRisk', 'expectedShortfall'] as const).map((statistic) => {
      const told = tell(whole, groups, (part) => {
        const { tail } = outputOf(part, index)
        const values = sorted.get(tail) ?? new Float64Array(0)
        return statistics[statistic](values, level, CONFIDENCE, tail.count)
      })
      const base = { of: output.name, unit: output.unit, statistic, level }
      return narrowEnough({ ...base, ...turned(told, sign) })
    }),
  )
}

function probabilityOf({ output, index, whole, groups }: Sketched): Figure {
  const base = { of: output.name, unit: output.unit, statistic: 'probability' as const }
  const told = tell(whole, groups, (part) => {
    const { sum } = outputOf(part, index)
    const value = sum / part.paths
    const standardError = Math.sqrt((value * (1 - value)) / part.paths)
    return { value, standardError, interval: wilson(sum, part.paths) }
  })
  if (groups.length > 0) return { ...base, ...told }
  return {
    ...base,
    ...told,
    exactInterval: clopperPearson(outputOf(whole, index).sum, whole.paths),
  }
}

/** An estimate of all paths; where points are spread evenly, its error is that between the scrambles. */
function tell(
  whole: PathSketch,
  groups: readonly PathSketch[],
  estimator: (part: PathSketch) => Estimate,
): Told {
  const all = estimator(whole)
  if (groups.length === 0) return { ...all, method: 'independent paths' }
  const between = betweenRepetitions(groups.map((part) => estimator(part).value))
  const shift = all.value - between.value
  const { lower, upper } = between.interval
  const interval = { lower: lower + shift, upper: upper + shift }
  const { standardError } = between
  return { value: all.value, standardError, interval, method: 'between scrambles' }
}

function outputOf(part: PathSketch, index: number): OutputSketch {
  const output = part.outputs[index]
  if (output === undefined) throw new RangeError(`there is no output ${index}`)
  return output
}
