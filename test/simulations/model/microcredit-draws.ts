import { expect } from 'vitest'
import { OUTPUT } from '../../../simulations/model/microcredit/layout.ts'
import { PathRunner } from '../../../simulations/path-runner.ts'
import { drawingOf, setupOf } from '../../../simulations/plan.ts'
import type { JsonObject } from '../../../simulations/scenario/json.ts'
import { checkScenario } from '../../../simulations/scenario/scenario.ts'
import { expectedShortfall, valueAtRisk } from '../../../simulations/stats/sample.ts'
import {
  type ScrambledSample,
  scrambledMean,
  scrambledQuantile,
  scrambledShortfall,
} from '../../../simulations/stats/scrambled.ts'
import {
  weightedMean,
  weightedTailOf,
  weightedValueAtRisk,
} from '../../../simulations/stats/weighted.ts'
import { type Estimate, meanOf } from './runs.ts'

export type Method = 'chance' | 'even' | 'tail'

/** The outputs that are asked for. */
const KEPT = ['defaults', 'grossLoss', 'prepaid', 'loanMonths'] as const
type Kept = (typeof KEPT)[number]

/** What paths left, and into how many parts they are taken apart for an error. */
export interface Drawn {
  /** A column for each output that is kept. */
  readonly outputs: readonly Float64Array[]
  /** The series of all paths, one path after the other. */
  readonly series: Float64Array
  readonly weights: Float64Array
  readonly parts: number
  /** Whether the parts are scrambles of evenly spread points. */
  readonly isEven: boolean
}

export const SCRAMBLES = 16
const known = new Map<string, Drawn>()

interface Options {
  /** Of a tail: the share of worst paths that is asked for. */
  readonly worst?: number
  /** What the pilot runs instead: a cheaper scenario whose losses are in the same places. */
  readonly pilot?: object
}

/** Runs a scenario once for all that is asked of it. Evenly spread points come in scrambles, the others in parts. */
export function draw(
  parameters: object,
  method: Method,
  paths: number,
  options: Options = {},
): Drawn {
  const { worst = 0.01, pilot = parameters } = options
  const even = { method, scrambles: SCRAMBLES, pilotPaths: 512 }
  const tail = { ...even, worst: `${Number((worst * 100).toPrecision(12))} %` }
  const sampling = method === 'chance' ? { method } : method === 'even' ? even : tail
  const text = { schemaVersion: 1, name: 'value', model: 'microcredit', seed: 11, paths, sampling }
  const key = JSON.stringify({ ...text, parameters })
  const before = known.get(key)
  if (before !== undefined) return before
  const { scenario, model } = checkScenario(JSON.parse(key))
  const small = checkScenario({ ...text, parameters: pilot } as JsonObject)
  const runner = new PathRunner(setupOf(scenario, model, drawingOf(small.scenario, model)))
  const weights = new Float64Array(paths)
  const outputs = KEPT.map(() => new Float64Array(paths))
  const places = KEPT.map((name) => OUTPUT[name])
  const width = runner.series.length
  const series = new Float64Array(paths * width)
  for (let path = 0; path < paths; path++) {
    weights[path] = runner.run(path)
    for (let kept = 0; kept < places.length; kept++) {
      const values = outputs[kept] as Float64Array
      values[path] = runner.outputs[places[kept] as number] as number
    }
    series.set(runner.series, path * width)
  }
  const drawn = {
    outputs,
    series,
    weights,
    parts: method === 'chance' ? 64 : SCRAMBLES,
    isEven: method !== 'chance',
  }
  known.set(key, drawn)
  return drawn
}

/** A statistic of all paths, its error that between the parts. */
export function estimate(
  values: Float64Array,
  weights: Float64Array,
  parts: number,
  of: (values: Float64Array, weights: Float64Array) => number,
): Estimate {
  const every = (all: Float64Array, part: number) =>
    Float64Array.from({ length: all.length / parts }, (_, place) => all[place * parts + part] ?? 0)
  const each = Array.from({ length: parts }, (_, part) =>
    of(every(values, part), every(weights, part)),
  )
  return { mean: of(values, weights), error: meanOf(each).error }
}

export function meanIn({ weights, parts, isEven }: Drawn, values: Float64Array): Estimate {
  const { value, standardError } = isEven
    ? scrambledMean({ values, weights, scrambles: parts })
    : weightedMean(values, weights)
  return { mean: value, error: standardError }
}

export function deviationIn({ weights, parts }: Drawn, values: Float64Array): Estimate {
  return estimate(values, weights, parts, (part) => {
    const { mean } = meanOf([...part])
    return Math.sqrt(part.reduce((sum, value) => sum + (value - mean) ** 2, 0) / part.length)
  })
}

function sampleOf({ weights, parts }: Drawn, values: Float64Array): ScrambledSample {
  const tail = weightedTailOf(values, weights)
  const quantileAt = (level: number) => weightedValueAtRisk(tail, level).value
  return { values, weights, scrambles: parts, quantileAt }
}

/** Its error by the share of weight beyond it, since few points of a scramble lie there. */
export function quantileIn(drawn: Drawn, values: Float64Array, level: number): Estimate {
  const { value, standardError } = drawn.isEven
    ? scrambledQuantile(sampleOf(drawn, values), level)
    : valueAtRisk(values.slice().sort(), level)
  return { mean: value, error: standardError }
}

export function shortfallIn(drawn: Drawn, values: Float64Array, level: number): Estimate {
  const { value, standardError } = drawn.isEven
    ? scrambledShortfall(sampleOf(drawn, values), level)
    : expectedShortfall(values.slice().sort(), level)
  return { mean: value, error: standardError }
}

/** How probable it is that values lie at or above a point. */
function reaching(drawn: Drawn, values: Float64Array, point: number): Estimate {
  return meanIn(
    drawn,
    values.map((value) => Number(value >= point)),
  )
}

/** Whether a value can be the quantile: no more than 1 - q lies above it, no less at it or above. */
export function expectQuantile(
  drawn: Drawn,
  values: Float64Array,
  value: number,
  level: number,
): void {
  const errors = 3.3
  const [at, above] = [reaching(drawn, values, value), reaching(drawn, values, value + 1e-9)]
  expect(at.mean).toBeGreaterThanOrEqual(1 - level - errors * at.error)
  expect(above.mean).toBeLessThanOrEqual(1 - level + errors * above.error)
}

export const percent = (share: number): string =>
  `${Number((share * 100).toPrecision(12))} % / month`
export const column = ({ outputs }: Drawn, name: Kept): Float64Array =>
  outputs[KEPT.indexOf(name)] ?? new Float64Array(0)
