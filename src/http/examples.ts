import { EXAMPLE_REQUESTS } from './example-requests.ts'
import { EXAMPLE_IDS, EXAMPLE_VALUES } from './example-values.ts'

/** A schema of the document, as far as an example is made of it. */
interface Schema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly example?: unknown
  readonly const?: unknown
  readonly default?: unknown
  readonly enum?: readonly unknown[]
  readonly format?: string
  readonly pattern?: string
  readonly minimum?: number
  readonly maxLength?: number
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | Schema
  readonly items?: Schema
  readonly allOf?: readonly Schema[]
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
}

interface Media {
  readonly schema?: Schema
  example?: unknown
}

interface Parameter {
  readonly name: string
  readonly in: string
  readonly schema?: Schema
  example?: unknown
}

interface Operation {
  readonly operationId?: string
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: { readonly content: Readonly<Record<string, Media>> }
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, Media>> }>
  >
}

type Schemas = Readonly<Record<string, Schema>>

/** Where an example stands: its field, the collection of the address, and whether it is sent or answered. */
interface Place {
  readonly schemas: Schemas
  readonly name: string
  readonly collection: string
  readonly isSent: boolean
}

/**
 * Writes an example of what is sent and of what is answered into each operation, from its schemas: a field says what its
 * name says in `example-values.ts`, or else what its schema gives as an example. What has to fit together besides is in
 * `example-requests.ts`.
 */
export function addExamples(path: string, operation: object, schemas: object): void {
  const { operationId = '', parameters = [], requestBody, responses } = operation as Operation
  const collection = collectionOf(path)
  const place = { schemas: schemas as Schemas, name: '', collection, isSent: true }
  for (const parameter of parameters) addToParameter(parameter, path, operationId, place)
  const fixed = EXAMPLE_REQUESTS[operationId]
  for (const media of Object.values(requestBody?.content ?? {})) {
    const made = media.schema === undefined ? {} : exampleOf(media.schema, place)
    media.example = { ...(made as object), ...fixed?.body }
  }
  for (const [status, { content = {} }] of Object.entries(responses)) {
    const media = content['application/json']
    if (!status.startsWith('2') || media?.schema === undefined) continue
    media.example = exampleOf(media.schema, { ...place, isSent: false })
  }
}

/** The last word of an address that names many of a kind: `/vouchers/{id}/events` is of `vouchers`. */
function collectionOf(path: string): string {
  const words = path.split('/').filter((word) => word in EXAMPLE_IDS)
  return words.at(-1) ?? ''
}

function addToParameter(
  parameter: Parameter,
  path: string,
  operationId: string,
  place: Place,
): void {
  const { name, schema } = parameter
  const fixed = EXAMPLE_REQUESTS[operationId]?.parameters?.[name]
  if (fixed !== undefined) parameter.example = fixed
  // Where a page begins is told by the page before.
  else if (name === 'cursor' || schema === undefined) return
  else if (parameter.in === 'path' && name === 'id') parameter.example = idIn(path)
  else parameter.example = exampleOf(schema, { ...place, name })
}

function idIn(path: string): string | undefined {
  const words = path.split('/')
  return EXAMPLE_IDS[words[words.indexOf('{id}') - 1] ?? '']
}

function exampleOf(schema: Schema, place: Place): unknown {
  if (schema.$ref !== undefined) {
    const named = place.schemas[schema.$ref.replace('#/components/schemas/', '')]
    return named === undefined ? undefined : exampleOf(named, place)
  }
  const known = knownValue(schema, place)
  if (known !== undefined) return known
  if (schema.const !== undefined) return schema.const
  if (schema.enum !== undefined) return schema.enum.find((one) => one !== null)
  const { allOf, ...whole } = schema
  if (allOf !== undefined) {
    const parts = [...allOf, whole].map((part) => exampleOf(part, place))
    return Object.assign({}, ...parts.filter((part) => typeof part === 'object'))
  }
  const [choice] = (schema.oneOf ?? schema.anyOf ?? []).filter(({ type }) => type !== 'null')
  if (choice !== undefined) return exampleOf(choice, place)
  return ofType(schema, place)
}

/** What the field's name says where it fits, or what the schema itself gives. */
function knownValue(schema: Schema, { name, collection }: Place): unknown {
  const named = EXAMPLE_VALUES[`${collection}.${name}`] ?? EXAMPLE_VALUES[name]
  const byName = name === 'id' ? EXAMPLE_IDS[collection] : named
  if (byName !== undefined && takes(schema, byName)) return byName
  if (schema.example !== undefined) return schema.example
  return schema.default
}

function takes({ type, enum: choices, pattern, format, maxLength, ...rest }: Schema, text: string) {
  if (![type].flat().includes('string') || choices !== undefined || rest.const !== undefined)
    return false
  if (pattern !== undefined && !new RegExp(pattern, 'u').test(text)) return false
  if (maxLength !== undefined && text.length > maxLength) return false
  if (format === 'uuid') return /^[0-9a-f-]{36}$/.test(text)
  if (format === 'date') return /^\d{4}-\d{2}-\d{2}$/.test(text)
  return format !== 'date-time'
}

function ofType(schema: Schema, place: Place): unknown {
  const [type] = [schema.type].flat().filter((one) => one !== 'null')
  switch (type) {
    case 'object':
      return ofObject(schema, place)
    case 'array':
      return schema.items === undefined ? [] : [exampleOf(schema.items, place)]
    case 'integer':
    case 'number':
      return schema.minimum ?? 1
    case 'boolean':
      return false
    case 'string':
      return schema.format === 'date' ? '2026-05-04' : 'text'
    default:
      return ofObject(schema, place)
  }
}

/** Of what is sent the fields that must be there, of what is answered all. */
function ofObject(schema: Schema, place: Place): Record<string, unknown> {
  const { properties = {}, required = [], additionalProperties } = schema
  const wanted = Object.entries(properties).filter(
    ([name]) => !place.isSent || required.includes(name),
  )
  const fields = wanted.map(([name, inner]) => [name, exampleOf(inner, { ...place, name })])
  return {
    ...(typeof additionalProperties === 'object'
      ? { note: exampleOf(additionalProperties, { ...place, name: 'note' }) }
      : {}),
    ...Object.fromEntries(fields),
  }
}
