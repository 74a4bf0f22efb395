import { CARD_TEXTS, type CardLanguage } from '../../messages/card.ts'
import { PAYMENT_CARD_TEXTS } from '../../messages/payment-card.ts'
import { printPagesEn, printPagesIt } from '../../messages/print-pages.ts'
import { CARD_WIDTH, drawCode, languagesOf } from './card-face.ts'
import type { PageDrawing, Place } from './page-drawing.ts'
import {
  CODE,
  CODE_TOP,
  letterOf,
  MARGIN,
  type PageKind,
  type PrintForm,
  sheetOf,
  TEXT_WIDTH,
} from './pages.ts'

/** A card that pays with the PIN, as it is printed once. */
export interface PaymentCardItem {
  /** To be typed. */
  readonly code: string
  /** What its QR code holds. */
  readonly address: string
  /** Of the person, BCP 47. */
  readonly language: string
  /** Whose it is: outside of what is handed over. */
  readonly owner: string
}

export const PAYMENT_CARD_PAGES: Readonly<Record<PrintForm, PageKind<PaymentCardItem>>> = {
  sheets: sheetOf(drawFace),
  letters: letterOf(drawLetter),
}

/** Printers and scissors are off by a millimetre or two. */
const SAFE = 3
const QR = 37
const MIDDLE = SAFE + QR + 1

/** It names nobody, and says nothing of how much there is. */
function drawFace(page: PageDrawing, item: PaymentCardItem, { x, y }: Place): void {
  drawCode(page, item.address, { x: x + 0.4, y: y + 0.4 }, QR)
  page.text(item.code, {
    ...{ x: x + SAFE, y: y + 40.2, size: 9.5, weight: 'bold' },
  })
  const column = { x: x + MIDDLE, width: CARD_WIDTH - SAFE - MIDDLE }
  page.text('FRA NOI', { x: column.x, y: y + 6.2, size: 8, weight: 'bold' })
  let line = y + 13
  // What the person reads stands first, and larger than the others.
  for (const [index, language] of languagesOf(item.language).toReversed().entries()) {
    const { direction } = CARD_TEXTS[language]
    const size = index === 0 ? 12 : 8.5
    const style = { ...column, size, weight: 'bold', linesMax: 1, direction, language } as const
    line = page.column(PAYMENT_CARD_TEXTS[language].title, { ...style, y: line }) + 6
  }
  page.stroke({ x: x + SAFE, y: y + 41.9 }, { x: x + CARD_WIDTH - SAFE, y: y + 41.9 }, 0.15)
  for (const [index, language] of languagesOf(item.language).entries()) {
    page.column(PAYMENT_CARD_TEXTS[language].use, {
      ...{ x: x + SAFE, y: y + 44.7 + index * 3.15, width: CARD_WIDTH - 2 * SAFE },
      ...{ size: 6.8, linesMax: 1, direction: CARD_TEXTS[language].direction, language },
    })
  }
}

function drawLetter(page: PageDrawing, item: PaymentCardItem): void {
  drawCode(page, item.address, { x: MARGIN - 3, y: CODE_TOP }, CODE)
  const below = { x: MARGIN, width: TEXT_WIDTH, linesMax: 1 }
  const label = `${printPagesIt.typedCode} / ${printPagesEn.typedCode}`
  page.column(label, { ...below, y: CODE_TOP + CODE + 1.5, size: 7 })
  page.column(item.code, { ...below, y: CODE_TOP + CODE + 7, size: 12, weight: 'bold' })
  let y = CODE_TOP + CODE + 15
  for (const language of languagesOf(item.language).toReversed()) {
    y = drawParagraph(page, language, y)
  }
}

/** What it is, what to do with it, how it is kept. Returns where the next paragraph begins. */
function drawParagraph(page: PageDrawing, language: CardLanguage, from: number): number {
  const { title, use, keep } = PAYMENT_CARD_TEXTS[language]
  const { direction } = CARD_TEXTS[language]
  const style = { x: MARGIN, width: TEXT_WIDTH, direction, language }
  let y = page.column(title, { ...style, y: from, size: 9, weight: 'bold', linesMax: 1 })
  for (const text of [use, keep]) {
    y = page.column(text, { ...style, y: y + 4.5, size: 8.5, linesMax: 2 })
  }
  return y + 7.5
}
