/** The first places; more are taken as they are needed. */
const FIRST_PLACES = 1024

/**
 * The greatest of very many numbers, all that were asked for, to the bit: it does not matter in which order they come. It
 * lets twice as many in, then drops the lesser half.
 */
export class TailSample {
  count = 0
  readonly #most: number
  #values = new Float64Array(FIRST_PLACES)
  #used = 0
  /** What is not above this need not be let in. */
  #border = Number.NEGATIVE_INFINITY

  /** @param most how many are kept */
  constructor(most: number) {
    this.#most = most
  }

  add(value: number): void {
    this.count += 1
    if (!(value > this.#border)) return
    if (this.#used === this.#values.length) this.#makeRoom()
    this.#values[this.#used++] = value
  }

  /** The greatest, in rising order. */
  sorted(): Float64Array {
    this.#drop()
    return this.#values.slice(0, this.#used)
  }

  #makeRoom(): void {
    const places = this.#values.length
    if (places < 2 * this.#most) {
      const longer = new Float64Array(Math.min(2 * this.#most, 2 * places))
      longer.set(this.#values)
      this.#values = longer
    } else this.#drop()
  }

  #drop(): void {
    const kept = this.#values.subarray(0, this.#used).sort()
    if (this.#used <= this.#most) return
    kept.copyWithin(0, this.#used - this.#most)
    this.#used = this.#most
    this.#border = this.#values[0] as number
  }
}
