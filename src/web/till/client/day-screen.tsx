/** @jsxImportSource hono/jsx/dom */
import { useState } from 'hono/jsx/dom'
import { showDay } from '../../client/days.ts'
import { saveFile } from '../../client/files.ts'
import { showMoney } from '../../client/money.ts'
import { Fact } from './balance-screen.tsx'
import { type DayTotals, readDayCsv } from './day.ts'
import { RedemptionLine } from './last-ten.tsx'
import { Forget } from './pair-screens.tsx'
import { categoryName, type ScreenProps, unitOf } from './screen-props.ts'

/** The shop's day as the programme recorded it: the figures to close with, and what can be given back. */
export function DayScreen(props: ScreenProps) {
  const { till, state, texts } = props
  const owed = state.session?.partner.owed ?? '0'
  return (
    <section class="till-step">
      <div class="till-topay">
        <h1>
          {texts.day} {state.day && <small>{showDay(state.day.day)}</small>}
        </h1>
        <button type="button" class="btn btn-outline-primary" onClick={() => till.toAmount()}>
          {texts.back}
        </button>
      </div>
      {state.day ? <Figures {...props} day={state.day} /> : <p>{texts.dayNoAnswer}</p>}
      <dl>
        <Fact name={texts.dayOwed} value={showMoney(owed, unitOf(state), state.language)} />
      </dl>
      {state.day && (
        <ol class="till-list">
          {state.day.redemptions.map((answer) => (
            <RedemptionLine key={answer.id} state={state} texts={texts} answer={answer}>
              {answer.status === 'redeemed' && (
                <button
                  type="button"
                  class="btn btn-outline-primary btn-sm"
                  onClick={() => till.toRefund(answer)}
                >
                  {texts.refund}
                </button>
              )}
            </RedemptionLine>
          ))}
        </ol>
      )}
      <a class="btn btn-link" href="/till/kit" target="_blank" rel="noopener">
        {texts.printKit}
      </a>
      <Forget {...props} />
    </section>
  )
}

function Figures({ state, texts, day }: ScreenProps & { readonly day: DayTotals }) {
  const [isLost, setLost] = useState(false)
  const money = (digits: string) => showMoney(digits, unitOf(state), state.language)
  const save = async () => {
    const { session } = state
    if (session === undefined) return
    const csv = await readDayCsv(session.key, day.day)
    setLost(csv === undefined)
    if (csv !== undefined) saveFile(`${session.partner.id}-${day.day}.csv`, csv)
  }
  return (
    <>
      <dl>
        <Fact name={texts.dayCount} value={String(day.count)} />
        <Fact name={texts.daySum} value={money(day.redeemed)} />
        {day.categories.map(({ category, amount }) => (
          <Fact key={category} name={`– ${categoryName(category, texts)}`} value={money(amount)} />
        ))}
        <Fact name={texts.dayRefunded} value={money(day.refunded)} />
        <Fact name={texts.dayCash} value={money(day.cash)} />
        <Fact name={texts.dayDeclined} value={String(day.declined)} />
      </dl>
      <button type="button" class="btn btn-outline-primary" onClick={() => void save()}>
        {texts.dayCsv}
      </button>
      <p class="till-fault" role="alert">
        {isLost ? texts.dayNoAnswer : ''}
      </p>
    </>
  )
}
