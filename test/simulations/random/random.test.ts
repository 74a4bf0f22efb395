import { describe, expect, test } from 'vitest'
import { exp, log, pow } from '../../../simulations/random/elementary.ts'
import { normalCdf, normalQuantile } from '../../../simulations/random/normal.ts'
import { philox, philoxPair } from '../../../simulations/random/philox.ts'
import { coordinateOf, owenScramble, sobolWord } from '../../../simulations/random/sobol.ts'
import { Stream, uniformOf } from '../../../simulations/random/stream.ts'
import { DOMAINS, SEED_MAX, Streams } from '../../../simulations/random/streams.ts'

/** The known answers of Random123 (kat_vectors, philox4x32 of 10 rounds): counter, key, words. */
const PHILOX = [
  [
    '00000000 00000000 00000000 00000000',
    '00000000 00000000',
    '6627e8d5 e169c58d bc57ac4c 9b00dbd8',
  ],
  [
    'ffffffff ffffffff ffffffff ffffffff',
    'ffffffff ffffffff',
    '408f276d 41c83b0e a20bc7c6 6d5451fd',
  ],
  [
    '243f6a88 85a308d3 13198a2e 03707344',
    'a4093822 299f31d0',
    'd16cfe09 94fdcceb 5001e420 24126ea1',
  ],
] as const

describe('philox', () => {
  test.each(PHILOX)('of counter %s and key %s', (counter, key, words) => {
    const [c0 = 0, c1 = 0, c2 = 0, c3 = 0] = hex(counter)
    const [k0 = 0, k1 = 0] = hex(key)
    const out = new Int32Array(4)
    philox(c0, c1, c2, c3, k0, k1, out)
    expect([...new Uint32Array(out.buffer)]).toEqual(hex(words))
    const pair = new Int32Array(10)
    philoxPair(c0, c1, c2, c3, k0, k1, pair, 1)
    expect(pair.subarray(1, 5)).toEqual(out)
    philox(c0, c1, c2, c3 + 1, k0, k1, out)
    expect(pair.subarray(5, 9)).toEqual(out)
  })
})

describe('a stream', () => {
  test('is xoshiro128**: the numbers of the rand_xoshiro crate for the state 1, 2, 3, 4', () => {
    const stream = new Stream()
    stream.state.set([1, 2, 3, 4])
    const words = Array.from({ length: 1000 }, () => stream.nextWord())
    expect(words.slice(0, 3)).toEqual([11520, 0, 5927040])
    expect(words[999]).toBe(3170714187)
  })

  test('never gives an end of the interval', () => {
    expect(uniformOf(0, 0)).toBe(2 ** -53)
    expect(uniformOf(0xffffffff, 0xffffffff)).toBeLessThan(1)
  })

  test('is opened for all months at once as for each of them', () => {
    const streams = new Streams(2 ** 40 + 7)
    for (const months of [1, 2, 7]) {
      const states = new Int32Array(4 * (months + 1))
      streams.openMonths(states, months, 2 ** 33 + 5, 3)
      const one = new Stream()
      const each = Array.from({ length: months }, (_, index) => [
        ...streams.open(one, 2 ** 33 + 5, 3, index + 1).state,
      ])
      expect([...states]).toEqual([0, 0, 0, 0, ...each.flat()])
    }
  })

  test('depends on every coordinate and on the seed, and on nothing that came before', () => {
    const first = (streams: Streams, ...at: [number, number, number, number]) =>
      streams.open(new Stream(), ...at).nextWord()
    const streams = new Streams(7)
    const base = first(streams, 5, 1, 12, 0)
    const others = [
      first(streams, 6, 1, 12, 0),
      first(streams, 5 + 2 ** 32, 1, 12, 0),
      first(streams, 5, 2, 12, 0),
      first(streams, 5, 1, 13, 0),
      first(streams, 5, 1, 12, 1),
      first(new Streams(8), 5, 1, 12, 0),
      first(new Streams(7 + 2 ** 32), 5, 1, 12, 0),
      first(new Streams(7, DOMAINS.pilot), 5, 1, 12, 0),
    ]
    expect(new Set([base, ...others]).size).toBe(9)
    expect(first(streams, 5, 1, 12, 0)).toBe(base)
  })

  test('has the seed 0 and the largest, and no other', () => {
    expect(new Streams(0).word(0, 0, 0)).toBe(0x6627e8d5)
    expect(new Streams(SEED_MAX).word(0, 0, 0)).not.toBe(new Streams(0).word(0, 0, 0))
    for (const seed of [-1, 0.5, 2 ** 53, Number.NaN]) {
      expect(() => new Streams(seed)).toThrow(RangeError)
    }
  })
})

