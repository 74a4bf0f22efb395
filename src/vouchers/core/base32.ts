/** The 32 symbols of Crockford's base 32: no I, L, O, U. Source: https://www.crockford.com/base32.html */
export const BASE32_ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

const NONE = 255
/** The value of each ASCII character; {@link NONE} where it is no symbol. */
const VALUES = new Uint8Array(128).fill(NONE)
for (const [value, symbol] of Array.from(BASE32_ALPHABET).entries()) {
  VALUES[symbol.charCodeAt(0)] = value
  VALUES[symbol.toLowerCase().charCodeAt(0)] = value
}

/**
 * The value of one symbol, 0 to 31, upper or lower case; `undefined` where it is none.
 *
 * @example base32Value('z') // 31
 */
export function base32Value(symbol: string): number | undefined {
  const value = symbol.length === 1 ? valueAt(symbol, 0) : NONE
  return value === NONE ? undefined : value
}

/**
 * Writes bytes in Crockford's base 32, five bits a symbol, the first bit first. Bits missing at the end are zero.
 *
 * @example encodeBase32(Uint8Array.of(0xff)) // 'ZW'
 */
export function encodeBase32(bytes: Uint8Array): string {
  let text = ''
  let held = 0
  let bits = 0
  for (const byte of bytes) {
    held = (held << 8) | byte
    bits += 8
    while (bits >= 5) {
      bits -= 5
      text += BASE32_ALPHABET.charAt((held >> bits) & 31)
    }
    held &= (1 << bits) - 1
  }
  return bits === 0 ? text : text + BASE32_ALPHABET.charAt((held << (5 - bits)) & 31)
}

/**
 * Reads what {@link encodeBase32} wrote, in any case. There is one text for every bytes: a length that
 * does not fit and bits left over that are not zero are refused.
 *
 * @returns the bytes, or `undefined`
 */
export function decodeBase32(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(Math.floor((text.length * 5) / 8))
  if (Math.ceil((bytes.length * 8) / 5) !== text.length) return undefined
  let held = 0
  let bits = 0
  let length = 0
  for (let index = 0; index < text.length; index++) {
    const value = valueAt(text, index)
    if (value === NONE) return undefined
    held = (held << 5) | value
    bits += 5
    if (bits >= 8) {
      bits -= 8
      bytes[length++] = held >> bits
      held &= (1 << bits) - 1
    }
  }
  return held === 0 ? bytes : undefined
}

function valueAt(text: string, index: number): number {
  return VALUES[text.charCodeAt(index)] ?? NONE
}
