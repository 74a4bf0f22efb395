import { parsePayerCode } from '../../../currency/core/code.ts'
import { base32Value } from '../../../vouchers/core/base32.ts'
import { parseTypedCode } from '../../../vouchers/core/typed-code.ts'

/** The code field: what was entered, and how the field shows it. */
export interface Typing {
  readonly raw: string
  readonly shown: string
}

/** What is presented for a redemption, as the API takes it. */
export type Presented = { readonly qr: string } | { readonly typedCode: string }
/** What was shown at the till: a voucher, or the code of somebody who pays with what they hold. */
export type Shown = Presented | { readonly payer: string }
export type CodeFault = 'short' | 'wrong'

export const NOTHING_TYPED: Typing = { raw: '', shown: '' }

const CODE_SYMBOLS = 12
/** Of a payer's code. */
const LONGEST_CODE = 16

/**
 * Follows the code field by one input event. A code in the making is shown in capitals and groups of
 * four; a scanner that types the whole address or token of a card or phone is left untouched, so what
 * is remembered is what came in and not what is shown.
 *
 * @param value what the field holds now
 * @example typeInto({ raw: '7k3m', shown: '7K3M' }, '7K3M9') // { raw: '7k3m9', shown: '7K3M-9' }
 */
export function typeInto(before: Typing, value: string): Typing {
  const appended = before.shown !== '' && value.startsWith(before.shown)
  const raw = appended ? before.raw + value.slice(before.shown.length) : value
  const symbols = raw.replace(/[\s-]/g, '')
  const isCode = symbols.length <= LONGEST_CODE && /^[0-9a-z]*$/i.test(symbols)
  return { raw, shown: isCode ? inGroups(symbols.toUpperCase()) : raw }
}

/**
 * Tells a typed code from an address or token, and checks what can be checked without asking anybody.
 *
 * @returns what to send, or what is wrong: `short` may still become right
 */
export function readTyped(raw: string): Shown | CodeFault {
  const text = raw.trim()
  const shown = readScanned(text)
  if (shown !== undefined) return shown
  const symbols = text.replace(/[\s-]/g, '')
  if (!Array.from(symbols).every(isCodeSymbol)) return 'wrong'
  const isOnTheWay = symbols.length > CODE_SYMBOLS && symbols.length < LONGEST_CODE
  if (symbols.length < CODE_SYMBOLS || isOnTheWay) return 'short'
  return parseTypedCode(symbols) === undefined ? 'wrong' : { typedCode: inGroups(symbols) }
}

/** What a camera or a scanner read, or a payer's whole code; `undefined` where it is neither a voucher nor a payer's. */
export function readScanned(text: string): Shown | undefined {
  if (looksLikeVoucher(text)) return { qr: text }
  const payer = parsePayerCode(text)
  return payer === undefined ? undefined : { payer }
}

/** True for the address on a printed card and for a phone's token; whether they are genuine is the service's to say. */
export function looksLikeVoucher(text: string): boolean {
  return /^https?:\/\/\S+\/c\/[0-9a-z]+$/i.test(text) || /^[\w-]+\.[\w-]+\.[\w-]+$/.test(text)
}

/** O, I and L are read as the digits they look like. */
function isCodeSymbol(symbol: string): boolean {
  return /[oil]/i.test(symbol) || base32Value(symbol) !== undefined
}

function inGroups(symbols: string): string {
  return symbols.toUpperCase().replace(/(.{4})(?=.)/g, '$1-')
}
