import type { Model, OutputDefinition } from './model/model.ts'
import type { OutputSketch, RunSketch } from './path-sketch.ts'
import type { Scenario } from './scenario/scenario.ts'
import {
  CONFIDENCE,
  clopperPearson,
  meanInterval,
  standardErrorsOf,
  wilson,
} from './stats/intervals.ts'
import { expectedShortfall, valueAtRisk } from './stats/sample.ts'
import {
  type Figure,
  knownOf,
  narrowEnough,
  QUANTILES,
  turned,
  withhold,
  withKnown,
} from './summary.ts'

const METHOD = 'independent paths'

/**
 * All figures of a run whose paths were too many to be kept, in the order of `summarise`. Means, probabilities and tails
 * are what they would be if all were kept; quantiles of the middle are off by a rank that their intervals contain.
 */
export function summariseSketch(
  model: Model,
  scenario: Scenario,
  { all }: RunSketch,
): readonly Figure[] {
  const figures = model.outputs.flatMap((output, index) => {
    const sketch = all.outputs[index]
    if (sketch === undefined) return []
    if (output.kind === 'indicator') return [probabilityOf(output, sketch)]
    return [...centreOf(output, sketch), ...tailOf(output, sketch, scenario.levels)]
  })
  const ratios = model.ratios.map(({ name, unit }, index): Figure => {
    const base = { of: name, unit, statistic: 'ratio' as const }
    const { ratio = Number.NaN, standardError = Number.NaN } = all.ratios[index] ?? {}
    if (!Number.isFinite(ratio)) return withhold(base, 'nothing to divide by was seen')
    const interval = meanInterval(ratio, standardError)
    return { ...base, value: ratio, standardError, interval, method: METHOD }
  })
  const known = knownOf(model, scenario)
  return [...figures, ...ratios].map((figure) => withKnown(figure, known))
}

/** The mean, and quantiles whose intervals have room for what a rank may be off. */
function centreOf(
  { name: of, unit }: OutputDefinition,
  { moments, quantiles }: OutputSketch,
): readonly Figure[] {
  const { mean, standardError, count } = moments
  const z = standardErrorsOf(CONFIDENCE)
  const levels = QUANTILES.flatMap((q) => {
    const reach = z * Math.sqrt((q * (1 - q)) / count) + quantiles.error
    return [q, Math.max(q - reach, 1 / count), Math.min(q + reach, 1)]
  })
  const values = quantiles.quantiles(levels)
  const figures = QUANTILES.map((level, place): Figure => {
    const [value = 0, lower = 0, upper = 0] = values.slice(3 * place, 3 * place + 3)
    const told = { value, standardError: (upper - lower) / (2 * z), interval: { lower, upper } }
    return { of, unit, statistic: 'quantile', level, ...told, method: `${METHOD}, sketched` }
  })
  const interval = meanInterval(mean, standardError)
  return [
    { of, unit, statistic: 'mean', value: mean, standardError, interval, method: METHOD },
    ...figures,
  ]
}

function tailOf(
  output: OutputDefinition,
  { tail }: OutputSketch,
  levels: readonly number[],
): readonly Figure[] {
  if (output.tail === 'none') return []
  const sign = output.tail === 'lower' ? -1 : 1
  const sorted = tail.sorted()
  const estimators = { valueAtRisk, expectedShortfall }
  return levels.flatMap((level) =>
    (['valueAtRisk', 'expectedShortfall'] as const).map((statistic) => {
      const told = estimators[statistic](sorted, level, CONFIDENCE, tail.count)
      const base = { of: output.name, unit: output.unit, statistic, level }
      return narrowEnough({ ...base, ...turned({ ...told, method: METHOD }, sign) })
    }),
  )
}

function probabilityOf({ name: of, unit }: OutputDefinition, sketch: OutputSketch): Figure {
  const { sum: events, moments } = sketch
  const value = events / moments.count
  return {
    of,
    unit,
    statistic: 'probability',
    value,
    standardError: Math.sqrt((value * (1 - value)) / moments.count),
    interval: wilson(events, moments.count),
    exactInterval: clopperPearson(events, moments.count),
    method: METHOD,
  }
}
