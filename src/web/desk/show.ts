import { romeDay } from '../../kernel/days.ts'
import { formatMinor, type Minor, type Unit } from '../../kernel/money.ts'
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

/** Puts figures in the places of a text: `{name}`. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => `${values[name] ?? whole}`)
}
