/** @jsxImportSource hono/jsx/dom */
import { useEffect, useRef, useState } from 'hono/jsx/dom'
import { readPhoto, startCamera, watchForCodes } from '../../client/camera.ts'
import { valueIn } from '../../client/fields.ts'
import { showMoney } from '../../client/money.ts'
import type { Messages } from '../../messages/it.ts'
import type { ScreenProps } from './screen-props.ts'
import {
  type CodeFault,
  looksLikeVoucher,
  NOTHING_TYPED,
  type Presented,
  readTyped,
  typeInto,
} from './typing.ts'

interface CodeProps {
  readonly texts: Messages['till']
  readonly onPresented: (presented: Presented) => void
}

/** The code by camera, by photo, by hand, or by a scanner that types. Whatever is read first is redeemed. */
export function CodeScreen({ till, state, texts, amount }: ScreenProps & { amount: string }) {
  const present = (presented: Presented) => void till.redeem(presented, amount)
  const unit = state.session?.partner.unit ?? 'EUR'
  return (
    <section class="till-step">
      <div class="till-topay">
        <h1>
          <small>{texts.toPay}</small> {showMoney(amount, unit, state.language)}
        </h1>
        <button type="button" class="btn btn-outline-primary" onClick={() => till.toAmount()}>
          {texts.back}
        </button>
      </div>
      <Camera texts={texts} onPresented={present} />
      <Photo texts={texts} onPresented={present} />
      <TypedCode texts={texts} onPresented={present} />
    </section>
  )
}

function Camera({ texts, onPresented }: CodeProps) {
  const video = useRef<HTMLVideoElement>(null)
  const [status, setStatus] = useState<'cameraStarting' | 'cameraNone' | 'aim' | 'notVoucher'>(
    'cameraStarting',
  )
  useEffect(() => {
    const left = new AbortController()
    const element = video.current
    if (!element) return
    const onCode = (text: string) => {
      if (!looksLikeVoucher(text)) return setStatus('notVoucher')
      left.abort()
      onPresented({ qr: text })
    }
    void startCamera(element).then(async (stop) => {
      if (!stop) return setStatus('cameraNone')
      left.signal.addEventListener('abort', stop)
      if (left.signal.aborted) return stop()
      setStatus('aim')
      await watchForCodes(element, onCode, left.signal).catch(() => setStatus('cameraNone'))
    })
    return () => left.abort()
  }, [])
  return (
    <>
      <div class={`till-camera ${status === 'cameraNone' ? 'd-none' : ''}`}>
        <video ref={video} muted playsinline autoplay aria-label={texts.aim} />
      </div>
      <p role="status" class={status === 'notVoucher' ? 'till-fault' : 'till-hint'}>
        {texts[status]}
      </p>
    </>
  )
}

function Photo({ texts, onPresented }: CodeProps) {
  const [status, setStatus] = useState<'photoReading' | 'photoNone' | 'notVoucher' | undefined>()
  const read = async (event: Event) => {
    const field = event.target
    const photo = field instanceof HTMLInputElement ? field.files?.[0] : undefined
    if (!photo || !(field instanceof HTMLInputElement)) return
    setStatus('photoReading')
    const found = await readPhoto(photo).catch(() => [])
    field.value = ''
    const voucher = found.find(looksLikeVoucher)
    if (voucher !== undefined) return onPresented({ qr: voucher })
    setStatus(found.length === 0 ? 'photoNone' : 'notVoucher')
  }
  return (
    <div class="till-photo">
      <label class="btn btn-outline-primary btn-lg">
        {texts.photo}
        <input
          class="visually-hidden"
          type="file"
          accept="image/*"
          capture="environment"
          onChange={(event: Event) => void read(event)}
        />
      </label>
      <p role="status" class={status === 'photoReading' ? 'till-hint' : 'till-fault'}>
        {status ? texts[status] : ''}
      </p>
    </div>
  )
}

function TypedCode({ texts, onPresented }: CodeProps) {
  const [typing, setTyping] = useState(NOTHING_TYPED)
  const [isSubmitted, setSubmitted] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    // Ready for a scanner that types; on a phone the keyboard would cover the camera.
    if (matchMedia('(pointer: fine)').matches) field.current?.focus()
  }, [])
  const outcome = readTyped(typing.raw)
  const fault = faultOf(outcome, typing.raw, isSubmitted)
  const write = (event: Event) => {
    const next = typeInto(typing, valueIn(event))
    setSubmitted(false)
    setTyping(next)
    if (field.current) field.current.value = next.shown
  }
  const submit = (event: Event) => {
    event.preventDefault()
    if (typeof outcome === 'string') setSubmitted(true)
    else onPresented(outcome)
  }
  return (
    <form class="till-typed" onSubmit={submit}>
      <label for="typed">{texts.typed}</label>
      <div class="input-group">
        <input
          id="typed"
          ref={field}
          class={`form-control form-control-lg ${fault ? 'is-invalid' : ''}`}
          type="text"
          autocomplete="off"
          autocapitalize="characters"
          spellcheck={false}
          value={typing.shown}
          aria-describedby="typed-hint typed-fault"
          aria-invalid={fault ? 'true' : undefined}
          onInput={write}
        />
        <button type="submit" class="btn btn-primary">
          {texts.redeemTyped}
        </button>
      </div>
      <p id="typed-fault" class="till-fault" role="alert">
        {fault === 'wrong' ? texts.typedWrong : fault === 'short' ? texts.typedShort : ''}
      </p>
      <p id="typed-hint" class="till-hint">
        {texts.typedHint}
      </p>
    </form>
  )
}

/** A code that is short is not wrong yet, and a scanner's address is not judged before its end. */
function faultOf(
  outcome: Presented | CodeFault,
  raw: string,
  isSubmitted: boolean,
): CodeFault | undefined {
  if (typeof outcome !== 'string' || raw === '')
    return isSubmitted && raw === '' ? 'short' : undefined
  if (isSubmitted) return outcome
  return outcome === 'wrong' && raw.replace(/[\s-]/g, '').length === 12 ? 'wrong' : undefined
}
