/** @jsxImportSource hono/jsx/dom */
import { useEffect, useState } from 'hono/jsx/dom'
import { callApi, type Reply, textOf } from '../../client/api.ts'
import { valueIn } from '../../client/fields.ts'
import type { WalletTexts } from '../../messages/wallet.ts'

const PIN = /^[0-9]{5}$/

/** Sets the PIN; the one before is asked for where there is one. */
export function PinPart({ texts }: { readonly texts: WalletTexts }) {
  const [status, setStatus] = useState<string | undefined>(undefined)
  const [pin, setPin] = useState('')
  const [current, setCurrent] = useState('')
  const [said, setSaid] = useState('')
  useEffect(() => void callApi({ path: '/wallet/pin' }).then((one) => setStatus(statusIn(one))), [])
  const send = async (event: Event) => {
    event.preventDefault()
    const isWhole = PIN.test(pin) && (status !== 'set' || PIN.test(current))
    if (!isWhole) return setSaid(texts.pinForm)
    const body = status === 'set' ? { pin, currentPin: current } : { pin }
    const reply = await callApi({ path: '/wallet/pin', method: 'PUT', body })
    setSaid(sentenceOf(reply, texts))
    if (reply.kind !== 'answered') return
    setPin('')
    setCurrent('')
    setStatus('set')
  }
  return (
    <div>
      <h2>{texts.pin}</h2>
      <p>{status === 'locked' ? texts.pinLocked : texts.pinLead}</p>
      {status !== 'locked' && (
        <form onSubmit={send} noValidate>
          {status === 'set' && (
            <PinField
              id="pin-current"
              label={texts.pinCurrent}
              value={current}
              onPin={setCurrent}
            />
          )}
          <PinField id="pin-new" label={texts.pinNew} value={pin} onPin={setPin} />
          <button type="submit" class="btn btn-primary">
            {texts.pinSave}
          </button>
        </form>
      )}
      <p role="status">{said}</p>
    </div>
  )
}

function PinField({
  id,
  label,
  value,
  onPin,
}: {
  readonly id: string
  readonly label: string
  readonly value: string
  readonly onPin: (pin: string) => void
}) {
  return (
    <div class="mb-3">
      <label for={id} class="form-label">
        {label}
      </label>
      <input
        id={id}
        class="form-control"
        type="password"
        inputMode="numeric"
        autocomplete="off"
        maxLength={5}
        dir="ltr"
        value={value}
        onInput={(event: Event) => onPin(valueIn(event))}
      />
    </div>
  )
}

function statusIn(reply: Reply): string | undefined {
  return reply.kind === 'answered' ? textOf(reply.body, 'status') : undefined
}

function sentenceOf(reply: Reply, texts: WalletTexts): string {
  if (reply.kind === 'answered') return texts.pinSaved
  if (reply.kind === 'unknown') return texts.noAnswer
  switch (reply.code) {
    case 'pin_too_simple':
      return texts.pinSimple
    case 'pin_wrong':
      return `${texts.pinWrong} ${/\d+/.exec(reply.title)?.[0] ?? ''}`
    case 'pin_locked':
      return texts.pinLocked
    default:
      return texts.noAnswer
  }
}
