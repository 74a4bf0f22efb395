import { addDays, type Day, daysBetween, parseDay } from '../../kernel/days.ts'
import { decodeBase32, encodeBase32 } from './base32.ts'
import { SERIAL_MAX } from './typed-code.ts'

/** What a printed card says, before it is signed. */
export interface CardFacts {
  /** The first four bytes of the signing key's thumbprint. */
  readonly keyId: Uint8Array
  /** The voucher's serial, 50 bits. */
  readonly serial: bigint
  /** The last day it is good, 2020-01-01 to 2199-06-06. */
  readonly expiresOn: Day
}

/** A card as read, its signature not yet checked. */
export interface ReadCard extends CardFacts {
  /** The whole of it, as it is printed. */
  readonly card: Uint8Array
  /** What the signature must be over. */
  readonly message: Uint8Array
  /** ES256, r and s, 64 bytes. */
  readonly signature: Uint8Array
}

/** Version, key id, serial, expiry: layout in docs/reference/voucher-codes.md. */
export const CARD_BODY_BYTES = 14
export const CARD_SIGNATURE_BYTES = 64
/** With so many characters of host (port included) a card still fits a QR code of version 8, level M. */
export const CARD_HOST_LENGTH_MAX = 85

const VERSION = 1
const EPOCH = '2020-01-01' as Day
const EXPIRY_DAYS_MAX = 0xffff
/** Keeps a card's signature from being taken for one over anything else. */
const DOMAIN = new TextEncoder().encode('fra-noi card 1\n')
const ADDRESS = /^https?:\/\/[^/?#\s]{1,253}\/c\/([0-9a-z]{1,200})$/i

/** True where a last day can be written on a card. */
export function fitsCard(expiresOn: Day): boolean {
  const days = daysBetween(EPOCH, expiresOn)
  return days >= 0 && days <= EXPIRY_DAYS_MAX
}

/**
 * Lays out what a card says in {@link CARD_BODY_BYTES} bytes.
 *
 * @throws RangeError where a part does not fit
 */
export function cardBody(facts: CardFacts): Uint8Array {
  if (facts.keyId.length !== 4) throw new RangeError('a key id has four bytes')
  if (facts.serial < 0n || facts.serial > SERIAL_MAX) throw new RangeError('a serial has 50 bits')
  if (!fitsCard(facts.expiresOn)) throw new RangeError('the last day does not fit a card')
  const body = new Uint8Array(CARD_BODY_BYTES)
  body[0] = VERSION
  body.set(facts.keyId, 1)
  const view = new DataView(body.buffer)
  view.setUint16(5, Number(facts.serial >> 40n))
  view.setUint8(7, Number((facts.serial >> 32n) & 0xffn))
  view.setUint32(8, Number(facts.serial & 0xffffffffn))
  view.setUint16(12, daysBetween(EPOCH, facts.expiresOn))
  return body
}

/** What a card's signature is over: a fixed first line, then the body. */
export function cardMessage(body: Uint8Array): Uint8Array {
  const message = new Uint8Array(DOMAIN.length + body.length)
  message.set(DOMAIN)
  message.set(body, DOMAIN.length)
  return message
}

/**
 * The text of a card's QR code: capitals only, so that it stays small.
 *
 * @param origin what {@link cardOrigin} gave
 * @param card body and signature, 78 bytes
 * @example 'HTTPS://VOUCHERS.EXAMPLE.ORG/C/04…'
 */
export function cardAddress(origin: string, card: Uint8Array): string {
  return `${origin}/C/${encodeBase32(card)}`
}

/**
 * The part of a card's address before the path, in capitals.
 *
 * @throws RangeError where the host does not fit a small QR code
 * @example cardOrigin('https://vouchers.example.org/') // 'HTTPS://VOUCHERS.EXAMPLE.ORG'
 */
export function cardOrigin(publicUrl: string): string {
  const url = URL.canParse(publicUrl) ? new URL(publicUrl) : undefined
  const fits =
    url !== undefined &&
    (url.protocol === 'https:' || url.protocol === 'http:') &&
    /^[a-z0-9.:-]+$/.test(url.host) &&
    url.host.length <= CARD_HOST_LENGTH_MAX
  if (!fits) {
    throw new RangeError(
      `cards need a public address http(s)://host of at most ${CARD_HOST_LENGTH_MAX} letters, digits, dots and dashes, not ${JSON.stringify(publicUrl)}`,
    )
  }
  return `${url.protocol}//${url.host}`.toUpperCase()
}

/**
 * Reads a card from its address (any host, http or https, any case) or from the bare code.
 * Says nothing about who signed it.
 *
 * @returns `undefined` where the text is no card of a known version
 */
export function readCard(text: string): ReadCard | undefined {
  const trimmed = text.trim()
  const code = ADDRESS.exec(trimmed)?.[1] ?? trimmed
  const card = decodeBase32(code)
  if (card?.length !== CARD_BODY_BYTES + CARD_SIGNATURE_BYTES || card[0] !== VERSION) {
    return undefined
  }
  const body = card.subarray(0, CARD_BODY_BYTES)
  const view = new DataView(card.buffer)
  const serial =
    (BigInt(view.getUint16(5)) << 40n) |
    (BigInt(view.getUint8(7)) << 32n) |
    BigInt(view.getUint32(8))
  const expiresOn = parseDay(addDays(EPOCH, view.getUint16(12)))
  if (serial > SERIAL_MAX || expiresOn === undefined) return undefined
  return {
    card,
    keyId: body.slice(1, 5),
    serial,
    expiresOn,
    message: cardMessage(body),
    signature: card.slice(CARD_BODY_BYTES),
  }
}
