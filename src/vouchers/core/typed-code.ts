import { BASE32_ALPHABET, base32Value } from './base32.ts'

/** The largest serial: 50 bits. */
export const SERIAL_MAX = 2n ** 50n - 1n

const SERIAL_SYMBOLS = 10
/** The largest prime below 32 x 32: a remainder by it fits two symbols and misses no slip of one. */
const CHECK_MODULUS = 1021n

/**
 * Writes a serial as people read it out: ten symbols of Crockford's base 32, then two check symbols
 * (the serial's remainder modulo 1021), in three groups of four.
 *
 * @param serial 0 to 2^50 - 1
 * @example formatTypedCode(123456789n) // '0000-3NQK-8NGM'
 */
export function formatTypedCode(serial: bigint): string {
  if (serial < 0n || serial > SERIAL_MAX) throw new RangeError('a serial has 50 bits')
  return writeChecked(serial, SERIAL_SYMBOLS)
}

/**
 * Reads a typed code. Lower case, spaces and dashes are forgiven; O is read as 0, I and L as 1.
 * Every single wrong symbol and every swap of two neighbours is noticed.
 *
 * @returns the serial, or `undefined` where it is no code
 */
export function parseTypedCode(text: string): bigint | undefined {
  return readChecked(text, SERIAL_SYMBOLS)
}

/** So many symbols of a number, then two that check them, in groups of four. */
export function writeChecked(value: bigint, count: number): string {
  const symbols = toSymbols(value, count) + toSymbols(value % CHECK_MODULUS, 2)
  return symbols.replace(/(.{4})(?=.)/g, '$1-')
}

/** What {@link writeChecked} wrote, however it was typed; `undefined` where it is none of so many symbols. */
export function readChecked(text: string, count: number): bigint | undefined {
  const symbols = text
    .replace(/[\s\-‐-―]/g, '')
    .replace(/[oO]/g, '0')
    .replace(/[iIlL]/g, '1')
  if (symbols.length !== count + 2) return undefined
  const value = fromSymbols(symbols.slice(0, count))
  const check = fromSymbols(symbols.slice(count))
  if (value === undefined || check === undefined) return undefined
  return value % CHECK_MODULUS === check ? value : undefined
}

function toSymbols(value: bigint, count: number): string {
  let symbols = ''
  for (let rest = value; symbols.length < count; rest /= 32n) {
    symbols = BASE32_ALPHABET.charAt(Number(rest % 32n)) + symbols
  }
  return symbols
}

function fromSymbols(symbols: string): bigint | undefined {
  let value = 0n
  for (const symbol of symbols) {
    const digit = base32Value(symbol)
    if (digit === undefined) return undefined
    value = value * 32n + BigInt(digit)
  }
  return value
}
