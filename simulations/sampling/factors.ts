import { exp } from '../random/elementary.ts'
import { normalQuantiles } from '../random/normal.ts'
import { coordinateOf, owenScramble, SOBOL_DIMENSIONS_MAX, sobolWord } from '../random/sobol.ts'
import { DOMAINS, Streams } from '../random/streams.ts'

/** The purpose of the factors; those of a model come after it. */
export const FACTOR_PURPOSE = 0

/**
 * Where the paths' common factors come from. Without anything they are drawn by chance.
 */
export interface Sampling {
  /**
   * Evenly spread points: path p has point p / scrambles of scramble p mod scrambles. So many coordinates are spread
   * evenly, all others drawn by chance. The error of an estimate is then that between scrambles.
   */
  readonly sobol?: { readonly scrambles: number; readonly dimensions: number }
  /** The direction in which losses grow, of length 1: the first coordinate lies along it. */
  readonly direction?: readonly number[]
  /** How far the first coordinate is shifted; paths then carry the weight that undoes it. */
  readonly shift?: number
  /** What is added to the factors in the end, one by one: a course of the economy that is supposed, and has no weight. */
  readonly push?: readonly number[]
}

/** Draws the common factors of paths: independent standard normal numbers but for a shift. */
export class FactorSampler {
  readonly #streams: Streams
  readonly #evenDimensions: number
  readonly #scrambles: number
  /** One seed for each scramble and dimension. */
  readonly #seeds: Uint32Array
  /** The Householder reflection that takes the first axis to the direction; empty where there is none. */
  readonly #mirror: Float64Array
  readonly #shift: number
  readonly #push: Float64Array

  constructor(streams: Streams, seed: number, factors: number, sampling: Sampling) {
    const { sobol, direction, shift = 0 } = sampling
    this.#streams = streams
    this.#scrambles = sobol?.scrambles ?? 1
    this.#evenDimensions = Math.min(sobol?.dimensions ?? 0, factors, SOBOL_DIMENSIONS_MAX)
    const scrambling = new Streams(seed, DOMAINS.scramble)
    this.#seeds = new Uint32Array(this.#scrambles * this.#evenDimensions)
    for (let index = 0; index < this.#seeds.length; index++) {
      const dimension = index % this.#evenDimensions
      const scramble = Math.floor(index / this.#evenDimensions)
      this.#seeds[index] = scrambling.word(scramble, 0, dimension)
    }
    this.#mirror = direction === undefined ? new Float64Array(0) : mirrorOf(direction, factors)
    this.#shift = shift
    this.#push = Float64Array.from(sampling.push ?? [])
  }

  /**
   * Fills in the factors of a path.
   *
   * @returns the path's weight; 1 where nothing is shifted
   */
  fill(path: number, factors: Float64Array): number {
    this.#streams.fillUniforms(factors, path, FACTOR_PURPOSE)
    const even = this.#evenDimensions
    if (even > 0) {
      const scramble = path % this.#scrambles
      const point = (path - scramble) / this.#scrambles
      for (let dimension = 0; dimension < even; dimension++) {
        const seed = this.#seeds[scramble * even + dimension] as number
        factors[dimension] = coordinateOf(owenScramble(sobolWord(point, dimension), seed))
      }
    }
    normalQuantiles(factors)
    const first = factors[0] ?? 0
    const shift = this.#shift
    if (shift !== 0) factors[0] = first + shift
    if (this.#mirror.length > 0) reflect(factors, this.#mirror)
    const push = this.#push
    for (let index = 0; index < push.length; index++) {
      factors[index] = (factors[index] as number) + (push[index] as number)
    }
    return shift === 0 ? 1 : exp(-shift * first - 0.5 * shift * shift)
  }
}

/** v of the reflection z = y - 2 v (v·y) that takes the first axis to a direction. */
function mirrorOf(direction: readonly number[], factors: number): Float64Array {
  const squares = direction.reduce((sum, part) => sum + part * part, 0)
  if (direction.length !== factors || Math.abs(squares - 1) > 1e-9) {
    throw new RangeError(`a direction has ${factors} coordinates and length 1`)
  }
  const mirror = Float64Array.from(direction, (part, index) => (index === 0 ? 1 : 0) - part)
  const length = Math.sqrt(mirror.reduce((sum, part) => sum + part * part, 0))
  return length < 1e-12 ? new Float64Array(0) : mirror.map((part) => part / length)
}

function reflect(factors: Float64Array, mirror: Float64Array): void {
  let product = 0
  for (let index = 0; index < factors.length; index++) {
    product += (factors[index] as number) * (mirror[index] as number)
  }
  for (let index = 0; index < factors.length; index++) {
    factors[index] = (factors[index] as number) - 2 * product * (mirror[index] as number)
  }
}
