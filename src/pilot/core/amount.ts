import { formatMinor, MINOR_MAX, type Minor } from '../../kernel/money.ts'

/** What became of reading an amount: the amount, or why not. */
export type AmountReading =
  | { readonly kind: 'amount'; readonly amount: Minor }
  /** One dot or comma before exactly three digits: thousands for one writer, decimals for another. */
  | { readonly kind: 'ambiguous'; readonly asThousands: string }
  | { readonly kind: 'unreadable' }

const CURRENCY = /^(?:(?:€|EUR)\s*)?(?<number>[0-9][0-9.,]*)(?:\s*(?:€|EUR))?$/u
const WHOLE = /^[0-9]+$/
const DECIMAL = /^(?<whole>[0-9]+)[.,](?<decimals>[0-9]{1,2})$/
const ITALIAN = /^(?<whole>[1-9][0-9]{0,2}(?:\.[0-9]{3})+)(?:,(?<decimals>[0-9]{1,2}))?$/
const ENGLISH = /^(?<whole>[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.(?<decimals>[0-9]{1,2}))?$/
const AMBIGUOUS = /^(?<whole>[1-9][0-9]{0,2}[.,][0-9]{3})$/

/**
 * Reads an amount of two decimals as spreadsheets write it: `1234`, `1234,5`, `1234.50`, `1.234,50`,
 * `1,234.50`, `1.234.567`, with or without `€` or `EUR` before or after.
 *
 * `1.234` and `1,234` are refused as ambiguous: nobody but the writer knows whether they mean a
 * thousand or one and a bit, and a wrong guess is wrong by a thousand times.
 *
 * @returns minor units, 0 to {@link MINOR_MAX}, or why the text is none
 * @example readAmount('1.234,50') // { kind: 'amount', amount: 123450n }
 */
export function readAmount(text: string): AmountReading {
  const number = CURRENCY.exec(text.trim())?.groups?.number
  if (number === undefined) return { kind: 'unreadable' }
  if (AMBIGUOUS.test(number)) {
    const thousands = toMinor(number, undefined)
    return thousands === undefined
      ? { kind: 'unreadable' }
      : { kind: 'ambiguous', asThousands: formatMinor(thousands, 'it') }
  }
  for (const pattern of [WHOLE, DECIMAL, ITALIAN, ENGLISH]) {
    const match = pattern.exec(number)
    if (match === null) continue
    const amount = toMinor(match.groups?.whole ?? number, match.groups?.decimals)
    return amount === undefined ? { kind: 'unreadable' } : { kind: 'amount', amount }
  }
  return { kind: 'unreadable' }
}

function toMinor(whole: string, decimals: string | undefined): Minor | undefined {
  const digits = whole.replace(/[.,]/g, '')
  if (digits.length > 30) return undefined
  const amount = BigInt(digits) * 100n + BigInt((decimals ?? '').padEnd(2, '0'))
  return amount <= MINOR_MAX ? amount : undefined
}
