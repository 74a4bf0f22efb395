declare const brand: unique symbol

/** A type that only its own parser or maker can produce. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name }

/** A UUID in lower case with dashes. */
export type Uuid = Brand<string, 'Uuid'>
export type AccountId = Uuid
export type TransferId = Uuid
export type VoucherId = Uuid
export type RedemptionId = Uuid

export const UUID_ZERO = '00000000-0000-0000-0000-000000000000' as Uuid
export const UUID_MAX = 'ffffffff-ffff-ffff-ffff-ffffffffffff' as Uuid

const UUID_PATTERN = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Each byte as two digits. */
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/**
 * Reads a UUID of any version; upper case becomes lower case.
 *
 * @returns the UUID, or `undefined` where the text is none
 * @example parseUuid('018F3A5E-0000-7000-8000-000000000001') // '018f3a5e-0000-7000-8000-000000000001'
 */
export function parseUuid(text: string): Uuid | undefined {
  return UUID_PATTERN.test(text) ? (text.toLowerCase() as Uuid) : undefined
}

/**
 * Makes a UUID of version 7: sorted by time, unguessable within a millisecond.
 * Source: RFC 9562, section 5.7.
 *
 * @param unixMs milliseconds since 1970, 0 to 2^48 - 1
 * @param random ten random bytes
 */
export function uuidv7(unixMs: number, random: Uint8Array): Uuid {
  if (!Number.isInteger(unixMs) || unixMs < 0 || unixMs >= 2 ** 48) {
    throw new RangeError('unixMs must be a whole number of milliseconds below 2^48')
  }
  if (random.length !== 10) throw new RangeError('random must hold ten bytes')
  const bytes = new Uint8Array(16)
  let rest = unixMs
  for (let i = 5; i >= 0; i--) {
    bytes[i] = rest % 256
    rest = Math.floor(rest / 256)
  }
  bytes.set(random, 6)
  return formatUuid(bytes, 7)
}

/**
 * Makes a UUID of version 8 from 16 or more bytes of a digest, so that the same thing always gets the same id.
 * Source: RFC 9562, section 5.8.
 */
export function uuidFromDigest(digest: Uint8Array): Uuid {
  if (digest.length < 16) throw new RangeError('a digest of at least 16 bytes is needed')
  return formatUuid(Uint8Array.from(digest.subarray(0, 16)), 8)
}

/** Whether a UUID is of version 8, as {@link uuidFromDigest} makes them: whoever knows the name knows the id. */
export function isFromDigest(id: Uuid): boolean {
  return /^.{14}8.{4}[89ab]/.test(id)
}

function formatUuid(bytes: Uint8Array, version: number): Uuid {
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | (version << 4)
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  let text = ''
  for (let i = 0; i < 16; i++) {
    if (i === 4 || i === 6 || i === 8 || i === 10) text += '-'
    text += HEX[bytes[i] ?? 0]
  }
  return text as Uuid
}
