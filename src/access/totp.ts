import { Secret, TOTP } from 'otpauth'
import QRCode from 'qrcode'

const ISSUER = 'FRA NOI'
export const TOTP_SECRET_BYTES = 20
const PERIOD_SECONDS = 30
/** A code counts for its own half minute, the one before and the one after: clocks of phones differ. */
const WINDOW = 1

/** What is shown once, to be kept in an authenticator. */
export interface TotpOffer {
  /** Base32, for who cannot scan. */
  readonly secret: string
  readonly uri: string
  /** The address as a QR code. */
  readonly svg: string
}

/** The secret as an authenticator takes it. Source: RFC 6238; SHA-1, as every authenticator has it. */
export async function offerOf(secret: string, email: string): Promise<TotpOffer> {
  const uri = totpOf(secret, email).toString()
  const svg = await QRCode.toString(uri, { errorCorrectionLevel: 'M', margin: 4, type: 'svg' })
  return { secret, uri, svg }
}

/** The secret as text. */
export function secretText(bytes: Uint8Array): string {
  return new Secret({ buffer: Uint8Array.from(bytes).buffer }).base32
}

/**
 * The time step that a code belongs to; `undefined` where it belongs to none near `now`.
 *
 * @param now milliseconds since 1970
 */
export function stepOfCode(secret: string, code: string, now: number): number | undefined {
  const totp = totpOf(secret, '')
  const delta = totp.validate({ token: code, timestamp: now, window: WINDOW })
  return delta === null ? undefined : totp.counter({ timestamp: now }) + delta
}

function totpOf(secret: string, label: string): TOTP {
  return new TOTP({
    issuer: ISSUER,
    label,
    algorithm: 'SHA1',
    digits: 6,
    period: PERIOD_SECONDS,
    secret: Secret.fromBase32(secret),
  })
}
