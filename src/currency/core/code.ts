import { readChecked, SERIAL_MAX, writeChecked } from '../../vouchers/core/typed-code.ts'

/** `phone`: shown on a screen, good once and not for long. `card`: printed, good with the PIN until it is withdrawn. */
export const CODE_KINDS = ['phone', 'card'] as const

export type CodeKind = (typeof CODE_KINDS)[number]

/** So long a code on a phone's screen is good, milliseconds. */
export const PHONE_CODE_MS = 120_000
/** So long a request with an amount can be paid, milliseconds. */
export const REQUEST_MS = 15 * 60_000

/** Random symbols of a payer's code: 70 bits. With two that check them they are sixteen. */
const PAYER_SYMBOLS = 14
/** Of a payee's: 50 bits. Whoever guesses one may pay somebody. */
const PAYEE_SYMBOLS = 10
const ADDRESS = /^https?:\/\/[^/]+\/([PR])\/([^/?#]+)$/i

/** Bytes from which {@link payerCode} takes what is random. */
export const PAYER_CODE_BYTES = 9
export const PAYEE_CODE_BYTES = 7

/**
 * A payer's code, as it is typed.
 *
 * @param random {@link PAYER_CODE_BYTES} unpredictable bytes
 * @example payerCode(new Uint8Array(9)) // '0000-0000-0000-0000'
 */
export function payerCode(random: Uint8Array): string {
  return writeChecked(numberOf(random) % 2n ** 70n, PAYER_SYMBOLS)
}

/** What a payee's code stands for, which is what is kept of it. @param random {@link PAYEE_CODE_BYTES} bytes */
export function payeeSerial(random: Uint8Array): bigint {
  return numberOf(random) & SERIAL_MAX
}

/** @example payeeCode(123456789n) // '0000-3NQK-8NGM' */
export function payeeCode(serial: bigint): string {
  return writeChecked(serial, PAYEE_SYMBOLS)
}

/** What the QR code of a payer (`P`) or of a payee (`R`) holds: capitals and digits, so that it stays small. */
export function codeAddress(publicUrl: string, door: 'P' | 'R', code: string): string {
  return `${publicUrl}/${door}/${code.replaceAll('-', '')}`.toUpperCase()
}

/** Reads a payer's code, typed or from its picture; `undefined` where it is none. */
export function parsePayerCode(text: string): string | undefined {
  const value = readChecked(behind(text, 'P'), PAYER_SYMBOLS)
  return value === undefined ? undefined : writeChecked(value, PAYER_SYMBOLS)
}

/** Reads a payee's code, typed or from its picture; `undefined` where it is none. */
export function parsePayeeCode(text: string): bigint | undefined {
  return readChecked(behind(text, 'R'), PAYEE_SYMBOLS)
}

/** What stands behind the door in an address; of another door, nothing; what is no address, as it is. */
function behind(text: string, wanted: 'P' | 'R'): string {
  const [, door, code = ''] = ADDRESS.exec(text.trim()) ?? []
  if (door === undefined) return text
  return door.toUpperCase() === wanted ? code : ''
}

function numberOf(bytes: Uint8Array): bigint {
  return bytes.reduce((value, byte) => value * 256n + BigInt(byte), 0n)
}
