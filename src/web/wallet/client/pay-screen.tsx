/** @jsxImportSource hono/jsx/dom */
import { useEffect, useRef, useState } from 'hono/jsx/dom'
import { startCamera, watchForCodes } from '../../client/camera.ts'
import { parseAmount } from '../../client/money.ts'
import { newRandomId } from '../../client/runtime.ts'
import { MONEY_TEXTS, type MoneyTexts } from '../../messages/wallet-money.ts'
import {
  codeIn,
  nameOf,
  type Paid,
  payAsked,
  readAsked,
  type Seen,
  type Sent,
  sentenceOf,
  wasPaid,
} from './money.ts'
import { SentPart } from './sent-part.tsx'
import type { Speaking } from './speaking.ts'
import { dropSent, keepSent, readSent } from './storage.ts'

type Paying = Extract<Sent, { kind: 'pay' }>

/** Whom to pay, how much, whether that is right, and what became of it. */
export function PayScreen({
  speaking,
  asked,
  onBack,
}: {
  readonly speaking: Speaking
  readonly asked: string | undefined
  readonly onBack: () => void
}) {
  const texts = MONEY_TEXTS[speaking.language]
  const [kept] = useState(readPaying())
  const [seen, setSeen] = useState<Seen | undefined>(kept?.seen)
  const [paid, setPaid] = useState<Paid | undefined>(undefined)
  const [fault, setFault] = useState('')
  const look = async (code: string) => {
    setFault('')
    const found = await readAsked(code)
    if (found.kind === 'unknown') return setFault(texts.unknown)
    if (found.kind === 'refused') {
      return setFault(
        found.code === 'invalid_request' ? texts.typedWrong : sentenceOf(found.code, texts),
      )
    }
    const { state } = found.answer
    if (state !== 'open' && state !== 'standing') {
      return setFault(texts.refusals[`currency_request_${state}`])
    }
    setSeen(found.answer)
  }
  useEffect(() => {
    if (asked !== undefined && kept === undefined) void look(asked)
  }, [])
  return (
    <section>
      <button type="button" class="btn btn-outline-primary mb-3" onClick={onBack}>
        {seen !== undefined && paid === undefined && kept === undefined ? texts.cancel : texts.back}
      </button>
      <h1>{texts.payTitle}</h1>
      {seen === undefined && <Finding texts={texts} onCode={(code) => void look(code)} />}
      {seen !== undefined && paid === undefined && (
        <Confirming {...{ seen, kept, speaking, onPaid: setPaid, onLeft: onBack }} />
      )}
      {seen !== undefined && paid !== undefined && <Outcome {...{ seen, paid, speaking }} />}
      <p role="alert" class="fw-bold">
        {fault}
      </p>
    </section>
  )
}

function readPaying(): Paying | undefined {
  const sent = readSent()
  return sent?.kind === 'pay' ? sent : undefined
}

interface FindingProps {
  readonly texts: MoneyTexts
  readonly onCode: (code: string) => void
}

/** A code to be paid, from the camera or typed. */
export function Finding({ texts, onCode }: FindingProps) {
  const type = (event: Event) => {
    event.preventDefault()
    const form = event.target
    if (!(form instanceof HTMLFormElement)) return
    const code = String(new FormData(form).get('code') ?? '').trim()
    if (code !== '') onCode(code)
  }
  return (
    <div>
      <Camera texts={texts} onCode={onCode} />
      <form onSubmit={type} noValidate>
        <label for="pay-code" class="form-label">
          {texts.typedCode}
        </label>
        <input
          id="pay-code"
          name="code"
          class="form-control form-control-lg mb-1"
          dir="ltr"
          autocomplete="off"
          autocapitalize="characters"
          spellcheck={false}
          aria-describedby="pay-code-hint"
        />
        <p id="pay-code-hint">{texts.typedHint}</p>
        <button type="submit" class="btn btn-primary btn-lg">
          {texts.next}
        </button>
      </form>
    </div>
  )
}

function Camera({ texts, onCode }: FindingProps) {
  const video = useRef<HTMLVideoElement>(null)
  const [status, setStatus] = useState<'cameraStarting' | 'cameraNone' | 'scanHint' | 'notRequest'>(
    'cameraStarting',
  )
  useEffect(() => {
    const left = new AbortController()
    const element = video.current
    if (!element) return
    const read = (text: string) => {
      const code = codeIn(text)
      if (code === undefined) return setStatus('notRequest')
      left.abort()
      onCode(code)
    }
    void startCamera(element).then(async (camera) => {
      if (!camera) return setStatus('cameraNone')
      left.signal.addEventListener('abort', camera.stop)
      if (left.signal.aborted) return camera.stop()
      setStatus('scanHint')
      await watchForCodes(element, read, left.signal).catch(() => setStatus('cameraNone'))
    })
    return () => left.abort()
  }, [])
  return (
    <>
      <div class={status === 'cameraNone' ? 'd-none' : 'wallet-camera'}>
        <video ref={video} muted playsinline autoplay aria-label={texts.scanHint} />
      </div>
      <p role="status">{texts[status]}</p>
    </>
  )
}

