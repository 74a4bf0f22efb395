import { createPublicKey, verify } from 'node:crypto'
import type { CheckSignature } from '../core/proof/log-check.ts'

/** What stands before the 32 bytes of a public Ed25519 key in its DER form. Source: RFC 8410, section 4. */
const ED25519_SPKI = Buffer.from('302a300506032b6570032100', 'hex')

/** Checks Ed25519 signatures with the cryptography of this machine. */
export const checkSignature: CheckSignature = async (publicKey, message, signature) => {
  const key = Buffer.concat([ED25519_SPKI, publicKey])
  return verify(null, message, createPublicKey({ key, format: 'der', type: 'spki' }), signature)
}
