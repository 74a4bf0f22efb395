/** @jsxImportSource hono/jsx/dom */
import { useState } from 'hono/jsx/dom'
import { showDay } from '../../client/days.ts'
import { MONEY_TEXTS } from '../../messages/wallet-money.ts'
import { fetchOwn, type Money } from './money.ts'
import { MoneyCodeScreen } from './money-code-screen.tsx'
import { MoneyLost } from './money-lost.tsx'
import { PayScreen } from './pay-screen.tsx'
import { ReceiveScreen } from './receive-screen.tsx'
import { RegularPart } from './regular-part.tsx'
import { RegularScreen } from './regular-screen.tsx'
import type { Speaking } from './speaking.ts'
import { StatementScreen } from './statement-screen.tsx'
import { readSent } from './storage.ts'

type View =
  | { readonly kind: 'all' | 'pay' }
  | { readonly kind: 'code' | 'receive' | 'statement' | 'regular'; readonly money: Money }

/** What somebody holds of the currencies, and what can be done with it. */
export function MoneyScreen({
  monies,
  speaking,
  isOnline,
  asked,
  onChange,
}: {
  readonly monies: readonly Money[]
  readonly speaking: Speaking
  readonly isOnline: boolean
  /** A code that the page was opened with, to be paid. */
  readonly asked: string | undefined
  readonly onChange: () => void
}) {
  const [view, setView] = useState<View>(openView(monies) ?? { kind: asked ? 'pay' : 'all' })
  const texts = MONEY_TEXTS[speaking.language]
  const back = () => {
    setView({ kind: 'all' })
    onChange()
  }
  switch (view.kind) {
    case 'pay':
      return <PayScreen {...{ speaking, asked, onBack: back }} />
    case 'code':
      return <MoneyCodeScreen {...{ speaking, money: view.money, onBack: back }} />
    case 'receive':
      return <ReceiveScreen {...{ speaking, money: view.money, onBack: back }} />
    case 'statement':
      return <StatementScreen {...{ speaking, money: view.money, onBack: back }} />
    case 'regular':
      return <RegularScreen {...{ speaking, money: view.money, onBack: back }} />
    case 'all':
      return (
        <section>
          <h1>{texts.title}</h1>
          {!isOnline && <p>{texts.noNetwork}</p>}
          {isOnline && monies.some(({ pays }) => pays.length > 0) && (
            <button
              type="button"
              class="btn btn-primary btn-lg wallet-wide mb-3"
              onClick={() => setView(openView(monies) ?? { kind: 'pay' })}
            >
              {texts.pay}
            </button>
          )}
          {monies.map((money) => (
            <OneMoney
              key={money.id}
              {...{ money, speaking, isOnline, onChange }}
              onView={(wanted) => setView(openView(monies) ?? wanted)}
            />
          ))}
        </section>
      )
  }
}

/** What was sent without an answer comes before anything else is paid. */
function openView(monies: readonly Money[]): View | undefined {
  const sent = readSent()
  if (sent?.kind !== 'regular') return sent
  const money = monies.find(({ id }) => id === sent.seen.instrumentId)
  return money === undefined ? undefined : { kind: 'regular', money }
}

function OneMoney({
  money,
  speaking,
  isOnline,
  onView,
  onChange,
}: {
  readonly money: Money
  readonly speaking: Speaking
  readonly isOnline: boolean
  readonly onView: (view: View) => void
  readonly onChange: () => void
}) {
  const texts = MONEY_TEXTS[speaking.language]
  const { expiresNext } = money
  const doing = (kind: 'code' | 'receive' | 'statement' | 'regular', label: string) => (
    <button
      type="button"
      class="btn btn-outline-primary wallet-wide mb-2"
      onClick={() => onView({ kind, money })}
    >
      {label}
    </button>
  )
  return (
    <article class="wallet-voucher">
      <h2>
        <bdi>{money.name}</bdi>
      </h2>
      <p>{texts.canSpend}</p>
      <p class="wallet-figure wallet-money">
        <bdi>{speaking.money(money.balance, money.unit)}</bdi>
      </p>
      {money.isStopped && <p class="alert alert-warning">{texts.stopped}</p>}
      {money.isDiscount && <p>{texts.discount}</p>}
      {expiresNext !== null && (
        <p>
          {texts.expiresNext}: <bdi>{speaking.money(expiresNext.amount, money.unit)}</bdi>,{' '}
          {texts.spendUntil} <bdi>{showDay(expiresNext.on)}</bdi>
        </p>
      )}
      {isOnline && <FetchPart {...{ money, speaking, onChange }} />}
      {isOnline && money.pays.includes('partner') && doing('code', texts.showCode)}
      {isOnline && money.isPaidBy.length > 0 && doing('receive', texts.bePaid)}
      {isOnline &&
        money.pays.length > 0 &&
        !money.isDiscount &&
        doing('regular', texts.makeRegular)}
      {isOnline && doing('statement', texts.statement)}
      <MoneyLost {...{ money, speaking }} />
      <Limits {...{ money, speaking }} />
      {isOnline && <RegularPart {...{ money, speaking }} />}
    </article>
  )
}

/** What everybody may make, or is given, is taken by whoever it is for. */
function FetchPart({
  money,
  speaking,
  onChange,
}: {
  readonly money: Money
  readonly speaking: Speaking
  readonly onChange: () => void
}) {
  const texts = MONEY_TEXTS[speaking.language]
  const [outcome, setOutcome] = useState('')
  const amount = money.fetchable?.amount ?? '0'
  const take = async () => {
    const isTaken = await fetchOwn(money.id)
    setOutcome(isTaken ? texts.fetched : texts.fetchRefused)
    if (isTaken) onChange()
  }
  return (
    <div>
      {amount !== '0' && (
        <button type="button" class="btn btn-primary wallet-wide mb-2" onClick={() => void take()}>
          {texts.fetch}: <bdi>{speaking.money(amount, money.unit)}</bdi>
        </button>
      )}
      <p role="status">{outcome}</p>
    </div>
  )
}

const LIMITS = ['payment', 'today', 'month', 'balance'] as const

function Limits({ money, speaking }: { readonly money: Money; readonly speaking: Speaking }) {
  const texts = MONEY_TEXTS[speaking.language]
  const set = LIMITS.filter((limit) => money.limits[limit] !== null)
  if (set.length === 0) return null
  return (
    <details>
      <summary class="wallet-summary">{texts.limits}</summary>
      <ul class="list-unstyled">
        {set.map((limit) => (
          <li key={limit} class="wallet-line">
            <span>{texts.limit[limit]}</span>
            <bdi>{speaking.money(money.limits[limit] ?? '0', money.unit)}</bdi>
          </li>
        ))}
      </ul>
    </details>
  )
}
