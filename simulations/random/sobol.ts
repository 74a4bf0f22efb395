import { DIRECTION_TABLE } from './sobol-directions.ts'

const BITS = 32
/** How many coordinates a point can have. */
export const SOBOL_DIMENSIONS_MAX = 128
const STEP_32 = 2 ** -32

const directions = allDirections()

/**
 * A coordinate of a point of Sobol's sequence, as a word (the coordinate times 2^32), in Gray code order.
 * Source: Bratley and Fox, "Algorithm 659", ACM TOMS 14 (1988), with the directions of Joe and Kuo.
 *
 * @param index 0 to 2^32 - 1
 * @param dimension 0 to {@link SOBOL_DIMENSIONS_MAX} - 1
 * @example sobolWord(3, 2) / 2 ** 32 // 0.75
 */
export function sobolWord(index: number, dimension: number): number {
  let gray = (index ^ (index >>> 1)) >>> 0
  let word = 0
  for (let bit = dimension * BITS; gray !== 0; bit++, gray >>>= 1) {
    if ((gray & 1) !== 0) word ^= directions[bit] as number
  }
  return word >>> 0
}

/**
 * Scrambles a coordinate as Owen does: each bit is turned or not by what the bits above it are. Points keep their
 * even spread, and each of them becomes uniform. The tree of turns is a hash of the seed.
 * Source: Burley, "Practical hash-based Owen scrambling", JCGT 9(4), 2020, with the hash of Laine and Karras.
 *
 * @param seed a word; another for each dimension and each scramble
 */
export function owenScramble(word: number, seed: number): number {
  let x = reverseBits(word)
  x = (x + seed) | 0
  x ^= Math.imul(x, 0x6c50b47c)
  x ^= Math.imul(x, 0xb82f1e52)
  x ^= Math.imul(x, 0xc7afe638)
  x ^= Math.imul(x, 0x8d22f6e6)
  return reverseBits(x)
}

/** A number strictly between 0 and 1 from a scrambled coordinate. */
export function coordinateOf(word: number): number {
  return ((word >>> 0) + 0.5) * STEP_32
}

function reverseBits(word: number): number {
  let x = word
  x = ((x >>> 1) & 0x55555555) | ((x & 0x55555555) << 1)
  x = ((x >>> 2) & 0x33333333) | ((x & 0x33333333) << 2)
  x = ((x >>> 4) & 0x0f0f0f0f) | ((x & 0x0f0f0f0f) << 4)
  x = ((x >>> 8) & 0x00ff00ff) | ((x & 0x00ff00ff) << 8)
  return ((x >>> 16) | (x << 16)) >>> 0
}

function allDirections(): Int32Array {
  const all = new Int32Array(SOBOL_DIMENSIONS_MAX * BITS)
  for (let bit = 0; bit < BITS; bit++) all[bit] = 1 << (31 - bit)
  for (const [line, text] of DIRECTION_TABLE.trim().split('\n').entries()) {
    const [inner = 0, ...initial] = text.split(' ').map(Number)
    fillDirections(all.subarray((line + 1) * BITS, (line + 2) * BITS), inner, initial)
  }
  return all
}

/** The recurrence of the polynomial, from its first direction numbers. */
function fillDirections(row: Int32Array, inner: number, initial: readonly number[]): void {
  const degree = initial.length
  for (const [bit, number] of initial.entries()) row[bit] = number << (31 - bit)
  for (let bit = degree; bit < BITS; bit++) {
    const before = row[bit - degree] as number
    let word = before ^ (before >>> degree)
    for (let back = 1; back < degree; back++) {
      if (((inner >> (degree - 1 - back)) & 1) !== 0) word ^= row[bit - back] as number
    }
    row[bit] = word
  }
}
