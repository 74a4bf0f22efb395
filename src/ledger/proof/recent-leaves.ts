import { hash } from 'node:crypto'
import type { LedgerChanges } from '../core/apply.ts'
import { microsTime } from '../core/moment.ts'
import { leafLineOf } from '../core/proof/leaf.ts'
import { HASH_BYTES } from '../core/proof/tree.ts'

/** How many hashes are kept: some seconds of the busiest posting, in 2 MB. */
const LEAVES_MAX = 65_536
/** What RFC 9162 puts before the bytes of a leaf. */
const LEAF = '\0'

/**
 * The hashes of the newest leaves that this process has committed. Sealing takes them from here instead of reading the
 * transfers back; what others have posted, or what is older, it reads.
 */
export class RecentLeaves {
  readonly #hashes: Buffer
  readonly #leavesMax: number
  /** The first leaf that is kept, and the one after the last. */
  #start = 0
  #end = 0

  constructor(leavesMax = LEAVES_MAX) {
    this.#leavesMax = leavesMax
    this.#hashes = Buffer.alloc(leavesMax * HASH_BYTES)
  }

  /** Takes over what a batch has added to the log. */
  keep({ transfers, at, positionBefore }: LedgerChanges): void {
    if (transfers.length === 0) return
    const first = Number(positionBefore)
    if (first !== this.#end) this.#start = first
    this.#end = first
    const recordedAt = microsTime(at)
    for (const transfer of transfers) {
      // A text of ASCII is hashed as its bytes are.
      const digest = hash('sha256', LEAF + leafLineOf(transfer, recordedAt), 'binary')
      this.#hashes.write(digest, (this.#end % this.#leavesMax) * HASH_BYTES, 'binary')
      this.#end += 1
    }
    this.#start = Math.max(this.#start, this.#end - this.#leavesMax)
  }

  /**
   * The hashes of the leaves from `start` up to `end`.
   *
   * @returns `undefined` where one of them is not kept
   */
  range(start: number, end: number): Uint8Array[] | undefined {
    if (start < this.#start || end > this.#end) return undefined
    return Array.from({ length: end - start }, (_, offset) => {
      const at = ((start + offset) % this.#leavesMax) * HASH_BYTES
      return Uint8Array.prototype.slice.call(this.#hashes, at, at + HASH_BYTES)
    })
  }
}
