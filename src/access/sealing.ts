import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto'

/** Encrypts under the service's secret what the database may hold but not read. */
export interface Sealing {
  /**
   * @param nonce twelve bytes never used before under this secret
   * @param context what the content belongs to: sealed content opens in its own place only
   */
  seal(content: string, context: string, nonce: Uint8Array): Uint8Array
  /** @returns `undefined` where the secret, the context or the sealed bytes are not the ones they were */
  open(sealed: Uint8Array, context: string): string | undefined
}

const VERSION = 1
const NONCE_BYTES = 12
const TAG_BYTES = 16

/**
 * AES-256-GCM under a key that HKDF-SHA256 derives from the secret. Sealed bytes are a version byte, the
 * nonce, the tag, the ciphertext. Sources: RFC 5869; NIST SP 800-38D.
 *
 * @param secret the service's secret, unguessable
 * @param purpose separates the keys of different uses
 */
export function createSealing(secret: string, purpose: string): Sealing {
  const key = Buffer.from(hkdfSync('sha256', secret, '', `fra-noi sealing ${purpose}`, 32))
  return {
    seal(content, context, nonce) {
      if (nonce.length !== NONCE_BYTES) throw new RangeError('a nonce has twelve bytes')
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context))
      const ciphertext = Buffer.concat([cipher.update(content, 'utf8'), cipher.final()])
      return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), ciphertext])
    },
    open(sealed, context) {
      const start = 1 + NONCE_BYTES + TAG_BYTES
      if (sealed.length < start || sealed[0] !== VERSION) return undefined
      const nonce = sealed.subarray(1, 1 + NONCE_BYTES)
      const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
      decipher.setAAD(Buffer.from(context)).setAuthTag(sealed.subarray(1 + NONCE_BYTES, start))
      try {
        const content = decipher.update(sealed.subarray(start))
        return Buffer.concat([content, decipher.final()]).toString('utf8')
      } catch {
        return undefined
      }
    },
  }
}
