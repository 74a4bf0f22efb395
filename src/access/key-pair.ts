import { createECDH, createPrivateKey } from 'node:crypto'

/** How a key signs: ES256 is what every browser can check, Ed25519 (RFC 8037) is for files and servers. */
export type SigningAlgorithm = 'ES256' | 'EdDSA'

/** The public half of a key, as RFC 7517 and RFC 8037 write it. */
export type PublicJwk = EcPublicJwk | OkpPublicJwk

interface EcPublicJwk {
  readonly kty: 'EC'
  readonly crv: 'P-256'
  readonly x: string
  readonly y: string
}

interface OkpPublicJwk {
  readonly kty: 'OKP'
  readonly crv: 'Ed25519'
  readonly x: string
}

/** Both halves. Never leaves the process unsealed. */
export type PrivateJwk = PublicJwk & { readonly d: string }

/** The order of P-256's group. Source: NIST SP 800-186, section 3.2.1.3. */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n

/** What stands before the 32 bytes of an Ed25519 secret in PKCS #8. Source: RFC 8410, section 10.3. */
const ED25519_PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')

/** Makes a key pair from random bytes. */
export function newPrivateJwk(
  randomBytes: (length: number) => Uint8Array,
  algorithm: SigningAlgorithm = 'ES256',
): PrivateJwk {
  return algorithm === 'ES256' ? newP256(randomBytes) : newEd25519(randomBytes)
}

/**
 * A P-256 secret is 32 random bytes, drawn again where they are no valid one.
 * Source: NIST FIPS 186-5, appendix A.2.2.
 */
function newP256(randomBytes: (length: number) => Uint8Array): PrivateJwk {
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

/** An Ed25519 secret is any 32 random bytes. Source: RFC 8032, section 5.1.5. */
function newEd25519(randomBytes: (length: number) => Uint8Array): PrivateJwk {
  const secret = Buffer.from(randomBytes(32))
  const key = Buffer.concat([ED25519_PKCS8, secret])
  const { x = '' } = createPrivateKey({ key, format: 'der', type: 'pkcs8' }).export({
    format: 'jwk',
  })
  return { kty: 'OKP', crv: 'Ed25519', x, d: secret.toString('base64url') }
}

/** Only what everybody may know. */
export function publicPartOf(jwk: PrivateJwk): PublicJwk {
  if (jwk.kty === 'OKP') return { kty: 'OKP', crv: 'Ed25519', x: jwk.x }
  return { kty: 'EC', crv: 'P-256', x: jwk.x, y: jwk.y }
}

function isSecret(bytes: Buffer): boolean {
  const value = BigInt(`0x${bytes.toString('hex')}`)
  return value > 0n && value < ORDER
}
