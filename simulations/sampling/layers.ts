/** Farther than anybody goes: 10 standard deviations. */
const TAIL_MIN = 1e-23

/**
 * How paths are shared out along a direction: the line is cut into layers, and each gets a share of the paths that need not
 * be its probability. A path weighs the probability of its layer over the share.
 */
export interface Layers {
  /** The probability of lying beyond each border, falling: from 1 at the beginning to 0 at the end. */
  readonly beyond: readonly number[]
  /** Of the paths, the part in each layer: one less than there are borders, each above zero, 1 together. */
  readonly shares: readonly number[]
}

/** Layers made ready for many paths. */
export class LayerTable {
  /** The shares up to each layer. */
  readonly #from: Float64Array
  readonly #beyond: Float64Array
  readonly #weights: Float64Array

  /** @throws RangeError where the layers are none */
  constructor({ beyond, shares }: Layers) {
    const sum = shares.reduce((all, share) => all + share, 0)
    const falls = beyond.every((tail, index) => index === 0 || tail < (beyond[index - 1] ?? 0))
    if (
      shares.length !== beyond.length - 1 ||
      shares.some((share) => !(share > 0)) ||
      Math.abs(sum - 1) > 1e-9 ||
      !falls ||
      beyond[0] !== 1 ||
      beyond.at(-1) !== 0
    ) {
      throw new RangeError('layers have falling borders from 1 to 0 and shares that are 1 together')
    }
    this.#beyond = Float64Array.from(beyond)
    this.#from = new Float64Array(shares.length + 1)
    this.#weights = new Float64Array(shares.length)
    for (const [layer, share] of shares.entries()) {
      this.#from[layer + 1] = (this.#from[layer] as number) + share
      this.#weights[layer] = ((beyond[layer] as number) - (beyond[layer + 1] as number)) / share
    }
    this.#from[shares.length] = 1
  }

  /** The layer of a path, by a number strictly between 0 and 1. */
  layerOf(u: number): number {
    const from = this.#from
    let low = 0
    let high = from.length - 1
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if (u < (from[middle] as number)) high = middle
      else low = middle
    }
    return low
  }

  weightOf(layer: number): number {
    return this.#weights[layer] as number
  }

  /** The probability of lying beyond a path, by the number that its layer was found with. */
  tailOf(layer: number, u: number): number {
    const inside = u - (this.#from[layer] as number)
    const tail = (this.#beyond[layer] as number) - inside * (this.#weights[layer] as number)
    // Rounding must not take it to nothing, which would lie infinitely far.
    return Math.max(tail, TAIL_MIN)
  }
}
