import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  isFromDigest,
  parseUuid,
  UUID_MAX,
  UUID_ZERO,
  uuidFromDigest,
  uuidv7,
} from '../../src/kernel/ids.ts'
import { propertySeed } from '../support/seed.ts'

const RUNS = { seed: propertySeed('kernel ids'), numRuns: 1000 }
const tenBytes = fc.uint8Array({ minLength: 10, maxLength: 10 })
const instants = fc.integer({ min: 0, max: 2 ** 48 - 1 })

describe('parseUuid', () => {
  test('reads any version and writes it in lower case', () => {
    expect(parseUuid('018F3A5E-0000-7000-8000-00000000000F')).toBe(
      '018f3a5e-0000-7000-8000-00000000000f',
    )
    expect(parseUuid('ffffffff-ffff-ffff-ffff-ffffffffffff')).toBe(
      'ffffffff-ffff-ffff-ffff-ffffffffffff',
    )
  })

  test.each([
    '',
    '018f3a5e00007000800000000000000f',
    '{018f3a5e-0000-7000-8000-00000000000f}',
    '018f3a5e-0000-7000-8000-00000000000g',
    '018f3a5e-0000-7000-8000-00000000000f\n',
    ' 018f3a5e-0000-7000-8000-00000000000f',
  ])('refuses %j', (text) => {
    expect(parseUuid(text)).toBeUndefined()
  })
})

describe('uuidv7', () => {
  test('agrees with the example of RFC 9562, appendix A.6', () => {
    const random = Uint8Array.from([0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f])
    expect(uuidv7(0x017f22e279b0, random)).toBe('017f22e2-79b0-7cc3-98c4-dc0c0c07398f')
  })

  test('is a UUID of version 7 that carries its time', () => {
    fc.assert(
      fc.property(instants, tenBytes, (unixMs, random) => {
        const id = uuidv7(unixMs, random)
        expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
        expect(Number.parseInt(id.replace('-', '').slice(0, 12), 16)).toBe(unixMs)
      }),
      RUNS,
    )
  })

  test('sorts by time, whatever the randomness', () => {
    fc.assert(
      fc.property(instants, instants, tenBytes, tenBytes, (one, other, a, b) => {
        fc.pre(one !== other)
        return uuidv7(one, a) < uuidv7(other, b) === one < other
      }),
      RUNS,
    )
  })

  test('uses 74 of the 80 random bits', () => {
    const base = new Uint8Array(10)
    const ids = new Set<string>()
    for (let bit = 0; bit < 80; bit += 1) {
      const random = Uint8Array.from(base)
      random[bit >> 3] = 1 << (bit & 7)
      ids.add(uuidv7(0, random))
    }
    expect(ids.size).toBe(74 + 1)
  })

  test.each([-1, 2 ** 48, 1.5, Number.NaN])('refuses the time %s', (unixMs) => {
    expect(() => uuidv7(unixMs, new Uint8Array(10))).toThrow(RangeError)
  })

  test('refuses too little randomness', () => {
    expect(() => uuidv7(0, new Uint8Array(9))).toThrow(RangeError)
  })
})

describe('uuidFromDigest', () => {
  test('is of version 8, the same for the same digest, and leaves the digest alone', () => {
    const digest = createHash('sha256').update('fra-noi account grant EUR').digest()
    const before = Buffer.from(digest)
    expect(uuidFromDigest(digest)).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    )
    expect(uuidFromDigest(digest)).toBe(uuidFromDigest(before))
    expect(isFromDigest(uuidFromDigest(digest))).toBe(true)
    const others = [uuidv7(0, new Uint8Array(10).fill(0x88)), UUID_ZERO, UUID_MAX]
    expect(others.filter(isFromDigest)).toEqual([])
    expect(digest.equals(before)).toBe(true)
    expect(uuidFromDigest(digest).slice(0, 8)).toBe(digest.toString('hex').slice(0, 8))
  })

  test('refuses a short digest', () => {
    expect(() => uuidFromDigest(new Uint8Array(15))).toThrow(RangeError)
  })
})
