/** @jsxImportSource hono/jsx/dom */
import { useEffect, useState } from 'hono/jsx/dom'
import { parseAmount } from '../../client/money.ts'
import { QrPicture } from '../../client/qr.tsx'
import { newRandomId, pause } from '../../client/runtime.ts'
import { MONEY_TEXTS } from '../../messages/wallet-money.ts'
import {
  type Asked,
  ask,
  type Done,
  type Money,
  readAsked,
  readSign,
  sentenceOf,
  withdraw,
} from './money.ts'
import { AmountField } from './pay-screen.tsx'
import type { Speaking } from './speaking.ts'

/** So often it is asked whether somebody paid, milliseconds. */
const LOOK_MS = 3_000

/** Asks for an amount, or shows the sign, and says when it was paid. */
export function ReceiveScreen({
  money,
  speaking,
  onBack,
}: {
  readonly money: Money
  readonly speaking: Speaking
  readonly onBack: () => void
}) {
  const texts = MONEY_TEXTS[speaking.language]
  const [asked, setAsked] = useState<Asked | undefined>(undefined)
  const [id] = useState(newRandomId())
  const [fault, setFault] = useState('')
  const show = (reply: Done<Asked>) => {
    if (reply.kind === 'done') return setAsked(reply.answer)
    setFault(reply.kind === 'unknown' ? speaking.texts.noAnswer : sentenceOf(reply.code, texts))
  }
  const send = async (event: Event) => {
    event.preventDefault()
    const form = event.target
    if (!(form instanceof HTMLFormElement)) return
    const amount = parseAmount(String(new FormData(form).get('amount') ?? ''))
    if (typeof amount !== 'bigint') return setFault(texts.amountWrong)
    setFault('')
    show(await ask(id, money.id, amount.toString()))
  }
  return (
    <section>
      <button type="button" class="btn btn-outline-primary mb-3" onClick={onBack}>
        {texts.back}
      </button>
      <h1>{texts.receiveTitle}</h1>
      {asked === undefined ? (
        <div>
          <form onSubmit={send} noValidate>
            <AmountField label={`${texts.receiveAmount} (${money.unit})`} hint={texts.amountHint} />
            <button type="submit" class="btn btn-primary btn-lg wallet-wide">
              {texts.makeCode}
            </button>
          </form>
          <p class="mt-4">{texts.mySignLead}</p>
          <button
            type="button"
            class="btn btn-outline-primary wallet-wide"
            onClick={() => void readSign(money.id).then(show)}
          >
            {texts.mySign}
          </button>
        </div>
      ) : (
        <Showing {...{ asked, money, speaking }} />
      )}
      <p role="alert" class="fw-bold">
        {fault}
      </p>
    </section>
  )
}

function Showing({
  asked,
  money,
  speaking,
}: {
  readonly asked: Asked
  readonly money: Money
  readonly speaking: Speaking
}) {
  const texts = MONEY_TEXTS[speaking.language]
  const [isPaid, setPaid] = useState(false)
  const [isWithdrawn, setWithdrawn] = useState(false)
  useEffect(() => {
    if (asked.state !== 'open') return
    const left = new AbortController()
    void untilPaid(asked.code, left.signal, () => setPaid(true))
    return () => left.abort()
  }, [asked.code])
  if (isPaid) {
    return (
      <div role="status" class="alert alert-success">
        <p class="wallet-payee">{texts.received}</p>
        <p>
          <bdi>{speaking.money(asked.amount ?? '0', money.unit)}</bdi>
        </p>
      </div>
    )
  }
  if (isWithdrawn) {
    return (
      <p role="status" class="alert alert-warning">
        {texts.withdrawn}
      </p>
    )
  }
  return (
    <div class="wallet-code">
      {asked.amount !== null && (
        <p class="wallet-payee">
          <bdi>{speaking.money(asked.amount, money.unit)}</bdi>
        </p>
      )}
      <QrPicture text={asked.address} label={texts.codePicture} />
      <p>{texts.receiveHint}</p>
      <h2>{texts.codeRead}</h2>
      <p class="wallet-typed">
        <bdi dir="ltr">{asked.code}</bdi>
      </p>
      {asked.amount === null ? (
        <p>{texts.mySignLead}</p>
      ) : (
        <>
          <p role="status">
            {texts.receiveUntil} {texts.waiting}
          </p>
          <TakeBack {...{ asked, speaking, onDone: () => setWithdrawn(true) }} />
        </>
      )}
    </div>
  )
}

function TakeBack({
  asked,
  speaking,
  onDone,
}: {
  readonly asked: Asked
  readonly speaking: Speaking
  readonly onDone: () => void
}) {
  const texts = MONEY_TEXTS[speaking.language]
  const [fault, setFault] = useState('')
  const take = async () => {
    const reply = await withdraw(asked)
    if (reply.kind === 'done') return onDone()
    setFault(reply.kind === 'unknown' ? speaking.texts.noAnswer : sentenceOf(reply.code, texts))
  }
  return (
    <>
      <button type="button" class="btn btn-outline-primary wallet-wide" onClick={() => void take()}>
        {texts.withdraw}
      </button>
      <p role="alert">{fault}</p>
    </>
  )
}

async function untilPaid(code: string, left: AbortSignal, onPaid: () => void): Promise<void> {
  while (!left.aborted) {
    const seen = await readAsked(code)
    const state = seen.kind === 'done' ? seen.answer.state : 'open'
    if (left.aborted || state === 'expired' || state === 'withdrawn') return
    if (state === 'paid') return onPaid()
    await pause(LOOK_MS, left)
  }
}
