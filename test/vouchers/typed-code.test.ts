import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BASE32_ALPHABET } from '../../src/vouchers/core/base32.ts'
import { formatTypedCode, parseTypedCode, SERIAL_MAX } from '../../src/vouchers/core/typed-code.ts'

const serial = fc.bigInt({ min: 0n, max: SERIAL_MAX })
const symbolsOf = (code: string) => code.replaceAll('-', '')

describe('a typed code', () => {
  it('is three groups of four symbols, as worked out by hand', () => {
    // 123456789 = 3·32^5 + 21·32^4 + 23·32^3 + 19·32^2 + 8·32 + 21; its remainder by 1021 is 532 = 16·32 + 20.
    expect(123456789n % 1021n).toBe(532n)
    expect(formatTypedCode(123456789n)).toBe('0000-3NQK-8NGM')
    expect(formatTypedCode(0n)).toBe('0000-0000-0000')
    expect(formatTypedCode(SERIAL_MAX)).toMatch(/^ZZZZ-ZZZZ-ZZ[0-9A-Z]{2}$/)
  })

  it('is read back to its serial', () => {
    fc.assert(fc.property(serial, (value) => parseTypedCode(formatTypedCode(value)) === value))
  })

  it('is read however a person writes it', () => {
    const code = formatTypedCode(33_818_640n * 32n)
    fc.assert(
      fc.property(serial, fc.infiniteStream(fc.nat(5)), (value, choices) => {
        const written = Array.from(formatTypedCode(value), (symbol) => {
          const choice = choices.next().value ?? 0
          if (symbol === '-') return [' ', '', '-', ' - ', '–', '\t'][choice] ?? ''
          if (symbol === '0') return ['0', 'O', 'o', '0', 'O', 'o'][choice] ?? ''
          if (symbol === '1') return ['1', 'I', 'i', 'L', 'l', '1'][choice] ?? ''
          return choice % 2 === 0 ? symbol : symbol.toLowerCase()
        }).join('')
        expect(parseTypedCode(written)).toBe(value)
      }),
    )
    expect(parseTypedCode(` ${code.toLowerCase()} `)).toBe(33_818_640n * 32n)
  })

  it('with any one symbol wrong is refused', () => {
    fc.assert(
      fc.property(serial, (value) => {
        const symbols = symbolsOf(formatTypedCode(value))
        for (let at = 0; at < symbols.length; at++) {
          for (const wrong of BASE32_ALPHABET) {
            if (wrong === symbols.charAt(at)) continue
            const slipped = symbols.slice(0, at) + wrong + symbols.slice(at + 1)
            expect(parseTypedCode(slipped)).toBeUndefined()
          }
        }
      }),
      { numRuns: 50 },
    )
  })

  it('with any two neighbours swapped is refused', () => {
    fc.assert(
      fc.property(serial, (value) => {
        const symbols = symbolsOf(formatTypedCode(value))
        for (let at = 0; at + 1 < symbols.length; at++) {
          const [left, right] = [symbols.charAt(at), symbols.charAt(at + 1)]
          if (left === right) continue
          const swapped = symbols.slice(0, at) + right + left + symbols.slice(at + 2)
          expect(parseTypedCode(swapped)).toBeUndefined()
        }
      }),
      { numRuns: 500 },
    )
  })

  it('can miss neither, whatever the serial: no difference of one slip is a multiple of the modulus', () => {
    for (let place = 0n; place < 10n; place++) {
      for (let difference = 1n; difference < 32n; difference++) {
        expect((difference * 32n ** place) % 1021n).not.toBe(0n)
        expect((difference * 31n * 32n ** place) % 1021n).not.toBe(0n)
      }
    }
    // The last symbol of the serial swapped with the first check symbol.
    for (let difference = 1n; difference < 32n; difference++) {
      expect((33n * difference) % 1021n).not.toBe(0n)
    }
  })

  it('is refused where it is something else', () => {
    for (const text of [
      '',
      '0000-0000-000',
      '0000-0000-00000',
      'UUUU-UUUU-UUUU',
      '💶',
      '-'.repeat(99),
    ]) {
      expect(parseTypedCode(text)).toBeUndefined()
    }
    fc.assert(
      fc.property(fc.string(), (text) => {
        const value = parseTypedCode(text)
        return value === undefined || (value >= 0n && value <= SERIAL_MAX)
      }),
    )
  })
})
