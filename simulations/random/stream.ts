/** 2^-32 and 2^-53. */
const STEP_32 = 2 ** -32
const STEP_53 = 2 ** -53

/**
 * A sequence of random words, xoshiro128** (Blackman and Vigna, "Scrambled linear pseudorandom number generators",
 * 2018). Its beginning is set from outside; see `streams.ts`.
 *
 * A kernel that draws millions of words copies `state` into four local variables, does the same six lines there, and
 * writes them back: that is four times as fast.
 */
export class Stream {
  /** The four words of the state; not all zero. */
  readonly state = new Int32Array(4)

  /** The next word, 0 to 2^32 - 1. */
  nextWord(): number {
    const { state } = this
    const s0 = state[0] as number
    const s1 = state[1] as number
    const s2 = (state[2] as number) ^ s0
    const s3 = (state[3] as number) ^ s1
    const fives = Math.imul(s1, 5)
    state[1] = s1 ^ s2
    state[0] = s0 ^ s3
    state[2] = s2 ^ (s1 << 9)
    state[3] = (s3 << 11) | (s3 >>> 21)
    return Math.imul((fives << 7) | (fives >>> 25), 9) >>> 0
  }

  /** A number strictly between 0 and 1, of 32 bits: enough to decide an event, one word. */
  coarseUniform(): number {
    return (this.nextWord() + 0.5) * STEP_32
  }

  /** A number strictly between 0 and 1, of 52 bits, two words: for what has a tail. */
  uniform(): number {
    return uniformOf(this.nextWord(), this.nextWord())
  }
}

/**
 * A number strictly between 0 and 1 from two words: 52 bits of them, and a half of the last bit on top.
 *
 * @example uniformOf(0, 0) // 2 ** -53
 */
export function uniformOf(high: number, low: number): number {
  return ((high >>> 0) * 2 ** 20 + (low >>> 12)) * (2 * STEP_53) + STEP_53
}
