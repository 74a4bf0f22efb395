import { numberText } from '../chart/format.ts'
import type { Language } from '../chart/language.ts'
import { unitWord } from '../chart/words.ts'
import { findModel } from '../model/models.ts'
import type { Result } from '../result.ts'
import { alternativesOf, propertiesFor } from '../scenario/effective.ts'
import { isObject, type Json, type JsonObject } from '../scenario/json.ts'
import { scenarioJsonSchema } from '../scenario/scenario.ts'
import { labelOf } from './labels/labels.ts'
import { say } from './report-words.ts'

/** A parameter of a run, as a report shows it. */
export interface Assumption {
  /** As in the scenario file, without `parameters`. */
  readonly path: string
  readonly label: string
  readonly value: string
  /** What the scenario file says beside it. */
  readonly source: string
}

/** From so many shares on, those of an object or list stand in one row. */
const TOGETHER_MIN = 3
const SECTIONS = ['parameters', 'shocks', 'levels', 'sampling', 'stop'] as const

/** Every parameter of a run with unit and source, in the order of the scenario. */
export function assumptionsOf(result: Result, language: Language): readonly Assumption[] {
  const model = findModel(result.provenance.model.name)
  if (model === undefined) return []
  const schema = scenarioJsonSchema(model)
  const properties = propertiesFor(schema, result.scenario)
  const walk = new Walk(result, language)
  for (const section of SECTIONS) walk.into(result.scenario[section], properties[section], section)
  return walk.rows
}

class Walk {
  readonly rows: Assumption[] = []
  readonly #result: Result
  readonly #language: Language

  constructor(result: Result, language: Language) {
    this.#result = result
    this.#language = language
  }

  into(value: Json | undefined, schema: Json | undefined, path: string): void {
    if (value === undefined || isEmptyList(value)) return
    const own: JsonObject = isObject(schema) ? schema : {}
    if (isBranch(value) && !this.#isTogether(value)) {
      const properties = isObject(value) ? propertiesFor(own, value) : {}
      const items = alternativesOf(own).find((one) => one.items !== undefined)?.items
      for (const [key, inner] of Object.entries(value)) {
        this.into(inner, isObject(value) ? properties[key] : items, `${path}.${key}`)
      }
      return
    }
    this.rows.push({
      path: path.replace(/^parameters\./, ''),
      label: this.#labelOf(own),
      value: isBranch(value) ? this.#together(value, own) : this.#written(value),
      source: sourceText(this.#sourceOf(path), this.#language),
    })
  }

  #labelOf(schema: JsonObject): string {
    const alternative = alternativesOf(schema).find((one) => typeof one.description === 'string')
    const description = schema.description ?? alternative?.description
    if (typeof description !== 'string') return ''
    return labelOf(description, this.#result.provenance.model.name, this.#language)
  }

  /** A row of a matrix, a list of shares: what is read as one thing. */
  #isTogether(value: JsonObject | readonly Json[]): boolean {
    const parts = Object.values(value)
    const isShares = parts.every((part) => typeof part === 'string' && /%/.test(part))
    return parts.length >= TOGETHER_MIN && isShares
  }

  /** Parts of zero are left out. */
  #together(value: JsonObject | readonly Json[], schema: JsonObject): string {
    const properties = isObject(value) ? propertiesFor(schema, value) : {}
    return Object.entries(value)
      .filter(([, part]) => !/^0(\.0+)? ?%/.test(String(part)))
      .map(([key, part]) => {
        const own = properties[key]
        const label = isObject(own) ? this.#labelOf(own) : String(Number(key) + 1)
        return `${label}: ${this.#written(part)}`
      })
      .join('; ')
  }

  /** The source of a field, or of the nearest around it that has one. */
  #sourceOf(path: string): string {
    const parts = path.split('.')
    for (let length = parts.length; length > 1; length--) {
      const source = this.#result.sources[parts.slice(0, length).join('.')]
      if (source !== undefined) return source
    }
    return ''
  }

  #written(value: Json): string {
    if (value === null) return say('nothing', this.#language)
    if (typeof value === 'boolean') return say(value ? 'yes' : 'no', this.#language)
    if (typeof value === 'number') return decimal(String(value), this.#language)
    return typeof value === 'string' ? quantityText(value, this.#language) : JSON.stringify(value)
  }
}

/**
 * A quantity of a scenario file in the words of a language.
 *
 * @example quantityText('1500 EUR', 'it') // '1.500 €'
 */
export function quantityText(written: string, language: Language): string {
  const [, digits, unit] = /^(-?[0-9]+(?:\.[0-9]+)?) ?(\D.*)$/.exec(written) ?? []
  if (digits === undefined || unit === undefined) return written
  const number = decimal(digits, language)
  const compact = unit.replaceAll(' ', '')
  if (compact === '%') return `${number}\u00a0%`
  if (compact === '%/month') return `${number}\u00a0% ${say('perMonth', language)}`
  if (compact === '%/year') return `${number}\u00a0% ${say('perYear', language)}`
  if (compact === 'EUR') return language === 'it' ? `${number}\u00a0€` : `€${number}`
  if (/^months?$/.test(compact)) {
    return `${number}\u00a0${unitWord('months', language, Number(digits))}`
  }
  return written
}

function decimal(digits: string, language: Language): string {
  if (!/^-?[0-9]+(\.[0-9]+)?$/.test(digits)) return digits
  return numberText(Number(digits), language, digits.split('.')[1]?.length ?? 0)
}

/** Of a source, the words that say that there is none, in the reader's language. */
function sourceText(source: string, language: Language): string {
  return source.replace(/^(assumption|benchmark)\b/, (kind) =>
    say(kind as 'assumption' | 'benchmark', language),
  )
}

function isBranch(value: Json): value is JsonObject | readonly Json[] {
  return typeof value === 'object' && value !== null
}

function isEmptyList(value: Json): boolean {
  return Array.isArray(value) && value.length === 0
}
