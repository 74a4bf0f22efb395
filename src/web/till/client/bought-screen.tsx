/** @jsxImportSource hono/jsx/dom */
import type { PageLanguage } from '../../client/money.ts'
import type { TillMoneyTexts } from '../../messages/till-money.ts'
import type { Bought, OpenPurchase } from './buying.ts'
import { Outcome } from './outcome-screens.tsx'
import { moneyTexts, type ScreenProps, unitOf } from './screen-props.ts'
import { voucherSentence } from './sentence.ts'
import { Next, Parts } from './split-screen.tsx'

interface BoughtProps extends ScreenProps {
  readonly open: OpenPurchase
  readonly bought: Bought
}

/** What became of a purchase: green with the parts under one receipt, or red with what spoke against which. */
export function BoughtScreen(props: BoughtProps) {
  const { state, texts, open, bought } = props
  const words = moneyTexts(props)
  const { quote, id } = open
  if (bought.status === 'paid') {
    return (
      <Outcome tone="good" sign="✓" title={words.done}>
        <Parts quote={quote} words={words} language={state.language} unit={unitOf(state)} />
        <p class="till-number">
          {words.receipt} {id}
        </p>
        <Next {...props} />
      </Outcome>
    )
  }
  return (
    <Outcome tone="bad" sign="✕" title={texts.declined} text={words.nothingTaken}>
      {reasonsOf(bought, open, words, state.language).map((reason) => (
        <p>{reason}</p>
      ))}
      <Next {...props} />
    </Outcome>
  )
}

/** What spoke against a purchase that was not paid, each part by its name. */
export function reasonsOf(
  { status, parts, voucher }: Bought,
  { quote }: OpenPurchase,
  words: TillMoneyTexts,
  language: PageLanguage,
): readonly string[] {
  const nameOf = (id: string) =>
    quote.parts.find(({ instrumentId }) => instrumentId === id)?.name ?? id
  const ofParts = parts
    .filter((part) => part.status !== 'allowed')
    .map((part) => `${nameOf(part.instrumentId)}: ${words.refusals[part.status]}`)
  const ofVoucher =
    voucher === undefined || voucher === 'allowed' || voucher === 'redeemed' ? [] : [voucher]
  const sayVoucher = (why: (typeof ofVoucher)[number]) =>
    why === 'exceeds_remaining' ? words.refusals.exceeds_funds : voucherSentence(why, language)
  const refusals: Readonly<Record<string, string>> = words.refusals
  const sentence = refusals[status]
  return [
    ...ofParts,
    ...ofVoucher.map((why) => `${words.voucher}: ${sayVoucher(why)}`),
    ...(sentence === undefined ? [] : [sentence]),
  ]
}
