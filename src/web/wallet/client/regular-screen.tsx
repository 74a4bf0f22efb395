/** @jsxImportSource hono/jsx/dom */
import { useState } from 'hono/jsx/dom'
import { addDays, type Day, parseDay, romeDay } from '../../../kernel/days.ts'
import { showDay } from '../../client/days.ts'
import { parseAmount } from '../../client/money.ts'
import { newRandomId, now } from '../../client/runtime.ts'
import { MONEY_TEXTS } from '../../messages/wallet-money.ts'
import {
  dueDayOf,
  type Money,
  makeRegular,
  nameOf,
  type Regular,
  type RegularOrder,
  readAsked,
  type Seen,
  sentenceOf,
} from './money.ts'
import { AmountField, Finding } from './pay-screen.tsx'
import type { Speaking } from './speaking.ts'

interface ScreenProps {
  readonly money: Money
  readonly speaking: Speaking
}

/** Whom to pay again and again, how much, when; all of it said again before it is so. */
export function RegularScreen({
  money,
  speaking,
  onBack,
}: ScreenProps & { readonly onBack: () => void }) {
  const texts = MONEY_TEXTS[speaking.language]
  const [seen, setSeen] = useState<Seen | undefined>(undefined)
  const [made, setMade] = useState<Regular | undefined>(undefined)
  const [fault, setFault] = useState('')
  const look = async (code: string) => {
    setFault('')
    const found = await readAsked(code)
    if (found.kind === 'unknown') return setFault(speaking.texts.noAnswer)
    if (found.kind === 'refused') {
      const isMistyped = found.code === 'invalid_request'
      return setFault(isMistyped ? texts.typedWrong : sentenceOf(found.code, texts))
    }
    if (found.answer.state !== 'standing') return setFault(texts.onlySign)
    if (found.answer.instrumentId !== money.id) return setFault(texts.otherMoney)
    setSeen(found.answer)
  }
  return (
    <section>
      <button type="button" class="btn btn-outline-primary mb-3" onClick={onBack}>
        {seen !== undefined && made === undefined ? texts.cancel : texts.back}
      </button>
      <h1>{texts.makeRegular}</h1>
      {seen === undefined && (
        <>
          <p>{texts.regularLead}</p>
          <Finding texts={texts} onCode={(code) => void look(code)} />
        </>
      )}
      {seen !== undefined && made === undefined && (
        <Ordering {...{ money, speaking, seen, onMade: setMade }} />
      )}
      {seen !== undefined && made !== undefined && (
        <div role="status" class="alert alert-success">
          <p class="wallet-payee">
            {texts.regularMade} <bdi>{showDay(made.nextOn ?? '')}</bdi>
          </p>
        </div>
      )}
      <p role="alert" class="fw-bold">
        {fault}
      </p>
    </section>
  )
}

/** So long it goes on where nobody says otherwise. */
const USUAL_DAYS = 182

type Order = RegularOrder & { readonly dueDay: number }

function Ordering({
  money,
  speaking,
  seen,
  onMade,
}: ScreenProps & { readonly seen: Seen; readonly onMade: (made: Regular) => void }) {
  const texts = MONEY_TEXTS[speaking.language]
  const [id] = useState(newRandomId())
  const [order, setOrder] = useState<Order | undefined>(undefined)
  const [isSending, setSending] = useState(false)
  const [fault, setFault] = useState('')
  const read = (event: Event) => {
    event.preventDefault()
    const form = event.target
    if (!(form instanceof HTMLFormElement)) return
    const written = orderIn(new FormData(form), { id, code: seen.code })
    if (typeof written === 'string') return setFault(texts[written])
    setFault('')
    setOrder(written)
  }
  const send = async (whole: Order) => {
    if (isSending) return
    setFault('')
    setSending(true)
    const reply = await makeRegular(money.id, whole)
    setSending(false)
    if (reply.kind === 'done') return onMade(reply.answer)
    setFault(reply.kind === 'unknown' ? speaking.texts.noAnswer : sentenceOf(reply.code, texts))
    // With what can be put right the form is there again.
    if (reply.kind === 'refused') setOrder(undefined)
  }
  return (
    <div class="wallet-voucher">
      <p class="mt-3">{texts.payTo}</p>
      <p class="wallet-payee">
        <bdi>{nameOf(seen.payee, texts)}</bdi>
      </p>
      {order === undefined ? (
        <Fields {...{ money, speaking, onSubmit: read }} />
      ) : (
        <Review {...{ money, speaking, order, isSending, onSend: () => void send(order) }} />
      )}
      <p role="alert" class="fw-bold">
        {fault}
      </p>
    </div>
  )
}

