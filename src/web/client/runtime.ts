import { encodeBase64url } from '../../kernel/base64url.ts'
import { type Uuid, uuidv7 } from '../../kernel/ids.ts'

/** A fresh UUIDv7 from the browser's clock and randomness. Nothing else in the client modules reads either. */
export function newId(): Uuid {
  return uuidv7(Date.now(), crypto.getRandomValues(new Uint8Array(10)))
}

/** 32 unpredictable bytes in base64url. */
export function newSecret(): string {
  return encodeBase64url(crypto.getRandomValues(new Uint8Array(32)))
}

/** Resolves after so many milliseconds, or at once when `nudged` fires or has fired. */
export function pause(milliseconds: number, nudged?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (nudged?.aborted) return resolve()
    const timer = setTimeout(resolve, milliseconds)
    nudged?.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}

/** The device's clock, which may be wrong: milliseconds since 1970. */
export function now(): number {
  return Date.now()
}

/** A random UUID (version 4), which tells nobody when it was made. */
export function newRandomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
