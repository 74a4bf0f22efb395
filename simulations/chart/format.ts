import type { Language } from './language.ts'
import { unitWord } from './words.ts'

const MARKS = { it: { group: '.', decimal: ',' }, en: { group: ',', decimal: '.' } } as const
/** Keeps a number and its unit on one line. */
const NARROW = '\u00a0'
const DECIMALS_MAX = 8

/**
 * A number as it is written in a language. Not `Intl`, which writes otherwise on another build of Node.
 *
 * @example numberText(-1234.5, 'it', 2) // '−1.234,50'
 */
export function numberText(value: number, language: Language, decimals = 0): string {
  const { group, decimal } = MARKS[language]
  const [whole = '', part] = Math.abs(value).toFixed(decimals).split('.')
  const grouped = whole.replace(/\B(?=([0-9]{3})+$)/g, group)
  const text = part === undefined ? grouped : `${grouped}${decimal}${part}`
  return value < 0 && /[1-9]/.test(text) ? `\u2212${text}` : text
}

/** What a unit of results is when it is shown: cents as euro, shares as percent. */
export function shownFactor(unit: string): number {
  if (unit === 'cents') return 0.01
  return isShare(unit) ? 100 : 1
}

/** Shares of a whole and probabilities are shown as percent. */
export function isShare(unit: string): boolean {
  return unit === 'share' || unit === 'probability'
}

/**
 * A value with its unit: `1.234 €` in Italian, `€1,234` in English.
 *
 * @param near how exactly it is known or wanted, in the unit of the result: decimals beyond it are not written
 */
export function valueText(value: number, unit: string, language: Language, near?: number): string {
  const factor = shownFactor(unit)
  const shown = value * factor
  const decimals = decimalsOf(shown, near === undefined ? undefined : near * factor, unit)
  return withUnit(numberText(shown, language, decimals), unit, language, shown)
}

/** A level as percent with as many decimals as it has. */
export function levelText(level: number, language: Language): string {
  const percent = Number((level * 100).toPrecision(6))
  const decimals = String(percent).split('.')[1]?.length ?? 0
  return `${numberText(percent, language, decimals)}${NARROW}%`
}

/** What stands at a tick of an axis: the number alone, in so many decimals as the step has. */
export function tickText(value: number, step: number, unit: string, language: Language): string {
  const factor = shownFactor(unit)
  const text = numberText(value * factor, language, decimalsOfStep(step * factor))
  return isShare(unit) ? `${text}${NARROW}%` : text
}

/** How an axis says what it counts. */
export function unitTitle(unit: string, language: Language): string {
  if (unit === 'cents') return 'EUR'
  return isShare(unit) ? '%' : unitWord(unit, language, 2)
}

function withUnit(text: string, unit: string, language: Language, shown: number): string {
  if (unit === 'cents') {
    if (language === 'it') return `${text}${NARROW}€`
    return text.startsWith('\u2212') ? `\u2212€${text.slice(1)}` : `€${text}`
  }
  if (isShare(unit)) return `${text}${NARROW}%`
  const word = unitWord(unit, language, shown)
  return word === '' ? text : `${text}${NARROW}${word}`
}

/** So many decimals that an error shows two digits; without an error, that the value shows three. */
function decimalsOf(shown: number, near: number | undefined, unit: string): number {
  if (unit === 'cents') {
    if (near !== undefined && near >= 0.5) return 0
    return Math.abs(shown) >= 1000 && near === undefined ? 0 : 2
  }
  if (near !== undefined && near > 0) return digitsBehind(near, 2)
  if (Number.isInteger(shown)) return 0
  return digitsBehind(Math.abs(shown), 3)
}

/** How many decimals show so many digits of a number. */
function digitsBehind(value: number, digits: number): number {
  if (value === 0) return 0
  let decimals = digits - 1
  let scaled = value
  while (scaled >= 10 && decimals > 0) {
    scaled /= 10
    decimals -= 1
  }
  while (scaled < 1 && decimals < DECIMALS_MAX) {
    scaled *= 10
    decimals += 1
  }
  return decimals
}

function decimalsOfStep(step: number): number {
  let decimals = 0
  let scaled = Math.abs(step)
  while (decimals < DECIMALS_MAX && Math.abs(scaled - Math.round(scaled)) > 1e-6 * scaled) {
    scaled *= 10
    decimals += 1
  }
  return decimals
}
