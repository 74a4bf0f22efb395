import { randomBytes } from 'node:crypto'
import { type Uuid, uuidv7 } from './kernel/ids.ts'

/** The time and the randomness that services are given, so that a test can give its own. */
export interface Runtime {
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** A fresh UUIDv7. */
  readonly newId: () => Uuid
  /** So many unpredictable bytes. */
  readonly randomBytes: (length: number) => Uint8Array
}

/** The real clock and the operating system's randomness. Nothing else in the service reads either. */
export const systemRuntime: Runtime = {
  now: () => Date.now(),
  newId: () => uuidv7(Date.now(), randomBytes(10)),
  randomBytes: (length) => randomBytes(length),
}
