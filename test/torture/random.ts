/**
 * Numbers from a seed, the same on every machine. Source: sfc32 by Chris Doty-Humphrey (PractRand), which passes
 * BigCrush and needs four additions a number.
 *
 * @example new Random(7).below(6) // 0 to 5
 */
export class Random {
  #a: number
  #b: number
  #c: number
  #count = 1

  /** @param stream numbers that have nothing to do with those of another stream of the same seed */
  constructor(seed: number, stream = 0) {
    this.#a = seed | 0
    this.#b = Math.floor(seed / 2 ** 32) | 0
    this.#c = stream | 0
    for (let warm = 0; warm < 12; warm += 1) this.next()
  }

  /** 0 to 2^32 - 1. */
  next(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#count) | 0
    this.#count = (this.#count + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum
    return sum >>> 0
  }

  /** 0 to `end` - 1. */
  below(end: number): number {
    return Math.floor((this.next() / 2 ** 32) * end)
  }

  /** `first` to `last`. */
  between(first: number, last: number): number {
    return first + this.below(last - first + 1)
  }

  chance(probability: number): boolean {
    return this.next() < probability * 2 ** 32
  }

  pick<Value>(values: readonly Value[]): Value {
    const value = values[this.below(values.length)]
    if (value === undefined) throw new RangeError('there is nothing to pick from')
    return value
  }

  /** Picks by weight. */
  weighted<Value>(table: readonly (readonly [weight: number, value: Value])[]): Value {
    let left = this.below(table.reduce((sum, [weight]) => sum + weight, 0))
    for (const [weight, value] of table) {
      if (left < weight) return value
      left -= weight
    }
    throw new RangeError('weights are whole numbers')
  }

  /** The same values in another order. */
  shuffled<Value>(values: readonly Value[]): Value[] {
    const all = [...values]
    for (let last = all.length - 1; last > 0; last -= 1) {
      const at = this.below(last + 1)
      const [one, other] = [all[last], all[at]]
      if (one !== undefined && other !== undefined) {
        all[last] = other
        all[at] = one
      }
    }
    return all
  }
}
