/** @jsxImportSource hono/jsx/dom */
import { useEffect, useRef, useState } from 'hono/jsx/dom'
import { readPhoto, startCamera, type Torch, watchForCodes } from '../../client/camera.ts'
import { valueIn } from '../../client/fields.ts'
import { showMoney } from '../../client/money.ts'
import type { TillMessages } from '../../messages/till.ts'
import type { TillMoneyTexts } from '../../messages/till-money.ts'
import { moneyTexts, type ScreenProps, unitOf } from './screen-props.ts'
import type { CodePurpose } from './state.ts'
import { totalOf, wholeOf } from './statement.ts'
import {
  type CodeFault,
  NOTHING_TYPED,
  readScanned,
  readTyped,
  type Shown,
  typeInto,
} from './typing.ts'

interface CodeProps {
  readonly texts: TillMessages
  readonly onPresented: (shown: Shown) => void
}

type CodeScreenProps = ScreenProps & { readonly purpose: CodePurpose }

/** The code by camera, by photo, by hand, or by a scanner that types. What is read first counts. */
export function CodeScreen({ till, state, texts, purpose }: CodeScreenProps) {
  const words = moneyTexts({ state })
  const present = (shown: Shown) => void till.present(purpose, shown)
  const back = () => {
    const isShown = purpose.kind === 'beside' && Object.keys(purpose.means).length > 0
    if (isShown) till.toSplit(purpose.bill, purpose.means)
    else till.toAmount()
  }
  return (
    <section class="till-step">
      <div class="till-topay">
        <h1>
          {purpose.kind === 'balance' ? (
            texts.balance
          ) : (
            <>
              <small>
                {purpose.kind === 'redeem' ? texts.toPay : wantedBeside(purpose, words)}
              </small>{' '}
              {showMoney(owedOf(purpose), unitOf(state), state.language)}
            </>
          )}
        </h1>
        <button type="button" class="btn btn-outline-primary" onClick={back}>
          {texts.back}
        </button>
      </div>
      <Camera texts={texts} onPresented={present} />
      <Photo texts={texts} onPresented={present} />
      <TypedCode texts={texts} action={actionOf(purpose, texts, words)} onPresented={present} />
      {purpose.kind === 'redeem' && (
        <button
          type="button"
          class="btn btn-outline-primary"
          onClick={() => till.toCode({ kind: 'beside', bill: purpose.bill, means: {} })}
        >
          {words.several}
        </button>
      )}
    </section>
  )
}

type Beside = Extract<CodePurpose, { kind: 'beside' }>

/** What is to be shown next, where several things pay. */
function wantedBeside({ means }: Beside, words: TillMoneyTexts): string {
  if (means.code === undefined && means.presented === undefined) return words.severalFirst
  return means.presented === undefined ? words.addVoucher : words.addCode
}

function owedOf(purpose: Exclude<CodePurpose, { kind: 'balance' }>): string {
  return purpose.kind === 'redeem' ? totalOf(purpose.bill) : wholeOf(purpose.bill)
}

function actionOf({ kind }: CodePurpose, texts: TillMessages, words: TillMoneyTexts): string {
  if (kind === 'redeem') return texts.redeemTyped
  return kind === 'beside' ? words.show : texts.balance
}

function Camera({ texts, onPresented }: CodeProps) {
  const video = useRef<HTMLVideoElement>(null)
  const [status, setStatus] = useState<'cameraStarting' | 'cameraNone' | 'aim' | 'notVoucher'>(
    'cameraStarting',
  )
  const [torch, setTorch] = useState<Torch | undefined>(undefined)
  useEffect(() => {
    const left = new AbortController()
    const element = video.current
    if (!element) return
    const onCode = (text: string) => {
      const shown = readScanned(text)
      if (shown === undefined) return setStatus('notVoucher')
      left.abort()
      onPresented(shown)
    }
    void startCamera(element).then(async (camera) => {
      if (!camera) return setStatus('cameraNone')
      left.signal.addEventListener('abort', camera.stop)
      if (left.signal.aborted) return camera.stop()
      setStatus('aim')
      setTorch(camera.torch)
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
      {torch && <TorchSwitch texts={texts} torch={torch} />}
    </>
  )
}

/** Only where the camera has a light. */
function TorchSwitch({ texts, torch }: { readonly texts: TillMessages; readonly torch: Torch }) {
  const [isOn, setOn] = useState(false)
  const turn = async () => {
    if (await torch(!isOn)) setOn(!isOn)
  }
  return (
    <button
      type="button"
      class="btn btn-outline-primary"
      aria-pressed={isOn ? 'true' : 'false'}
      onClick={() => void turn()}
    >
      {isOn ? texts.torchOff : texts.torchOn}
    </button>
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
    const shown = found.map(readScanned).find((one) => one !== undefined)
    if (shown !== undefined) return onPresented(shown)
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

function TypedCode({ texts, action, onPresented }: CodeProps & { readonly action: string }) {
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
          {action}
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
  outcome: Shown | CodeFault,
  raw: string,
  isSubmitted: boolean,
): CodeFault | undefined {
  if (typeof outcome !== 'string' || raw === '')
    return isSubmitted && raw === '' ? 'short' : undefined
  if (isSubmitted) return outcome
  return outcome === 'wrong' && raw.replace(/[\s-]/g, '').length === 12 ? 'wrong' : undefined
}
