import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { multiply, parseRate } from '../../src/kernel/decimal.ts'
import { propertySeed } from '../support/seed.ts'

const RUNS = { seed: propertySeed('kernel decimal'), numRuns: 1000 }

describe('parseRate', () => {
  test.each(['0', '0.035', '-1.5', '1', '12345678901234567890.123456789012345678901234567890'])(
    'reads %s',
    (text) => {
      expect(parseRate(text).toFixed()).toBe(
        text.replace(/0+$/, (zeros) => (text.includes('.') ? '' : zeros)),
      )
    },
  )

  test.each(['', '.5', '5.', '1e3', 'NaN', 'Infinity', '0x1', '1,5', ' 1', '+1'])(
    'refuses %j',
    (text) => {
      expect(() => parseRate(text)).toThrow(RangeError)
    },
  )
})

describe('multiply', () => {
  test.each([
    [1005n, '0.5', { half_up: 503n, half_even: 502n, down: 502n, up: 503n }],
    [1007n, '0.5', { half_up: 504n, half_even: 504n, down: 503n, up: 504n }],
    [100n, '0.001', { half_up: 0n, half_even: 0n, down: 0n, up: 1n }],
    [100n, '1', { half_up: 100n, half_even: 100n, down: 100n, up: 100n }],
    [-1005n, '0.5', { half_up: -503n, half_even: -502n, down: -502n, up: -503n }],
  ])('rounds %s times %s as it is told', (amount, rate, expected) => {
    const modes = ['half_up', 'half_even', 'down', 'up'] as const
    const actual = modes.map((mode) => [mode, multiply(amount, parseRate(rate), mode)])
    expect(Object.fromEntries(actual)).toEqual(expected)
  })

  test('agrees with whole-number arithmetic, to the cent, for the largest amounts', () => {
    const amounts = fc.bigInt(0n, 2n ** 63n - 1n)
    fc.assert(
      fc.property(amounts, fc.bigInt(0n, 10n ** 9n), (amount, billionths) => {
        const digits = billionths.toString().padStart(10, '0')
        const rate = parseRate(`${digits.slice(0, -9)}.${digits.slice(-9)}`)
        const product = amount * billionths
        const floor = product / 10n ** 9n
        const rest = product % 10n ** 9n
        expect(multiply(amount, rate, 'down')).toBe(floor)
        expect(multiply(amount, rate, 'up')).toBe(rest === 0n ? floor : floor + 1n)
        expect(multiply(amount, rate, 'half_up')).toBe(2n * rest >= 10n ** 9n ? floor + 1n : floor)
      }),
      RUNS,
    )
  })
})
