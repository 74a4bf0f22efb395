/** @jsxImportSource hono/jsx/dom */
import { useState } from 'hono/jsx/dom'
import { parseMinor, typedMoney } from '../../../kernel/money.ts'
import { parseAmount, showMoney } from '../../client/money.ts'
import { newId } from '../../client/runtime.ts'
import { Field, Reasons } from './money-fields.tsx'
import { useOrdering } from './ordering.ts'
import type { Answer } from './redemption.ts'
import { type ScreenProps, unitOf } from './screen-props.ts'

/** Gives back what was redeemed, in whole or in part. The owner of the shop consents with their PIN. */
export function RefundScreen(props: ScreenProps & { readonly answer: Answer }) {
  const { till, state, texts, answer } = props
  const [amount, setAmount] = useState(typedMoney(parseMinor(answer.amount) ?? 0n, state.language))
  const [reason, setReason] = useState<string>('wrong_amount')
  const [id, setId] = useState(newId())
  const { ownerPin, setOwnerPin, isReady, fault, send } = useOrdering(props)
  const minor = parseAmount(amount)
  const submit = send(() => {
    if (typeof minor !== 'bigint') return undefined
    return {
      ...{ what: 'voucher_back', path: `/redemptions/${answer.id}/refunds` },
      body: { id, amount: minor.toString(), reason },
      shown: { amount: minor.toString(), unit: unitOf(state) },
    }
  })
  // Another amount or another reason is another refund.
  const renewing = (write: (text: string) => void) => (text: string) => {
    write(text)
    setId(newId())
  }
  return (
    <form class="till-step" onSubmit={submit} novalidate>
      <div class="till-topay">
        <h1>
          {texts.refundTitle}{' '}
          <small>{showMoney(answer.amount, unitOf(state), state.language)}</small>
        </h1>
        <button type="button" class="btn btn-outline-primary" onClick={() => void till.toDay()}>
          {texts.back}
        </button>
      </div>
      <Field
        id="refund-amount"
        name={texts.refundAmount}
        value={amount}
        write={renewing(setAmount)}
        kind="amount"
      />
      <Reasons texts={texts} reason={reason} choose={renewing(setReason)} />
      <Field
        id="owner-pin"
        name={texts.refundPin}
        value={ownerPin}
        write={setOwnerPin}
        kind="pin"
      />
      <p class="till-fault" role="alert">
        {fault}
      </p>
      <button
        type="submit"
        class="btn btn-primary btn-lg"
        disabled={!isReady || typeof minor !== 'bigint'}
      >
        {texts.refundGo}
      </button>
    </form>
  )
}
