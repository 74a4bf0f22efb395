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
    const upperA = upperHalf(c0, A_HIGH, A_LOW)
    const upperB = upperHalf(c2, B_HIGH, B_LOW)
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

/**
 * The words of two counters, which differ in the last word by one: as by two calls of {@link philox}, in three quarters of the
 * time, because the processor does the rounds of both side by side.
 *
 * @param out takes from `at` on the four words of `counter3`, then the four of `counter3 + 1`
 */
export function philoxPair(
  counter0: number,
  counter1: number,
  counter2: number,
  counter3: number,
  key0: number,
  key1: number,
  out: Int32Array,
  at: number,
): void {
  let a0 = counter0 | 0
  let a1 = counter1 | 0
  let a2 = counter2 | 0
  let a3 = counter3 | 0
  let b0 = a0
  let b1 = a1
  let b2 = a2
  let b3 = (counter3 + 1) | 0
  let k0 = key0 | 0
  let k1 = key1 | 0
  for (let round = 0; round < ROUNDS; round++) {
    const upperA0 = upperHalf(a0, A_HIGH, A_LOW)
    const upperA2 = upperHalf(a2, B_HIGH, B_LOW)
    const upperB0 = upperHalf(b0, A_HIGH, A_LOW)
    const upperB2 = upperHalf(b2, B_HIGH, B_LOW)
    const lowerA0 = Math.imul(a0, MULTIPLIER_A)
    const lowerA2 = Math.imul(a2, MULTIPLIER_B)
    const lowerB0 = Math.imul(b0, MULTIPLIER_A)
    const lowerB2 = Math.imul(b2, MULTIPLIER_B)
    a0 = upperA2 ^ a1 ^ k0
    a1 = lowerA2
    a2 = upperA0 ^ a3 ^ k1
    a3 = lowerA0
    b0 = upperB2 ^ b1 ^ k0
    b1 = lowerB2
    b2 = upperB0 ^ b3 ^ k1
    b3 = lowerB0
    k0 = (k0 + WEYL_A) | 0
    k1 = (k1 + WEYL_B) | 0
  }
  out[at] = a0
  out[at + 1] = a1
  out[at + 2] = a2
  out[at + 3] = a3
  out[at + 4] = b0
  out[at + 5] = b1
  out[at + 6] = b2
  out[at + 7] = b3
}

/** The upper half of the product of two words, from products of 16 bits that wrap around harmlessly. */
function upperHalf(word: number, high: number, low: number): number {
  const wordHigh = word >>> 16
  const wordLow = word & 0xffff
  const middle = (Math.imul(wordHigh, low) + (Math.imul(wordLow, low) >>> 16)) | 0
  const cross = ((middle & 0xffff) + Math.imul(wordLow, high)) | 0
  return (Math.imul(wordHigh, high) + (middle >>> 16) + (cross >>> 16)) | 0
}
