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

  /**
   * About the least values with at least a share q of all at or below them.
   *
   * @param levels above 0, up to 1
   */
  quantiles(levels: readonly number[]): readonly number[] {
    const { values, weights } = this.#kept()
    const order = Uint32Array.from(values, (_, index) => index)
    // Equal values are equal, in whatever order.
    order.sort((a, b) => (values[a] as number) - (values[b] as number))
    const below = new Float64Array(order.length)
    let sum = 0
    for (const [place, index] of order.entries()) {
      sum += weights[index] as number
      below[place] = sum
    }
    return levels.map((q) => {
      const place = below.findIndex((weight) => weight >= q * sum * (1 - 1e-12))
      return values[order[place] ?? -1] ?? Number.NaN
    })
  }

  /** As {@link quantiles}, of one level. */
  quantile(q: number): number {
    return this.quantiles([q])[0] ?? Number.NaN
  }

  /** How far a rank can be off, as a share of all. */
  get error(): number {
    const full = Math.max(1, this.count / this.#size)
    return Math.log2(full) / (2 * this.#size)
  }

  /** What every level holds, and for how many numbers each of it stands. */
  #kept(): { readonly values: Float64Array; readonly weights: Float64Array } {
    const count = this.#used.reduce((sum, used) => sum + used, 0)
    const values = new Float64Array(count)
    const weights = new Float64Array(count)
    let at = 0
    for (const [height, level] of this.#levels.entries()) {
      const used = this.#used[height] ?? 0
      values.set(level.subarray(0, used), at)
      weights.fill(2 ** height, at, at + used)
      at += used
    }
    return { values, weights }
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
