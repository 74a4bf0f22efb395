import { describe, expect, test } from 'vitest'
import type { Uuid } from '../../src/kernel/ids.ts'
import type { PrintedCard } from '../../src/vouchers/issuing.ts'
import { CARD_LANGUAGES, CARD_TEXTS } from '../../src/web/messages/card.ts'
import type { PrintItem } from '../../src/web/print/pdf/card-face.ts'
import { printPdf } from '../../src/web/print/pdf/document.ts'
import { shapeLine, wrapText } from '../../src/web/print/pdf/shaping.ts'
import { decodeCells, readPdf } from '../support/pdf.ts'

const ARABIC = { weight: 'regular', direction: 'rtl', language: 'ar' } as const
const LATIN = { weight: 'regular', direction: 'ltr', language: 'it' } as const
const BENGALI = { ...LATIN, language: 'bn' } as const

function cardOf(index: number, language: string): PrintedCard {
  const id = `018f3a5e-0000-7000-8000-${String(index).padStart(12, '0')}` as Uuid
  const typedCode = `ABCD-EFGH-${String(1000 + index)}`
  const facts = { status: 'issued', amount: 2500n, remaining: 2500n, unit: 'EUR' }
  const whose = { productId: 'FOOD', beneficiaryId: 'BI-P-1', contactPointId: 'BI' }
  const voucher = { id, typedCode, expiresOn: '2026-12-31', ...facts, ...whose }
  const card = `HTTPS://VOUCHERS.EXAMPLE.ORG/C/${String(index).padStart(125, 'K')}`
  return { voucher: voucher as never, card, productName: 'Spesa', language }
}

function items(count: number): readonly PrintItem[] {
  return Array.from({ length: count }, (_, index) => {
    const language = CARD_LANGUAGES[index % CARD_LANGUAGES.length] ?? 'it'
    return { card: cardOf(index, language), owner: 'BI-P-1 · Spesa' }
  })
}

async function* inGroups(all: readonly PrintItem[], size: number) {
  for (let first = 0; first < all.length; first += size) yield all.slice(first, first + size)
}

async function bytesOf(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = []
  for await (const chunk of chunks) all.push(chunk)
  return Buffer.concat(all)
}

describe('a line', () => {
  test('of Arabic letters joins them, and begins at the right', () => {
    const idsOf = (text: string) => shapeLine(text, ARABIC).glyphs.map(({ id }) => id)
    // The dot below, and one letter as it stands alone, last, in the middle and first.
    expect(new Set([...idsOf('\u0628'), ...idsOf('\u0628\u0628\u0628')]).size).toBe(5)
    const [first] = shapeLine('\u0627\u062f', ARABIC).glyphs
    expect(first?.text).toBe('\u062f')
  })

  test('in two directions keeps a date as it is read, on the left of what comes before it', () => {
    const { glyphs } = shapeLine(
      '\u0635\u0627\u0644\u062d\u0629 \u062d\u062a\u0649 31/12/2026',
      ARABIC,
    )
    const seen = glyphs.map(({ text }) => text).join('')
    expect(seen.startsWith('31/12/2026')).toBe(true)
    expect(seen.endsWith('\u0635')).toBe(true)
    const mirrored = shapeLine('(\u0628)', ARABIC).glyphs.map(({ id }) => id)
    const [open, , close] = shapeLine('(b)', LATIN).glyphs.map(({ id }) => id)
    expect([mirrored.at(0), mirrored.at(-1)]).toEqual([open, close])
  })

  test('of Bengali puts the short i before its consonant, and stacks what belongs together', () => {
    const [first] = shapeLine('\u0995\u09bf', BENGALI).glyphs
    const [consonant] = shapeLine('\u0995', BENGALI).glyphs
    expect(first?.id).not.toBe(consonant?.id)
    expect(shapeLine('\u0995\u09cd\u09b7', BENGALI).glyphs).toHaveLength(1)
  })

  test('has a glyph for every letter of every text on a card, in both weights', () => {
    for (const { direction, title, use, ask, until } of Object.values(CARD_TEXTS)) {
      for (const weight of ['regular', 'bold'] as const) {
        for (const text of [title, use, ask, until, '1.234,56\u00a0€ · 31/12/2026 …']) {
          const { glyphs } = shapeLine(text, { weight, direction, language: 'it' })
          expect(
            glyphs.filter(({ id }) => id === 0),
            text,
          ).toEqual([])
        }
      }
    }
  })

  test('that is too long is broken between words, and ends with an ellipsis where there is no room', () => {
    const texts = (text: string, lines: number) =>
      wrapText(text, LATIN, 10, lines).map((line) => line.text)
    expect(texts('Buono spesa alimentare', 3)).toEqual(['Buono spesa', 'alimentare'])
    expect(texts('Buono spesa alimentare e per l’igiene', 2)).toEqual([
      'Buono spesa',
      'alimentare e per l’i…',
    ])
    expect(texts('Incomprensibilissimamente', 2)).toEqual(['Incomprensibilissi…'])
    for (const line of wrapText('Buono spesa alimentare e per l’igiene', LATIN, 10, 2)) {
      expect(line.width).toBeLessThanOrEqual(10)
    }
  })
})

