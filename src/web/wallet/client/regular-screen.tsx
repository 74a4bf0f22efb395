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
  readAsked,
  readRegular,
  type Seen,
  type Sent,
  sentenceOf,
  type WholeOrder,
} from './money.ts'
import { AmountField, Finding } from './pay-screen.tsx'
import { SentPart } from './sent-part.tsx'
import type { Speaking } from './speaking.ts'
import { dropSent, keepSent, readSent } from './storage.ts'

type Kept = Extract<Sent, { kind: 'regular' }>

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
  const [kept] = useState(readRegularSent())
  const [seen, setSeen] = useState<Seen | undefined>(kept?.seen)
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
        {seen !== undefined && made === undefined && kept === undefined ? texts.cancel : texts.back}
      </button>
      <h1>{texts.makeRegular}</h1>
      {seen === undefined && (
        <>
          <p>{texts.regularLead}</p>
          <Finding texts={texts} onCode={(code) => void look(code)} />
        </>
      )}
      {seen !== undefined && made === undefined && (
        <Ordering {...{ money, speaking, seen, kept, onMade: setMade, onLeft: onBack }} />
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

interface OrderingProps extends ScreenProps {
  readonly seen: Seen
  /** What was sent before, without an answer. */
  readonly kept: Kept | undefined
  readonly onMade: (made: Regular) => void
  readonly onLeft: () => void
}

function Ordering({ money, speaking, seen, kept, onMade, onLeft }: OrderingProps) {
  const texts = MONEY_TEXTS[speaking.language]
  const { noAnswer } = speaking.texts
  const [id] = useState(kept?.order.id ?? newRandomId())
  const [order, setOrder] = useState<WholeOrder | undefined>(kept?.order)
  const [isOpen, setIsOpen] = useState(kept !== undefined)
  const [isSending, setSending] = useState(false)
  const [fault, setFault] = useState(kept === undefined ? '' : noAnswer)
  const end = (made: Regular) => {
    dropSent()
    onMade(made)
  }
  const look = async () => {
    const all = await readRegular(money.id)
    const made = all?.find((one) => one.id === id)
    if (made !== undefined) end(made)
    return all === undefined ? undefined : made !== undefined
  }
  const read = (event: Event) => {
    event.preventDefault()
    const form = event.target
    if (!(form instanceof HTMLFormElement)) return
    const written = orderIn(new FormData(form), { id, code: seen.code })
    if (typeof written === 'string') return setFault(texts[written])
    setFault('')
    setOrder(written)
  }
  const send = async (whole: WholeOrder) => {
    if (isSending) return
    keepSent({ kind: 'regular', seen, order: whole })
    setFault('')
    setSending(true)
    const reply = await makeRegular(money.id, whole)
    setSending(false)
    if (reply.kind === 'done') return end(reply.answer)
    setIsOpen(reply.kind === 'unknown')
    setFault(reply.kind === 'unknown' ? noAnswer : sentenceOf(reply.code, texts))
    // With what can be put right the form is there again.
    if (reply.kind === 'refused') {
      dropSent()
      setOrder(undefined)
    }
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
      {isOpen && (
        <SentPart
          {...{ speaking, look, onLeft, isOfBefore: kept !== undefined }}
          onUnknown={() => setFault(noAnswer)}
        />
      )}
      <p role="alert" class="fw-bold">
        {fault}
      </p>
    </div>
  )
}

function readRegularSent(): Kept | undefined {
  const sent = readSent()
  return sent?.kind === 'regular' ? sent : undefined
}

/** What was written, or the text that says what is wrong with it. */
function orderIn(
  form: FormData,
  { id, code }: { readonly id: string; readonly code: string },
): WholeOrder | 'amountWrong' | 'dayWrong' | 'dayTooLate' {
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
  readonly order: WholeOrder
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
