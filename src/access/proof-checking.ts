import { createPublicKey, hash, type KeyObject, verify } from 'node:crypto'
import { calculateJwkThumbprint } from 'jose'
import type { Incoming } from './core/incoming.ts'
import { faultOfProof, type ParsedProof, parseProof, type TerminalJwk } from './core/proof.ts'

const CREDENTIALS = /^Terminal +(\S+) *$/i

/** The proof that a request carries in `Authorization: Terminal …`; `undefined` where none of the right shape is there. */
export function proofIn(incoming: Incoming): ParsedProof | undefined {
  const compact = CREDENTIALS.exec(incoming.header('authorization') ?? '')?.[1]
  return compact === undefined ? undefined : parseProof(compact)
}

/** Whether the key signed the proof, and the proof is for this request and still good. */
export async function stands(
  proof: ParsedProof,
  key: KeyObject,
  incoming: Incoming,
  nowMs: number,
): Promise<boolean> {
  if (!(await isSignedBy(key, proof))) return false
  const { method, target } = incoming
  const bodyDigest = hash('sha256', await incoming.body(), 'base64url')
  return faultOfProof(proof.claims, { method, target, bodyDigest, nowMs }) === undefined
}

/** Opens a terminal's public key; `undefined` where it is no point on the curve. */
export function openTerminalKey({ x, y }: Pick<TerminalJwk, 'x' | 'y'>): KeyObject | undefined {
  try {
    return createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' })
  } catch {
    return undefined
  }
}

/** The RFC 7638 thumbprint of a terminal's key. */
export function thumbprintOf({ kty, crv, x, y }: TerminalJwk): Promise<string> {
  return calculateJwkThumbprint({ kty, crv, x, y })
}

/** ES256, on a thread of its own, whatever the header said. */
function isSignedBy(key: KeyObject, { signed, signature }: ParsedProof): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const how = { key, dsaEncoding: 'ieee-p1363' } as const
    verify('sha256', Buffer.from(signed, 'ascii'), how, signature, (error, isGood) => {
      if (error === null) resolve(isGood)
      else reject(error)
    })
  })
}
