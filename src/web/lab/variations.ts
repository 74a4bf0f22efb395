import type { Model } from '../../../simulations/model/model.ts'
import { mergePatch } from '../../../simulations/scenario/effective.ts'
import type { Json, JsonObject } from '../../../simulations/scenario/json.ts'
import {
  checkScenario,
  ScenarioError,
  scenarioJsonSchema,
} from '../../../simulations/scenario/scenario.ts'
import { readLeaf, shownLeaf } from './draft.ts'
import { shapeOf, valueAt } from './shapes.ts'

/** A value of a field, as it is shown, and what lays it over the scenario. */
interface Setting {
  readonly text: string
  readonly patch: JsonObject
}

/** A field and five values of it, from a fifth lower to a fifth higher; the page's module reads them. */
export interface Variation {
  readonly label: string
  readonly settings: readonly Setting[]
}

/** By how much a number is moved; the outer ones are for the table of two against each other. */
const MOVES = [0.8, 0.9, 1, 1.1, 1.2] as const
/** More would take the browser too long. */
const FIELDS_MAX = 16

/** A number of a scenario that stands alone, not in a list. */
export interface LoneField {
  readonly path: readonly string[]
  readonly name: string
  readonly schema: JsonObject
}

/**
 * The single numbers of a scenario, each a little lower and higher, where the model takes them so.
 *
 * @param labelled what a field is called
 */
export function variationsOf(
  scenario: JsonObject,
  model: Model,
  labelled: (field: LoneField) => string,
  language: 'it' | 'en',
): readonly Variation[] {
  const fields = loneFields(scenarioJsonSchema(model), scenario, [])
  const inModel = fields.filter(({ path }) => path[0] === 'parameters')
  const varied = inModel.flatMap((field): Variation[] => {
    const settings = settingsOf(scenario, field, language)
    return settings === undefined ? [] : [{ label: labelled(field), settings }]
  })
  return varied.slice(0, FIELDS_MAX)
}

function loneFields(
  schema: JsonObject,
  value: Json | undefined,
  path: readonly string[],
): readonly LoneField[] {
  const shape = shapeOf(schema, value)
  if (shape.kind === 'choice') {
    const chosen = shape.options[shape.chosen]
    return chosen === undefined ? [] : loneFields(chosen, value, path)
  }
  if (shape.kind === 'leaf') return [{ path, name: path.at(-1) ?? '', schema }]
  if (shape.kind !== 'group') return []
  return shape.fields.flatMap(({ name, schema: inner }) =>
    loneFields(inner, valueAt(value, [name]), [...path, name]),
  )
}

/** The five settings of a field; nothing where it cannot be moved to both sides. */
function settingsOf(
  scenario: JsonObject,
  { path, schema }: LoneField,
  language: 'it' | 'en',
): readonly Setting[] | undefined {
  const number = Number(/^-?[0-9.]+/.exec(`${valueAt(scenario, path)}`)?.[0])
  if (!Number.isFinite(number) || number === 0) return undefined
  if (schema.type === 'string' && schema.unit === undefined) return undefined
  const settings = MOVES.map((move, index): Setting | undefined => {
    const moved = movedBy(number, move, schema, index - 2)
    const value = readLeaf(schema, `${moved}`)
    const patch = path.reduceRight<Json>((inner, key) => ({ [key]: inner }), value) as JsonObject
    if (!isTaken(mergePatch(scenario, patch))) return undefined
    const unit = typeof schema.unit === 'string' ? ` ${schema.unit}` : ''
    const isPlain = unit === ' none' || unit === ' count'
    return { text: `${shownLeaf(schema, value, language)}${isPlain ? '' : unit}`, patch }
  })
  const whole = settings.filter((one) => one !== undefined)
  return whole.length === MOVES.length ? whole : undefined
}

/** A whole number moves by one at least. */
function movedBy(number: number, move: number, schema: JsonObject, steps: number): number {
  const isWhole = schema.type === 'integer' || schema.unit === 'months'
  if (!isWhole) return Number((number * move).toPrecision(6))
  const step = Math.max(1, Math.round(Math.abs(number) * 0.1))
  return number + steps * step
}

function isTaken(scenario: Json): boolean {
  try {
    checkScenario(scenario)
    return true
  } catch (error) {
    if (error instanceof ScenarioError) return false
    throw error
  }
}
