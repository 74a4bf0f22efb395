import { encodeBase64url } from '../../kernel/base64url.ts'
import { type Uuid, uuidv7 } from '../../kernel/ids.ts'

/** A fresh UUIDv7 from the browser's clock and randomness. Nothing else in the client modules reads either. */
export function newId(): Uuid {
  return uuidv7(Date.now(), crypto.getRandomValues(new Uint8Array(10)))
}

/** The device's clock, which may be wrong. */
export function now(): Date {
  return new Date()
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
