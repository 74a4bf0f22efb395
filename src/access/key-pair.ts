import { createECDH } from 'node:crypto'

/** The public half of a P-256 key, as RFC 7517 writes it. */
export interface PublicJwk {
  readonly kty: 'EC'
  readonly crv: 'P-256'
  readonly x: string
  readonly y: string
}

/** Both halves. Never leaves the process unsealed. */
export interface PrivateJwk extends PublicJwk {
  readonly d: string
}

/** The order of P-256's group. Source: NIST SP 800-186, section 3.2.1.3. */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n

/**
 * Makes a P-256 key pair from 32 random bytes, drawn again where they are no valid secret.
 * Source: NIST FIPS 186-5, appendix A.2.2.
 */
export function newPrivateJwk(randomBytes: (length: number) => Uint8Array): PrivateJwk {
  let secret = Buffer.from(randomBytes(32))
  while (!isSecret(secret)) secret = Buffer.from(randomBytes(32))
  const ecdh = createECDH('prime256v1')
  ecdh.setPrivateKey(secret)
  // An uncompressed point: the byte 4, then x and y.
  const point = ecdh.getPublicKey()
  return {
    kty: 'EC',
    crv: 'P-256',
    x: point.toString('base64url', 1, 33),
    y: point.toString('base64url', 33, 65),
    d: secret.toString('base64url'),
  }
}

/** Only what everybody may know. */
export function publicPartOf({ kty, crv, x, y }: PrivateJwk): PublicJwk {
  return { kty, crv, x, y }
}

function isSecret(bytes: Buffer): boolean {
  const value = BigInt(`0x${bytes.toString('hex')}`)
  return value > 0n && value < ORDER
}
