import { createPrivateKey, sign } from 'node:crypto'
import type { PrivateJwk, SigningAlgorithm } from './key-pair.ts'

/** Signs bytes on a thread of its own, so that nobody else waits for the arithmetic. */
export type Sign = (message: Uint8Array) => Promise<Uint8Array>

/** The signing with a key: ES256 (RFC 7518, section 3.4: r and s, 32 bytes each) or Ed25519 (RFC 8032). */
export function signerOf(jwk: PrivateJwk): Sign {
  const key = createPrivateKey({ key: { ...jwk }, format: 'jwk' })
  const digest = jwk.kty === 'EC' ? 'sha256' : null
  return (message) =>
    new Promise((resolve, reject) => {
      sign(digest, message, { key, dsaEncoding: 'ieee-p1363' }, (error, signature) => {
        if (error === null) resolve(new Uint8Array(signature))
        else reject(error)
      })
    })
}

export interface JwsHeader {
  readonly alg: SigningAlgorithm
  readonly typ: string
  readonly kid: string
}

/** Writes claims and their signature as a compact JWS. Source: RFC 7515, section 7.1. */
export async function compactJws(
  header: JwsHeader,
  claims: Readonly<Record<string, unknown>>,
  sign: Sign,
): Promise<string> {
  const signed = `${base64url(JSON.stringify(header))}.${base64url(JSON.stringify(claims))}`
  const signature = await sign(Buffer.from(signed, 'ascii'))
  return `${signed}.${Buffer.from(signature).toString('base64url')}`
}

function base64url(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64url')
}
