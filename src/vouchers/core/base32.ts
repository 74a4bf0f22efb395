/** The 32 symbols of Crockford's base 32: no I, L, O, U. Source: https://www.crockford.com/base32.html */
export const BASE32_ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

const VALUES: ReadonlyMap<string, number> = new Map(
  Array.from(BASE32_ALPHABET).flatMap((symbol, value) => [
    [symbol, value] as const,
    [symbol.toLowerCase(), value] as const,
  ]),
)

/**
 * The value of one symbol, 0 to 31, upper or lower case; `undefined` where it is none.
 *
 * @example base32Value('z') // 31
 */
export function base32Value(symbol: string): number | undefined {
  return VALUES.get(symbol)
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
  for (const symbol of text) {
    const value = base32Value(symbol)
    if (value === undefined) return undefined
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
