import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  codeAddress,
  PAYEE_CODE_BYTES,
  PAYER_CODE_BYTES,
  parsePayeeCode,
  parsePayerCode,
  payeeCode,
  payeeSerial,
  payerCode,
} from '../../src/currency/core/code.ts'

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })
const SYMBOLS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

test('a code is read as it was written, typed in any way or from its picture, at its own door only', () => {
  fc.assert(
    fc.property(bytes(PAYER_CODE_BYTES), bytes(PAYEE_CODE_BYTES), (payer, payee) => {
      const code = payerCode(payer)
      expect(code).toMatch(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/)
      const typed = code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o')
      const address = codeAddress('https://fra-noi.example', 'P', code)
      expect([parsePayerCode(typed), parsePayerCode(address)]).toEqual([code, code])
      expect([parsePayeeCode(code), parsePayeeCode(address)]).toEqual([undefined, undefined])
      const serial = payeeSerial(payee)
      const shown = codeAddress('https://fra-noi.example', 'R', payeeCode(serial))
      expect(shown).toMatch(/^HTTPS:\/\/FRA-NOI\.EXAMPLE\/R\/[0-9A-Z]{12}$/)
      expect([parsePayeeCode(payeeCode(serial)), parsePayeeCode(shown)]).toEqual([serial, serial])
      expect(parsePayerCode(shown)).toBeUndefined()
    }),
  )
})

test('every wrong symbol and every swap of two neighbours of a payer code is noticed', () => {
  fc.assert(
    fc.property(bytes(PAYER_CODE_BYTES), fc.nat(15), fc.nat(30), (random, at, other) => {
      const code = payerCode(random).replaceAll('-', '')
      const wrong = SYMBOLS[(SYMBOLS.indexOf(code[at] ?? '') + 1 + other) % 32] ?? ''
      expect(parsePayerCode(code.slice(0, at) + wrong + code.slice(at + 1))).toBeUndefined()
      const next = at === 15 ? 14 : at + 1
      const [low, high] = [Math.min(at, next), Math.max(at, next)]
      if (code[low] === code[high]) return
      const swapped = `${code.slice(0, low)}${code[high]}${code[low]}${code.slice(high + 1)}`
      expect(parsePayerCode(swapped)).toBeUndefined()
    }),
  )
})
