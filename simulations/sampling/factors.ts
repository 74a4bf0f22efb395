import { normalQuantile, normalQuantiles } from '../random/normal.ts'
import { coordinateOf, owenScramble, SOBOL_DIMENSIONS_MAX, sobolWord } from '../random/sobol.ts'
import { DOMAINS, Streams } from '../random/streams.ts'
import { type Layers, LayerTable } from './layers.ts'
import { Rotation } from './rotation.ts'

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
  /**
   * The directions along which the first coordinates lie, at right angles and of length 1. Losses grow along the first.
   */
  readonly axes?: readonly (readonly number[])[]
  /** How many paths lie how far along the first coordinate; they then carry the weight that undoes it. */
  readonly layers?: Layers
  /** What is added to the factors in the end, one by one: a course of the economy that is supposed, and has no weight. */
  readonly push?: readonly number[]
  /** The states of the economy that are supposed, month by month, whatever was drawn. */
  readonly held?: {
    readonly states: readonly (number | undefined)[]
    readonly persistence: number
  }
}

/** Draws the common factors of paths: independent standard normal numbers but for the layers. */
export class FactorSampler {
  readonly #streams: Streams
  readonly #evenDimensions: number
  readonly #scrambles: number
  /** One seed for each scramble and dimension. */
  readonly #seeds: Uint32Array
  readonly #rotation: Rotation
  readonly #layers: LayerTable | undefined
  readonly #push: Float64Array
  /** For each month the state that is supposed, not a number where none is. */
  readonly #states: Float64Array
  readonly #persistence: number

  constructor(streams: Streams, seed: number, factors: number, sampling: Sampling) {
    const { sobol, axes = [], layers } = sampling
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
    this.#rotation = new Rotation(axes, factors)
    this.#layers = layers === undefined ? undefined : new LayerTable(layers)
    this.#push = Float64Array.from(sampling.push ?? [])
    const { states = [], persistence = 0 } = sampling.held ?? {}
    this.#states = Float64Array.from(states, (state) => state ?? Number.NaN)
    this.#persistence = persistence
  }

  /**
   * Fills in the factors of a path.
   *
   * @returns the path's weight; 1 where there are no layers
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
    const u = factors[0] ?? 0
    normalQuantiles(factors)
    let weight = 1
    const layers = this.#layers
    if (layers !== undefined) {
      const layer = layers.layerOf(u)
      weight = layers.weightOf(layer)
      // From above, so that the far tail keeps its digits.
      factors[0] = -normalQuantile(layers.tailOf(layer, u))
    }
    this.#rotation.turn(factors)
    const push = this.#push
    for (let index = 0; index < push.length; index++) {
      factors[index] = (factors[index] as number) + (push[index] as number)
    }
    if (this.#states.length > 0) this.#hold(factors)
    return weight
  }

  /** Puts in those factors that lead to the states that are supposed. */
  #hold(factors: Float64Array): void {
    const states = this.#states
    const kept = this.#persistence
    const innovation = Math.sqrt(1 - kept * kept)
    let before = 0
    for (let month = 0; month < states.length; month++) {
      const part = month === 0 ? 0 : kept * before
      const scale = month === 0 ? 1 : innovation
      const state = states[month] as number
      if (!Number.isNaN(state)) factors[month] = (state - part) / scale
      before = part + scale * (factors[month] as number)
    }
  }
}
