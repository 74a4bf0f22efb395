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

/** So many bytes are asked of the operating system at once for ids: asking costs more than making an id. */
const POOL_BYTES = 4000
const ID_BYTES = 10

let pool: Uint8Array = new Uint8Array()
let poolUsed = 0

function pooledBytes(): Uint8Array {
  if (poolUsed + ID_BYTES > pool.length) {
    pool = randomBytes(POOL_BYTES)
    poolUsed = 0
  }
  poolUsed += ID_BYTES
  return pool.subarray(poolUsed - ID_BYTES, poolUsed)
}

/** The real clock and the operating system's randomness. Nothing else in the service reads either. */
export const systemRuntime: Runtime = {
  now: () => Date.now(),
  newId: () => uuidv7(Date.now(), pooledBytes()),
  randomBytes: (length) => randomBytes(length),
}
