import { type Day, parseDay } from '../../kernel/days.ts'
import { isFromDigest, parseUuid, type Uuid } from '../../kernel/ids.ts'
import { type Minor, parseAmount } from '../../kernel/money.ts'
import { type DeskFieldTexts, deskFieldsEn, deskFieldsIt } from '../messages/desk-fields.ts'
import type { FormState } from './fields.tsx'
import type { DeskLanguage } from './layout.tsx'
import { DeskRefusal } from './session.ts'

const TEXTS: Readonly<Record<DeskLanguage, DeskFieldTexts>> = { it: deskFieldsIt, en: deskFieldsEn }

/**
 * Reads the fields of a form that was sent, and keeps what is wrong with each. What is left empty, or is wrong, is
 * `null`.
 */
export interface FormReader {
  line(name: string, maxLength: number, isNeeded?: boolean): string | null
  /** Several lines. */
  paragraphs(name: string, maxLength: number, isNeeded?: boolean): string | null
  day(name: string, isNeeded?: boolean): Day | null
  wholeNumber(name: string, min: number, max: number): number | null
  /** Zero or more. */
  amount(name: string): Minor | null
  choice<T extends string>(name: string, list: readonly T[], isNeeded?: boolean): T | null
  matching(name: string, pattern: RegExp, wants: 'phone' | 'email' | 'country'): string | null
  parsed<T>(name: string, parse: (text: string) => T | undefined): T | null
  isTicked(name: string): boolean
  /** The id that the form carries of what it makes; it cannot be wrong but by hand. */
  id(name: string): Uuid
  blame(name: string, sentence: string): void
  /** As it is drawn again. */
  state(): FormState
  isGood(): boolean
}

export function readFields(
  values: Readonly<Record<string, string>>,
  language: DeskLanguage,
): FormReader {
  const texts = TEXTS[language]
  const faults: Record<string, string> = {}
  const blame = (name: string, sentence: string) => {
    faults[name] ??= sentence
    return null
  }
  const trimmed = (name: string) => (values[name] ?? '').replace(/\r\n?/g, '\n').trim()
  function read<T>(
    name: string,
    isNeeded: boolean,
    parse: (text: string) => T | undefined,
    wrong: string,
  ): T | null {
    const text = trimmed(name)
    if (text === '') return isNeeded ? blame(name, texts.needed) : null
    return parse(text) ?? blame(name, wrong)
  }
  const words = (name: string, maxLength: number, isNeeded: boolean, refused: RegExp) =>
    read(
      name,
      isNeeded,
      (text) => (text.length <= maxLength && !refused.test(text) ? text : undefined),
      texts.tooLong.replace('{max}', `${maxLength}`),
    )
  return {
    line: (name, max, isNeeded = false) =>
      words(name, max, isNeeded, /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u),
    paragraphs: (name, max, isNeeded = false) => words(name, max, isNeeded, /[^\P{Cc}\n]|\p{Cs}/u),
    day: (name, isNeeded = false) => read(name, isNeeded, parseDay, texts.day),
    wholeNumber: (name, min, max) =>
      read(
        name,
        true,
        (text) => {
          const isIn = /^[0-9]{1,6}$/.test(text) && Number(text) >= min && Number(text) <= max
          return isIn ? Number(text) : undefined
        },
        texts.number.replace('{min}', `${min}`).replace('{max}', `${max}`),
      ),
    amount: (name) => read(name, false, typedAmount, texts.amount),
    choice: (name, list, isNeeded = false) =>
      read(name, isNeeded, (text) => list.find((one) => one === text), texts.choice),
    matching: (name, pattern, wants) =>
      read(name, false, (text) => (pattern.test(text) ? text : undefined), texts[wants]),
    parsed: (name, parse) => read(name, true, parse, texts.choice),
    isTicked: (name) => values[name] === 'yes',
    id: (name) => {
      const id = parseUuid(values[name] ?? '')
      if (id === undefined || isFromDigest(id)) throw new DeskRefusal('not_found')
      return id
    },
    blame,
    state: () => ({ values, faults }),
    isGood: () => Object.keys(faults).length === 0,
  }
}

function typedAmount(text: string): Minor | undefined {
  const amount = parseAmount(text)
  if (typeof amount === 'bigint') return amount
  return amount === 'zero' ? 0n : undefined
}
