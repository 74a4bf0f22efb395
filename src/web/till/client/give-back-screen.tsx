/** @jsxImportSource hono/jsx/dom */
import { useEffect, useState } from 'hono/jsx/dom'
import { showMoney } from '../../client/money.ts'
import { newId } from '../../client/runtime.ts'
import type { TillMoneyTexts } from '../../messages/till-money.ts'
import type { DeviceKey } from './device.ts'
import { isAnswer, type ShopLine, type ShopMoney } from './money.ts'
import { Field, Head, Reasons } from './money-fields.tsx'
import { useOrdering } from './ordering.ts'
import { problemSentence } from './problems.ts'
import { moneyTexts, type ScreenProps, unitOf } from './screen-props.ts'
import { type PastPurchase, readPurchase } from './transfers.ts'

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
  const { ownerPin, setOwnerPin, isReady, fault, setFault, send } = useOrdering(props)
  const [id] = useState(newId())
  useEffect(() => {
    if (purchaseId === undefined) return
    void readPurchase(deviceKey, purchaseId).then((found) => {
      if (isAnswer(found)) setPurchase(found)
      else setFault(problemSentence(found, state.language))
    })
  }, [])
  const left = (BigInt(payment.amount) - BigInt(payment.refunded)).toString()
  const isKnown = purchaseId === undefined || purchase !== undefined
  const submit = send(() => {
    if (!isKnown) return undefined
    const unit = unitOf(state)
    return purchase === undefined
      ? {
          ...{ what: 'payment_back', path: `/till/currency-payments/${payment.id}/refunds` },
          body: { id, reason, amount: left },
          shown: { amount: left, unit: money.unit },
        }
      : {
          ...{ what: 'purchase_back', path: `/till/purchases/${purchase.id}/refunds` },
          body: { id, reason },
          shown: { amount: purchase.price, unit },
        }
  })
  const amounts = { money, all, left, purchase, unit: unitOf(state), language: state.language }
  return (
    <form class="till-step" onSubmit={submit} novalidate>
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
      <button type="submit" class="btn btn-primary btn-lg" disabled={!isReady || !isKnown}>
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
