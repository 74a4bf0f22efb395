import type { PrintedCard } from '../../../vouchers/issuing.ts'
import { showDay, showMoney } from '../../desk/show.ts'
import { CARD_TEXTS, type CardLanguage } from '../../messages/card.ts'
import { printPagesEn, printPagesIt } from '../../messages/print-pages.ts'
import {
  CARD_HEIGHT,
  CARD_WIDTH,
  drawCard,
  drawCode,
  languagesOf,
  type PrintItem,
} from './card-face.ts'
import type { PageDrawing, Place } from './page-drawing.ts'

/** What comes out of the printer: sheets of cards to be cut, or a letter for each card. */
export const PRINT_FORMS = ['sheets', 'letters'] as const
export type PrintForm = (typeof PRINT_FORMS)[number]

/** A kind of page: its size in millimetres, how many cards are on it, and how they are drawn. */
export interface PageKind<Item> {
  readonly width: number
  readonly height: number
  readonly cards: number
  draw(page: PageDrawing, items: readonly Item[]): void
}

/** What stands beside a card, outside of what is handed over. */
interface Owned {
  readonly owner: string
}

const COLUMNS = 2
const ROWS = 4
const GAP_ACROSS = 10
const GAP_DOWN = 12
/** How far from a card's corner a cut mark begins, and how long it is. */
const MARK_OFF = 1
const MARK = 3

const A4 = { width: 210, height: 297 }
/** Upright. */
const A6 = { width: 105, height: 148 }

export const PAGE_KINDS: Readonly<Record<PrintForm, PageKind<PrintItem>>> = {
  sheets: sheetOf((page, { card }, place) => drawCard(page, card, place)),
  letters: letterOf(drawLetter),
}

/** A4 with eight cards, more than a printer's margin from every edge. */
export function sheetOf<Item extends Owned>(
  drawFace: (page: PageDrawing, item: Item, place: Place) => void,
): PageKind<Item> {
  const left = (A4.width - COLUMNS * CARD_WIDTH - (COLUMNS - 1) * GAP_ACROSS) / 2
  const top = (A4.height - ROWS * (CARD_HEIGHT + GAP_DOWN)) / 2 + GAP_DOWN
  const draw = (page: PageDrawing, items: readonly Item[]) => {
    for (const [index, item] of items.entries()) {
      const place = {
        x: left + (index % COLUMNS) * (CARD_WIDTH + GAP_ACROSS),
        y: top + Math.floor(index / COLUMNS) * (CARD_HEIGHT + GAP_DOWN),
      }
      page.column(item.owner, {
        ...{ x: place.x, y: place.y - 5.2, width: CARD_WIDTH, size: 7, linesMax: 1 },
      })
      drawCutMarks(page, place)
      drawFace(page, item, place)
    }
  }
  return { ...A4, cards: COLUMNS * ROWS, draw }
}

/** Marks beside the corners for a cutter, and a dashed line for scissors. */
function drawCutMarks(page: PageDrawing, { x, y }: Place): void {
  for (const [cornerX, outX] of [
    [x, -1],
    [x + CARD_WIDTH, 1],
  ] as const) {
    for (const [cornerY, outY] of [
      [y, -1],
      [y + CARD_HEIGHT, 1],
    ] as const) {
      const near = { x: cornerX + outX * MARK_OFF, y: cornerY + outY * MARK_OFF }
      page.stroke({ x: near.x, y: cornerY }, { x: near.x + outX * MARK, y: cornerY }, 0.1)
      page.stroke({ x: cornerX, y: near.y }, { x: cornerX, y: near.y + outY * MARK }, 0.1)
    }
    page.stroke({ x: cornerX, y }, { x: cornerX, y: y + CARD_HEIGHT }, 0.1, 1)
  }
  for (const edge of [y, y + CARD_HEIGHT]) {
    page.stroke({ x, y: edge }, { x: x + CARD_WIDTH, y: edge }, 0.1, 1)
  }
}

/** What stands left and right of the texts of a letter. */
export const MARGIN = 9
/** How wide they are. */
export const TEXT_WIDTH = A6.width - 2 * MARGIN
/** How wide the code of a letter is with its white border. */
export const CODE = 48
/** Where it begins, from the top. */
export const CODE_TOP = 24
/** Where the texts of a letter begin. */
const LETTER_TEXT = 81
/** The strip that is cut off before a letter is handed over. */
const STRIP = 14

/** A6 with one card: the strip says whose it is, and below the line is what is handed over, which names nobody. */
export function letterOf<Item extends Owned>(
  drawBody: (page: PageDrawing, item: Item) => void,
): PageKind<Item> {
  const draw = (page: PageDrawing, items: readonly Item[]) => {
    for (const item of items) {
      const across = { x: MARGIN, width: TEXT_WIDTH, linesMax: 1 }
      page.column(item.owner, { ...across, y: 7.4, size: 7.5 })
      page.column(`${printPagesIt.strip} ${printPagesEn.strip}`, { ...across, y: 11.4, size: 6 })
      page.stroke({ x: 0, y: STRIP }, { x: A6.width, y: STRIP }, 0.1, 1)
      page.text('FRA NOI', { x: MARGIN, y: 21.5, size: 9, weight: 'bold' })
      drawBody(page, item)
    }
  }
  return { ...A6, cards: 1, draw }
}

function drawLetter(page: PageDrawing, { card }: PrintItem): void {
  const { voucher, productName } = card
  drawCode(page, card.card, { x: MARGIN - 3, y: CODE_TOP }, CODE)
  const facts = { x: MARGIN + CODE, width: TEXT_WIDTH - CODE, linesMax: 1 }
  page.column(productName, { ...facts, y: 31, size: 9, linesMax: 3 })
  page.column(showMoney(voucher.amount, voucher.unit, 'it'), {
    ...{ ...facts, y: 50, size: 18, weight: 'bold' },
  })
  page.column(`${printPagesIt.typedCode} / ${printPagesEn.typedCode}`, {
    ...{ ...facts, y: 59, size: 7 },
  })
  page.column(voucher.typedCode, { ...facts, y: 64.4, size: 10.5, weight: 'bold' })
  let y = LETTER_TEXT
  // What the person reads comes first.
  for (const language of languagesOf(card.language).toReversed()) {
    y = drawParagraph(page, card, language, y)
  }
}

/** What it is and until when, what to do with it, whom to ask. Returns where the next paragraph begins. */
function drawParagraph(
  page: PageDrawing,
  { voucher }: PrintedCard,
  language: CardLanguage,
  from: number,
): number {
  const { title, until, use, ask, direction } = CARD_TEXTS[language]
  const style = { x: MARGIN, width: TEXT_WIDTH, direction, language }
  const head = `${title} · ${until} ${showDay(voucher.expiresOn)}`
  let y = page.column(head, { ...style, y: from, size: 9, weight: 'bold', linesMax: 2 })
  for (const text of [use, ask]) {
    y = page.column(text, { ...style, y: y + 4.5, size: 8.5, linesMax: 2 })
  }
  return y + 7.5
}
