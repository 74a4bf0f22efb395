import { philox, philoxPair } from './philox.ts'
import { type Stream, uniformOf } from './stream.ts'

/** What a run's randomness is used for; figures of one never meet those of another. */
export const DOMAINS = {
  /** The paths of the run. */
  paths: 0,
  /** The run that looks for the direction of the losses before the run proper. */
  pilot: 1,
  /** The scrambles of quasi-random points. */
  scramble: 2,
  /** Resampling, designs and searches around runs. */
  analysis: 3,
} as const

export type Domain = (typeof DOMAINS)[keyof typeof DOMAINS]

/** The largest seed: what a number in JSON holds exactly. */
export const SEED_MAX = Number.MAX_SAFE_INTEGER
const PURPOSES_MAX = 256
const ENTITIES_MAX = 2 ** 24
const WORD = 2 ** 32

/**
 * All randomness of a run: a stream for each (path, purpose, month, entity), independent of every other and of the
 * order in which they are asked for. So a run does not depend on threads and chunks, and what a scenario draws more
 * of in one place shifts nothing elsewhere: two scenarios of one seed share all that they have in common.
 *
 * The coordinates are the counter of {@link philox}, the seed is its key; the four words are a stream's state.
 */
export class Streams {
  readonly #key0: number
  readonly #key1: number
  readonly #words = new Int32Array(8)

  /** @param seed 0 to {@link SEED_MAX}; zero is a seed like any other */
  constructor(seed: number, domain: Domain = DOMAINS.paths) {
    if (!Number.isSafeInteger(seed) || seed < 0) {
      throw new RangeError(`a seed is a whole number from 0 to ${SEED_MAX}, not ${seed}`)
    }
    this.#key0 = (seed % WORD) | 0
    this.#key1 = Math.floor(seed / WORD) | (domain << 24)
  }

  /**
   * Sets a stream to the beginning of its coordinates.
   *
   * @param purpose 0 to 255
   * @param month 0 to 2^32 - 1
   * @param entity 0 to 2^24 - 1: one of many, where each shall have randomness of its own
   */
  open(stream: Stream, path: number, purpose: number, month: number, entity = 0): Stream {
    if (!(purpose < PURPOSES_MAX && entity < ENTITIES_MAX)) refuse(purpose, entity)
    const { state } = stream
    this.#draw(state, path, purpose, month, entity)
    avoidZeros(state, 0)
    return stream
  }

  /**
   * The states of the streams of a purpose in the months from 1 on, as {@link open} sets them: those of all months
   * together take less time than one by one.
   *
   * @param states at `4 * month` the four words of a month; those of month 0 stay as they are
   * @param months how many
   */
  openMonths(states: Int32Array, months: number, path: number, purpose: number): void {
    const high = (path / WORD) | 0
    for (let month = 1; month <= months; month += 2) {
      const last = month === months
      const at = last ? 0 : 4 * month
      const out = last ? this.#words : states
      philoxPair(path | 0, high, purpose, month, this.#key0, this.#key1, out, at)
      if (last) for (let word = 0; word < 4; word++) states[4 * month + word] = out[word] as number
    }
    for (let at = 4; at <= 4 * months; at += 4) avoidZeros(states, at)
  }

  /**
   * Fills an array with numbers strictly between 0 and 1 of 52 bits, two of each counter: number `n` has the month
   * `n / 2`, whatever the length of the array.
   */
  fillUniforms(out: Float64Array, path: number, purpose: number, entity = 0): void {
    const words = this.#words
    const high = (path / WORD) | 0
    const where = purpose | (entity << 8)
    for (let index = 0; index < out.length; index += 4) {
      philoxPair(path | 0, high, where, index / 2, this.#key0, this.#key1, words, 0)
      const count = Math.min(4, out.length - index)
      for (let one = 0; one < count; one++) {
        out[index + one] = uniformOf(words[2 * one] as number, words[2 * one + 1] as number)
      }
    }
  }

  /** A single number strictly between 0 and 1 of 52 bits, where a whole stream would be too much. */
  uniform(path: number, purpose: number, month: number, entity = 0): number {
    const words = this.#words
    this.#draw(words, path, purpose, month, entity)
    return uniformOf(words[0] ?? 0, words[1] ?? 0)
  }

  /** A single word, 0 to 2^32 - 1. */
  word(path: number, purpose: number, month: number, entity = 0): number {
    const words = this.#words
    this.#draw(words, path, purpose, month, entity)
    return (words[0] ?? 0) >>> 0
  }

  /** Four words of the coordinates; {@link philox} has them as whole numbers of 32 bits. */
  #draw(out: Int32Array, path: number, purpose: number, month: number, entity: number): void {
    const high = (path / WORD) | 0
    philox(path | 0, high, purpose | (entity << 8), month, this.#key0, this.#key1, out)
  }
}

/** A state of zeros would stay so for ever; it comes once in 2^128. */
function avoidZeros(states: Int32Array, at: number): void {
  const upper = (states[at] as number) | (states[at + 1] as number)
  if ((upper | (states[at + 2] as number) | (states[at + 3] as number)) === 0) states[at] = 1
}

function refuse(purpose: number, entity: number): never {
  throw new RangeError(`no stream has the purpose ${purpose} and the entity ${entity}`)
}
