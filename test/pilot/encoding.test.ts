import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeText } from '../../src/pilot/core/encoding.ts'

const bytes = (...values: number[]) => Uint8Array.from(values)

describe('encodings of spreadsheets', () => {
  it('reads UTF-8 with and without a byte order mark alike', () => {
    const plain = new TextEncoder().encode('città;€\n')
    const marked = bytes(0xef, 0xbb, 0xbf, ...plain)
    expect(decodeText(plain)).toEqual({ text: 'città;€\n', encoding: 'utf-8' })
    expect(decodeText(marked)).toEqual({ text: 'città;€\n', encoding: 'utf-8' })
  })

  it('reads what is no UTF-8 as Windows-1252, the euro sign and the curly quotes too', () => {
    const windows = bytes(0x63, 0x69, 0x74, 0x74, 0xe0, 0x20, 0x80, 0x20, 0x93, 0x92, 0x94)
    expect(decodeText(windows)).toEqual({ text: 'città € “’”', encoding: 'windows-1252' })
  })

  it('reads the UTF-16 that Excel calls Unicode text, in both byte orders', () => {
    const little = Buffer.from('\ufeffcittà\r\n', 'utf16le')
    expect(decodeText(little)).toEqual({ text: 'città\n', encoding: 'utf-16' })
    expect(decodeText(Buffer.from(little).swap16())).toEqual({
      text: 'città\n',
      encoding: 'utf-16',
    })
  })

  it('ends lines alike, whatever machine wrote them', () => {
    const text = new TextEncoder().encode('a\r\nb\rc\nd')
    expect(decodeText(text)).toMatchObject({ text: 'a\nb\nc\nd' })
  })

  it('composes accents, which a Mac writes as two characters', () => {
    expect(decodeText(new TextEncoder().encode('citta\u0300'))).toMatchObject({ text: 'città' })
  })

  it.each([
    ['a workbook', bytes(0x50, 0x4b, 0x03, 0x04, 0x00), /save it as CSV/],
    ['an old workbook', bytes(0xd0, 0xcf, 0x11, 0xe0, 0xa1), /save it as CSV/],
    ['bytes of value zero', bytes(0x61, 0x00, 0x62), /value zero/],
    ['a byte that no encoding has', bytes(0x61, 0xe0, 0x81), /neither UTF-8 nor Windows-1252/],
    ['half a UTF-16 character', bytes(0xff, 0xfe, 0x61), /UTF-16/],
  ])('refuses %s', (_, content, reason) => {
    const decoded = decodeText(content)
    expect('problem' in decoded ? decoded.problem : decoded).toMatch(reason)
  })

  it('reads back any UTF-8 text and never fails on any bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const decoded = decodeText(new TextEncoder().encode(`x${text}`))
        const expected = `x${text}`.normalize('NFC').replace(/\r\n?/g, '\n')
        expect(decoded).toEqual(
          text.includes('\0') ? expect.anything() : { text: expected, encoding: 'utf-8' },
        )
      }),
    )
    fc.assert(fc.property(fc.uint8Array(), (content) => void decodeText(content)))
  })
})
