/** @jsxImportSource hono/jsx/dom */
import { useState } from 'hono/jsx/dom'
import { isPin } from '../../../access/core/pin.ts'
import { showMoney } from '../../client/money.ts'
import type { TillMoneyTexts } from '../../messages/till-money.ts'
import type { NoAnswer } from './money.ts'
import { Field, Head } from './money-fields.tsx'
import { isDone, type Made, type Order, type OrderEnded } from './orders.ts'
import { Outcome } from './outcome-screens.tsx'
import { problemSentence } from './problems.ts'
import { moneyTexts, type ScreenProps, unitOf } from './screen-props.ts'

interface OrderProps extends ScreenProps {
  readonly order: Order
}

/** What became of something that the owner consented to: done, not done, or nobody knows and it is asked again. */
export function OrderScreen(props: OrderProps & { readonly ended: OrderEnded | undefined }) {
  const { till, texts, order, ended } = props
  const words = moneyTexts(props)
  switch (ended?.kind) {
    case undefined:
    case 'unpaired':
      return (
        <p class="till-wait" aria-busy="true">
          {texts.asking}
        </p>
      )
    case 'made':
      return <MadeScreen {...props} made={ended.made} />
    case 'pin':
      return <PinAgain {...props} why={ended.why} />
    case 'refused':
      return (
        <Outcome tone="bad" sign="✕" title={words.orderNotDone}>
          <Ordered {...props} />
          <p>{problemSentence(ended.why, props.state.language)}</p>
          <Back {...props} />
        </Outcome>
      )
    case 'open':
      return (
        <Outcome tone="wait" sign="?" title={texts.unknownTitle} text={words.orderOpen}>
          <Ordered {...props} />
          <button type="button" class="btn btn-outcome" onClick={() => void till.askOrder(order)}>
            {texts.askNow}
          </button>
          <button type="button" class="btn btn-outcome" onClick={() => till.toAmount()}>
            {words.orderLater}
          </button>
        </Outcome>
      )
  }
}

/** Nothing was done so far: with the PIN it is, once; or it is left. */
function PinAgain(props: OrderProps & { readonly why: NoAnswer }) {
  const { till, state, order, why } = props
  const words = moneyTexts(props)
  const [ownerPin, setOwnerPin] = useState('')
  const [isFirst, setFirst] = useState(true)
  const submit = (event: Event) => {
    event.preventDefault()
    if (!isPin(ownerPin)) return
    setOwnerPin('')
    setFirst(false)
    void till.askOrder(order, ownerPin)
  }
  return (
    <form class="till-step" onSubmit={submit} novalidate>
      <Head title={words.orderNotDone} back={words.orderLater} onBack={() => till.toAmount()} />
      <Ordered {...props} />
      <p>{words.orderPin}</p>
      <Field id="order-pin" name={words.ownerPin} value={ownerPin} write={setOwnerPin} kind="pin" />
      <p class="till-fault" role="alert">
        {isFirst && why.problem === 'owner_pin_wrong' ? '' : problemSentence(why, state.language)}
      </p>
      <button type="submit" class="btn btn-primary btn-lg" disabled={!isPin(ownerPin)}>
        {words.orderNow}
      </button>
      <button
        type="button"
        class="btn btn-outline-primary btn-lg mt-2"
        onClick={() => void till.leaveOrder(order)}
      >
        {words.orderLeave}
      </button>
    </form>
  )
}

function MadeScreen(props: OrderProps & { readonly made: Made }) {
  const { made } = props
  const words = moneyTexts(props)
  const isGood = isDone(made)
  return (
    <Outcome
      tone={isGood ? 'good' : 'bad'}
      sign={isGood ? '✓' : '✕'}
      title={titleOf(made, isGood, words)}
    >
      <Ordered {...props} />
      {isGood ? <Detail {...props} /> : <p>{refusalOf(made, words)}</p>}
      <Back {...props} />
    </Outcome>
  )
}

/** What the shop has to know beyond that it is done. */
function Detail(props: OrderProps & { readonly made: Made }) {
  const { state, texts, order, made } = props
  const words = moneyTexts(props)
  const money = (digits: string) => showMoney(digits, unitOf(state), state.language)
  switch (made.what) {
    case 'payment':
      return (
        <p class="till-number">
          {words.receipt} {made.answer.id}
        </p>
      )
    case 'conversion': {
      const owed = (BigInt(order.shown.amount) - BigInt(made.answer.fee)).toString()
      return <p>{words.converted.replace('{euro}', money(owed))}</p>
    }
    case 'payment_back':
      return null
    case 'purchase_back': {
      const { euro, voucher } = made.answer
      const waits = voucher !== undefined && voucher !== 'done'
      return (
        <>
          {euro !== '0' && <p>{words.cashBack.replace('{euro}', money(euro))}</p>}
          {waits && <p>{words.voucherWaits}</p>}
        </>
      )
    }
    case 'voucher_back': {
      const sentences = {
        done: texts.refundDone,
        waiting: texts.refundWaiting,
        netting: texts.refundNetting,
        refused: texts.refundRefused,
      }
      return <p>{sentences[made.answer]}</p>
    }
  }
}

/** How much, and to whom. */
function Ordered({ state, order }: OrderProps) {
  const { amount, unit, name } = order.shown
  return (
    <>
      {name !== undefined && <p>{name}</p>}
      <p class="till-amount-shown">{showMoney(amount, unit, state.language)}</p>
    </>
  )
}

function Back({ till, texts, order }: OrderProps) {
  const isOfDay = order.what === 'voucher_back'
  return (
    <button
      type="button"
      class="btn btn-outcome"
      onClick={() => (isOfDay ? void till.toDay() : till.toAccount())}
    >
      {texts.back}
    </button>
  )
}

/** The words over the outcome of each thing that an owner consents to. */
function titleOf({ what }: Made, isGood: boolean, words: TillMoneyTexts): string {
  if (what === 'payment') return isGood ? words.paidTo : words.notPaid
  if (what === 'conversion') return isGood ? words.changed : words.notChanged
  return isGood ? words.givenBack : words.notGivenBack
}

function refusalOf(made: Made, { refusals, orderNotDone }: TillMoneyTexts): string {
  if (made.what === 'voucher_back') return orderNotDone
  const { status } = made.answer
  return status === 'refunded' ? orderNotDone : refusals[status]
}
