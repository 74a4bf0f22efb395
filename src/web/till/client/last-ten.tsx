/** @jsxImportSource hono/jsx/dom */
import type { Child } from 'hono/jsx/dom'
import { redemptionSentence } from '../../../vouchers/core/messages.ts'
import { showMoney } from '../../client/money.ts'
import type { Answer } from './redemption.ts'
import { type ScreenProps, unitOf } from './screen-props.ts'
import { sentenceFacts } from './sentence.ts'

/** What this shop did last, from the service's own list: also the way to see what became of a doubt. */
export function LastTen({ state, texts }: ScreenProps) {
  return (
    <section class="till-last" aria-labelledby="last-ten">
      <h2 id="last-ten" class="h6">
        {texts.lastTen}
      </h2>
      {state.last === undefined ? (
        <p>{texts.lastTenNoAnswer}</p>
      ) : state.last.length === 0 ? (
        <p>{texts.lastTenEmpty}</p>
      ) : (
        <ol>
          {state.last.map((answer) => (
            <RedemptionLine key={answer.id} state={state} texts={texts} answer={answer} />
          ))}
        </ol>
      )}
    </section>
  )
}

interface LineProps extends Pick<ScreenProps, 'state' | 'texts'> {
  readonly key: string
  readonly answer: Answer
  /** What can be done with it. */
  readonly children?: Child
}

/** One redemption in a list. */
export function RedemptionLine({ state, texts, answer, children }: LineProps) {
  const { language } = state
  const unit = unitOf(state)
  const isRedeemed = answer.status === 'redeemed'
  return (
    <li>
      <time datetime={answer.recordedAt}>{showTime(answer.recordedAt, language)}</time>
      <span class={isRedeemed ? 'till-line-good' : 'till-line-bad'}>
        {isRedeemed ? '✓' : '✕'} {showMoney(answer.amount, unit, language)}
      </span>
      <span class="till-line-note">
        {isRedeemed
          ? `${texts.lastRemaining} ${showMoney(answer.remaining ?? '0', unit, language)}`
          : redemptionSentence(answer.status, sentenceFacts(answer, unit), language)}
      </span>
      {children}
    </li>
  )
}

/** When it was, in Italy. */
export function showTime(recordedAt: string | undefined, language: string): string {
  if (recordedAt === undefined) return ''
  return new Date(recordedAt).toLocaleString(language, {
    timeZone: 'Europe/Rome',
    day: '2-digit',
    month: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  })
}
