/** @jsxImportSource hono/jsx/dom */
import { useEffect, useState } from 'hono/jsx/dom'
import { parseAmount, showMoney } from '../../client/money.ts'
import { QrPicture } from '../../client/qr.tsx'
import { newId, pause } from '../../client/runtime.ts'
import type { DeviceKey } from './device.ts'
import { isAnswer, type ShopMoney } from './money.ts'
import { Field, Head } from './money-fields.tsx'
import { Outcome } from './outcome-screens.tsx'
import { problemSentence } from './problems.ts'
import { moneyTexts, type ScreenProps } from './screen-props.ts'
import { give } from './signals.ts'
import { type Asked, askForMoney, withdrawRequest } from './transfers.ts'

interface AskProps extends ScreenProps {
  readonly deviceKey: DeviceKey
  readonly money: ShopMoney
}

/** So often it is asked whether somebody paid, milliseconds. */
const LOOK_MS = 2_000

/** Shows an amount that somebody takes up with their own phone, and says when it is paid or too old. */
export function AskScreen(props: AskProps) {
  const { till, state, texts, money, deviceKey } = props
  const words = moneyTexts(props)
  const [amount, setAmount] = useState('')
  const [id, setId] = useState(newId())
  const [asked, setAsked] = useState<Asked | undefined>(undefined)
  const [fault, setFault] = useState('')
  const minor = parseAmount(amount)
  const submit = async (event: Event) => {
    event.preventDefault()
    if (typeof minor !== 'bigint') return setFault(texts.amountWrong)
    const wanted = { id, instrumentId: money.id, amount: minor.toString() }
    const answer = await askForMoney(deviceKey, wanted)
    setFault(isAnswer(answer) ? '' : problemSentence(answer, state.language))
    if (isAnswer(answer)) setAsked(answer)
  }
  // Another amount is another request; the same one, asked again for want of an answer, is not.
  const write = (text: string) => {
    setAmount(text)
    setId(newId())
  }
  if (asked !== undefined && typeof minor === 'bigint') {
    return <Showing {...props} id={id} amount={minor.toString()} first={asked} />
  }
  return (
    <form class="till-step" onSubmit={(event: Event) => void submit(event)} novalidate>
      <Head title={words.askTitle} back={texts.back} onBack={() => till.toAccount()} />
      <Field id="ask-amount" name={texts.amount} value={amount} write={write} kind="amount" />
      <p class="till-fault" role="alert">
        {fault}
      </p>
      <button type="submit" class="btn btn-primary btn-lg">
        {words.askShow}
      </button>
    </form>
  )
}

interface ShowingProps extends AskProps {
  readonly id: string
  readonly amount: string
  readonly first: Asked
}

function Showing(props: ShowingProps) {
  const { till, state, texts, money, deviceKey, id, amount, first } = props
  const words = moneyTexts(props)
  const [asked, setAsked] = useState(first)
  const [isLost, setLost] = useState(false)
  useEffect(() => {
    const left = new AbortController()
    void (async () => {
      for (;;) {
        await pause(LOOK_MS, left.signal)
        if (left.signal.aborted) return
        const answer = await askForMoney(deviceKey, { id, instrumentId: money.id, amount })
        if (left.signal.aborted) return
        setLost(!isAnswer(answer))
        if (!isAnswer(answer) || answer.state === 'open') continue
        give(answer.state === 'paid' ? 'good' : 'bad')
        return setAsked(answer)
      }
    })()
    return () => left.abort()
  }, [])
  const takeBack = async () => {
    const answer = await withdrawRequest(deviceKey, id)
    // One that was paid meanwhile shows as paid, with the next look.
    if (isAnswer(answer)) setAsked(answer)
    else if (answer.problem !== 'currency_request_paid') setLost(true)
  }
  const whole = showMoney(amount, money.unit, state.language)
  if (asked.state !== 'open') {
    const isPaid = asked.state === 'paid'
    return (
      <Outcome
        tone={isPaid ? 'good' : 'bad'}
        sign={isPaid ? '✓' : '✕'}
        title={words.askEnded[asked.state]}
        {...(isPaid ? {} : { text: words.nothingTaken })}
      >
        <p class="till-amount-shown">{whole}</p>
        <button type="button" class="btn btn-outcome" onClick={() => till.toAccount()}>
          {texts.back}
        </button>
      </Outcome>
    )
  }
  return (
    <section class="till-step">
      <Head title={whole} back={texts.back} onBack={() => till.toAccount()} />
      <p>{words.askHint}</p>
      <QrPicture text={asked.address} label={words.askPicture} />
      <p class="till-code">
        <bdi dir="ltr">{asked.code}</bdi>
      </p>
      <p role="status">{isLost ? words.askLost : words.askWaiting}</p>
      <button type="button" class="btn btn-outline-primary btn-lg" onClick={() => void takeBack()}>
        {words.askWithdraw}
      </button>
    </section>
  )
}
