import { formatMinor, MINOR_MAX, type Minor, parseMinor } from '../../kernel/money.ts'

export type PageLanguage = 'it' | 'en'

/** What is wrong with an amount as typed. */
export type AmountFault = 'empty' | 'wrong' | 'zero'

/**
 * Reads an amount as a person types it: at most two decimals after a comma or a dot, no thousands
 * marks (`1.250` could mean two things, so it is wrong).
 *
 * @returns minor units above zero, or what is wrong
 * @example parseAmount('12,5') // 1250n
 */
export function parseAmount(text: string): Minor | AmountFault {
  const trimmed = text.trim()
  if (trimmed === '') return 'empty'
  const match = /^([0-9]{1,17})(?:[.,]([0-9]{0,2}))?$/.exec(trimmed)
  if (!match) return 'wrong'
  const amount = BigInt(`${match[1] ?? ''}${(match[2] ?? '').padEnd(2, '0')}`)
  if (amount === 0n) return 'zero'
  return amount <= MINOR_MAX ? amount : 'wrong'
}

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
