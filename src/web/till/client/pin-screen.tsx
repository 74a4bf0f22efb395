/** @jsxImportSource hono/jsx/dom */
import { useEffect, useRef, useState } from 'hono/jsx/dom'
import { isPin } from '../../../access/core/pin.ts'
import { valueIn } from '../../client/fields.ts'
import type { ScreenProps } from './screen-props.ts'

interface PinProps extends Pick<ScreenProps, 'texts'> {
  /** After a wrong one. */
  readonly triesLeft?: number | undefined
  readonly onPin: (pin: string) => void
  readonly onCancel: () => void
}

/** The person types their PIN; it is shown to nobody and kept nowhere. */
export function PinScreen({ texts, triesLeft, onPin, onCancel }: PinProps) {
  const [pin, setPin] = useState('')
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [])
  const submit = (event: Event) => {
    event.preventDefault()
    if (isPin(pin)) onPin(pin)
  }
  return (
    <form class="till-step" onSubmit={submit} novalidate>
      <h1 class="h3">{texts.pinTitle}</h1>
      <p id="pin-lead">{texts.pinText}</p>
      <label class="form-label" for="pin">
        {texts.pin}
      </label>
      <input
        id="pin"
        ref={field}
        class="form-control form-control-lg till-pin"
        type="password"
        inputmode="numeric"
        autocomplete="off"
        maxlength={5}
        value={pin}
        aria-describedby="pin-lead pin-fault"
        onInput={(event: Event) => setPin(valueIn(event))}
      />
      <p id="pin-fault" class="till-fault" role="alert">
        {triesLeft === undefined ? '' : `${texts.pinWrong} ${triesLeft}`}
      </p>
      <div class="till-actions">
        <button type="submit" class="btn btn-primary btn-lg" disabled={!isPin(pin)}>
          {texts.pinGo}
        </button>
        <button type="button" class="btn btn-outline-primary btn-lg" onClick={onCancel}>
          {texts.cancel}
        </button>
      </div>
    </form>
  )
}
