import { formatMinor, parseMinor } from '../../kernel/money.ts'

export { type AmountFault, parseAmount } from '../../kernel/money.ts'

export type PageLanguage = 'it' | 'en'

/**
 * Writes an amount with its unit.
 *
 * @param digits minor units as the API gives them
 * @example showMoney('1250', 'EUR', 'it') // '12,50 €'
 */
export function showMoney(digits: string, unit: string, language: PageLanguage): string {
  const amount = parseMinor(digits)
  if (amount === undefined) return ''
  const figure = formatMinor(amount, language)
  if (unit !== 'EUR') return `${figure}\u00a0${unit}`
  return language === 'en' ? `€${figure}` : `${figure}\u00a0€`
}

/**
 * Writes an amount that may be below zero with its unit.
 *
 * @example showSigned('-1250', 'EUR', 'it') // '−12,50 €'
 */
export function showSigned(digits: string, unit: string, language: PageLanguage): string {
  if (!digits.startsWith('-')) return showMoney(digits, unit, language)
  return `−${showMoney(digits.slice(1), unit, language)}`
}
