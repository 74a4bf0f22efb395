/**
 * Mean and spread of a sequence of numbers, without keeping them: the first four central moments, the least and the
 * greatest. Two of them can be merged, as if one had seen all numbers.
 * Source: Welford (1962); Pébay, "Formulas for robust, one-pass parallel computation of covariances and arbitrary-order
 * statistical moments", SAND2008-6212.
 */
export class Moments {
  count = 0
  mean = 0
  minimum = Number.POSITIVE_INFINITY
  maximum = Number.NEGATIVE_INFINITY
  /** The sums of the second, third and fourth powers of the distances from the mean. */
  #second = 0
  #third = 0
  #fourth = 0

  add(value: number): void {
    const before = this.count
    const n = before + 1
    const delta = value - this.mean
    const part = delta / n
    const square = part * part
    const term = delta * part * before
    this.count = n
    this.mean += part
    this.#fourth +=
      term * square * (n * n - 3 * n + 3) + 6 * square * this.#second - 4 * part * this.#third
    this.#third += term * part * (n - 2) - 3 * part * this.#second
    this.#second += term
    if (value < this.minimum) this.minimum = value
    if (value > this.maximum) this.maximum = value
  }

  /** Takes in all that another has seen. In floating point the order of merging counts: merge in the order of the paths. */
  merge(other: Moments): void {
    const a = this.count
    const b = other.count
    if (b === 0) return
    const n = a + b
    const delta = other.mean - this.mean
    const square = delta * delta
    const fourth =
      this.#fourth +
      other.#fourth +
      (square * square * a * b * (a * a - a * b + b * b)) / (n * n * n) +
      (6 * square * (a * a * other.#second + b * b * this.#second)) / (n * n) +
      (4 * delta * (a * other.#third - b * this.#third)) / n
    const third =
      this.#third +
      other.#third +
      (delta * square * a * b * (a - b)) / (n * n) +
      (3 * delta * (a * other.#second - b * this.#second)) / n
    this.#second += other.#second + (square * a * b) / n
    this.#third = third
    this.#fourth = fourth
    this.mean += (delta * b) / n
    this.count = n
    this.minimum = Math.min(this.minimum, other.minimum)
    this.maximum = Math.max(this.maximum, other.maximum)
  }

  /** With n - 1 below the line; 0 for fewer than two numbers. */
  get variance(): number {
    return this.count < 2 ? 0 : this.#second / (this.count - 1)
  }

  get standardDeviation(): number {
    return Math.sqrt(this.variance)
  }

  /** The standard error of the mean. */
  get standardError(): number {
    return this.count === 0 ? Number.POSITIVE_INFINITY : Math.sqrt(this.variance / this.count)
  }

  /** Third central moment over the cube of the standard deviation; 0 where nothing varies. */
  get skewness(): number {
    const spread = this.#second / this.count
    return spread > 0 ? this.#third / this.count / (spread * Math.sqrt(spread)) : 0
  }

  /** Fourth central moment over the square of the variance, less 3; 0 where nothing varies. */
  get excessKurtosis(): number {
    const spread = this.#second / this.count
    return spread > 0 ? this.#fourth / this.count / (spread * spread) - 3 : 0
  }
}
