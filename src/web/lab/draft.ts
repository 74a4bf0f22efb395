import { differencesOf } from '../../../simulations/scenario/effective.ts'
import type { Json, JsonObject } from '../../../simulations/scenario/json.ts'
import { beginningOf, type Path, pathOf, schemaAt, shapeOf, valueAt, withAt } from './shapes.ts'

/** Fields of a form that stand for a place of the scenario begin with this. */
export const VALUE = 'f.'
/** Which alternative was chosen at a place. */
export const CHOICE = 'v.'

/**
 * A scenario as it stands in a form: what was typed, right or wrong.
 *
 * @param state the scenario as the form was drawn
 * @param form what came back of it
 */
export function typedInto(
  schema: JsonObject,
  state: JsonObject,
  form: Readonly<Record<string, string>>,
): JsonObject {
  let typed: Json = state
  for (const [name, text] of Object.entries(form)) {
    if (!name.startsWith(VALUE)) continue
    const path = pathOf(name.slice(VALUE.length))
    const leaf = schemaAt(schema, typed, path)
    if (leaf === undefined || shapeOf(leaf, undefined).kind !== 'leaf') continue
    // A place that the form did not have: somebody made it up.
    const around = valueAt(typed, path.slice(0, -1))
    if (around === undefined) continue
    if (Array.isArray(around) && valueAt(typed, path) === undefined) continue
    typed = withAt(typed, path, readLeaf(leaf, text))
  }
  return typed as JsonObject
}

/** What was typed for a field, as a file would say it. What cannot be read stays a text, for the schema to refuse. */
export function readLeaf(schema: JsonObject, text: string): Json {
  const trimmed = text.trim()
  if (schema.type === 'boolean') return trimmed === 'true'
  const isNumber = /^-?[0-9]+(?:[.,][0-9]+)?$/.test(trimmed)
  const number = trimmed.replace(',', '.')
  if (schema.type === 'number' || schema.type === 'integer') {
    return isNumber ? Number(number) : trimmed
  }
  return isNumber && typeof schema.unit === 'string' ? `${number} ${schema.unit}` : trimmed
}

/** What a field shows: the number without its unit, which stands beside. */
export function shownLeaf(
  schema: JsonObject,
  value: Json | undefined,
  language: 'it' | 'en',
): string {
  if (value === undefined || value === null) return ''
  const unit = typeof schema.unit === 'string' ? schema.unit : ''
  const text = `${value}`
  const number = /^(-?[0-9]+(?:\.[0-9]+)?) ?(.*)$/.exec(text)
  const isBare = typeof value === 'number' || (number !== null && isUnit(number[2] ?? '', unit))
  if (!isBare) return text
  const shown = number?.[1] ?? text
  return language === 'it' ? shown.replace('.', ',') : shown
}

function isUnit(written: string, unit: string): boolean {
  const bare = (text: string) => text.replaceAll(' ', '').replace(/^month$/, 'months')
  return bare(written) === bare(unit)
}

/**
 * Does what a button of the form asks for: adds or takes away, chooses another alternative, goes back to how it began.
 *
 * @param step `add:PATH`, `remove:PATH`, `choose:PATH`, `reset:PATH`; anything else changes nothing
 */
export function stepped(
  schema: JsonObject,
  scenario: JsonObject,
  original: JsonObject,
  form: Readonly<Record<string, string>>,
): JsonObject {
  const [, verb = '', place = ''] = /^([a-z]+):([\w.-]*)$/.exec(form.step ?? '') ?? []
  const path = pathOf(place)
  const found = schemaAt(schema, scenario, path)
  if (found === undefined || path.length === 0) return scenario
  const next = (value: Json | undefined) => withAt(scenario, path, value) as JsonObject
  const value = valueAt(scenario, path)
  switch (verb) {
    case 'add':
      return next(withOneMore(found, value))
    case 'remove':
      return next(undefined)
    case 'reset':
      return next(valueAt(original, path))
    case 'choose': {
      const shape = shapeOf(found, value)
      const chosen =
        shape.kind === 'choice' ? shape.options[Number(form[`${CHOICE}${place}`])] : undefined
      const same = shape.kind === 'choice' && shape.options[shape.chosen] === chosen
      return chosen === undefined || same ? scenario : next(beginningOf(chosen))
    }
    default:
      return scenario
  }
}

/** A list with one more like its last, or something that was left out. */
function withOneMore(schema: JsonObject, value: Json | undefined): Json {
  const inner = shapeOf(schema, value)
  const shape = inner.kind === 'choice' ? shapeOf(inner.options[inner.chosen] ?? {}, value) : inner
  if (shape.kind !== 'list' || !Array.isArray(value)) return value ?? beginningOf(schema)
  const last: Json | undefined = value.at(-1)
  return [...value, last ?? beginningOf(shape.items)]
}

/** Whether anything at a place, or below it, is not as it began. */
export function isChanged(scenario: JsonObject, original: JsonObject, path: Path): boolean {
  return differencesOf(valueAt(original, path), valueAt(scenario, path)).length > 0
}