describe('a file', () => {
  test('has the person’s language on each card, and every code can be read, also in pale print', async () => {
    const all = items(9)
    let at = 0
    for await (const page of readPdf(await bytesOf(printPdf(inGroups(all, 4), 'sheets')))) {
      const here = all.slice(at, at + 8)
      for (const { card } of here) {
        const { use, direction } = CARD_TEXTS[card.language as (typeof CARD_LANGUAGES)[number]]
        const seen = direction === 'rtl' ? [...use].reverse().join('') : use
        expect(page.text.normalize()).toContain(seen.normalize().slice(1, -1))
      }
      const picture = await page.render(150)
      const isGrey = (pixel: number) => {
        const [red, green, blue] = picture.data.subarray(pixel * 4)
        return red === green && green === blue
      }
      expect(Array.from({ length: picture.data.length / 4 }, (_, one) => one).every(isGrey)).toBe(
        true,
      )
      // A printer that runs out of toner.
      for (let byte = 0; byte < picture.data.length; byte += 1) {
        if (byte % 4 !== 3) picture.data[byte] = 150 + ((picture.data[byte] ?? 0) * 105) / 255
      }
      expect(decodeCells(picture, 2, 4).slice(0, here.length)).toEqual(
        here.map(({ card }) => card.card),
      )
      at += 8
    }
    expect(at).toBe(16)
  })

  test('draws nothing within five millimetres of the paper’s edge', async () => {
    const dots = 72
    const edge = Math.floor((5 / 25.4) * dots)
    for await (const page of readPdf(await bytesOf(printPdf(inGroups(items(8), 8), 'sheets')))) {
      const { width, height, data } = await page.render(dots)
      for (let pixel = 0; pixel < width * height; pixel += 1) {
        const [x, y] = [pixel % width, Math.floor(pixel / width)]
        const isInside = x >= edge && y >= edge && x < width - edge && y < height - edge
        if (!isInside) expect(data[pixel * 4]).toBe(255)
      }
    }
  })

  test('is the same each time, and is written while the cards are read', async () => {
    const all = items(20)
    const once = await bytesOf(printPdf(inGroups(all, 20), 'letters'))
    expect(await bytesOf(printPdf(inGroups(all, 3), 'letters'))).toEqual(once)
    let groupsRead = 0
    const counted = async function* () {
      for await (const group of inGroups(all, 4)) {
        groupsRead += 1
        yield group
      }
    }
    const chunks = printPdf(counted(), 'letters')
    for (let chunk = 0; chunk < 3; chunk += 1) await chunks.next()
    expect(groupsRead).toBe(1)
    await chunks.return(undefined)
  })

  test('of a thousand cards is small, and no part of it is large', async () => {
    let [bytes, largest] = [0, 0]
    for await (const { length } of printPdf(inGroups(items(1000), 200), 'sheets')) {
      bytes += length
      largest = Math.max(largest, length)
    }
    expect(bytes).toBeLessThan(4_000_000)
    expect(largest).toBeLessThan(300_000)
  })
})
