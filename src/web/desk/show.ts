import { romeDay } from '../../kernel/days.ts'
import { formatMinor, type Minor, type Unit } from '../../kernel/money.ts'
import { tillEn, tillIt } from '../messages/till.ts'
import type { DeskLanguage } from './layout.tsx'

/** An amount with its unit, `12,50 €`. */
export function showMoney(amount: Minor, unit: Unit, language: DeskLanguage): string {
  const figure = formatMinor(amount, language)
  if (unit !== 'EUR') return `${figure}\u00a0${unit}`
  return language === 'en' ? `€${figure}` : `${figure}\u00a0€`
}

/** A calendar day as people in Italy read it, `31/12/2026`. */
export function showDay(day: string): string {
  return day.split('-').reverse().join('/')
}

/** The day and the time of an instant, in the time of Rome. */
export function showTime(at: Date): string {
  return `${showDay(romeDay(at.getTime()))} ${CLOCK.format(at)}`
}

const CLOCK = new Intl.DateTimeFormat('it', {
  ...{ timeZone: 'Europe/Rome', hour: '2-digit', minute: '2-digit', second: '2-digit' },
})

const CATEGORIES: Readonly<Record<DeskLanguage, Readonly<Record<string, string>>>> = {
  it: tillIt.categories,
  en: tillEn.categories,
}

/** What a category is called, as at the till; one that is not known keeps its own name. */
export function showCategory(category: string, language: DeskLanguage): string {
  return CATEGORIES[language][category] ?? category
}

/** Categories after each other, `Alimentari, Farmacia`. */
export function showCategories(categories: readonly string[], language: DeskLanguage): string {
  return categories.map((one) => showCategory(one, language)).join(', ')
}

/** Puts figures in the places of a text: `{name}`. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => `${values[name] ?? whole}`)
}
