const HEIGHT_MAX = 40

/**
 * Quantiles of more numbers than one would keep. Each level keeps at most `size` numbers; a full one is sorted and every other
 * number goes to the next level, where it stands for twice as many, in turn the even and the odd ones. So nothing is
 * left to chance, and a rank is off by less than n · log2(n / size) / (2 · size).
 * Source: Munro and Paterson (1980); Manku, Rajagopalan and Lindsay (SIGMOD 1998).
 */
export class QuantileSketch {
  count = 0
  readonly #size: number
  readonly #levels: Float64Array[] = []
  readonly #used: number[] = []
  readonly #odd: boolean[] = []

  /** @param size a whole number, even: how many numbers a level holds */
  constructor(size = 8192) {
    this.#size = size
  }

  add(value: number): void {
    this.count += 1
    this.#put(0, value)
  }

  /** Takes in all that another of the same size has seen. Merge in the order of the paths: the result depends on it. */
  merge(other: QuantileSketch): void {
    if (other.#size !== this.#size) throw new RangeError('sketches of different size do not merge')
    this.count += other.count
    for (const [height, level] of other.#levels.entries()) {
      for (let index = 0; index < (other.#used[height] ?? 0); index++) {
        this.#put(height, level[index] as number)
      }
    }
  }

  /** About the least value with at least a share q of all at or below it. */
  quantile(q: number): number {
    const kept: { readonly value: number; readonly weight: number }[] = []
    for (const [height, level] of this.#levels.entries()) {
      const weight = 2 ** height
      for (let index = 0; index < (this.#used[height] ?? 0); index++) {
        kept.push({ value: level[index] as number, weight })
      }
    }
    kept.sort((a, b) => a.value - b.value)
    const total = kept.reduce((sum, { weight }) => sum + weight, 0)
    let sum = 0
    for (const { value, weight } of kept) {
      sum += weight
      if (sum >= q * total) return value
    }
    return kept.at(-1)?.value ?? Number.NaN
  }

  /** How far a rank can be off, as a share of all. */
  get error(): number {
    const full = Math.max(1, this.count / this.#size)
    return Math.log2(full) / (2 * this.#size)
  }

  #put(height: number, value: number): void {
    if (height >= HEIGHT_MAX) throw new RangeError('too many numbers for a sketch')
    this.#levels[height] ??= new Float64Array(this.#size)
    const level = this.#levels[height]
    const used = this.#used[height] ?? 0
    level[used] = value
    this.#used[height] = used + 1
    if (used + 1 === this.#size) this.#compact(height, level)
  }

  #compact(height: number, level: Float64Array): void {
    level.sort()
    this.#used[height] = 0
    const isOdd = this.#odd[height] === true
    this.#odd[height] = !isOdd
    for (let index = isOdd ? 1 : 0; index < this.#size; index += 2) {
      this.#put(height + 1, level[index] as number)
    }
  }
}
