import type { Brand } from './ids.ts'

/** A count of the smallest parts of a unit (cents of EUR). May be negative where a balance is meant. */
export type Minor = bigint

/** What money is counted in: `EUR`, or a programme's own currency such as `MERIT`. */
export type Unit = Brand<string, 'Unit'>

export const EUR = 'EUR' as Unit

/** The largest amount or balance: what a signed 64-bit number holds. */
export const MINOR_MAX: Minor = 2n ** 63n - 1n

const UNIT_PATTERN = /^[A-Z][A-Z0-9]{1,11}$/
const DIGITS_PATTERN = /^(0|[1-9][0-9]{0,18})$/

/** Reads a unit: 2 to 12 capital letters and digits, a letter first. */
export function parseUnit(text: string): Unit | undefined {
  return UNIT_PATTERN.test(text) ? (text as Unit) : undefined
}

/**
 * Reads an amount as JSON carries it: a string of digits without sign, dot or leading zeros.
 *
 * @returns the amount in minor units, 0 to {@link MINOR_MAX}, or `undefined`
 * @example parseMinor('1250') // 1250n
 */
export function parseMinor(text: string): Minor | undefined {
  if (!DIGITS_PATTERN.test(text)) return undefined
  const amount = BigInt(text)
  return amount <= MINOR_MAX ? amount : undefined
}

/**
 * Writes an amount of two decimals for people.
 *
 * @example formatMinor(123456n, 'it') // '1.234,56'
 */
export function formatMinor(amount: Minor, language: 'it' | 'en'): string {
  const sign = amount < 0n ? '-' : ''
  const digits = (amount < 0n ? -amount : amount).toString().padStart(3, '0')
  const grouped = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, language === 'it' ? '.' : ',')
  return `${sign}${grouped}${language === 'it' ? ',' : '.'}${digits.slice(-2)}`
}

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
 * Writes an amount into a field as somebody types it, without thousands marks: {@link parseAmount} reads it.
 *
 * @example typedMoney(123456n, 'it') // '1234,56'
 */
export function typedMoney(amount: Minor, language: 'it' | 'en'): string {
  const figure = decimalText(amount)
  return language === 'it' ? figure.replace('.', ',') : figure
}

/** The smaller of two amounts. */
export function least(one: Minor, other: Minor): Minor {
  return one < other ? one : other
}

/** Of every unit: an amount of 1250 is 12.50. */
export const UNIT_DECIMALS = 2

/**
 * Writes an amount for programs: a dot, {@link UNIT_DECIMALS} decimals, nothing between the thousands.
 *
 * @example decimalText(-123456n) // '-1234.56'
 */
export function decimalText(amount: Minor): string {
  const digits = (amount < 0n ? -amount : amount).toString().padStart(UNIT_DECIMALS + 1, '0')
  const sign = amount < 0n ? '-' : ''
  return `${sign}${digits.slice(0, -UNIT_DECIMALS)}.${digits.slice(-UNIT_DECIMALS)}`
}

/**
 * Shares an amount by weights, so that the parts always sum to the whole: each part is rounded
 * down and the cents left over go one by one to the largest remainders, earlier parts first.
 * Source: the largest remainder (Hamilton) method.
 *
 * @param total minor units, not negative
 * @param weights whole numbers, not negative, at least one above zero
 * @example allocate(100n, [1n, 1n, 1n]) // [34n, 33n, 33n]
 */
export function allocate(total: Minor, weights: readonly bigint[]): Minor[] {
  if (total < 0n) throw new RangeError('the total must not be negative')
  if (weights.some((weight) => weight < 0n)) throw new RangeError('weights must not be negative')
  const sum = weights.reduce((all, weight) => all + weight, 0n)
  if (sum === 0n) throw new RangeError('at least one weight must be above zero')
  const parts = weights.map((weight) => (total * weight) / sum)
  let left = total - parts.reduce((all, part) => all + part, 0n)
  const byRemainder = weights
    .map((weight, index) => ({ index, remainder: (total * weight) % sum }))
    .sort((a, b) =>
      a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1,
    )
  for (const { index } of byRemainder) {
    if (left === 0n) break
    parts[index] = (parts[index] ?? 0n) + 1n
    left -= 1n
  }
  return parts
}
