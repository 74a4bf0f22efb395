import fc from 'fast-check'
import { type JsonSchema, type OpenApiDocument, schemaAt } from './openapi-reading.ts'

/** What to put into a field of this name, so that some requests get far. */
export type KnownValues = Readonly<Record<string, fc.Arbitrary<unknown>>>

/** Bodies that fit a schema of the document. */
export function fitting(
  document: OpenApiDocument,
  schema: JsonSchema,
  known: KnownValues,
  name = '',
): fc.Arbitrary<unknown> {
  const here = schemaAt(document, schema)
  const values = known[name]
  if (values !== undefined) return values
  const branches = [...(here.anyOf ?? []), ...(here.oneOf ?? [])]
  if (branches.length > 0) {
    return fc.oneof(...branches.map((branch) => fitting(document, branch, known, name)))
  }
  if (here.enum !== undefined) return fc.constantFrom(...here.enum)
  switch (here.type) {
    case 'object': {
      const fields: Record<string, fc.Arbitrary<unknown>> = {}
      for (const [field, inner] of Object.entries(here.properties ?? {})) {
        const fit = fitting(document, inner, known, field)
        fields[field] = here.required?.includes(field) ? fit : fc.option(fit, { nil: undefined })
      }
      return fc.record(fields)
    }
    case 'array':
      return fc.array(fitting(document, here.items ?? {}, known, name), {
        minLength: here.minItems ?? 0,
        maxLength: Math.min(here.maxItems ?? 3, 3),
      })
    case 'integer':
      return fc.integer({ min: here.minimum ?? 0, max: here.maximum ?? 1_000 })
    case 'boolean':
      return fc.boolean()
    default:
      return textFitting(here)
  }
}

function textFitting(schema: JsonSchema): fc.Arbitrary<string> {
  if (schema.format === 'uuid') return fc.uuid()
  if (schema.pattern !== undefined) return fc.stringMatching(new RegExp(schema.pattern))
  return fc.string({ minLength: 1, maxLength: Math.min(schema.maxLength ?? 40, 40) })
}

/** What nobody should send. */
export const WILD_TEXTS = [
  '',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\udfff\ud800',
  '\u202e',
  "' OR 1=1; --",
  '$1',
  '../../etc/passwd',
  '{{7*7}}',
  '__proto__',
  'NaN',
  '-0',
  '1e400',
  '9223372036854775808',
  '340282366920938463463374607431768211456',
  '00000000-0000-0000-0000-000000000000',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
  '🦊'.repeat(300),
  '9'.repeat(10_000),
] as const

const wildValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom<unknown>(...WILD_TEXTS) },
  {
    weight: 3,
    arbitrary: fc.constantFrom<unknown>(null, true, 0, -1, 1.5, 1e308, -(2 ** 63), 2 ** 53, {}, []),
  },
  { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 3, stringUnit: 'binary' }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 50 }) },
)

interface Change {
  /** Which place, counted through the body and wrapped around. */
  readonly place: number
  readonly kind: 'replace' | 'remove' | 'add' | 'repeat'
  readonly name: string
  readonly value: unknown
}

const change: fc.Arbitrary<Change> = fc.record({
  place: fc.nat(200),
  kind: fc.constantFrom('replace', 'replace', 'remove', 'add', 'repeat'),
  name: fc.oneof(fc.constantFrom('__proto__', 'constructor', 'toString', ''), fc.string()),
  value: wildValue,
})

/** A body that fits, with a few changes made to it. */
export function changed(body: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc
    .tuple(body, fc.array(change, { maxLength: 3 }))
    .map(([value, changes]) => changes.reduce(applyChange, structuredClone(value)))
}

/** The text of a body, cut, doubled or with some of its characters replaced. */
export function damaged(body: fc.Arbitrary<unknown>): fc.Arbitrary<string> {
  const damage = fc.record({
    at: fc.nat(),
    length: fc.nat(5),
    put: fc.oneof(
      fc.string({ unit: 'binary', maxLength: 4 }),
      fc.constantFrom('{', '}', '"', '\\u0000', '\\ud800', ',', ',,', '1e999', '\u0000'),
    ),
  })
  return fc
    .tuple(body, fc.array(damage, { minLength: 1, maxLength: 3 }))
    .map(([value, damages]) => {
      let text = JSON.stringify(value) ?? ''
      for (const { at, length, put } of damages) {
        const start = text.length === 0 ? 0 : at % text.length
        text = text.slice(0, start) + put + text.slice(start + length)
      }
      return text
    })
}

function applyChange(body: unknown, { place, kind, name, value: shared }: Change): unknown {
  const value = structuredClone(shared)
  const places = containersIn(body)
  const container = places[place % Math.max(places.length, 1)]
  if (container === undefined || (place === 0 && kind === 'replace')) return value
  const keys = Object.keys(container)
  const key = keys[place % Math.max(keys.length, 1)] ?? 'x'
  if (kind === 'remove') Reflect.deleteProperty(container, key)
  else if (kind === 'repeat' && Array.isArray(container)) container.push(...container)
  else if (kind === 'add' && !Array.isArray(container)) define(container, name, value)
  else define(container, key, value)
  return body
}

/** Sets a field even where its name means something to JavaScript. */
function define(container: object, key: string, value: unknown): void {
  Object.defineProperty(container, key, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  })
}

function containersIn(value: unknown): object[] {
  if (typeof value !== 'object' || value === null) return []
  return [value, ...Object.values(value).flatMap(containersIn)]
}
