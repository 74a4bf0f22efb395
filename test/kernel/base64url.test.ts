import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeBase64url, encodeBase64url } from '../../src/kernel/base64url.ts'

test('writes what everybody writes, and reads it back', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      const text = encodeBase64url(bytes)
      expect(text).toBe(Buffer.from(bytes).toString('base64url'))
      expect(decodeBase64url(text)).toEqual(bytes)
    }),
  )
})

test('reads a text only if it is the one way to write its bytes', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 12 }), (text) => {
      const bytes = decodeBase64url(text)
      if (bytes !== undefined) expect(encodeBase64url(bytes)).toBe(text)
    }),
  )
  for (const text of ['A', 'AB', 'AA==', 'AA=', 'A+/A', 'AA A', 'ÄA']) {
    expect(decodeBase64url(text), text).toBeUndefined()
  }
})
