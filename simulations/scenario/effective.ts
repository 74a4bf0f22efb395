import { isObject, type Json, type JsonObject } from './json.ts'

/**
 * Lays a patch over a value: fields are replaced one by one, a field of null goes away, lists are replaced whole.
 * Source: RFC 7396, JSON Merge Patch.
 */
export function mergePatch(target: Json, patch: Json): Json {
  if (!isObject(patch)) return patch
  const result: Record<string, Json> = isObject(target) ? { ...target } : {}
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key]
    else result[key] = mergePatch(result[key] ?? null, value)
  }
  return result
}

/** Fills in what a JSON Schema says of fields that are left out, in the order of the schema. */
export function fillDefaults(schema: Json | undefined, value: Json | undefined): Json | undefined {
  if (!isObject(schema)) return value
  if (value === undefined) {
    return schema.default === undefined ? undefined : fillDefaults(schema, schema.default)
  }
  if (Array.isArray(value)) {
    const items = alternativesOf(schema).find((one) => one.items !== undefined)?.items
    return value.map((item) => fillDefaults(items, item) ?? null)
  }
  if (!isObject(value)) return value
  const properties = propertiesFor(schema, value)
  const result: Record<string, Json> = {}
  for (const [name, property] of Object.entries(properties)) {
    const filled = fillDefaults(property, value[name])
    if (filled !== undefined) result[name] = filled
  }
  for (const [name, given] of Object.entries(value)) result[name] ??= given
  return result
}

/** The fields of the alternative that fits: the one whose constant fields the value has. */
export function propertiesFor(schema: JsonObject, value: JsonObject): JsonObject {
  const fits = alternativesOf(schema).find(({ properties }) => {
    if (!isObject(properties)) return false
    return Object.entries(properties).every(
      ([name, one]) => !isObject(one) || one.const === undefined || one.const === value[name],
    )
  })
  return isObject(fits?.properties) ? fits.properties : {}
}

/** A schema, or the schemas of which one holds. */
export function alternativesOf(schema: JsonObject): readonly JsonObject[] {
  const options = schema.anyOf ?? schema.oneOf
  return Array.isArray(options) ? options.filter(isObject) : [schema]
}

/** One field that two scenarios do not share. */
export interface Difference {
  readonly path: string
  /** As each writes it; nothing where it does not have it. */
  readonly before?: Json
  readonly after?: Json
}

/** Where two values differ, down to single fields. */
export function differencesOf(
  before: Json | undefined,
  after: Json | undefined,
  path = '',
): readonly Difference[] {
  if (isBranch(before) && isBranch(after)) {
    const left = new Map(Object.entries(before))
    const right = new Map(Object.entries(after))
    const keys = [...new Set([...left.keys(), ...right.keys()])]
    return keys.flatMap((key) =>
      differencesOf(left.get(key), right.get(key), path === '' ? key : `${path}.${key}`),
    )
  }
  if (JSON.stringify(before) === JSON.stringify(after)) return []
  return [
    {
      path,
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
    },
  ]
}

function isBranch(value: Json | undefined): value is JsonObject | Json[] {
  return typeof value === 'object' && value !== null
}
