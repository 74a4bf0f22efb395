/** @jsxImportSource hono/jsx/dom */
import { useEffect, useState } from 'hono/jsx/dom'
import { showMoney } from '../../client/money.ts'
import { type TillMoneyTexts, tillMoneyEn, tillMoneyIt } from '../../messages/till-money.ts'
import type { DeviceKey } from './device.ts'
import {
  type Bought,
  isAnswer,
  type NoAnswer,
  purchaseOf,
  type Quote,
  quotePrice,
  settlePurchase,
} from './money.ts'
import { Outcome } from './outcome-screens.tsx'
import { PinScreen } from './pin-screen.tsx'
import { type ScreenProps, unitOf } from './screen-props.ts'
import { give } from './signals.ts'

type Phase =
  | { readonly name: 'asking' }
  | { readonly name: 'unknown' }
  | { readonly name: 'pin'; readonly triesLeft?: number }
  | { readonly name: 'quoted'; readonly quote: Quote; readonly pin?: string }
  | { readonly name: 'done'; readonly quote: Quote }
  | { readonly name: 'declined'; readonly reasons: readonly string[] }

interface SplitProps extends ScreenProps {
  readonly deviceKey: DeviceKey
  /** Minor units. */
  readonly price: string
  /** The payer's. */
  readonly code: string
}

export function moneyTexts({ state }: Pick<ScreenProps, 'state'>): TillMoneyTexts {
  return state.language === 'it' ? tillMoneyIt : tillMoneyEn
}

/** How a price is paid with what a person holds: told before anything is taken, then taken at once. */
export function SplitScreen(props: SplitProps) {
  const { till, state, texts, deviceKey, price, code } = props
  const words = moneyTexts(props)
  const [phase, setPhase] = useState<Phase>({ name: 'asking' })
  const ask = async (pin?: string) => {
    setPhase({ name: 'asking' })
    const asked = { price, code, ...(pin === undefined ? {} : { pin }) }
    setPhase(phaseOf(await quotePrice(deviceKey, asked), words, pin))
  }
  useEffect(() => void ask(), [])
  const take = async (quote: Quote, pin?: string) => {
    setPhase({ name: 'asking' })
    const asked = { price, code, ...(pin === undefined ? {} : { pin }) }
    const purchase = purchaseOf(quote, asked)
    const bought = await settlePurchase(deviceKey, purchase, () => setPhase({ name: 'unknown' }))
    const isPaid = isAnswer(bought) && bought.status === 'paid'
    give(isPaid ? 'good' : 'bad')
    setPhase(isPaid ? { name: 'done', quote } : declinedOf(bought, words))
  }
  switch (phase.name) {
    case 'asking':
      return <Asking text={texts.asking} />
    case 'unknown':
      return <Outcome tone="wait" sign="?" title={texts.unknownTitle} text={words.unknown} />
    case 'pin':
      return (
        <PinScreen
          texts={texts}
          triesLeft={phase.triesLeft}
          onPin={(pin) => void ask(pin)}
          onCancel={() => till.toAmount()}
        />
      )
    case 'quoted':
      return (
        <section class="till-step">
          <Heading {...props} words={words} />
          <Parts quote={phase.quote} words={words} language={state.language} unit={unitOf(state)} />
          {phase.quote.parts.length === 0 ? (
            <p role="alert">{words.allCash}</p>
          ) : (
            <button
              type="button"
              class="btn btn-primary btn-lg"
              onClick={() => void take(phase.quote, phase.pin)}
            >
              {words.confirm}
            </button>
          )}
        </section>
      )
    case 'done':
      return (
        <Outcome tone="good" sign="✓" title={words.done}>
          <Parts quote={phase.quote} words={words} language={state.language} unit={unitOf(state)} />
          <Next {...props} />
        </Outcome>
      )
    case 'declined':
      return (
        <Outcome tone="bad" sign="✕" title={texts.declined}>
          {phase.reasons.map((reason) => (
            <p>{reason}</p>
          ))}
          <Next {...props} />
        </Outcome>
      )
  }
}

function Asking({ text }: { readonly text: string }) {
  return (
    <div class="till-wait" aria-busy="true">
      <span class="spinner-border" aria-hidden="true" />
      <p>{text}</p>
    </div>
  )
}

function Heading({
  till,
  state,
  texts,
  price,
  words,
}: SplitProps & { readonly words: TillMoneyTexts }) {
  const whole = showMoney(price, unitOf(state), state.language)
  return (
    <div class="till-topay">
      <h1>
        {words.title} <small>{words.ofPrice.replace('{price}', whole)}</small>
      </h1>
      <button type="button" class="btn btn-outline-primary" onClick={() => till.toAmount()}>
        {texts.back}
      </button>
    </div>
  )
}

function Next({ till, texts }: Pick<ScreenProps, 'till' | 'texts'>) {
  return (
    <button type="button" class="btn btn-outcome" onClick={() => till.toAmount()}>
      {texts.next}
    </button>
  )
}

interface PartsProps {
  readonly quote: Quote
  readonly words: TillMoneyTexts
  readonly language: 'it' | 'en'
  readonly unit: string
}

/** The parts in large figures; their sum is the price. */
function Parts({ quote, words, language, unit }: PartsProps) {
  return (
    <dl class="till-parts">
      {quote.parts.map((part) => (
        <div>
          <dt>{part.isDiscount ? `${words.discount} (${part.name})` : part.name}</dt>
          <dd>{showMoney(part.amount, part.unit, language)}</dd>
        </div>
      ))}
      {quote.euro !== '0' && (
        <div>
          <dt>{words.cash}</dt>
          <dd>{showMoney(quote.euro, unit, language)}</dd>
        </div>
      )}
    </dl>
  )
}

function phaseOf(answer: Quote | NoAnswer, words: TillMoneyTexts, pin?: string): Phase {
  if (!isAnswer(answer)) return { name: 'declined', reasons: [answer.refused ?? words.noAnswer] }
  const { status, triesLeft } = answer
  if (status === 'good')
    return { name: 'quoted', quote: answer, ...(pin === undefined ? {} : { pin }) }
  if (status === 'pin_missing') return { name: 'pin' }
  if (status === 'pin_wrong') return { name: 'pin', ...(triesLeft === null ? {} : { triesLeft }) }
  return { name: 'declined', reasons: [words.refusals[status]] }
}

function declinedOf(answer: Bought | NoAnswer, words: TillMoneyTexts): Phase {
  if (!isAnswer(answer)) return { name: 'declined', reasons: [answer.refused ?? words.noAnswer] }
  const { status, purchase } = answer
  const parts = (purchase?.parts ?? []).filter((part) => part.status !== 'allowed')
  const reasons = parts.map((part) => `${part.instrumentId}: ${words.refusals[part.status]}`)
  if (reasons.length > 0 || status === 'paid' || status === 'declined')
    return { name: 'declined', reasons }
  return { name: 'declined', reasons: [words.refusals[status]] }
}
