/** @jsxImportSource hono/jsx/dom */
import { useEffect, useState } from 'hono/jsx/dom'
import { parseAmount, showMoney, showSigned } from '../../client/money.ts'
import { newId } from '../../client/runtime.ts'
import type { DeviceKey } from './device.ts'
import { isAnswer, type ShopMoney } from './money.ts'
import { Field, Head } from './money-fields.tsx'
import { useOrdering } from './ordering.ts'
import { problemSentence } from './problems.ts'
import { moneyTexts, type ScreenProps } from './screen-props.ts'
import { type Payee, readPayees } from './transfers.ts'

interface PayProps extends ScreenProps {
  readonly deviceKey: DeviceKey
  readonly money: ShopMoney
}

/** So many names a screen shows: with more, somebody types a part of one. */
const NAMES_MAX = 8

/** Pays another shop, a supplier or an association: whom, then how much, then once more before it is done. */
export function PayScreen(props: PayProps) {
  const { till, state, texts, money, deviceKey } = props
  const words = moneyTexts(props)
  const [payees, setPayees] = useState<readonly Payee[] | undefined>(undefined)
  const [payee, setPayee] = useState<Payee | undefined>(undefined)
  const [fault, setFault] = useState('')
  useEffect(() => {
    void readPayees(deviceKey, money.id).then((found) => {
      if (isAnswer(found)) setPayees(found)
      setFault(isAnswer(found) ? '' : problemSentence(found, state.language))
    })
  }, [])
  if (payee !== undefined)
    return <Amount {...props} payee={payee} onBack={() => setPayee(undefined)} />
  return (
    <section class="till-step">
      <Head title={words.payTitle} back={texts.back} onBack={() => till.toAccount()} />
      {payees !== undefined && <Names {...props} payees={payees} choose={setPayee} />}
      <p class="till-fault" role="alert">
        {fault}
      </p>
    </section>
  )
}

interface NamesProps extends PayProps {
  readonly payees: readonly Payee[]
  readonly choose: (payee: Payee) => void
}

function Names(props: NamesProps) {
  const { payees, choose } = props
  const words = moneyTexts(props)
  const [wanted, setWanted] = useState('')
  const found = findPayees(payees, wanted)
  return (
    <>
      <Field id="payee" name={words.payee} value={wanted} write={setWanted} kind="name" />
      <div class="till-actions">
        {found.slice(0, NAMES_MAX).map((one) => (
          <button
            key={`${one.party} ${one.holderId}`}
            type="button"
            class="btn btn-outline-primary btn-lg"
            onClick={() => choose(one)}
          >
            {one.name} <small>{one.holderId}</small>
          </button>
        ))}
      </div>
      <p role="status" class="till-hint">
        {found.length > NAMES_MAX ? words.payeesMore : found.length === 0 ? words.payeesNone : ''}
      </p>
    </>
  )
}

interface AmountProps extends PayProps {
  readonly payee: Payee
  readonly onBack: () => void
}

function Amount(props: AmountProps) {
  const { state, texts, money, payee, onBack } = props
  const words = moneyTexts(props)
  const [amount, setAmount] = useState('')
  const [isAsked, setAsked] = useState(false)
  const [fault, setFault] = useState('')
  const minor = parseAmount(amount)
  const submit = (event: Event) => {
    event.preventDefault()
    if (typeof minor !== 'bigint') return setFault(words.amountWrong)
    setAsked(true)
  }
  if (isAsked && typeof minor === 'bigint') {
    return <Confirm {...props} amount={minor.toString()} onBack={() => setAsked(false)} />
  }
  return (
    <form class="till-step" onSubmit={submit} novalidate>
      <Head title={payee.name} back={texts.back} onBack={onBack} />
      <p>
        {words.holds} <strong>{showSigned(money.balance, money.unit, state.language)}</strong>
      </p>
      <Field id="pay-amount" name={texts.amount} value={amount} write={setAmount} kind="amount" />
      <p class="till-fault" role="alert">
        {fault}
      </p>
      <button type="submit" class="btn btn-primary btn-lg">
        {words.payNext}
      </button>
    </form>
  )
}

/** What is about to be paid, to whom; the owner's PIN does it. The payment has its id from here on. */
function Confirm(props: AmountProps & { readonly amount: string }) {
  const { state, texts, money, payee, amount, onBack } = props
  const words = moneyTexts(props)
  const { ownerPin, setOwnerPin, isReady, fault, send } = useOrdering(props)
  const [id] = useState(newId())
  const { party, holderId, name } = payee
  const submit = send(() => ({
    ...{ what: 'payment', path: '/till/payments' },
    body: { id, instrumentId: money.id, payee: { party, holderId }, amount },
    shown: { amount, unit: money.unit, name },
  }))
  return (
    <form class="till-step" onSubmit={submit} novalidate>
      <Head title={words.payCheck} back={texts.back} onBack={onBack} />
      <p class="till-amount-shown">{showMoney(amount, money.unit, state.language)}</p>
      <p>
        {words.to} <strong>{name}</strong> ({holderId})
      </p>
      <Field id="pay-pin" name={words.ownerPin} value={ownerPin} write={setOwnerPin} kind="pin" />
      <p class="till-fault" role="alert">
        {fault}
      </p>
      <button type="submit" class="btn btn-primary btn-lg" disabled={!isReady}>
        {words.payNow}
      </button>
    </form>
  )
}

/** Those whose name or id has what was typed in it, whatever its case. */
export function findPayees(payees: readonly Payee[], typed: string): readonly Payee[] {
  const wanted = typed.trim().toLowerCase()
  return payees.filter(({ name, holderId }) => `${name} ${holderId}`.toLowerCase().includes(wanted))
}
