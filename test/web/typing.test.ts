import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatTypedCode, SERIAL_MAX } from '../../src/vouchers/core/typed-code.ts'
import {
  looksLikeVoucher,
  NOTHING_TYPED,
  readTyped,
  typeInto,
} from '../../src/web/till/client/typing.ts'

const serials = fc.bigInt({ min: 0n, max: SERIAL_MAX })
const ADDRESS = `HTTPS://VOUCHERS.EXAMPLE-SHOP.ORG/C/${'04F7Q'.repeat(25)}`
const TOKEN = 'eyJhbGciOiJFUzI1NiJ9.eyJqdGkiOiJh-Y19.bXktc2ln_bmF0dXJl'

/** Types one symbol after the other, as the field sees it: each appended to what is shown. */
function typeAll(text: string) {
  return Array.from(text).reduce(
    (typing, symbol) => typeInto(typing, typing.shown + symbol),
    NOTHING_TYPED,
  )
}

describe('the code field', () => {
  test('shows a code in capitals and groups, however it is typed', () => {
    fc.assert(
      fc.property(serials, (serial) => {
        const code = formatTypedCode(serial)
        for (const typed of [code, code.toLowerCase(), code.replaceAll('-', ' '), strip(code)]) {
          expect(typeAll(typed).shown).toBe(code)
          expect(readTyped(typeAll(typed).raw)).toEqual({ typedCode: code })
        }
      }),
    )
  })

  test('takes a pasted code at once', () => {
    expect(typeInto(NOTHING_TYPED, ' 0000-3nqk-8ngm ').shown).toBe('0000-3NQK-8NGM')
  })

  test.each([ADDRESS, ADDRESS.toLowerCase(), TOKEN])(
    'leaves what a scanner types untouched: %s',
    (text) => {
      const typing = typeAll(text)
      expect(typing.raw).toBe(text)
      expect(typing.shown).toBe(text)
      expect(readTyped(typing.raw)).toEqual({ qr: text })
    },
  )

  test('lets go of the last symbol and of all', () => {
    const typing = typeAll('7K3M9')
    expect(typing.shown).toBe('7K3M-9')
    expect(typeInto(typing, '7K3M-').shown).toBe('7K3M')
    expect(typeInto(typing, '')).toEqual(NOTHING_TYPED)
  })

  test('notices every single wrong symbol without asking anybody', () => {
    fc.assert(
      fc.property(
        serials,
        fc.integer({ min: 0, max: 11 }),
        fc.integer({ min: 1, max: 31 }),
        (serial, at, shift) => {
          const symbols = Array.from(strip(formatTypedCode(serial)))
          const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
          const right = alphabet.indexOf(symbols[at] ?? '')
          symbols[at] = alphabet.charAt((right + shift) % 32)
          expect(readTyped(symbols.join(''))).toBe('wrong')
        },
      ),
    )
  })

  test('says of a code in the making that it is short, not wrong', () => {
    expect(readTyped('')).toBe('short')
    expect(readTyped('0000-3NQ')).toBe('short')
    expect(readTyped('0000-3NU')).toBe('wrong')
  })
})

describe('what a camera reads', () => {
  test.each([ADDRESS, ADDRESS.toLowerCase(), TOKEN])('is a voucher: %s', (text) => {
    expect(looksLikeVoucher(text)).toBe(true)
  })

  test.each(['8001234567890', 'https://example.org/menu', 'WIFI:S:shop;;', 'a.b', ''])(
    'is no voucher: %s',
    (text) => {
      expect(looksLikeVoucher(text)).toBe(false)
    },
  )
})

function strip(code: string): string {
  return code.replaceAll('-', '')
}
