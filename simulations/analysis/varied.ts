import type { Model } from '../model/model.ts'
import { isObject, type Json, type JsonObject } from '../scenario/json.ts'
import { type ScenarioFault, scenarioJsonSchema } from '../scenario/scenario.ts'
import type { FieldEntry } from './analysis-file.ts'
import { type Law, lawFault, lawQuantile } from './laws.ts'
import { expand, replaceAt, type Steps, valueAt } from './places.ts'
import { readWritten, type Written, write } from './written.ts'

/** A field that an analysis varies, looked up in the scenario that it varies. */
export interface VariedField {
  readonly name: string
  /** What its values are written in; empty where they are bare numbers, factors or choices. */
  readonly unit: string
  /** What stands in the scenario; a factor is 1 there. */
  readonly base: Json
  /** What a list of values says, as it is written. */
  readonly values: readonly Json[]
  /** What is not known of it; a range is a law that holds every value for as good. */
  readonly law: Law | undefined
  /** The two ends that a tornado tries. */
  readonly ends: readonly [number, number] | undefined
  /** What is wrong with a value that somebody wrote, in words after the name of the field. */
  fault(value: Json): string | undefined
  /** Makes a value of a number in the unit. */
  written(number: number): Json
  /** Lays a value over a scenario. */
  lay(scenario: JsonObject, value: Json): JsonObject
}

/** Reads the fields of an analysis, and tells everything that is wrong with them. */
export function variedFields(
  entries: readonly FieldEntry[],
  model: Model,
  effective: JsonObject,
): { readonly fields: readonly VariedField[]; readonly faults: readonly ScenarioFault[] } {
  const faults: ScenarioFault[] = []
  const fields = entries.map((entry, index) => {
    const told = (message: string) => faults.push({ path: `fields.${index}`, message })
    return variedField(entry, model, effective, told)
  })
  const names = entries.map(({ name }) => name)
  for (const [index, name] of names.entries()) {
    if (names.indexOf(name) !== index)
      faults.push({ path: `fields.${index}.name`, message: `${name} is there twice` })
  }
  return { fields, faults }
}

function variedField(
  entry: FieldEntry,
  model: Model,
  effective: JsonObject,
  told: (message: string) => void,
): VariedField {
  const patterns = typeof entry.path === 'string' ? [entry.path] : entry.path
  const targets = patterns.flatMap((pattern) => expand(effective, pattern))
  for (const pattern of patterns) {
    if (!/^(parameters|shocks)\./.test(pattern)) told('only parameters and shocks can be varied')
    else if (expand(effective, pattern).length === 0) told(`the scenario has no field ${pattern}`)
  }
  const standing = targets[0] === undefined ? undefined : valueAt(effective, targets[0])
  const isFactor = entry.change === 'by'
  const number = readWritten(standing)
  if (isFactor && targets.some((steps) => readWritten(valueAt(effective, steps)) === undefined))
    told('only numbers can be multiplied')
  const unit = isFactor ? '' : (number?.unit ?? '')
  const isWhole = !isFactor && targets[0] !== undefined && isCount(model, effective, targets[0])
  const fault = (value: Json | undefined): string | undefined => {
    const isNumber = number !== undefined || isFactor
    if (!isNumber || readWritten(value)?.unit === unit) return undefined
    return `must be a number ${unit === '' ? 'without a unit' : `in ${unit}`}`
  }
  const numberOf = (value: Json | undefined, where: string): number => {
    const wrong = fault(value)
    if (wrong !== undefined) told(`${where} ${wrong}`)
    return readWritten(value)?.number ?? Number.NaN
  }
  const law = lawOf(entry, numberOf, told)
  const balances = entry.balance === undefined ? [] : expand(effective, entry.balance)
  if (entry.balance !== undefined && balances.length !== targets.length)
    told(`balance must name one field for each of ${targets.length}`)
  for (const value of entry.values ?? []) {
    const wrong = fault(value)
    if (wrong !== undefined) told(`a value ${wrong}`)
  }
  return {
    name: entry.name,
    unit,
    base: isFactor ? 1 : (standing ?? null),
    values: entry.values ?? [],
    law,
    ends: endsOf(entry, law, numberOf),
    fault,
    written: (value) => write(value, unit, isWhole),
    lay: (scenario, value) =>
      layAll(scenario, targets, balances, (old) => change(old, value, isFactor)),
  }
}

