import { fillDefaults } from '../../../simulations/scenario/effective.ts'
import { isObject, type Json, type JsonObject } from '../../../simulations/scenario/json.ts'

/** What stands at a place of a scenario, as a form draws it. */
export type Shape =
  | { readonly kind: 'group'; readonly fields: readonly Field[] }
  | {
      readonly kind: 'list'
      readonly items: JsonObject
      readonly least: number
      readonly most: number
    }
  | {
      readonly kind: 'choice'
      readonly options: readonly JsonObject[]
      /** Which of them the value is; -1 where it is none. */
      readonly chosen: number
    }
  | { readonly kind: 'leaf' }
  /** What cannot be another: it is not drawn. */
  | { readonly kind: 'fixed' }

/** A field of a group. */
export interface Field {
  readonly name: string
  readonly schema: JsonObject
  /** Whether it can be left out. */
  readonly isOptional: boolean
}

const MANY = 1_000_000

/** How a place with this schema is drawn while it holds this value. */
export function shapeOf(schema: JsonObject, value: Json | undefined): Shape {
  const options = schema.oneOf ?? schema.anyOf
  if (Array.isArray(options)) {
    const all = options.filter(isObject)
    return { kind: 'choice', options: all, chosen: all.findIndex((one) => fits(one, value)) }
  }
  if (schema.const !== undefined || schema.type === 'null') return { kind: 'fixed' }
  if (isObject(schema.properties)) {
    return { kind: 'group', fields: fieldsOf(schema, schema.properties) }
  }
  if (isObject(schema.items)) {
    const { items, minItems, maxItems } = schema
    return { kind: 'list', items, least: Number(minItems ?? 0), most: Number(maxItems ?? MANY) }
  }
  return { kind: 'leaf' }
}

function fieldsOf(schema: JsonObject, properties: JsonObject): readonly Field[] {
  const required = Array.isArray(schema.required) ? schema.required : []
  return Object.entries(properties).flatMap(([name, one]) => {
    if (!isObject(one)) return []
    const isOptional = !required.includes(name) && one.default === undefined
    return [{ name, schema: one, isOptional }]
  })
}

/** Whether a value is of an alternative: by the constants that tell alternatives apart, or by its kind. */
function fits(schema: JsonObject, value: Json | undefined): boolean {
  if (schema.const !== undefined) return schema.const === value
  if (schema.type === 'null') return value === null || value === undefined
  if (isObject(schema.properties)) {
    if (!isObject(value)) return false
    return Object.entries(schema.properties).every(
      ([name, one]) => !isObject(one) || one.const === undefined || one.const === value[name],
    )
  }
  if (schema.type === 'array') return Array.isArray(value)
  const isNumeric = schema.type === 'number' || schema.type === 'integer'
  return typeof value === (isNumeric ? 'number' : schema.type)
}

/** What an alternative is called in a file: the constant that tells it apart; nothing where there is none. */
export function nameOfAlternative(schema: JsonObject): string | undefined {
  if (schema.const !== undefined) return `${schema.const}`
  const properties = isObject(schema.properties) ? Object.values(schema.properties) : []
  const told = properties.find((one) => isObject(one) && one.const !== undefined)
  return isObject(told) ? `${told.const}` : undefined
}

/** Something of this schema to begin with: its default, and nothing where somebody has to think. */
export function beginningOf(schema: JsonObject): Json {
  if (schema.default !== undefined) return fillDefaults(schema, schema.default) ?? null
  if (schema.const !== undefined) return schema.const
  if (Array.isArray(schema.enum)) return schema.enum[0] ?? ''
  const shape = shapeOf(schema, undefined)
  switch (shape.kind) {
    case 'group':
      return Object.fromEntries(
        shape.fields
          .filter(({ isOptional }) => !isOptional)
          .map(({ name, schema: inner }) => [name, beginningOf(inner)]),
      )
    case 'list':
      return Array.from({ length: shape.least }, () => beginningOf(shape.items))
    case 'choice':
      return shape.options[0] === undefined ? null : beginningOf(shape.options[0])
    case 'fixed':
      return null
    case 'leaf':
      return schema.type === 'boolean' ? false : ''
  }
}

/** A place in a scenario: names of fields and numbers of items. */
export type Path = readonly string[]

/** Whether a path such as `inputs.3.law.low` is another, or lies within it. */
export function isWithin(path: string, whole: string): boolean {
  return path === whole || path.startsWith(`${whole}.`)
}

export function pathOf(text: string): Path {
  return text === '' ? [] : text.split('.')
}

/** What stands at a place; `undefined` where there is no such place. */
export function valueAt(value: Json | undefined, path: Path): Json | undefined {
  let inner = value
  for (const key of path) {
    if (typeof inner !== 'object' || inner === null || !Object.hasOwn(inner, key)) return undefined
    inner = Reflect.get(inner, key) as Json
  }
  return inner
}

/** The schema of a place, along the alternatives that the value is of. */
export function schemaAt(
  schema: JsonObject,
  value: Json | undefined,
  path: Path,
): JsonObject | undefined {
  const shape = shapeOf(schema, value)
  if (shape.kind === 'choice') {
    const chosen = shape.options[shape.chosen]
    if (path.length === 0) return schema
    return chosen === undefined ? undefined : schemaAt(chosen, value, path)
  }
  const [key, ...rest] = path
  if (key === undefined) return schema
  const inner = valueAt(value, [key])
  if (shape.kind === 'list') {
    return /^[0-9]{1,6}$/.test(key) ? schemaAt(shape.items, inner, rest) : undefined
  }
  if (shape.kind !== 'group') return undefined
  const field = shape.fields.find(({ name }) => name === key)
  return field === undefined ? undefined : schemaAt(field.schema, inner, rest)
}

/** The value with something else at a place; of `undefined` the place is taken away. */
export function withAt(value: Json, path: Path, next: Json | undefined): Json {
  const [key, ...rest] = path
  if (key === undefined) return next ?? null
  if (Array.isArray(value)) {
    const index = Number(key)
    if (rest.length === 0 && next === undefined) return value.filter((_, at) => at !== index)
    if (rest.length === 0 && index === value.length) return [...value, next ?? null]
    return value.map((item, at) => (at === index ? withAt(item, rest, next) : item))
  }
  const fields = new Map(Object.entries(isObject(value) ? value : {}))
  if (rest.length === 0 && next === undefined) fields.delete(key)
  else fields.set(key, withAt(fields.get(key) ?? null, rest, next))
  return Object.fromEntries(fields)
}
