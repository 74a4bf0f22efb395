import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { allocate, formatMinor, MINOR_MAX, parseMinor, parseUnit } from '../../src/kernel/money.ts'
import { propertySeed } from '../support/seed.ts'

const RUNS = { seed: propertySeed('kernel money'), numRuns: 1000 }
const amounts = fc.bigInt(0n, MINOR_MAX)

describe('parseMinor', () => {
  test.each([
    ['0', 0n],
    ['1', 1n],
    ['1250', 1250n],
    ['9223372036854775807', MINOR_MAX],
  ])('reads %s', (text, amount) => {
    expect(parseMinor(text)).toBe(amount)
  })

  test.each([
    '',
    ' 1',
    '1 ',
    '01',
    '-1',
    '+1',
    '1.0',
    '1,00',
    '1e3',
    '0x10',
    '٣',
    '9223372036854775808',
    '1'.repeat(400),
  ])('refuses %j', (text) => {
    expect(parseMinor(text)).toBeUndefined()
  })

  test('reads whatever amount was written, to the last digit', () => {
    fc.assert(
      fc.property(amounts, (amount) => parseMinor(amount.toString()) === amount),
      RUNS,
    )
  })

  test('refuses whatever text is not the plain digits of an amount', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const amount = parseMinor(text)
        return amount === undefined || amount.toString() === text
      }),
      RUNS,
    )
  })
})

describe('parseUnit', () => {
  test.each(['EUR', 'MERIT', 'A1', 'ABCDEFGHIJKL'])('reads %s', (text) => {
    expect(parseUnit(text)).toBe(text)
  })

  test.each(['', 'E', 'eur', '1EUR', 'EU-R', 'ABCDEFGHIJKLM', 'EUR\n', 'ÈUR'])(
    'refuses %j',
    (text) => {
      expect(parseUnit(text)).toBeUndefined()
    },
  )
})

describe('formatMinor', () => {
  test.each([
    [0n, '0,00', '0.00'],
    [5n, '0,05', '0.05'],
    [-5n, '-0,05', '-0.05'],
    [100n, '1,00', '1.00'],
    [123_456n, '1.234,56', '1,234.56'],
    [-100_000_000n, '-1.000.000,00', '-1,000,000.00'],
    [MINOR_MAX, '92.233.720.368.547.758,07', '92,233,720,368,547,758.07'],
  ])('writes %s as people do', (amount, italian, english) => {
    expect([formatMinor(amount, 'it'), formatMinor(amount, 'en')]).toEqual([italian, english])
  })

  test('loses no digit', () => {
    fc.assert(
      fc.property(fc.bigInt(-MINOR_MAX, MINOR_MAX), (amount) => {
        return BigInt(formatMinor(amount, 'it').replace(/[.,]/g, '')) === amount
      }),
      RUNS,
    )
  })
})

describe('allocate', () => {
  const weights = fc
    .array(fc.bigInt(0n, 10n ** 12n), { minLength: 1, maxLength: 20 })
    .filter((list) => list.some((weight) => weight > 0n))

  test.each([
    [100n, [1n, 1n, 1n], [34n, 33n, 33n]],
    [100n, [1n, 2n, 3n], [17n, 33n, 50n]],
    [1n, [1n, 1n], [1n, 0n]],
    [0n, [5n, 5n], [0n, 0n]],
    [7n, [0n, 1n, 0n], [0n, 7n, 0n]],
    [5n, [3n, 3n, 3n, 1n], [2n, 2n, 1n, 0n]],
  ])('shares %s by %s', (total, shares, parts) => {
    expect(allocate(total, shares)).toEqual(parts)
  })

  test('gives parts that sum to the whole', () => {
    fc.assert(
      fc.property(amounts, weights, (total, list) => {
        return allocate(total, list).reduce((sum, part) => sum + part, 0n) === total
      }),
      RUNS,
    )
  })

  test('is never a cent or more away from the exact share, and gives nothing for no weight', () => {
    fc.assert(
      fc.property(amounts, weights, (total, list) => {
        const sum = list.reduce((all, weight) => all + weight, 0n)
        for (const [index, part] of allocate(total, list).entries()) {
          const weight = list[index] ?? 0n
          const difference = part * sum - total * weight
          expect(difference > -sum && difference < sum).toBe(true)
          if (weight === 0n) expect(part).toBe(0n)
        }
      }),
      RUNS,
    )
  })

  test('gives a greater weight no smaller part', () => {
    fc.assert(
      fc.property(amounts, weights, (total, list) => {
        const parts = allocate(total, list)
        const sorted = list
          .map((weight, index) => ({ weight, part: parts[index] ?? 0n }))
          .sort((a, b) => (a.weight < b.weight ? -1 : a.weight > b.weight ? 1 : 0))
        for (const [index, { weight, part }] of sorted.entries()) {
          const next = sorted[index + 1]
          if (next !== undefined && next.weight > weight) expect(next.part >= part).toBe(true)
        }
      }),
      RUNS,
    )
  })

  test.each([
    [-1n, [1n]],
    [1n, []],
    [1n, [0n, 0n]],
    [1n, [2n, -1n]],
  ])('refuses to share %s by %s', (total, list) => {
    expect(() => allocate(total, list)).toThrow(RangeError)
  })
})
