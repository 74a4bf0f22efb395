// The generators of the engine as their papers write them, slow and obvious: known answers to hold fast ones against.

const WORD = 0xffffffffn

/**
 * A block of Philox4x32 with ten rounds: four words from a counter of four and a key of two.
 * Source: J. Salmon et al., Parallel random numbers: as easy as 1, 2, 3, SC11 (2011), section 3.3.
 */
export function philoxBlock(counter: readonly number[], key: readonly number[]): readonly number[] {
  let [a = 0n, b = 0n, c = 0n, d = 0n] = counter.map(BigInt)
  let [k = 0n, l = 0n] = key.map(BigInt)
  for (let round = 0; round < 10; round++) {
    const left = 0xd2511f53n * a
    const right = 0xcd9e8d57n * c
    ;[a, b, c, d] = [(right >> 32n) ^ b ^ k, right & WORD, (left >> 32n) ^ d ^ l, left & WORD]
    k = (k + 0x9e3779b9n) & WORD
    l = (l + 0xbb67ae85n) & WORD
  }
  return [a, b, c, d].map(Number)
}

/**
 * The word of xoshiro128** at a place, counted from 0.
 * Source: D. Blackman and S. Vigna, Scrambled linear pseudorandom number generators, ACM TOMS 47 (2021).
 */
export function xoshiroWord(state: readonly number[], index: number): number {
  let [a = 0, b = 0, c = 0, d = 0] = state
  let word = 0
  for (let i = 0; i <= index; i++) {
    word = Math.imul(rotated(Math.imul(b, 5), 7), 9) >>> 0
    const shifted = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = rotated(d, 11)
  }
  return word
}

function rotated(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits))
}

/** The polynomial (degree, inner coefficients) and the first direction numbers of each dimension from the second on. */
const DIRECTIONS: readonly (readonly [number, number, readonly number[]])[] = [
  [1, 0, [1]],
  [2, 1, [1, 3]],
  [3, 1, [1, 3, 1]],
  [3, 2, [1, 1, 1]],
  [4, 1, [1, 1, 3, 3]],
  [4, 4, [1, 3, 5, 13]],
  [5, 2, [1, 1, 5, 5, 17]],
  [5, 4, [1, 1, 5, 5, 5]],
  [5, 7, [1, 1, 7, 11, 19]],
]
const BITS = 32

/** How many dimensions {@link sobolCoordinate} knows. */
export const SOBOL_DIMENSIONS = DIRECTIONS.length + 1

/**
 * A coordinate of Sobol's sequence without scrambling, in the order of Gray's code, the first point being zero.
 * Source: S. Joe and F. Kuo, Constructing Sobol sequences with better two-dimensional projections, SIAM J. Sci.
 * Comput. 30 (2008), direction numbers of the file new-joe-kuo-6.21201.
 *
 * @param index counted from 0
 * @param dimension counted from 0, below {@link SOBOL_DIMENSIONS}
 */
export function sobolCoordinate(index: number, dimension: number): number {
  const directions = directionNumbers(dimension)
  let gray = index ^ (index >>> 1)
  let word = 0n
  for (let bit = 0; gray !== 0; bit++, gray >>>= 1) {
    if ((gray & 1) === 1) word ^= directions[bit] ?? 0n
  }
  return Number(word) / 2 ** BITS
}

function directionNumbers(dimension: number): readonly bigint[] {
  if (dimension === 0) return Array.from({ length: BITS }, (_, i) => 1n << BigInt(BITS - 1 - i))
  const [degree, inner, first] = DIRECTIONS[dimension - 1] ?? [0, 0, []]
  const numbers: bigint[] = first.map((m, i) => BigInt(m) << BigInt(BITS - 1 - i))
  for (let i = degree; i < BITS; i++) {
    const oldest = numbers[i - degree] ?? 0n
    let next = oldest ^ (oldest >> BigInt(degree))
    for (let k = 1; k < degree; k++) {
      if (((inner >> (degree - 1 - k)) & 1) === 1) next ^= numbers[i - k] ?? 0n
    }
    numbers.push(next)
  }
  return numbers
}
