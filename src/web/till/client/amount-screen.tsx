/** @jsxImportSource hono/jsx/dom */
import { useEffect, useRef, useState } from 'hono/jsx/dom'
import { valueIn } from '../../client/fields.ts'
import { parseAmount } from '../../client/money.ts'
import type { ScreenProps } from './screen-props.ts'

const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9']

/** A large figure and a keypad. The phone's own keyboard stays away; a real keyboard works too. */
export function AmountScreen({ till, state, texts }: ScreenProps) {
  const [text, setText] = useState('')
  const [isRefused, setRefused] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [])

  const amount = parseAmount(text)
  const write = (typed: string): string => {
    const next = /^[.,]/.test(typed) ? `0${typed}` : typed
    // Figures and marks stay as they were typed, right or wrong: dropping one would make another amount of them.
    if (!/^[0-9.,]{0,20}$/.test(next)) {
      setRefused(true)
      return text
    }
    setRefused(false)
    setText(next)
    return next
  }
  /** A key of the screen that leads to no amount does nothing, and says how an amount is written. */
  const press = (symbol: string) => {
    if (parseAmount(text + symbol) === 'wrong' && text !== '') setRefused(true)
    else write(text + symbol)
  }
  const submit = (event: Event) => {
    event.preventDefault()
    if (typeof amount === 'bigint') till.toCode(amount.toString())
    else setRefused(true)
  }
  const mark = texts.decimalMark
  return (
    <form class="till-step till-amount" onSubmit={submit} novalidate>
      <h1>
        <label for="amount">{texts.amount}</label>
      </h1>
      <div class="till-figure">
        <input
          id="amount"
          ref={field}
          type="text"
          inputmode="none"
          autocomplete="off"
          placeholder={`0${mark}00`}
          value={text}
          aria-describedby="amount-fault"
          onInput={(event: Event) => {
            const accepted = write(valueIn(event))
            // A refused character disappears from the field as well.
            if (field.current) field.current.value = accepted
          }}
        />
        <span aria-hidden="true">{unitSign(state.session?.partner.unit)}</span>
      </div>
      <p id="amount-fault" class="till-fault" role="alert">
        {isRefused ? (amount === 'zero' ? texts.amountZero : texts.amountWrong) : ''}
      </p>
      <Keypad texts={texts} press={press} erase={() => write(text.slice(0, -1))} />
      <button type="submit" class="btn btn-primary btn-lg">
        {texts.toCode}
      </button>
    </form>
  )
}

interface KeypadProps extends Pick<ScreenProps, 'texts'> {
  readonly press: (symbol: string) => void
  readonly erase: () => void
}

function Keypad({ texts, press, erase }: KeypadProps) {
  return (
    <div class="till-keys">
      {[...DIGITS, texts.decimalMark, '0'].map((symbol) => (
        <button type="button" class="btn btn-key" onClick={() => press(symbol)}>
          {symbol}
        </button>
      ))}
      <button type="button" class="btn btn-key" aria-label={texts.eraseLast} onClick={erase}>
        ⌫
      </button>
    </div>
  )
}

function unitSign(unit: string | undefined): string {
  return unit === undefined || unit === 'EUR' ? '€' : unit
}
