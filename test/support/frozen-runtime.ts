import { createHash } from 'node:crypto'
import { uuidv7 } from '../../src/kernel/ids.ts'
import type { Runtime } from '../../src/runtime.ts'

/** A clock that stands still until it is moved, and randomness that is the same in every run. */
export interface FrozenRuntime extends Runtime {
  /** Moves the clock forward. */
  advance(ms: number): void
}

/**
 * Makes the time and the randomness of a test.
 *
 * @param seed another seed gives other ids, keys and serials
 * @param start when the clock stands, RFC 3339
 */
export function frozenRuntime(seed: string, start = '2026-05-04T09:30:00Z'): FrozenRuntime {
  let now = Date.parse(start)
  let drawn = 0
  const bytes = (length: number): Uint8Array => {
    const digests: Buffer[] = []
    for (let have = 0; have < length; have += 64) {
      digests.push(createHash('sha512').update(`${seed} ${drawn++}`).digest())
    }
    return Uint8Array.from(Buffer.concat(digests).subarray(0, length))
  }
  return {
    now: () => now,
    newId: () => uuidv7(now, bytes(10)),
    randomBytes: bytes,
    advance: (ms) => {
      now += ms
    },
  }
}
