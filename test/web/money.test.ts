import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { typedMoney } from '../../src/kernel/money.ts'
import { parseAmount, showMoney } from '../../src/web/client/money.ts'

describe('an amount as it is typed', () => {
  test.each([
    ['12,50', 1250n],
    ['12.50', 1250n],
    ['12,5', 1250n],
    ['12,', 1200n],
    ['12', 1200n],
    [' 0,01 ', 1n],
    ['007', 700n],
  ])('%s is %s', (text, amount) => {
    expect(parseAmount(text)).toBe(amount)
  })

  test.each([
    ['', 'empty'],
    ['0', 'zero'],
    ['0,00', 'zero'],
    ['1.250', 'wrong'],
    ['1.250,00', 'wrong'],
    ['-5', 'wrong'],
    ['12,505', 'wrong'],
    [',50', 'wrong'],
    ['1e3', 'wrong'],
    ['99999999999999999', 'wrong'],
    ['١٢', 'wrong'],
  ])('%s is %s', (text, fault) => {
    expect(parseAmount(text)).toBe(fault)
  })

  test('is read back as it stands in a field, in both languages, whatever its size', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 15n }), (amount) => {
        for (const language of ['it', 'en'] as const) {
          expect(parseAmount(typedMoney(amount, language))).toBe(amount)
        }
      }),
    )
    expect([typedMoney(123_456n, 'it'), typedMoney(5n, 'en')]).toEqual(['1234,56', '0.05'])
  })

  test('is read back as it is shown, in both languages, below a thousand', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 99_999n }), (amount) => {
        for (const language of ['it', 'en'] as const) {
          const shown = showMoney(amount.toString(), 'MERIT', language)
          expect(parseAmount(shown.replace('MERIT', ''))).toBe(amount)
        }
      }),
    )
  })
})

describe('an amount as it is shown', () => {
  test('has its unit where readers of the language expect it', () => {
    expect(showMoney('123456', 'EUR', 'it')).toBe('1.234,56\u00a0€')
    expect(showMoney('123456', 'EUR', 'en')).toBe('€1,234.56')
    expect(showMoney('123456', 'MERIT', 'en')).toBe('1,234.56\u00a0MERIT')
  })

  test('is nothing where the digits are none', () => {
    expect(showMoney('12.5', 'EUR', 'it')).toBe('')
  })
})
