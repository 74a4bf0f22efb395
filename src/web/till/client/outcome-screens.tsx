/** @jsxImportSource hono/jsx/dom */
import { type Child, useEffect, useRef } from 'hono/jsx/dom'
import { redemptionSentence } from '../../../vouchers/core/messages.ts'
import { showMoney } from '../../client/money.ts'
import type { Answer, Statement } from './redemption.ts'
import type { ScreenProps } from './screen-props.ts'
import { sentenceFacts } from './sentence.ts'

const TONES = { good: 'till-green', bad: 'till-red', wait: 'till-amber' } as const

interface OutcomeProps {
  readonly tone: keyof typeof TONES
  /** Says the same as the colour, for those who do not see it. */
  readonly sign: string
  readonly title: string
  readonly text?: string
  readonly children: Child
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
export function UnknownScreen({
  till,
  state,
  texts,
  statement,
}: ScreenProps & { statement: Statement }) {
  const unit = state.session?.partner.unit ?? 'EUR'
  return (
    <Outcome tone="wait" sign="?" title={texts.unknownTitle} text={texts.unknownText}>
      <p class="till-amount-shown">{showMoney(statement.amount, unit, state.language)}</p>
      <button type="button" class="btn btn-outcome" onClick={() => till.askNow()}>
        {texts.askNow}
      </button>
      <p>{texts.unknownOnce}</p>
    </Outcome>
  )
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

function Redeemed({ state, texts, answer, children }: AnsweredProps) {
  const unit = state.session?.partner.unit ?? 'EUR'
  const isUsedUp = answer.remaining === '0'
  return (
    <Outcome tone="good" sign="✓" title={texts.redeemed}>
      <p class="till-amount-shown">{showMoney(answer.amount, unit, state.language)}</p>
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
  const unit = state.session?.partner.unit ?? 'EUR'
  const sentence = redemptionSentence(answer.status, sentenceFacts(answer, unit), state.language)
  const { remaining } = answer
  const canUseRest = answer.status === 'exceeds_remaining' && remaining !== undefined
  return (
    <Outcome tone="bad" sign="✕" title={texts.declined} text={sentence}>
      {canUseRest && (
        <button
          type="button"
          class="btn btn-outcome"
          onClick={() => void till.redeem(statement.presented, remaining)}
        >
          {texts.useRemaining} {showMoney(remaining, unit, state.language)}
        </button>
      )}
      {children}
    </Outcome>
  )
}
