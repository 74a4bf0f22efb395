import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatMinor, MINOR_MAX } from '../../src/kernel/money.ts'
import { readAmount } from '../../src/pilot/core/amount.ts'

describe('amounts as spreadsheets write them', () => {
  it.each([
    ['0', 0n],
    ['7', 700n],
    ['1234', 123400n],
    ['1234,5', 123450n],
    ['1234,50', 123450n],
    ['1234.5', 123450n],
    ['1234.50', 123450n],
    ['1.234,50', 123450n],
    ['1,234.50', 123450n],
    ['1.234,5', 123450n],
    ['12.345.678,90', 1234567890n],
    ['1.234.567', 123456700n],
    ['1,234,567', 123456700n],
    ['0,05', 5n],
    ['0012,00', 1200n],
    ['€ 1.234,50', 123450n],
    ['1.234,50 €', 123450n],
    ['1234.50 EUR', 123450n],
    [' 30,00 ', 3000n],
    ['92.233.720.368.547.758,07', MINOR_MAX],
  ])('reads %j', (text, amount) => {
    expect(readAmount(text)).toEqual({ kind: 'amount', amount })
  })

  it.each([
    ['1.234', '1.234,00'],
    ['1,234', '1.234,00'],
    ['12.500', '12.500,00'],
    ['€ 999,999', '999.999,00'],
  ])('refuses to guess what %j means', (text, asThousands) => {
    expect(readAmount(text)).toEqual({ kind: 'ambiguous', asThousands })
  })

  it.each([
    '',
    ' ',
    '-5',
    '+5',
    '1e3',
    'ten',
    '1,2,3',
    '1.2.3',
    '0.123',
    '0,500',
    '1234.567',
    '1.234,567',
    '1.23,45',
    '12,34.56',
    '1.234.50',
    '1 234,50',
    '5,',
    ',5',
    '.50',
    '5 USD',
    '€',
    '€5€€',
    '１２',
    '0x10',
    'NaN',
    '92.233.720.368.547.758,08',
    '9'.repeat(40),
  ])('does not read %j', (text) => {
    expect(readAmount(text)).toEqual({ kind: 'unreadable' })
  })

  it('reads back every amount that is written with two decimals, in either style', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: MINOR_MAX }),
        fc.constantFrom('it', 'en', 'plain comma', 'plain dot'),
        fc.constantFrom('', '€ ', 'EUR '),
        (amount, style, before) => {
          const text =
            style === 'it' || style === 'en'
              ? formatMinor(amount, style)
              : formatMinor(amount, 'en')
                  .replaceAll(',', '')
                  .replace('.', style === 'plain dot' ? '.' : ',')
          expect(readAmount(before + text)).toEqual({ kind: 'amount', amount })
        },
      ),
      { numRuns: 1000 },
    )
  })

  it('never reads a text in two ways: what it reads is the digits of the text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('0', '1', '9', '.', ','), maxLength: 12 }),
        (text) => {
          const reading = readAmount(text)
          if (reading.kind !== 'amount') return
          const [, decimals = ''] = /[.,]([0-9]{1,2})$/.exec(text) ?? []
          const digits = text.replace(/[.,]/g, '') + '0'.repeat(2 - decimals.length)
          expect(reading.amount).toBe(BigInt(digits))
        },
      ),
      { numRuns: 2000 },
    )
  })
})
