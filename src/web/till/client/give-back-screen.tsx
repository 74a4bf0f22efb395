/** @jsxImportSource hono/jsx/dom */
import { useEffect, useState } from 'hono/jsx/dom'
import { isPin } from '../../../access/core/pin.ts'
import { showMoney } from '../../client/money.ts'
import { newId } from '../../client/runtime.ts'
import type { TillMoneyTexts } from '../../messages/till-money.ts'
import type { DeviceKey } from './device.ts'
import { isAnswer, type NoAnswer, type ShopLine, type ShopMoney } from './money.ts'
import { Field, Head, Reasons } from './money-fields.tsx'
import { Outcome } from './outcome-screens.tsx'
import { problemSentence } from './problems.ts'
import { moneyTexts, type ScreenProps, unitOf } from './screen-props.ts'
import {
  type GivenBack,
  giveBackPayment,
  giveBackPurchase,
  type Moved,
  type PastPurchase,
  readPurchase,
} from './transfers.ts'

interface GiveBackProps extends ScreenProps {
  readonly deviceKey: DeviceKey
  readonly money: ShopMoney
  readonly all: readonly ShopMoney[]
  readonly payment: NonNullable<ShopLine['payment']>
}

/** Gives back a payment, or the whole purchase that it is a part of: what goes where is told before the owner consents. */
export function GiveBackScreen(props: GiveBackProps) {
  const { till, state, texts, deviceKey, money, all, payment } = props
  const words = moneyTexts(props)
  const { purchaseId } = payment
  const [purchase, setPurchase] = useState<PastPurchase | undefined>(undefined)
  const [reason, setReason] = useState('wrong_amount')
  const [ownerPin, setOwnerPin] = useState('')
  const [id] = useState(newId())
  const [isAsking, setAsking] = useState(false)
  const [fault, setFault] = useState('')
  const [given, setGiven] = useState<Moved | GivenBack | undefined>(undefined)
  useEffect(() => {
    if (purchaseId === undefined) return
    void readPurchase(deviceKey, purchaseId).then((found) => {
      if (isAnswer(found)) setPurchase(found)
      else setFault(problemSentence(found, state.language))
    })
  }, [])
  const left = (BigInt(payment.amount) - BigInt(payment.refunded)).toString()
  const isReady =
    isPin(ownerPin) && !isAsking && (purchaseId === undefined || purchase !== undefined)
  const submit = async (event: Event) => {
    event.preventDefault()
    if (!isReady) return
    setAsking(true)
    // Asked again for want of an answer it is the same: what was given back is not given back twice.
    const order = { id, reason, ownerPin }
    const answer: Moved | GivenBack | NoAnswer =
      purchaseId === undefined
        ? await giveBackPayment(deviceKey, payment.id, { ...order, amount: left })
        : await giveBackPurchase(deviceKey, purchaseId, order)
    setAsking(false)
    setOwnerPin('')
    if (isAnswer(answer)) setGiven(answer)
    else setFault(problemSentence(answer, state.language))
  }
  if (given !== undefined) return <Given {...props} given={given} />
  const amounts = { money, all, left, purchase, unit: unitOf(state), language: state.language }
  return (
    <form class="till-step" onSubmit={(event: Event) => void submit(event)} novalidate>
      <Head title={words.giveBack} back={texts.back} onBack={() => till.toAccount()} />
      <dl class="till-parts">
        {whereTo(amounts, words).map(([name, amount]) => (
          <div>
            <dt>{name}</dt>
            <dd>{amount}</dd>
          </div>
        ))}
      </dl>
      <Reasons texts={texts} reason={reason} choose={setReason} />
      <Field id="back-pin" name={words.ownerPin} value={ownerPin} write={setOwnerPin} kind="pin" />
      <p class="till-fault" role="alert">
        {fault}
      </p>
      <button type="submit" class="btn btn-primary btn-lg" disabled={!isReady}>
        {texts.refundGo}
      </button>
    </form>
  )
}

/** What goes back where, each line with its amount. */
export function whereTo(
  {
    money,
    all,
    left,
    purchase,
    unit,
    language,
  }: {
    readonly money: ShopMoney
    readonly all: readonly ShopMoney[]
    readonly left: string
    readonly purchase: PastPurchase | undefined
    readonly unit: string
    readonly language: 'it' | 'en'
  },
  words: TillMoneyTexts,
): readonly (readonly [string, string])[] {
  if (purchase === undefined) return [[words.backToWallet, showMoney(left, money.unit, language)]]
  const lines = purchase.parts.map(({ instrumentId, amount }): readonly [string, string] => {
    const found = all.find(({ id }) => id === instrumentId)
    const name = `${words.backToWallet} (${found?.name ?? instrumentId})`
    return [name, showMoney(amount, found?.unit ?? unit, language)]
  })
  const voucher = [words.backToVoucher, showMoney(purchase.voucher, unit, language)] as const
  const cash = [words.backInCash, showMoney(purchase.euro, unit, language)] as const
  return [
    ...lines,
    ...(purchase.voucher === '0' ? [] : [voucher]),
    ...(purchase.euro === '0' ? [] : [cash]),
  ]
}

function Given(props: GiveBackProps & { readonly given: Moved | GivenBack }) {
  const { till, state, texts, given } = props
  const words = moneyTexts(props)
  const isDone = given.status === 'paid' || given.status === 'refunded'
  const cash = 'euro' in given ? given.euro : '0'
  const waits = 'voucher' in given && given.voucher !== undefined && given.voucher !== 'done'
  return (
    <Outcome
      tone={isDone ? 'good' : 'bad'}
      sign={isDone ? '✓' : '✕'}
      title={isDone ? words.givenBack : words.notGivenBack}
    >
      {!isDone && <p>{words.refusals[given.status]}</p>}
      {isDone && cash !== '0' && (
        <p>{words.cashBack.replace('{euro}', showMoney(cash, unitOf(state), state.language))}</p>
      )}
      {waits && <p>{words.voucherWaits}</p>}
      <button type="button" class="btn btn-outcome" onClick={() => till.toAccount()}>
        {texts.back}
      </button>
    </Outcome>
  )
}