/** The law of a field: what it says, or every value between its ends as good as any other. */
function lawOf(
  { law, low, high }: FieldEntry,
  numberOf: (value: Json | undefined, where: string) => number,
  told: (message: string) => void,
): Law | undefined {
  let found: Law | undefined
  if (law !== undefined) {
    const numbers = Object.entries(law).map(([key, value]) => {
      const isPure = key === 'kind' || key === 'spread' || key === 'alpha' || key === 'beta'
      return [key, isPure || value === undefined ? value : numberOf(value, `law.${key}`)]
    })
    const open = { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY }
    found = { ...(law.kind === 'normal' ? open : {}), ...Object.fromEntries(numbers) } as Law
  } else if (low !== undefined && high !== undefined) {
    found = { kind: 'uniform', low: numberOf(low, 'low'), high: numberOf(high, 'high') }
  }
  const fault = found === undefined ? undefined : lawFault(found)
  if (fault !== undefined) told(`law: ${fault}`)
  return found
}

/** What a tornado tries: the ends that are given, or between which a law has nine tenths. */
function endsOf(
  { low, high }: FieldEntry,
  law: Law | undefined,
  numberOf: (value: Json | undefined, where: string) => number,
): readonly [number, number] | undefined {
  if (low !== undefined && high !== undefined) return [numberOf(low, 'low'), numberOf(high, 'high')]
  if (law === undefined || lawFault(law) !== undefined) return undefined
  return [lawQuantile(law, 0.05), lawQuantile(law, 0.95)]
}

/** A value, or what stands there times a factor. */
function change(old: Json, value: Json, isFactor: boolean): Json {
  const was = readWritten(old)
  if (!isFactor || was === undefined || typeof value !== 'number') return value
  return write(was.number * value, was.unit, Number.isInteger(was.number) && was.unit === '')
}

/** Changes fields; each of those beside them gives what its field takes, so that a row stays whole. */
function layAll(
  scenario: JsonObject,
  targets: readonly Steps[],
  balances: readonly Steps[],
  changed: (old: Json) => Json,
): JsonObject {
  let result: Json = scenario
  for (const [index, steps] of targets.entries()) {
    const old = valueAt(result, steps) ?? null
    const next = changed(old)
    result = replaceAt(result, steps, next)
    const beside = balances[index]
    if (beside === undefined) continue
    const rest = readWritten(valueAt(result, beside))
    const [before, after]: readonly (Written | undefined)[] = [readWritten(old), readWritten(next)]
    if (rest === undefined || before === undefined || after === undefined) continue
    const left = rest.number - (after.number - before.number)
    result = replaceAt(result, beside, write(left, rest.unit, false))
  }
  return result as JsonObject
}

/** Whether the schema of a model wants a whole number there. */
function isCount(model: Model, effective: JsonObject, steps: Steps): boolean {
  let here: readonly Json[] = [scenarioJsonSchema(model)]
  for (const [depth, step] of steps.entries()) {
    const holder = valueAt(effective, steps.slice(0, depth))
    here = here.flatMap(alternatives).flatMap((schema) => {
      if (!isObject(schema)) return []
      if (Array.isArray(holder)) return schema.items === undefined ? [] : [schema.items]
      const { properties } = schema
      const inner = isObject(properties) ? properties[step] : undefined
      return inner === undefined ? [] : [inner]
    })
  }
  return here.flatMap(alternatives).some((schema) => isObject(schema) && schema.type === 'integer')
}

function alternatives(schema: Json): readonly Json[] {
  if (!isObject(schema)) return []
  const options = schema.anyOf ?? schema.oneOf
  return Array.isArray(options) ? options.flatMap(alternatives) : [schema]
}
