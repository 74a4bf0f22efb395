import type { Model } from '../model/model.ts'
import type { Json, JsonObject } from '../scenario/json.ts'
import {
  checkScenario,
  type ReadScenario,
  type Scenario,
  ScenarioError,
} from '../scenario/scenario.ts'
import type { Interval } from '../stats/intervals.ts'
import type { Columns } from '../summary.ts'
import {
  type AbcEnding,
  approximatePosterior,
  type Generation,
  particleMean,
  particleQuantile,
} from './abc.ts'
import type { AbcSettings, BackTestSettings, CalibrationSettings } from './analysis-file.ts'
import { type BackTest, backTest } from './back-test.ts'
import {
  type FittedDefaults,
  type FittedLapse,
  type FittedRow,
  fittedDefaults,
  fittedLapse,
  fittedRollRates,
} from './calibration.ts'
import { expand, patchBetween, replaceAt, valueAt } from './places.ts'
import { cellOf, lawsOf } from './planned.ts'
import type { Answer, Evaluator } from './points.ts'
import { cellIn, faultIn, numberIn, type Sheet } from './sheet.ts'
import type { VariedField } from './varied.ts'
import { readWritten, write } from './written.ts'

/** A field as figures have it. */
export interface FittedField {
  readonly name: string
  /** In the unit of the field. */
  readonly unit: string
  readonly mean: number
  readonly median: number
  readonly interval: Interval
}

export interface AbcFindings {
  readonly kind: 'abc'
  readonly fields: readonly FittedField[]
  readonly generations: readonly Generation[]
  readonly ending: AbcEnding
  readonly simulations: number
  readonly particles: readonly {
    readonly values: readonly number[]
    readonly weight: number
    readonly distance: number
  }[]
}

export type CalibrationFindings =
  | { readonly kind: 'roll-rates'; readonly rows: readonly FittedRow[] }
  | ({ readonly kind: 'default-correlation' } & FittedDefaults)
  | ({ readonly kind: 'lapse' } & FittedLapse)

export interface BackTestFindings {
  readonly kind: 'back-test'
  readonly outputs: readonly BackTest[]
}

/** What was found, and the scenario that follows from it. */
export interface Estimated<Findings> {
  readonly findings: Findings
  /** To be laid over the scenario: what was found, where the analysis says that it goes. */
  readonly overlay?: JsonObject
  readonly answers: readonly Answer[]
}

/** The outputs that a simulation of {@link runAbc} gives, and their place in the model. */
export function observedOutputs({ observed }: AbcSettings, model: Model): readonly number[] {
  return Object.keys(observed).map((name) => placeOfOutput(name, model, 'analysis.observed'))
}

/** The mean of some outputs over the paths. */
export function meansOf(places: readonly number[], { outputs, paths }: Columns): Float64Array {
  return Float64Array.from(places, (place) => {
    const column = outputs[place] ?? new Float64Array(0)
    return column.reduce((sum, value) => sum + value, 0) / paths
  })
}

/** Finds the values of the fields under which the model gives about what was seen. */
export async function runAbc(
  settings: AbcSettings,
  fields: readonly VariedField[],
  base: ReadScenario,
  evaluator: Evaluator,
): Promise<Estimated<AbcFindings>> {
  const priors = lawsOf(fields)
  const observed = Object.values(settings.observed)
  const answers: Answer[] = []
  const outcome = await approximatePosterior(
    priors,
    observed,
    async (points) => {
      const written = points.map((values) => ({
        values: fields.map((field, at) => field.written(values[at] as number)),
      }))
      const found = await evaluator.run(written, { which: 'own', paths: settings.paths })
      answers.push(...found)
      return found.map((answer) => ('row' in answer ? Array.from(answer.row) : undefined))
    },
    { ...settings, seed: base.scenario.seed },
  )
  const { particles, generations, ending, simulations } = outcome
  if (particles.length === 0) {
    const message = 'must be more than the particles of a generation'
    throw new ScenarioError([{ path: 'analysis.simulations', message }])
  }
  const out = (1 - settings.confidence) / 2
  const fitted = fields.map(
    ({ name, unit }, at): FittedField => ({
      name,
      unit,
      mean: particleMean(particles, at),
      median: particleQuantile(particles, at, 0.5),
      interval: {
        lower: particleQuantile(particles, at, out),
        upper: particleQuantile(particles, at, 1 - out),
      },
    }),
  )
  const calibrated = fields.reduce<JsonObject>(
    (scenario, field, at) => field.lay(scenario, field.written(fitted[at]?.mean ?? Number.NaN)),
    base.effective,
  )
  return {
    findings: { kind: 'abc', fields: fitted, generations, ending, simulations, particles },
    overlay: patchBetween(base.effective, calibrated),
    answers,
  }
}

/** Finds parameters that make what was seen most likely. */
export function calibrate(
  settings: CalibrationSettings,
  sheet: Sheet,
  base: ReadScenario,
): Estimated<CalibrationFindings> {
  const { confidence } = settings
  switch (settings.kind) {
    case 'roll-rates': {
      const rows = fittedRollRates(sheet, confidence)
      const after = layRows(base.effective, settings.into, rows)
      return told({ kind: 'roll-rates', rows }, base, after)
    }
    case 'default-correlation': {
      const fit = fittedDefaults(sheet, confidence)
      const { probability, correlation } = settings
      const one = layNumber(base.effective, probability, fit.probability.value)
      const both = layNumber(one, correlation, fit.correlation.value)
      return told({ kind: 'default-correlation', ...fit }, base, both)
    }
    case 'lapse': {
      const fit = fittedLapse(sheet, confidence)
      const { alpha, beta } = fit
      const law = {
        kind: 'beta-geometric',
        alpha: write(alpha.value, '', false),
        beta: write(beta.value, '', false),
      }
      const after = placesOf(base.effective, settings.into).reduce(
        (scenario, steps) => replaceAt(scenario, steps, law) as JsonObject,
        base.effective,
      )
      return told({ kind: 'lapse', ...fit }, base, after)
    }
  }
}

