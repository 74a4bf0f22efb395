import { parseCode } from '../../kernel/codes.ts'
import type { Day } from '../../kernel/days.ts'
import { EUR, type Minor, parseUnit, type Unit } from '../../kernel/money.ts'
import { type Area, parseArea } from '../../ledger/core/colour.ts'
import { readAmount } from './amount.ts'
import { readDay } from './calendar.ts'
import { type Column, plainHeading, type Reading } from './table.ts'
import { wants } from './wants.ts'

const TEXT_CHARACTERS_MAX = 120
const CATEGORY = /^[\p{Letter}\p{Number}][\p{Letter}\p{Number} '’-]{0,39}$/u
/** The shape of an Italian tax code (D.M. 23 December 1976): surname, name, day of birth, place, check. */
const TAX_CODE = /^[A-Z]{6}[0-9LMNP-V]{2}[A-EHLMPRST][0-9LMNP-V]{2}[A-Z][0-9LMNP-V]{3}[A-Z]$/i

/** A short code of the programme. */
export function code(headings: readonly string[]): Column<string> {
  return { headings, read: readCode }
}

/** A short code, or nothing. */
export function codeOrNothing(headings: readonly string[]): Column<string | null> {
  return { headings, read: readCode, ifEmpty: null }
}

/** A person's pseudonymous code: one that says by itself who the person is, is refused and not repeated. */
export function pseudonym(headings: readonly string[]): Column<string> {
  return {
    headings,
    read: (text) =>
      TAX_CODE.test(text)
        ? {
            ...wants('pseudonym'),
            because: 'has the shape of a tax code, which is personal data',
            shown: `${text.slice(0, 1)}…`,
          }
        : readCode(text),
  }
}

/** A name of a place, a shop or a product. */
export function words(headings: readonly string[]): Column<string> {
  const fits = (text: string) =>
    text !== '' && text.length <= TEXT_CHARACTERS_MAX && !/\p{Cc}/u.test(text)
  return {
    headings,
    read: (text) =>
      fits(text) ? { value: text } : wants('words', { most: `${TEXT_CHARACTERS_MAX}` }),
  }
}

/**
 * One of a closed list; each may also be written in other words.
 *
 * @param choices what each is called besides its own name
 */
export function choice<T extends string>(
  headings: readonly string[],
  choices: Readonly<Record<T, readonly string[]>>,
): Column<T> {
  const names = Object.keys(choices) as T[]
  const read = (text: string): Reading<T> => {
    const plain = plainHeading(text)
    const found = names.find((name) =>
      [name, ...choices[name]].some((other) => plainHeading(other) === plain),
    )
    return found === undefined ? wants('one_of', { names: names.join(', ') }) : { value: found }
  }
  return { headings, read }
}

/** Categories, parted by `|`, `;` or `,`; in small letters, each once, in alphabetical order. */
export function categories(headings: readonly string[]): Column<readonly string[]> {
  const allowed = 'one or more categories parted by |, each of 1 to 40 letters and digits'
  const read = (text: string): Reading<readonly string[]> => {
    const found = text.split(/[|;,]/).map((part) => part.trim().replace(/\s+/g, ' ').toLowerCase())
    const filled = found.filter((part) => part !== '')
    return filled.length > 0 && filled.length <= 50 && filled.every((part) => CATEGORY.test(part))
      ? { value: [...new Set(filled)].sort() }
      : { allowed }
  }
  return { headings, read }
}

/** What money is counted in: EUR where nothing is said. */
export function unit(headings: readonly string[]): Column<Unit> {
  const read = (text: string): Reading<Unit> => {
    const value = parseUnit(text.toUpperCase())
    return value === undefined ? wants('unit') : { value }
  }
  return { headings, read, ifEmpty: EUR }
}

/** The area that somebody belongs to, for money that may be used there alone; or nothing. */
export function areaOrNothing(headings: readonly string[]): Column<Area | null> {
  const allowed = 'an area of 1 to 24 capital letters, digits and dashes, a letter first'
  const read = (text: string): Reading<Area | null> => {
    const value = parseArea(text.toUpperCase())
    return value === undefined ? { allowed } : { value }
  }
  return { headings, read, ifEmpty: null }
}

/** An amount of at least `minimum` minor units: 0, or 1 for what may not be nothing. */
export function amount(headings: readonly string[], minimum: 0n | 1n): Column<Minor> {
  const asked = wants(minimum === 0n ? 'amount' : 'amount_above_zero')
  const read = (text: string): Reading<Minor> => {
    const reading = readAmount(text)
    if (reading.kind === 'amount' && reading.amount >= minimum) return { value: reading.amount }
    if (reading.kind !== 'ambiguous') return asked
    const because = `may be a thousand or a fraction: write ${reading.asThousands} if that is what it means`
    return { ...asked, because }
  }
  return { headings, read }
}

/** A whole number within bounds. */
export function wholeNumber(
  headings: readonly string[],
  minimum: number,
  maximum: number,
): Column<number> {
  const read = (text: string): Reading<number> => {
    const value = /^[0-9]{1,9}$/.test(text) ? Number(text) : Number.NaN
    return value >= minimum && value <= maximum
      ? { value }
      : wants('whole_number', { least: `${minimum}`, most: `${maximum}` })
  }
  return { headings, read }
}

/** A calendar day, or nothing. */
export function dayOrNothing(headings: readonly string[]): Column<Day | null> {
  const read = (text: string): Reading<Day | null> => {
    const value = readDay(text)
    return value === undefined ? wants('day') : { value }
  }
  return { headings, read, ifEmpty: null }
}

/** A language: Italian where nothing is said. */
export function language(headings: readonly string[]): Column<string> {
  const read = (text: string): Reading<string> => {
    const value = canonicalLanguage(text)
    return value === undefined ? wants('language') : { value }
  }
  return { headings, read, ifEmpty: 'it' }
}

function readCode(text: string): Reading<string> {
  const value = parseCode(text)
  return value === undefined ? wants('code') : { value }
}

function canonicalLanguage(text: string): string | undefined {
  if (!/^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}$/.test(text)) return undefined
  try {
    return Intl.getCanonicalLocales(text.replaceAll('_', '-'))[0]
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}