describe('exp and log', () => {
  test('are right to the last place but one', () => {
    for (let step = -7000; step <= 7000; step++) {
      const x = step / 10.1
      expect(Math.abs(exp(x) / Math.exp(x) - 1)).toBeLessThan(4.5e-16)
      const y = Math.exp(step / 20.3)
      expect(Math.abs(log(y) - Math.log(y))).toBeLessThanOrEqual(4.5e-16 * Math.abs(Math.log(y)))
    }
  })

  test('know the ends', () => {
    expect([exp(710), exp(-746), exp(Number.NaN)]).toEqual([
      Number.POSITIVE_INFINITY,
      0,
      Number.NaN,
    ])
    expect([exp(-745), log(5e-324)]).toEqual([5e-324, Math.log(5e-324)])
    expect([log(0), log(-1), log(1)]).toEqual([Number.NEGATIVE_INFINITY, Number.NaN, 0])
    expect(pow(2, 10)).toBeCloseTo(1024, 10)
  })
})

// The values are those of scipy.stats.norm (1.17), which agree with Wichura's own for the quantile.
describe('the normal law', () => {
  test.each([
    [-30, 4.906713927147908e-198],
    [-10, 7.61985302416047e-24],
    [-2.51, 0.006036558080412666],
    [-1, 0.15865525393145707],
    [0.5, 0.6914624612740131],
    [3, 0.9986501019683699],
  ])('is at most %f with the probability %f', (x, p) => {
    expect(Math.abs(normalCdf(x) / p - 1)).toBeLessThan(1e-13)
  })

  test.each([
    [1e-300, -37.0470962993612],
    [1e-20, -9.262340089798409],
    [1e-5, -4.264890793922825],
    [0.02425, -1.9729610513118845],
    [0.2, -0.8416212335729142],
    [0.975, 1.959963984540054],
    [1 - 1e-10, 6.361340889697422],
  ])('has at %f the quantile %f', (p, x) => {
    expect(Math.abs(normalQuantile(p) / x - 1)).toBeLessThan(1e-14)
  })

  test('has quantiles at 0 and 1 without end, and none beyond', () => {
    const ends = [0, 1, -0.1, 1.1].map(normalQuantile)
    expect(ends).toEqual([
      Number.NEGATIVE_INFINITY,
      Number.POSITIVE_INFINITY,
      Number.NaN,
      Number.NaN,
    ])
  })
})

describe("Sobol's points", () => {
  // scipy.stats.qmc.Sobol(128, scramble=False, bits=32), point 1234567.
  test.each([
    [0, 599644160],
    [1, 2792044544],
    [2, 828979200],
    [3, 3710220288],
    [5, 2483501056],
    [40, 2764613632],
    [127, 649680896],
  ])('have in dimension %i the words of others', (dimension, word) => {
    expect(sobolWord(1234567, dimension)).toBe(word)
  })

  test('keep one point in each of 2^k equal strips when they are scrambled', () => {
    for (const dimension of [0, 1, 17, 127]) {
      const strips = Array.from({ length: 256 }, (_, index) =>
        Math.floor(coordinateOf(owenScramble(sobolWord(index, dimension), 0xabcdef01)) * 256),
      )
      expect(new Set(strips).size).toBe(256)
    }
  })

  test('are each uniform over the scrambles', () => {
    const streams = new Streams(3, DOMAINS.scramble)
    const mean = (index: number) => {
      let sum = 0
      for (let scramble = 0; scramble < 4000; scramble++) {
        sum += coordinateOf(owenScramble(sobolWord(index, 2), streams.word(scramble, 0, 2)))
      }
      return sum / 4000
    }
    // The standard error is 0.0046.
    for (const index of [0, 1, 77]) expect(Math.abs(mean(index) - 0.5)).toBeLessThan(0.018)
  })
})

function hex(words: string): readonly number[] {
  return words.split(' ').map((word) => Number.parseInt(word, 16))
}