interface ConfirmingProps {
  readonly seen: Seen
  /** What was sent before, without an answer. */
  readonly kept: Paying | undefined
  readonly speaking: Speaking
  readonly onPaid: (paid: Paid) => void
  readonly onLeft: () => void
}

/** Who is paid and how much: said again before it is done. What was sent is kept, so that a second press pays nothing more. */
function Confirming({ seen, kept, speaking, onPaid, onLeft }: ConfirmingProps) {
  const texts = MONEY_TEXTS[speaking.language]
  const [id] = useState(kept?.id ?? newRandomId())
  const [sent, setSent] = useState<Paying | undefined>(kept)
  const [isPaying, setPaying] = useState(false)
  const [fault, setFault] = useState(kept === undefined ? '' : texts.unknown)
  const end = (paid: Paid) => {
    dropSent()
    onPaid(paid)
  }
  const look = async () => {
    const isPaid = sent === undefined ? undefined : await wasPaid(sent)
    if (sent && isPaid) end({ status: 'paid', amount: sent.amount, fee: '0' })
    return isPaid
  }
  const pay = async (event: Event) => {
    event.preventDefault()
    const form = event.target
    if (!(form instanceof HTMLFormElement) || isPaying) return
    const typed = parseAmount(String(new FormData(form).get('amount') ?? ''))
    const written = typeof typed === 'bigint' ? typed.toString() : undefined
    const amount = sent?.amount ?? seen.amount ?? written
    if (amount === undefined) return setFault(texts.amountWrong)
    const paying = { kind: 'pay', id, seen, amount } as const
    keepSent(paying)
    setFault('')
    setPaying(true)
    const reply = await payAsked(id, seen, amount)
    setPaying(false)
    if (reply.kind === 'done') return end(reply.answer)
    if (reply.kind === 'refused') dropSent()
    setSent(reply.kind === 'unknown' ? paying : undefined)
    setFault(reply.kind === 'unknown' ? texts.unknown : sentenceOf(reply.code, texts))
  }
  const fixed = sent?.amount ?? seen.amount
  return (
    <form onSubmit={pay} noValidate class="wallet-voucher">
      <Whom {...{ seen, texts }} />
      {fixed === null ? (
        <AmountField label={`${texts.amount} (${seen.unit})`} hint={texts.amountHint} />
      ) : (
        <p class="wallet-figure wallet-money">
          <bdi>{speaking.money(fixed, seen.unit)}</bdi>
        </p>
      )}
      <p role="alert" class="fw-bold">
        {fault}
      </p>
      <button type="submit" class="btn btn-primary btn-lg wallet-wide mt-2" disabled={isPaying}>
        {isPaying ? texts.paying : texts.confirm}
      </button>
      {sent !== undefined && (
        <SentPart
          {...{ speaking, look, onLeft, isOfBefore: kept !== undefined }}
          onUnknown={() => setFault(texts.unknown)}
        />
      )}
    </form>
  )
}

/** Who is paid, and what for. */
function Whom({ seen, texts }: { readonly seen: Seen; readonly texts: MoneyTexts }) {
  return (
    <>
      <p class="mt-3">{texts.payTo}</p>
      <p class="wallet-payee">
        <bdi>{nameOf(seen.payee, texts)}</bdi>
      </p>
      {seen.note !== null && (
        <p>
          {texts.notePrefix}: <bdi>{seen.note}</bdi>
        </p>
      )}
    </>
  )
}

export function AmountField({ label, hint }: { readonly label: string; readonly hint: string }) {
  return (
    <div class="mb-3">
      <label for="money-amount" class="form-label">
        {label}
      </label>
      <input
        id="money-amount"
        name="amount"
        class="form-control form-control-lg"
        inputmode="decimal"
        dir="ltr"
        autocomplete="off"
        aria-describedby="money-amount-hint"
      />
      <div id="money-amount-hint">{hint}</div>
    </div>
  )
}

function Outcome({
  seen,
  paid,
  speaking,
}: {
  readonly seen: Seen
  readonly paid: Paid
  readonly speaking: Speaking
}) {
  const texts = MONEY_TEXTS[speaking.language]
  const isPaid = paid.status === 'paid'
  return (
    <div role="status" class={`alert ${isPaid ? 'alert-success' : 'alert-danger'}`}>
      <p class="wallet-payee">{isPaid ? texts.paid : texts.notPaid}</p>
      {isPaid ? (
        <p>
          <bdi>{speaking.money(paid.amount, seen.unit)}</bdi> {texts.to}{' '}
          <bdi>{nameOf(seen.payee, texts)}</bdi>
          {paid.fee !== '0' && (
            <>
              {', '}
              {texts.paidFee} <bdi>{speaking.money(paid.fee, seen.unit)}</bdi>
            </>
          )}
        </p>
      ) : (
        <p>
          {texts.status[paid.status]} {texts.nothingMoved}
        </p>
      )}
    </div>
  )
}
