import { z } from 'zod'
import { parseAmount } from '../../kernel/money.ts'
import { type InstrumentRules, instrumentRules } from './rules.ts'

/** A part of the JSON Schema of the rules, as far as the form asks for it. */
interface Schema {
  readonly type?: string
  readonly const?: unknown
  readonly enum?: readonly string[]
  readonly unit?: string
  readonly maximum?: number
  readonly maxLength?: number
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly oneOf?: readonly Schema[]
  readonly anyOf?: readonly Schema[]
}

/**
 * What the form asks for, made from the schema of the rules. `name` names the field in the form and its texts in the
 * catalogue: the path in the rules, with the alternative that it belongs to, like `demurrage.yearly.lost`.
 */
export type Field =
  | { readonly kind: 'group'; readonly name: string; readonly fields: readonly Field[] }
  /** One of several, told apart by a word. */
  | {
      readonly kind: 'choice'
      readonly name: string
      readonly tag: string
      readonly options: Options
    }
  /** There, or not. */
  | { readonly kind: 'optional'; readonly name: string; readonly fields: readonly Field[] }
  | { readonly kind: 'words'; readonly name: string; readonly words: readonly string[] }
  | { readonly kind: 'ticks'; readonly name: string; readonly words: readonly string[] }
  /** Pairs of words: who to whom. */
  | { readonly kind: 'pairs'; readonly name: string; readonly keys: Pair; readonly words: Words }
  | {
      readonly kind: Leaf
      readonly name: string
      readonly isOptional: boolean
      readonly max?: number
    }

type Pair = readonly [string, string]
type Words = readonly (readonly string[])[]
type Options = readonly { readonly word: string; readonly fields: readonly Field[] }[]
/** `amount` is typed like 12,50, `part` in percent. */
type Leaf = 'text' | 'amount' | 'part' | 'number'

const SCHEMA = z.toJSONSchema(instrumentRules, { io: 'input' }) as Schema

/** All fields of the rules, in their order. */
export const RULE_FIELDS: readonly Field[] = fieldsOf(SCHEMA, '')

function fieldsOf({ properties = {} }: Schema, prefix: string): readonly Field[] {
  return Object.entries(properties).flatMap(([key, schema]) =>
    schema.const === undefined ? [fieldOf(schema, `${prefix}${key}`, false)] : [],
  )
}

function fieldOf(schema: Schema, name: string, isOptional: boolean): Field {
  const { oneOf, anyOf, properties, items, unit } = schema
  if (oneOf !== undefined) return choiceOf(oneOf, name)
  if (anyOf !== undefined) {
    const inner = anyOf.find(({ type }) => type !== 'null') ?? {}
    if (inner.properties === undefined) return fieldOf(inner, name, true)
    return { kind: 'optional', name, fields: fieldsOf(inner, `${name}.`) }
  }
  if (properties !== undefined) return { kind: 'group', name, fields: fieldsOf(schema, `${name}.`) }
  if (items?.enum !== undefined) return { kind: 'ticks', name, words: items.enum }
  if (items?.properties !== undefined) {
    const [one = ['', {}], other = ['', {}]] = Object.entries<Schema>(items.properties)
    const words = [one[1].enum ?? [], other[1].enum ?? []]
    return { kind: 'pairs', name, keys: [one[0], other[0]], words }
  }
  if (schema.enum !== undefined) return { kind: 'words', name, words: schema.enum }
  const max = schema.maximum ?? schema.maxLength
  const limits = { name, isOptional, ...(max === undefined ? {} : { max }) }
  if (unit === 'minor') return { kind: 'amount', ...limits }
  if (unit === 'part') return { kind: 'part', ...limits }
  return { kind: schema.type === 'integer' ? 'number' : 'text', ...limits }
}

function choiceOf(alternatives: readonly Schema[], name: string): Field {
  const tags = Object.entries(alternatives[0]?.properties ?? {})
  const tag = tags.find(([, one]) => one.const !== undefined)?.[0] ?? ''
  const options = alternatives.map((one) => {
    const word = `${one.properties?.[tag]?.const ?? ''}`
    return { word, fields: fieldsOf(one, `${name}.${word}.`) }
  })
  return { kind: 'choice', name, tag, options }
}

/** What a form holds, by the names of its fields. */
export type FormValues = Readonly<Record<string, string>>

/** That something is there, or ticked. */
export const TICKED = 'yes'

/** The rules as they stand in a form. */
export function formOfRules(rules: InstrumentRules, language: 'it' | 'en'): FormValues {
  const all = RULE_FIELDS.flatMap((field) =>
    written(field, Reflect.get(rules, field.name), language),
  )
  return Object.fromEntries(all)
}

type Written = readonly (readonly [string, string])[]

