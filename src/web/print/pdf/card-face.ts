import QRCode from 'qrcode'
import type { PrintedCard } from '../../../vouchers/issuing.ts'
import { showDay, showMoney } from '../../desk/show.ts'
import { CARD_TEXTS, type CardLanguage, findCardLanguage } from '../../messages/card.ts'
import type { Modules, PageDrawing, Place } from './page-drawing.ts'

/** A card to be printed, and what stands beside it for whoever hands it over. */
export interface PrintItem {
  readonly card: PrintedCard
  /** Whose it is: outside of what is handed over. */
  readonly owner: string
}

/** A bank card's size, millimetres. */
export const CARD_WIDTH = 85
export const CARD_HEIGHT = 54

/** Printers and scissors are off by a millimetre or two: nothing that is needed stands closer to an edge. */
const SAFE = 3
const QR = 34
/** Left and right of a QR code, so much is white: four modules, of which the safe margin is a part. */
const QUIET_MODULES = 4
const MIDDLE = SAFE + QR + 2.5

/** The QR code of a card, with nothing around it. Level M, as everywhere: see `renderQrSvg`. */
export function modulesOf(text: string): Modules {
  return QRCode.create(text, { errorCorrectionLevel: 'M' }).modules
}

/** Draws the code so that with its white border it is so wide. Returns the width of the border. */
export function drawCode(page: PageDrawing, text: string, { x, y }: Place, width: number): number {
  const modules = modulesOf(text)
  const quiet = (width * QUIET_MODULES) / (modules.size + 2 * QUIET_MODULES)
  page.modules(modules, { x: x + quiet, y: y + quiet }, width - 2 * quiet)
  return quiet
}

/** Italian, English and the person's own, each once. */
export function languagesOf(tag: string): readonly CardLanguage[] {
  const own = findCardLanguage(tag)
  return [...new Set<CardLanguage>(['it', 'en', ...(own === undefined ? [] : [own])])]
}

/** One card, from its upper left corner on. It names nobody. */
export function drawCard(page: PageDrawing, { voucher, ...card }: PrintedCard, place: Place): void {
  const { x, y } = place
  drawCode(page, card.card, { x: x + 0.4, y: y + 0.4 }, QR + 3)
  page.text(voucher.typedCode, {
    ...{ x: x + 0.4 + (QR + 3) / 2, y: y + 40.2, align: 'centre' },
    ...{ size: 9.5, weight: 'bold' },
  })
  drawFacts(page, { voucher, ...card }, { x: x + MIDDLE, y })
  page.stroke({ x: x + SAFE, y: y + 41.9 }, { x: x + CARD_WIDTH - SAFE, y: y + 41.9 }, 0.15)
  for (const [index, language] of languagesOf(card.language).entries()) {
    const { use, direction } = CARD_TEXTS[language]
    page.column(use, {
      ...{ x: x + SAFE, y: y + 44.7 + index * 3.15, width: CARD_WIDTH - 2 * SAFE },
      ...{ size: 6.8, linesMax: 1, direction, language },
    })
  }
}

function drawFacts(page: PageDrawing, { voucher, productName }: PrintedCard, { x, y }: Place) {
  const column = { x, width: CARD_WIDTH - SAFE - MIDDLE }
  page.text('FRA NOI', { x, y: y + 6.2, size: 8, weight: 'bold' })
  page.column(CARD_TEXTS.it.title, {
    ...{ ...column, y: y + 11, size: 10.5, weight: 'bold', linesMax: 1 },
  })
  page.column(productName, { ...column, y: y + 15.4, size: 8, linesMax: 2 })
  page.column(showMoney(voucher.amount, voucher.unit, 'it'), {
    ...{ ...column, y: y + 26.6, size: 18, weight: 'bold', linesMax: 1 },
  })
  page.column(`${CARD_TEXTS.it.until} / ${CARD_TEXTS.en.until}`, {
    ...{ ...column, y: y + 32.4, size: 7.5, linesMax: 1 },
  })
  page.text(showDay(voucher.expiresOn), { x, y: y + 37.4, size: 11.5, weight: 'bold' })
}
