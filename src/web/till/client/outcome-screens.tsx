/** @jsxImportSource hono/jsx/dom */
import { type Child, useEffect, useRef } from 'hono/jsx/dom'
import { redemptionSentence } from '../../../vouchers/core/messages.ts'
import { showMoney } from '../../client/money.ts'
import { isPurchase, type Open } from './buying.ts'
import type { Answer } from './redemption.ts'
import { moneyTexts, type ScreenProps, unitOf } from './screen-props.ts'
import { sentenceFacts } from './sentence.ts'
import { reduceTo, type Statement, totalOf } from './statement.ts'

const TONES = { good: 'till-green', bad: 'till-red', wait: 'till-amber' } as const

interface OutcomeProps {
  readonly tone: keyof typeof TONES
  /** Says the same as the colour, for those who do not see it. */
  readonly sign: string
  readonly title: string
  readonly text?: string
  readonly children?: Child
}

/** A full screen in one colour. The focus goes to its title, so that a keyboard starts there. */
export function Outcome({ tone, sign, title, text, children }: OutcomeProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <section class={`till-outcome ${TONES[tone]}`}>
      <p class="till-sign" aria-hidden="true">
        {sign}
      </p>
      <h1 ref={heading} tabindex={-1}>
        {title}
      </h1>
      {text && <p>{text}</p>}
      {children}
    </section>
  )
}

/** Amber: nobody knows yet. The only things to do are to wait and to ask at once. */
export function UnknownScreen(props: ScreenProps & { readonly open: Open }) {
  const { till, state, texts, open } = props
  const text = isPurchase(open) ? moneyTexts(props).unknown : texts.unknownText
  return (
    <Outcome tone="wait" sign="?" title={texts.unknownTitle} text={text}>
      <p class="till-amount-shown">{showMoney(priceOf(open), unitOf(state), state.language)}</p>
      <button type="button" class="btn btn-outcome" onClick={() => till.askNow()}>
        {texts.askNow}
      </button>
      <p>{texts.unknownOnce}</p>
    </Outcome>
  )
}

/** What is open comes to so much. */
export function priceOf(open: Open): string {
  return isPurchase(open) ? open.body.price : totalOf(open.bill)
}

/** Green or red, as the service said. */
export function AnsweredScreen(
  props: ScreenProps & { readonly statement: Statement; readonly answer: Answer },
) {
  const { till, texts, answer } = props
  const next = (
    <button type="button" class="btn btn-outcome" onClick={() => till.toAmount()}>
      {texts.next}
    </button>
  )
  return answer.status === 'redeemed' ? (
    <Redeemed {...props}>{next}</Redeemed>
  ) : (
    <Declined {...props}>{next}</Declined>
  )
}

type AnsweredProps = Parameters<typeof AnsweredScreen>[0] & { readonly children: Child }

function Redeemed({ state, texts, statement, answer, children }: AnsweredProps) {
  const unit = unitOf(state)
  const isUsedUp = answer.remaining === '0'
  const { cash } = statement.bill
  return (
    <Outcome tone="good" sign="✓" title={texts.redeemed}>
      <p class="till-amount-shown">{showMoney(answer.amount, unit, state.language)}</p>
      {cash !== '0' && (
        <p>
          {texts.paidInCash} {showMoney(cash, unit, state.language)}
        </p>
      )}
      {answer.remaining !== undefined && (
        <p class="till-remaining">
          {texts.remaining} <strong>{showMoney(answer.remaining, unit, state.language)}</strong>
        </p>
      )}
      {isUsedUp && <p>{texts.nothingLeft}</p>}
      {children}
    </Outcome>
  )
}

function Declined({ till, state, texts, statement, answer, children }: AnsweredProps) {
  const unit = unitOf(state)
  const sentence = redemptionSentence(answer.status, sentenceFacts(answer, unit), state.language)
  const most = payable(answer)
  return (
    <Outcome tone="bad" sign="✕" title={texts.declined} text={sentence}>
      {most !== undefined && (
        <button
          type="button"
          class="btn btn-outcome"
          onClick={() => {
            const bill = reduceTo(statement.bill, BigInt(most))
            void till.redeem({ bill, presented: statement.presented })
          }}
        >
          {texts.useRemaining} {showMoney(most, unit, state.language)}
        </button>
      )}
      {children}
    </Outcome>
  )
}

/** What the voucher would pay now, where it was too much: the rest is paid in cash. */
function payable({ status, remaining, capLeft }: Answer): string | undefined {
  const limits = [remaining, status === 'cap_reached' ? capLeft : undefined].flatMap((one) =>
    one === undefined ? [] : [BigInt(one)],
  )
  if (status !== 'exceeds_remaining' && status !== 'cap_reached') return undefined
  if (status === 'cap_reached' && capLeft === undefined) return undefined
  const most = limits.reduce((least, one) => (one < least ? one : least), limits[0] ?? 0n)
  return most > 0n ? most.toString() : undefined
}
