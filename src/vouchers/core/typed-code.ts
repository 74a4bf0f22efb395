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
  const symbols = toSymbols(serial, SERIAL_SYMBOLS) + toSymbols(serial % CHECK_MODULUS, 2)
  return `${symbols.slice(0, 4)}-${symbols.slice(4, 8)}-${symbols.slice(8)}`
}

/**
 * Reads a typed code. Lower case, spaces and dashes are forgiven; O is read as 0, I and L as 1.
 * Every single wrong symbol and every swap of two neighbours is noticed.
 *
 * @returns the serial, or `undefined` where it is no code
 */
export function parseTypedCode(text: string): bigint | undefined {
  const symbols = text
    .replace(/[\s\-‐-―]/g, '')
    .replace(/[oO]/g, '0')
    .replace(/[iIlL]/g, '1')
  if (symbols.length !== SERIAL_SYMBOLS + 2) return undefined
  const serial = fromSymbols(symbols.slice(0, SERIAL_SYMBOLS))
  const check = fromSymbols(symbols.slice(SERIAL_SYMBOLS))
  if (serial === undefined || check === undefined) return undefined
  return serial % CHECK_MODULUS === check ? serial : undefined
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
