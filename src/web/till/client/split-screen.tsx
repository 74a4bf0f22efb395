/** @jsxImportSource hono/jsx/dom */
import { useEffect, useState } from 'hono/jsx/dom'
import { showMoney } from '../../client/money.ts'
import type { TillMoneyTexts } from '../../messages/till-money.ts'
import type { DeviceKey } from './device.ts'
import { isAnswer, type Means, type NoAnswer, type Quote, quotePrice } from './money.ts'
import { Outcome } from './outcome-screens.tsx'
import { PinScreen } from './pin-screen.tsx'
import { problemSentence } from './problems.ts'
import { moneyTexts, type ScreenProps, unitOf } from './screen-props.ts'
import { voucherSentence } from './sentence.ts'
import { type Bill, wholeOf } from './statement.ts'

/** What the screen shows before anything is taken. `lost`: there is no answer, and it may be asked again. */
export type Phase =
  | { readonly name: 'asking' }
  | { readonly name: 'pin'; readonly triesLeft?: number }
  | { readonly name: 'quoted'; readonly quote: Quote }
  | { readonly name: 'refused'; readonly status: Exclude<Quote['status'], 'good'> }
  | { readonly name: 'lost'; readonly reply: NoAnswer }

interface SplitProps extends ScreenProps {
  readonly deviceKey: DeviceKey
  readonly bill: Bill
  readonly means: Means
}

/** How a bill is paid with what was shown: told before anything is taken, then taken at once. */
export function SplitScreen(props: SplitProps) {
  const { till, state, texts, deviceKey, bill, means } = props
  const words = moneyTexts(props)
  const [phase, setPhase] = useState<Phase>({ name: 'asking' })
  const [pin, setPin] = useState<string | undefined>(undefined)
  const ask = async (typed?: string) => {
    setPin(typed)
    setPhase({ name: 'asking' })
    const asked = { price: wholeOf(bill), means, ...(typed === undefined ? {} : { pin: typed }) }
    setPhase(phaseOf(await quotePrice(deviceKey, asked), typed !== undefined))
  }
  useEffect(() => void ask(), [])
  switch (phase.name) {
    case 'asking':
      return (
        <div class="till-wait" aria-busy="true">
          <span class="spinner-border" aria-hidden="true" />
          <p>{texts.asking}</p>
        </div>
      )
    case 'pin':
      return (
        <PinScreen
          texts={texts}
          triesLeft={phase.triesLeft}
          onPin={(typed) => void ask(typed)}
          onCancel={() => till.toAmount()}
        />
      )
    case 'quoted':
      return <Quoted {...props} words={words} quote={phase.quote} pin={pin} />
    case 'refused':
      return (
        <Outcome tone="bad" sign="✕" title={texts.declined} text={words.refusals[phase.status]}>
          <Next {...props} />
        </Outcome>
      )
    case 'lost':
      return (
        <Outcome tone="bad" sign="✕" title={texts.declined} text={words.nothingTaken}>
          <p>{problemSentence(phase.reply, state.language)}</p>
          <button type="button" class="btn btn-outcome" onClick={() => void ask(pin)}>
            {words.again}
          </button>
          <Next {...props} />
        </Outcome>
      )
  }
}

interface QuotedProps extends SplitProps {
  readonly words: TillMoneyTexts
  readonly quote: Quote
  readonly pin: string | undefined
}

/** The split, and the only thing that takes it. What is left in cash may be paid by something else that is shown. */
function Quoted(props: QuotedProps) {
  const { till, state, texts, words, bill, means, quote, pin } = props
  const unit = unitOf(state)
  const whole = showMoney(wholeOf(bill), unit, state.language)
  const isAllCash = quote.parts.length === 0 && (quote.voucher?.amount ?? '0') === '0'
  const add = () => till.toCode({ kind: 'beside', bill, means })
  return (
    <section class="till-step">
      <div class="till-topay">
        <h1>
          {words.title} <small>{words.ofPrice.replace('{price}', whole)}</small>
        </h1>
        <button type="button" class="btn btn-outline-primary" onClick={() => till.toAmount()}>
          {texts.back}
        </button>
      </div>
      <Parts quote={quote} words={words} language={state.language} unit={unit} />
      {isAllCash ? (
        <p role="alert">{words.allCash}</p>
      ) : (
        <button
          type="button"
          class="btn btn-primary btn-lg"
          onClick={() => void till.redeem({ ...means, bill, quote }, pin)}
        >
          {words.confirm}
        </button>
      )}
      {quote.euro !== '0' && (means.code === undefined || means.presented === undefined) && (
        <button type="button" class="btn btn-outline-primary btn-lg" onClick={add}>
          {means.presented === undefined ? words.addVoucher : words.addCode}
        </button>
      )}
    </section>
  )
}

export function Next({ till, texts }: Pick<ScreenProps, 'till' | 'texts'>) {
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
export function Parts({ quote, words, language, unit }: PartsProps) {
  const { parts, voucher, euro } = quote
  const discounts = parts.filter(({ isDiscount }) => isDiscount)
  const money = parts.filter(({ isDiscount }) => !isDiscount)
  return (
    <>
      <dl class="till-parts">
        {discounts.map((part) => (
          <Part
            name={`${words.discount} (${part.name})`}
            amount={showMoney(part.amount, part.unit, language)}
          />
        ))}
        {voucher && voucher.amount !== '0' && (
          <Part name={words.voucher} amount={showMoney(voucher.amount, unit, language)} />
        )}
        {money.map((part) => (
          <Part name={part.name} amount={showMoney(part.amount, part.unit, language)} />
        ))}
        {euro !== '0' && <Part name={words.cash} amount={showMoney(euro, unit, language)} />}
      </dl>
      {voucher && voucher.status !== 'good' && (
        <p role="alert">
          {words.voucher}: {voucherSentence(voucher.status, language)}
        </p>
      )}
    </>
  )
}

function Part({ name, amount }: { readonly name: string; readonly amount: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{amount}</dd>
    </div>
  )
}

/** What an answer to a quote leads to. @param isTyped whether a PIN was typed: before, it is missing and not wrong */
export function phaseOf(answer: Quote | NoAnswer, isTyped: boolean): Phase {
  if (!isAnswer(answer)) return { name: 'lost', reply: answer }
  const { status, triesLeft, voucher } = answer
  const left = isTyped && triesLeft !== undefined ? { triesLeft } : {}
  if (status === 'pin_missing' || status === 'pin_wrong') return { name: 'pin', ...left }
  if (status !== 'good') return { name: 'refused', status }
  if (voucher?.status === 'pin_wrong') return { name: 'pin', ...left }
  return { name: 'quoted', quote: answer }
}
