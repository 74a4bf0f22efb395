import { philox } from '../random/philox.ts'
import { sobolWord } from '../random/sobol.ts'
import { Stream } from '../random/stream.ts'

// The generators that runs draw from, asked for single values: so that known answers check what is used.

/** A block of Philox4x32 with ten rounds: four words from a counter of four and a key of two. */
export function philoxBlock(counter: readonly number[], key: readonly number[]): readonly number[] {
  const [a = 0, b = 0, c = 0, d = 0] = counter
  const [k = 0, l = 0] = key
  const words = new Int32Array(4)
  philox(a, b, c, d, k, l, words)
  return Array.from(words, (word) => word >>> 0)
}

/** The word of xoshiro128** at a place, counted from 0. */
export function xoshiroWord(state: readonly number[], index: number): number {
  const stream = new Stream()
  stream.state.set(state)
  for (let before = 0; before < index; before++) stream.nextWord()
  return stream.nextWord()
}

/** How many dimensions {@link sobolCoordinate} is asked for. */
export const SOBOL_DIMENSIONS = 10

/**
 * A coordinate of Sobol's sequence without scrambling, in the order of Gray's code, the first point being zero.
 *
 * @param index counted from 0
 * @param dimension counted from 0, below {@link SOBOL_DIMENSIONS}
 */
export function sobolCoordinate(index: number, dimension: number): number {
  return sobolWord(index, dimension) / 2 ** 32
}
