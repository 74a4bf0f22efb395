/**
 * How two numbers that come together spread, without keeping them, for the error of the quotient of their means.
 * Source: Welford (1962) and Pébay, SAND2008-6212, of two variables.
 */
export class CoMoments {
  count = 0
  above = 0
  below = 0
  /** The sums of the squares and of the product of the distances from the means. */
  #squaresAbove = 0
  #squaresBelow = 0
  #products = 0

  add(above: number, below: number): void {
    this.count += 1
    const fromAbove = above - this.above
    const fromBelow = below - this.below
    this.above += fromAbove / this.count
    this.below += fromBelow / this.count
    this.#squaresAbove += fromAbove * (above - this.above)
    this.#squaresBelow += fromBelow * (below - this.below)
    this.#products += fromAbove * (below - this.below)
  }

  /** The quotient of the means. */
  get ratio(): number {
    return this.above / this.below
  }

  /** The standard error of the quotient, by the delta method. */
  get standardError(): number {
    const { ratio, count } = this
    const squares =
      this.#squaresAbove - 2 * ratio * this.#products + ratio * ratio * this.#squaresBelow
    return Math.sqrt(Math.max(0, squares) / (count - 1) / count) / Math.abs(this.below)
  }
}