/** What was written, or the text that says what is wrong with it. */
function orderIn(
  form: FormData,
  { id, code }: { readonly id: string; readonly code: string },
): Order | 'amountWrong' | 'dayWrong' | 'dayTooLate' {
  const text = (name: string) => String(form.get(name) ?? '')
  const amount = parseAmount(text('amount'))
  if (typeof amount !== 'bigint') return 'amountWrong'
  const cadence = text('cadence') === 'monthly' ? 'monthly' : 'weekly'
  const fromDay = parseDay(text('first'))
  const untilDay = parseDay(text('last'))
  const areDays = fromDay !== undefined && untilDay !== undefined && fromDay <= untilDay
  if (!areDays || fromDay < romeDay(now())) return 'dayWrong'
  const dueDay = dueDayOf(cadence, fromDay)
  if (dueDay === undefined) return 'dayTooLate'
  return { id, code, amount: amount.toString(), cadence, dueDay, fromDay, untilDay }
}

function Fields({
  money,
  speaking,
  onSubmit,
}: ScreenProps & { readonly onSubmit: (event: Event) => void }) {
  const texts = MONEY_TEXTS[speaking.language]
  const today = romeDay(now())
  return (
    <form onSubmit={onSubmit} noValidate>
      <AmountField label={`${texts.each} (${money.unit})`} hint={texts.amountHint} />
      <label for="regular-cadence" class="form-label">
        {texts.howOften}
      </label>
      <select id="regular-cadence" name="cadence" class="form-select form-select-lg mb-3">
        <option value="weekly">{texts.cadence.weekly}</option>
        <option value="monthly">{texts.cadence.monthly}</option>
      </select>
      <DayField name="first" label={texts.firstDay} least={today} day={addDays(today, 1)} />
      <p>{texts.firstDayHint}</p>
      <DayField name="last" label={texts.lastDay} least={today} day={addDays(today, USUAL_DAYS)} />
      <button type="submit" class="btn btn-primary btn-lg wallet-wide mt-2">
        {texts.next}
      </button>
    </form>
  )
}

function DayField({
  name,
  label,
  least,
  day,
}: {
  readonly name: string
  readonly label: string
  readonly least: Day
  readonly day: Day
}) {
  return (
    <>
      <label for={`regular-${name}`} class="form-label">
        {label}
      </label>
      <input
        id={`regular-${name}`}
        name={name}
        type="date"
        class="form-control form-control-lg mb-2"
        min={least}
        value={day}
      />
    </>
  )
}

function Review({
  money,
  speaking,
  order,
  isSending,
  onSend,
}: ScreenProps & {
  readonly order: Order
  readonly isSending: boolean
  readonly onSend: () => void
}) {
  const texts = MONEY_TEXTS[speaking.language]
  return (
    <>
      <h2>{texts.regularLook}</h2>
      <p class="wallet-figure wallet-money">
        <bdi>{speaking.money(order.amount, money.unit)}</bdi>
      </p>
      <p>
        {texts.cadence[order.cadence]}
        {' · '}
        {texts.regularFrom} <bdi>{showDay(order.fromDay)}</bdi> {texts.regularUntil}{' '}
        <bdi>{showDay(order.untilDay)}</bdi>
      </p>
      <p>{texts.regularSure}</p>
      <button
        type="button"
        class="btn btn-primary btn-lg wallet-wide mt-2"
        disabled={isSending}
        onClick={onSend}
      >
        {isSending ? texts.paying : texts.confirmRegular}
      </button>
    </>
  )
}
