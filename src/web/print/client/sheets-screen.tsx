/** @jsxImportSource hono/jsx/dom */
import { useEffect, useRef } from 'hono/jsx/dom'
import { showDay } from '../../client/days.ts'
import { showMoney } from '../../client/money.ts'
import { CARD_TEXTS, findCardLanguage } from '../../messages/card.ts'
import type { Card } from './cards.ts'
import type { DeskProps } from './desk-props.ts'

/** Two columns of four cards, 85 by 54 mm each, on A4. */
const CARDS_A_SHEET = 8

/** The sheets, on the screen as they come out of the printer. */
export function SheetsScreen({ desk, state, texts }: DeskProps) {
  const sheets: Card[][] = []
  for (let first = 0; first < state.cards.length; first += CARDS_A_SHEET) {
    sheets.push(state.cards.slice(first, first + CARDS_A_SHEET))
  }
  const products = new Map(state.products.map(({ id, name }) => [id, name]))
  return (
    <>
      <div class="print-toolbar no-print">
        <div role="status">
          <h1 class="h4">
            {texts.sheets}: {sheets.length}
          </h1>
        </div>
        <p>{texts.printHint}</p>
        <button type="button" class="btn btn-outline-primary" onClick={() => desk.backToList()}>
          {texts.back}
        </button>
        <button type="button" class="btn btn-primary btn-lg" onClick={() => print()}>
          {texts.print}
        </button>
      </div>
      <div class="sheets" tabindex={0}>
        {sheets.map((cards, index) => (
          <section class="sheet" aria-label={`${texts.sheet} ${index + 1}`}>
            {cards.map((card) => (
              <CardFace
                key={card.voucher.id}
                card={card}
                product={products.get(card.voucher.productId) ?? card.voucher.productId}
                language={state.beneficiaries.get(card.voucher.beneficiaryId)?.language ?? 'it'}
              />
            ))}
          </section>
        ))}
      </div>
    </>
  )
}

interface CardFaceProps {
  readonly key: string
  readonly card: Card
  readonly product: string
  /** The language of the person, BCP 47. */
  readonly language: string
}

/** One card. Whose it is stands outside the line where it is cut: the card itself names nobody. */
function CardFace({ card, product, language }: CardFaceProps) {
  const { voucher, picture } = card
  const own = findCardLanguage(language)
  const languages = (['it', 'en', own] as const).filter(
    (one, index, all) => one !== undefined && all.indexOf(one) === index,
  )
  return (
    <article class="card-place" data-voucher={voucher.id}>
      <p class="card-owner">
        {voucher.beneficiaryId} · {product}
      </p>
      <div class="card-face" lang="it">
        <div class="card-code">
          <QrPicture svg={picture} label={`QR ${voucher.typedCode}`} />
          <p class="card-typed">{voucher.typedCode}</p>
        </div>
        <div class="card-facts">
          <p class="card-brand">FRA NOI</p>
          <p class="card-title">{CARD_TEXTS.it.title}</p>
          <p>{product}</p>
          <p class="card-amount">{showMoney(voucher.amount, voucher.unit, 'it')}</p>
          <p>
            {CARD_TEXTS.it.until} / <span lang="en">{CARD_TEXTS.en.until}</span>
            <strong class="card-until">{showDay(voucher.expiresOn)}</strong>
          </p>
        </div>
        <div class="card-use">
          {languages.map((one) =>
            one === undefined ? null : (
              <p lang={one} dir={CARD_TEXTS[one].direction}>
                {CARD_TEXTS[one].use}
              </p>
            ),
          )}
        </div>
      </div>
    </article>
  )
}

/** The code as vectors, put into the page itself: sharp at any size. */
function QrPicture({ svg, label }: { svg: string; label: string }) {
  const host = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const picture = new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement
    host.current?.replaceChildren(document.importNode(picture, true))
  }, [svg])
  return <div ref={host} class="card-qr" role="img" aria-label={label} />
}
