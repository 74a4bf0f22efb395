import { FIELD_UNITS } from '../scenario/fields.ts'
import type { Json } from '../scenario/json.ts'

/** A number as it stands in a scenario file, with what is written behind it. */
export interface Written {
  readonly number: number
  /** `%`, `EUR`, `% / month`, …; empty for a bare number. */
  readonly unit: string
}

const PATTERN = /^(-?[0-9]+(?:\.[0-9]+)?)\s*([^0-9]*)$/
const UNITS: ReadonlySet<string> = new Set(
  Object.values(FIELD_UNITS).map(({ written }) => unitOf(written)),
)
const DIGITS = 12
const PLACES = 15

/**
 * Reads a number with its unit.
 *
 * @returns nothing where it is something else, such as a choice or a name
 * @example readWritten('1.2 % / month') // { number: 1.2, unit: '% / month' }
 */
export function readWritten(value: Json | undefined): Written | undefined {
  if (typeof value === 'number') return { number: value, unit: '' }
  if (typeof value !== 'string') return undefined
  const [, digits, behind = ''] = PATTERN.exec(value.trim()) ?? []
  if (digits === undefined) return undefined
  const unit = unitOf(behind)
  return unit === '' || UNITS.has(unit) ? { number: Number(digits), unit } : undefined
}

/**
 * Writes a number as a field wants it: with its unit, to twelve digits, cents and months whole.
 *
 * @param isWhole whether a bare number is a count
 * @example write(1 / 3, '%', false) // '0.333333333333 %'
 */
export function write(number: number, unit: string, isWhole: boolean): string | number {
  if (unit === 'months') return `${Math.round(number)} months`
  if (unit === 'EUR') return `${plain(Math.round(number * 100) / 100)} EUR`
  if (unit === '') return isWhole ? Math.round(number) : Number(number.toPrecision(DIGITS))
  return `${plain(Number(number.toPrecision(DIGITS)))} ${unit}`
}

/** Without the letter e, which a file does not know. */
function plain(number: number): string {
  const text = String(number)
  if (!text.includes('e')) return text
  return number.toFixed(PLACES).replace(/\.?0+$/, '')
}

/** `%/month` and `% / month` are one; so are `1 month` and `2 months`. */
function unitOf(behind: string): string {
  const unit = behind.trim().replace(/\s*\/\s*/, ' / ')
  return unit === 'month' ? 'months' : unit
}
