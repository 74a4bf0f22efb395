/** The most suspects that are kept: an honest book has none. */
const SUSPECTS_MAX = 10_000
const START_SLOTS = 1 << 16

/**
 * Finds ids that come twice among many millions, in 16 to 32 bytes for each: it remembers 64 bits of every id, mixed
 * from all of it. Two ids with the same 64 bits are only suspect, and have to be looked at once more.
 */
export class SeenIds {
  /** Ids that another one before looked like. */
  readonly suspects = new Set<string>()
  #slots = new Uint32Array(2 * START_SLOTS)
  #count = 0

  add(id: string): void {
    if (this.#count * 2 >= this.#slots.length / 2) this.#grow()
    const a = Number.parseInt(id.slice(0, 8), 16)
    const b = Number.parseInt(id.slice(9, 13) + id.slice(14, 18), 16)
    const c = Number.parseInt(id.slice(19, 23) + id.slice(24, 28), 16)
    const d = Number.parseInt(id.slice(28), 16)
    const high = mix(mix(mix(a, 0x9e3779b9) ^ b, 0x85ebca6b) ^ c, 0xc2b2ae35) ^ d
    const low = mix(mix(mix(d, 0x27d4eb2f) ^ c, 0x165667b1) ^ b, 0x9e3779b1) ^ a
    // Zero marks an empty slot.
    if (!place(this.#slots, high >>> 0, low >>> 0 || 1)) {
      if (this.suspects.size < SUSPECTS_MAX) this.suspects.add(id)
    } else {
      this.#count += 1
    }
  }

  #grow(): void {
    const bigger = new Uint32Array(2 * this.#slots.length)
    for (let at = 0; at < this.#slots.length; at += 2) {
      const [high = 0, low = 0] = [this.#slots[at], this.#slots[at + 1]]
      if (low !== 0) place(bigger, high, low)
    }
    this.#slots = bigger
  }
}

/** Puts a pair of words into the first free slot; `false` where it is there already. */
function place(slots: Uint32Array, high: number, low: number): boolean {
  const mask = slots.length / 2 - 1
  for (let at = mix(high ^ low, 0x7feb352d) & mask; ; at = (at + 1) & mask) {
    const taken = slots[2 * at + 1]
    if (taken === 0) {
      slots[2 * at] = high
      slots[2 * at + 1] = low
      return true
    }
    if (taken === low && slots[2 * at] === high) return false
  }
}

/** Spreads the bits of a word. */
function mix(word: number, factor: number): number {
  const product = Math.imul(word ^ (word >>> 16), factor)
  return product ^ (product >>> 13)
}
