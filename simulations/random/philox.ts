const ROUNDS = 10
/** The two multipliers, each as its upper and its lower 16 bits. */
const MULTIPLIER_A = 0xd2511f53
const MULTIPLIER_B = 0xcd9e8d57
const WEYL_A = 0x9e3779b9
const WEYL_B = 0xbb67ae85
const A_HIGH = MULTIPLIER_A >>> 16
const A_LOW = MULTIPLIER_A & 0xffff
const B_HIGH = MULTIPLIER_B >>> 16
const B_LOW = MULTIPLIER_B & 0xffff

/**
 * Philox4x32-10: four random words for a counter of four words and a key of two. The same counter and key always give
 * the same words, so any place of any path can be drawn without what comes before it.
 * Source: Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3" (SC11), figure 3.
 *
 * All words are taken as whole numbers of 32 bits, with or without a sign; given with one, a call allocates nothing.
 *
 * @param out takes the four words, with a sign
 * @example philox(0, 0, 0, 0, 0, 0, out) // out[0] is 1713891541 (0x6627e8d5)
 */
export function philox(
  counter0: number,
  counter1: number,
  counter2: number,
  counter3: number,
  key0: number,
  key1: number,
  out: Int32Array,
): void {
  let c0 = counter0 | 0
  let c1 = counter1 | 0
  let c2 = counter2 | 0
  let c3 = counter3 | 0
  let k0 = key0 | 0
  let k1 = key1 | 0
  for (let round = 0; round < ROUNDS; round++) {
    // The upper half of each product of 32 bits by 32, from products of 16 bits that wrap around harmlessly.
    const high0 = c0 >>> 16
    const low0 = c0 & 0xffff
    const middleA = (Math.imul(high0, A_LOW) + (Math.imul(low0, A_LOW) >>> 16)) | 0
    const crossA = ((middleA & 0xffff) + Math.imul(low0, A_HIGH)) | 0
    const upperA = (Math.imul(high0, A_HIGH) + (middleA >>> 16) + (crossA >>> 16)) | 0
    const high2 = c2 >>> 16
    const low2 = c2 & 0xffff
    const middleB = (Math.imul(high2, B_LOW) + (Math.imul(low2, B_LOW) >>> 16)) | 0
    const crossB = ((middleB & 0xffff) + Math.imul(low2, B_HIGH)) | 0
    const upperB = (Math.imul(high2, B_HIGH) + (middleB >>> 16) + (crossB >>> 16)) | 0
    const lowerA = Math.imul(c0, MULTIPLIER_A)
    const lowerB = Math.imul(c2, MULTIPLIER_B)
    c0 = upperB ^ c1 ^ k0
    c1 = lowerB
    c2 = upperA ^ c3 ^ k1
    c3 = lowerA
    k0 = (k0 + WEYL_A) | 0
    k1 = (k1 + WEYL_B) | 0
  }
  out[0] = c0
  out[1] = c1
  out[2] = c2
  out[3] = c3
}
