import { type JsonSchema, type OpenApiDocument, resolveRef } from './openapi-reading.ts'

/** A schema with the words that only this check reads. */
interface Wanted extends JsonSchema {
  readonly minLength?: number
  readonly $ref?: string
}

/**
 * What keeps a value from fitting a schema of the document, each with its path; empty where it fits. A field that the
 * schema does not name is one of these, too: the document would be silent about it.
 */
export function misfits(document: OpenApiDocument, schema: JsonSchema, value: unknown): string[] {
  return check(document, schema, value, 'it')
}

function check(document: OpenApiDocument, schema: Wanted, value: unknown, at: string): string[] {
  if (schema.$ref !== undefined) {
    return check(document, resolveRef(document, schema.$ref) as Wanted, value, at)
  }
  // One that asks for nothing takes anything.
  if (Object.keys(schema).length === 0) return []
  const choices = schema.anyOf ?? schema.oneOf
  if (choices !== undefined) {
    const found = choices.map((choice) => check(document, choice, value, at))
    return found.some((one) => one.length === 0) ? [] : (found[0] ?? [])
  }
  if (schema.allOf !== undefined) return check(document, merged(document, schema), value, at)
  if (schema.const !== undefined && schema.const !== value) return [`${at} is not ${schema.const}`]
  if (schema.enum !== undefined && !schema.enum.includes(value)) return [`${at} is ${value}`]
  const types = schema.type === undefined ? [] : [schema.type].flat()
  if (types.length > 0 && !types.includes(typeOf(value, types))) {
    return [`${at} is ${JSON.stringify(value)}, not ${types.join(' or ')}`]
  }
  if (typeof value === 'string') return checkText(schema, value, at)
  if (typeof value === 'number') return checkNumber(schema, value, at)
  if (Array.isArray(value)) {
    const { items } = schema
    if (value.length < (schema.minItems ?? 0)) return [`${at} has too few`]
    return items === undefined
      ? []
      : value.flatMap((one, index) => check(document, items, one, `${at}[${index}]`))
  }
  if (typeof value === 'object' && value !== null) return checkFields(document, schema, value, at)
  return []
}

/** The fields of all parts of an `allOf`, and of what stands beside it. */
function merged(document: OpenApiDocument, { allOf = [], ...whole }: Wanted): Wanted {
  const parts = [...allOf, whole].map((part: Wanted): Wanted => {
    const named = part.$ref === undefined ? part : (resolveRef(document, part.$ref) as Wanted)
    return named.allOf === undefined ? named : merged(document, named)
  })
  return {
    ...Object.assign({}, ...parts),
    properties: Object.assign({}, ...parts.map(({ properties }) => properties ?? {})),
    required: parts.flatMap(({ required = [] }) => required),
  }
}

function checkFields(
  document: OpenApiDocument,
  { properties = {}, required = [], additionalProperties }: Wanted,
  value: object,
  at: string,
): string[] {
  const missing = required
    .filter((name) => !(name in value))
    .map((name) => `${at}.${name} is missing`)
  const fields = Object.entries(value).flatMap(([name, inner]) => {
    const schema = properties[name]
    if (schema !== undefined) return check(document, schema, inner, `${at}.${name}`)
    if (typeof additionalProperties === 'object' && additionalProperties !== null) {
      return check(document, additionalProperties, inner, `${at}.${name}`)
    }
    return [`${at}.${name} is not in the document`]
  })
  return [...missing, ...fields]
}

const FORMATS: Readonly<Record<string, RegExp>> = {
  uuid: /^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/,
  date: /^\d{4}-\d{2}-\d{2}$/,
  'date-time': /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/,
}

function checkText({ pattern, format, maxLength, minLength }: Wanted, text: string, at: string) {
  const wrong: string[] = []
  if (pattern !== undefined && !new RegExp(pattern, 'u').test(text)) wrong.push(`${at} is ${text}`)
  if (format !== undefined && FORMATS[format]?.test(text) === false) {
    wrong.push(`${at} is no ${format}: ${text}`)
  }
  if (text.length > (maxLength ?? text.length)) wrong.push(`${at} is too long`)
  if (text.length < (minLength ?? 0)) wrong.push(`${at} is too short`)
  return wrong
}

function checkNumber({ minimum, maximum }: Wanted, value: number, at: string): string[] {
  const isWithin = value >= (minimum ?? value) && value <= (maximum ?? value)
  return isWithin ? [] : [`${at} is ${value}`]
}

function typeOf(value: unknown, types: readonly string[]): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'number')
    return Number.isInteger(value) && types.includes('integer') ? 'integer' : 'number'
  return typeof value
}