/** The outputs of a back-test: the columns of its file that are no fields. */
export function testedOutputs(
  sheet: Sheet,
  fields: readonly VariedField[],
  model: Model,
): readonly number[] {
  const names = sheet.headings.filter((heading) => !fields.some(({ name }) => name === heading))
  return names.map((name) => placeOfOutput(name, model, sheet.name))
}

/** Some outputs of every path, one after the other. */
export function valuesOf(places: readonly number[], { outputs, paths }: Columns): Float64Array {
  const row = new Float64Array(places.length * paths)
  for (const [index, place] of places.entries())
    row.set(outputs[place] ?? new Float64Array(0), index * paths)
  return row
}

/** Runs the scenario of each outcome, and looks where the outcome lies. */
export async function runBackTest(
  settings: BackTestSettings,
  sheet: Sheet,
  fields: readonly VariedField[],
  { scenario, model }: ReadScenario,
  evaluator: Evaluator,
): Promise<Estimated<BackTestFindings>> {
  const places = testedOutputs(sheet, fields, model)
  const points = [...sheet.rows.keys()].map((row) => ({
    values: fields.map((field) => {
      const value = cellOf(cellIn(sheet, row, field.name), field)
      const fault = field.fault(value)
      if (fault !== undefined) throw faultIn(sheet.name, `row ${row + 1}: ${field.name} ${fault}`)
      return value
    }),
  }))
  const answers = await evaluator.run(points, { which: 'own' })
  const { paths, seed } = scenario
  const outputs = places.map((place, index) => {
    const output = model.outputs[place] as Model['outputs'][number]
    const outcomes = answers.flatMap((answer, row) => {
      const seen = numberIn(sheet, row, output.name)
      if (seen === undefined || !('row' in answer)) return []
      return [{ row, seen, paths: answer.row.subarray(index * paths, (index + 1) * paths) }]
    })
    if (outcomes.length === 0) throw faultIn(sheet.name, `no outcome of ${output.name} was seen`)
    return backTest(output, outcomes, { ...settings, seed })
  })
  return { findings: { kind: 'back-test', outputs }, answers }
}

/** How many numbers a digest of a back-test makes. */
export function valuesWidth(places: readonly number[], { paths }: Scenario): number {
  return places.length * paths
}

function told<Findings>(
  findings: Findings,
  { effective }: ReadScenario,
  after: JsonObject,
): Estimated<Findings> {
  const overlay = patchBetween(effective, after)
  // What was found may lie outside of what the model allows: better told here than by the next run.
  checkScenario(after)
  return { findings, overlay, answers: [] }
}

function layNumber(
  scenario: JsonObject,
  paths: string | readonly string[] | undefined,
  number: number,
): JsonObject {
  if (paths === undefined) return scenario
  return placesOf(scenario, paths).reduce((whole, steps) => {
    const unit = readWritten(valueAt(whole, steps))?.unit ?? ''
    return replaceAt(
      whole,
      steps,
      write(unit === '' ? number : 100 * number, unit, false),
    ) as JsonObject
  }, scenario)
}

/** Writes rows where the states of a scenario stand; states that no move was seen to become zero. */
function layRows(
  scenario: JsonObject,
  into: string | readonly string[],
  rows: readonly FittedRow[],
): JsonObject {
  let result = scenario
  for (const steps of placesOf(scenario, into)) {
    for (const { from, to } of rows) {
      const place = [...steps, from]
      const row = valueAt(result, place)
      if (typeof row !== 'object' || row === null || Array.isArray(row))
        throw faultIn(place.join('.'), 'there is no such row in the scenario')
      const states = Object.keys(row)
      const strange = to.find(({ state }) => !states.includes(state))
      if (strange !== undefined)
        throw faultIn(
          place.join('.'),
          `there is no state ${strange.state}; there are: ${states.join(', ')}`,
        )
      const next: Record<string, Json> = {}
      for (const state of states) {
        const unit = readWritten(valueAt(row as JsonObject, [state]))?.unit ?? '%'
        next[state] = write(100 * (to.find((one) => one.state === state)?.share ?? 0), unit, false)
      }
      result = replaceAt(result, place, next) as JsonObject
    }
  }
  return result
}

function placesOf(
  scenario: JsonObject,
  paths: string | readonly string[],
): readonly (readonly string[])[] {
  const patterns = typeof paths === 'string' ? [paths] : paths
  return patterns.flatMap((pattern) => {
    const found = expand(scenario, pattern)
    if (found.length === 0) throw faultIn('analysis', `the scenario has no field ${pattern}`)
    return found
  })
}

function placeOfOutput(name: string, model: Model, where: string): number {
  const place = model.outputs.findIndex((output) => output.name === name)
  if (place >= 0) return place
  const names = model.outputs.map((output) => output.name).join(', ')
  throw faultIn(where, `${name} must be one of: ${names}`)
}
