import type { Model } from '../model/model.ts'
import { isObject, type Json, type JsonObject } from '../scenario/json.ts'
import { ScenarioError, scenarioJsonSchema } from '../scenario/scenario.ts'

/** A numeric field of a scenario that is searched over, on a grid of values that can be written. */
export interface SearchedField {
  /** `parameters.fund` */
  readonly path: string
  /** As it is written behind the number; empty for bare numbers. */
  readonly unit: string
  /** The difference of two values of the grid; a value is its place times this. */
  readonly step: number
  /** The first and the last place, by what the model allows. */
  readonly least: number
  readonly most: number
  /** The place of what the scenario says. */
  readonly present: number
}

/** The finest difference that is told apart, by unit. */
const STEPS: Readonly<Record<string, number>> = {
  '%': 0.01,
  '% / month': 0.001,
  '% / year': 0.01,
  EUR: 1,
  months: 1,
  count: 1,
  none: 0.001,
}

/**
 * Finds a field by its path, which may leave `parameters.` away.
 *
 * @throws ScenarioError where there is none, or it is no number
 */
export function fieldOf(model: Model, effective: JsonObject, named: string): SearchedField {
  const schema = scenarioJsonSchema(model)
  for (const path of [named, `parameters.${named}`]) {
    const parts = path.split('.')
    const node = schemaAt(schema, parts)
    const value = valueAt(effective, parts)
    if (node === undefined || value === undefined) continue
    const unit = String(node.unit ?? '')
    const step = STEPS[unit]
    const least = Number(node.least ?? node.minimum)
    const most = Number(node.most ?? node.maximum)
    const present = Number(String(value).split(/ |%/)[0])
    if (step === undefined || ![least, most, present].every(Number.isFinite)) {
      throw new ScenarioError([{ path, message: 'is no number that could be searched for' }])
    }
    return {
      path,
      unit: unit === 'count' || unit === 'none' ? '' : unit,
      step,
      // No negative zero.
      least: Math.ceil(least / step - 1e-9) || 0,
      most: Math.floor(most / step + 1e-9),
      present: Math.round(present / step),
    }
  }
  throw new ScenarioError([{ path: named, message: 'there is no such field' }])
}

/** A value of the grid as it is written in a scenario. */
export function writtenAt({ unit, step }: SearchedField, place: number): string | number {
  const value = Number((place * step).toFixed(3))
  return unit === '' ? value : `${value} ${unit}`
}

/** The scenario with another value of the field. */
export function withField(effective: JsonObject, field: SearchedField, place: number): JsonObject {
  return replaced(effective, field.path.split('.'), writtenAt(field, place)) as JsonObject
}

function replaced(value: Json | undefined, path: readonly string[], by: Json): Json {
  const [key, ...rest] = path
  if (key === undefined) return by
  if (Array.isArray(value)) {
    return value.map((one, index) => (String(index) === key ? replaced(one, rest, by) : one))
  }
  const object = isObject(value) ? value : {}
  return { ...object, [key]: replaced(object[key], rest, by) }
}

function valueAt(value: Json | undefined, path: readonly string[]): Json | undefined {
  let inner = value
  for (const key of path) {
    if (typeof inner !== 'object' || inner === null) return undefined
    inner = Reflect.get(inner, key) as Json | undefined
  }
  return inner
}

/** What a JSON Schema says of the value at a path; of alternatives, the first that has it. */
function schemaAt(schema: Json | undefined, path: readonly string[]): JsonObject | undefined {
  if (!isObject(schema)) return undefined
  for (const options of [schema.anyOf, schema.oneOf, schema.allOf]) {
    if (!Array.isArray(options)) continue
    for (const option of options) {
      const found = schemaAt(option, path)
      if (found !== undefined) return found
    }
  }
  const [key, ...rest] = path
  if (key === undefined) return schema.unit === undefined ? undefined : schema
  const inner = isObject(schema.properties) ? schema.properties[key] : undefined
  return schemaAt(inner ?? (/^[0-9]+$/.test(key) ? schema.items : undefined), rest)
}