function written(field: Field, value: unknown, language: 'it' | 'en'): Written {
  const { name } = field
  const inner = (fields: readonly Field[]) =>
    fields.flatMap((one) => written(one, partOf(value, keyOf(one)), language))
  switch (field.kind) {
    case 'group':
      return inner(field.fields)
    case 'optional':
      return value === null ? [[name, '']] : [[name, TICKED], ...inner(field.fields)]
    case 'choice': {
      const word = `${partOf(value, field.tag)}`
      const chosen = field.options.find((one) => one.word === word)
      return [[name, word], ...inner(chosen?.fields ?? [])]
    }
    case 'ticks':
      return (value as readonly string[]).map((word) => [`${name}.${word}`, TICKED])
    case 'pairs':
      return (value as readonly object[]).map((pair) => {
        const words = field.keys.map((key) => partOf(pair, key))
        return [`${name}.${words.join('.')}`, TICKED]
      })
    default:
      return [[name, value === null ? '' : shown(field.kind, `${value}`, language)]]
  }
}

function partOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
}

/** The last part of a name is the name of the field in the rules. */
function keyOf({ name }: Field): string {
  return name.slice(name.lastIndexOf('.') + 1)
}

/** Amounts with two places, parts in percent. Digits are moved, never reckoned with: nothing is rounded. */
function shown(kind: string, text: string, language: 'it' | 'en'): string {
  if (kind !== 'amount' && kind !== 'part') return text
  const [whole = '0', rest = ''] = kind === 'amount' ? [text] : text.split('.')
  const digits = kind === 'amount' ? whole.padStart(3, '0') : `${whole}${rest.padEnd(2, '0')}`
  const point = kind === 'amount' ? digits.length - 2 : whole.length + 2
  const after = digits.slice(point).replace(kind === 'part' ? /0+$/ : /^00$/, '')
  const before = digits.slice(0, point).replace(/^0+(?=[0-9])/, '')
  return after === '' ? before : `${before}${language === 'it' ? ',' : '.'}${after}`
}

/** What was typed, as rules: right or wrong, for the schema to say. */
export function rulesOfForm(values: FormValues): unknown {
  const read = Object.fromEntries(
    RULE_FIELDS.map((field) => [field.name, readField(field, values)]),
  )
  return { schemaVersion: 1, ...read }
}

function readField(field: Field, values: FormValues): unknown {
  const { name } = field
  const typed = (values[name] ?? '').trim()
  const inner = (fields: readonly Field[]) =>
    Object.fromEntries(fields.map((one) => [keyOf(one), readField(one, values)]))
  switch (field.kind) {
    case 'group':
      return inner(field.fields)
    case 'optional':
      return typed === TICKED ? inner(field.fields) : null
    case 'choice': {
      const fields = field.options.find(({ word }) => word === typed)?.fields ?? []
      return { [field.tag]: typed, ...inner(fields) }
    }
    case 'ticks':
      return field.words.filter((word) => values[`${name}.${word}`] === TICKED)
    case 'pairs': {
      const [from, to] = field.keys
      const [payers = [], payees = []] = field.words
      return payers.flatMap((one) =>
        payees
          .filter((other) => values[`${name}.${one}.${other}`] === TICKED)
          .map((other) => ({ [from]: one, [to]: other })),
      )
    }
    case 'words':
      return typed
    default:
      return typed === '' && field.isOptional ? null : readLeaf(field.kind, typed)
  }
}

function readLeaf(kind: Leaf, typed: string): string | number {
  switch (kind) {
    case 'text':
      return typed
    case 'number':
      return /^[0-9]{1,6}$/.test(typed) ? Number(typed) : Number.NaN
    case 'amount': {
      const amount = parseAmount(typed)
      return typeof amount === 'bigint' ? `${amount}` : amount === 'zero' ? '0' : typed || '-'
    }
    case 'part': {
      const [, whole, rest = ''] = /^([0-9]{1,3})(?:[.,]([0-9]{1,18}))?$/.exec(typed) ?? []
      if (whole === undefined) return typed || '-'
      const digits = `${whole.padStart(3, '0')}${rest}`
      const text = `${Number(digits.slice(0, -2 - rest.length))}.${digits.slice(-2 - rest.length)}`
      return text.replace(/\.?0+$/, '')
    }
  }
}

/**
 * The name of the field of the form at a path of the rules, for what is wrong there. What is wrong with something that the
 * form shows as one, such as a list, stands at that.
 */
export function fieldNameOf(path: readonly PropertyKey[], values: FormValues): string {
  let fields = RULE_FIELDS
  let name = ''
  for (const key of path) {
    const found = fields.find((one) => keyOf(one) === key)
    if (found === undefined) return name
    name = found.name
    fields = innerOf(found, values)
  }
  return name
}

function innerOf(field: Field, values: FormValues): readonly Field[] {
  if (field.kind === 'group' || field.kind === 'optional') return field.fields
  if (field.kind !== 'choice') return []
  return field.options.find(({ word }) => word === values[field.name])?.fields ?? []
}
