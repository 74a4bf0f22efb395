import { createHash, generateKeyPairSync, randomUUID, sign } from 'node:crypto'
import { type ProofClaims, proofToSign, type TerminalJwk } from '../../src/access/core/proof.ts'

/** A browser at a till, with a key of its own. */
export interface TestTerminal {
  readonly jwk: TerminalJwk
  readonly kid: string
  /** The value of `Authorization` for a request made now; the changes are put into what is signed. */
  authorization(
    method: string,
    target: string,
    body?: string,
    changes?: Partial<ProofClaims>,
  ): string
  /** Signs any first two parts of a compact JWS. */
  signed(parts: string): string
}

/**
 * Makes a terminal.
 *
 * @param now milliseconds since 1970
 */
export function createTestTerminal(now: () => number = Date.now): TestTerminal {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  const kid = digest(JSON.stringify({ crv: 'P-256', kty: 'EC', x, y }))
  const signed = (parts: string) => {
    const key = { key: privateKey, dsaEncoding: 'ieee-p1363' } as const
    return `${parts}.${sign('sha256', Buffer.from(parts), key).toString('base64url')}`
  }
  return {
    jwk: { kty: 'EC', crv: 'P-256', x, y },
    kid,
    signed,
    authorization: (method, target, body = '', changes = {}) => {
      const iat = Math.floor(now() / 1000)
      const claims = { htm: method, htu: target, iat, jti: randomUUID(), bod: digest(body) }
      return `Terminal ${signed(proofToSign(kid, { ...claims, ...changes }))}`
    },
  }
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url')
}
