/** @jsxImportSource hono/jsx/dom */
import { useEffect, useState } from 'hono/jsx/dom'
import { valueIn } from '../../client/fields.ts'
import { type PageLanguage, parseAmount, showMoney, showSigned } from '../../client/money.ts'
import { newId } from '../../client/runtime.ts'
import type { TillMoneyTexts } from '../../messages/till-money.ts'
import type { DeviceKey } from './device.ts'
import { showTime } from './last-ten.tsx'
import {
  canGiveBack,
  canSpend,
  isAnswer,
  readShopLines,
  readShopMoney,
  type ShopLine,
  type ShopMoney,
} from './money.ts'
import { useOrdering } from './ordering.ts'
import { problemSentence } from './problems.ts'
import { moneyTexts, type ScreenProps } from './screen-props.ts'

interface AccountProps extends ScreenProps {
  readonly deviceKey: DeviceKey
}

/** What the shop holds of each money, what happened on it, and the way back to euro. */
export function AccountScreen(props: AccountProps) {
  const { till, texts, deviceKey } = props
  const words = moneyTexts(props)
  const [money, setMoney] = useState<readonly ShopMoney[] | undefined>(undefined)
  const [fault, setFault] = useState('')
  const load = async () => {
    const found = await readShopMoney(deviceKey)
    setFault(isAnswer(found) ? '' : problemSentence(found, props.state.language))
    if (isAnswer(found)) setMoney(found)
  }
  useEffect(() => void load(), [])
  return (
    <section class="till-step">
      <div class="till-topay">
        <h1>{words.account}</h1>
        <button type="button" class="btn btn-outline-primary" onClick={() => till.toAmount()}>
          {texts.back}
        </button>
      </div>
      {money === undefined && fault === '' && <p aria-busy="true">{texts.asking}</p>}
      <p class="till-fault" role="alert">
        {fault}
      </p>
      {fault !== '' && (
        <button type="button" class="btn btn-primary btn-lg" onClick={() => void load()}>
          {words.again}
        </button>
      )}
      {money?.length === 0 && <p>{words.none}</p>}
      {money?.map((one) => (
        <One key={one.id} {...props} words={words} money={one} all={money} />
      ))}
    </section>
  )
}

interface OneProps extends AccountProps {
  readonly words: TillMoneyTexts
  readonly money: ShopMoney
  readonly all: readonly ShopMoney[]
}

function One(props: OneProps) {
  const { till, state, texts, words, money, all, deviceKey } = props
  const [lines, setLines] = useState<readonly ShopLine[]>([])
  useEffect(() => {
    void readShopLines(deviceKey, money.id).then((found) => {
      if (isAnswer(found)) setLines(found)
    })
  }, [money.balance])
  return (
    <article class="till-account">
      <h2 class="h4">{money.name}</h2>
      <p>
        {words.holds} <strong>{showSigned(money.balance, money.unit, state.language)}</strong>
      </p>
      <div class="till-actions">
        {money.takes && (
          <button
            type="button"
            class="btn btn-outline-primary btn-lg"
            onClick={() => till.toMoney({ name: 'ask', money })}
          >
            {words.ask}
          </button>
        )}
        {money.pays && canSpend(money) > 0n && (
          <button
            type="button"
            class="btn btn-outline-primary btn-lg"
            onClick={() => till.toMoney({ name: 'pay', money })}
          >
            {words.pay}
          </button>
        )}
      </div>
      {money.converts && BigInt(money.balance) > 0n && <Convert {...props} />}
      <details>
        <summary>{words.movements}</summary>
        {lines.length === 0 && <p>{words.noMovements}</p>}
        <ul class="till-lines">
          {lines.map((line) => (
            <li>
              <span>{lineName(line.what, words)}</span>{' '}
              <bdi dir="ltr">{showMove(line.amount, money.unit, state.language)}</bdi>{' '}
              <bdi>{showTime(line.recordedAt, state.language)}</bdi>
              {line.payment && canGiveBack(line) && (
                <button
                  type="button"
                  class="btn btn-outline-primary"
                  onClick={() => {
                    if (line.payment)
                      till.toMoney({ name: 'giveBack', money, all, payment: line.payment })
                  }}
                >
                  {texts.refund}
                </button>
              )}
            </li>
          ))}
        </ul>
      </details>
    </article>
  )
}

/** Changing back: what is owed and what is kept is told when it is done. Another amount is another conversion. */
function Convert(props: OneProps) {
  const { words, money } = props
  const [amount, setAmount] = useState('')
  const [id, setId] = useState(newId())
  const { ownerPin, setOwnerPin, isReady, fault, setFault, send } = useOrdering(props)
  const submit = send(() => {
    const minor = parseAmount(amount)
    const isGood = typeof minor === 'bigint' && minor <= BigInt(money.balance)
    if (!isGood) {
      setFault(words.amountWrong)
      return undefined
    }
    const wanted = { instrumentId: money.id, amount: minor.toString() }
    return {
      ...{ what: 'conversion', path: '/till/conversions', body: { id, ...wanted } },
      shown: { amount: wanted.amount, unit: money.unit },
    }
  })
  const write = (text: string) => {
    setAmount(text)
    setId(newId())
  }
  return (
    <form onSubmit={submit} novalidate>
      <label class="form-label" for={`convert-${money.id}`}>
        {words.convertAmount}
      </label>
      <input
        id={`convert-${money.id}`}
        class="form-control form-control-lg"
        inputmode="decimal"
        autocomplete="off"
        value={amount}
        onInput={(event: Event) => write(valueIn(event))}
      />
      <label class="form-label" for={`owner-${money.id}`}>
        {words.ownerPin}
      </label>
      <input
        id={`owner-${money.id}`}
        class="form-control form-control-lg"
        type="password"
        inputmode="numeric"
        autocomplete="off"
        value={ownerPin}
        onInput={(event: Event) => setOwnerPin(valueIn(event))}
      />
      <button type="submit" class="btn btn-primary btn-lg" disabled={!isReady}>
        {words.convert}
      </button>
      <p role="alert">{fault}</p>
    </form>
  )
}

/** An amount that came in, or went out. */
function showMove(digits: string, unit: string, language: PageLanguage): string {
  return digits.startsWith('-')
    ? showSigned(digits, unit, language)
    : `+${showMoney(digits, unit, language)}`
}

function lineName(what: string, { lines }: TillMoneyTexts): string {
  const names: Readonly<Record<string, string>> = lines
  return names[what] ?? what
}
