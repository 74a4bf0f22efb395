/** @jsxImportSource hono/jsx/dom */
import { useState } from 'hono/jsx/dom'
import { isPin } from '../../../access/core/pin.ts'
import { formatMinor, parseMinor } from '../../../kernel/money.ts'
import { parseAmount, showMoney } from '../../client/money.ts'
import { newId } from '../../client/runtime.ts'
import type { TillMessages } from '../../messages/till.ts'
import { Field, Reasons } from './money-fields.tsx'
import type { Answer } from './redemption.ts'
import { type ScreenProps, unitOf } from './screen-props.ts'
import type { RefundOrder, RefundOutcome } from './shop.ts'

const REFUSALS: Readonly<Record<string, keyof TillMessages>> = {
  owner_pin_missing: 'refundPinMissing',
  owner_pin_locked: 'refundPinLocked',
  claim_exceeds_redeemed: 'refundTooMuch',
}

/** Gives back what was redeemed, in whole or in part. The owner of the shop consents with their PIN. */
export function RefundScreen(props: ScreenProps & { readonly answer: Answer }) {
  const { till, state, texts, answer } = props
  const [amount, setAmount] = useState(formatMinor(parseMinor(answer.amount) ?? 0n, state.language))
  const [reason, setReason] = useState<string>('wrong_amount')
  const [ownerPin, setOwnerPin] = useState('')
  const [sent, setSent] = useState<RefundOrder | undefined>(undefined)
  const [outcome, setOutcome] = useState<RefundOutcome | undefined>(undefined)
  const [isAsking, setAsking] = useState(false)
  const minor = parseAmount(amount.replace(/(?<=\d)\.(?=\d{3}(\D|$))/g, ''))
  const isReady = typeof minor === 'bigint' && isPin(ownerPin) && !isAsking
  const isEnded = outcome !== undefined && !['open', 'refused'].includes(outcome.kind)
  const submit = async (event: Event) => {
    event.preventDefault()
    if (!isReady) return
    const wanted = { redemptionId: answer.id, amount: minor.toString(), reason }
    // Asked again for the same, it is the same refund: an answer may have been lost.
    const isSame = sent?.amount === wanted.amount && sent.reason === reason
    const order = { ...wanted, ownerPin, id: isSame ? sent.id : newId() }
    setSent(order)
    setAsking(true)
    setOutcome(await till.refund(order))
    setAsking(false)
    setOwnerPin('')
  }
  return (
    <form class="till-step" onSubmit={(event: Event) => void submit(event)} novalidate>
      <div class="till-topay">
        <h1>
          {texts.refundTitle}{' '}
          <small>{showMoney(answer.amount, unitOf(state), state.language)}</small>
        </h1>
        <button type="button" class="btn btn-outline-primary" onClick={() => void till.toDay()}>
          {texts.back}
        </button>
      </div>
      {!isEnded && (
        <>
          <Field
            id="refund-amount"
            name={texts.refundAmount}
            value={amount}
            write={setAmount}
            kind="amount"
          />
          <Reasons texts={texts} reason={reason} choose={setReason} />
          <Field
            id="owner-pin"
            name={texts.refundPin}
            value={ownerPin}
            write={setOwnerPin}
            kind="pin"
          />
          <button type="submit" class="btn btn-primary btn-lg" disabled={!isReady}>
            {texts.refundGo}
          </button>
        </>
      )}
      <p class={isEnded ? 'till-hint' : 'till-fault'} role="alert">
        {outcome ? refundSentence(outcome, texts) : ''}
      </p>
    </form>
  )
}

function refundSentence(outcome: RefundOutcome, texts: TillMessages): string {
  switch (outcome.kind) {
    case 'done':
      return texts.refundDone
    case 'waiting':
      return texts.refundWaiting
    case 'netting':
      return texts.refundNetting
    case 'open':
      return texts.refundOpen
    case 'refused': {
      if (outcome.code === 'owner_pin_wrong') {
        return `${texts.refundPinWrong} ${outcome.triesLeft ?? ''}`
      }
      const text = texts[REFUSALS[outcome.code] ?? 'refundRefused']
      return typeof text === 'string' ? text : texts.refundRefused
    }
  }
}
