/** @jsxImportSource hono/jsx/dom */
import { redemptionSentence } from '../../../vouchers/core/messages.ts'
import { showDay } from '../../client/days.ts'
import { showMoney } from '../../client/money.ts'
import { PinScreen } from './pin-screen.tsx'
import { categoryName, type ScreenProps, unitOf } from './screen-props.ts'
import { sentenceFacts } from './sentence.ts'
import type { Balance } from './shop.ts'

/** How a voucher stands. Neither green nor red: nothing was paid. */
export function BalanceScreen(props: ScreenProps & { readonly balance: Balance }) {
  const { till, state, texts, balance } = props
  if (balance.status === 'pin_wrong') {
    return (
      <PinScreen
        texts={texts}
        triesLeft={balance.triesLeft}
        onPin={(pin) => void till.balance(balance.presented, pin)}
        onCancel={() => till.toAmount()}
      />
    )
  }
  const unit = balance.unit ?? unitOf(state)
  const money = (digits: string) => showMoney(digits, unit, state.language)
  const { status, remaining, expiresOn, capLeft } = balance
  return (
    <section class="till-step till-balance">
      <h1 class="h3">{status === 'good' ? texts.balanceGood : texts.balanceNot}</h1>
      {status !== 'good' && (
        <p>
          {redemptionSentence(
            status,
            sentenceFacts({ id: '', amount: '0', ...balance, status }, unit),
            state.language,
          )}
        </p>
      )}
      <dl>
        {remaining !== undefined && <Fact name={texts.balanceRemaining} value={money(remaining)} />}
        {expiresOn !== undefined && <Fact name={texts.balanceUntil} value={showDay(expiresOn)} />}
        {balance.categories.length > 0 && (
          <Fact
            name={texts.balanceFor}
            value={balance.categories.map((one) => categoryName(one, texts)).join(', ')}
          />
        )}
        {capLeft !== undefined && <Fact name={texts.balanceCap} value={money(capLeft)} />}
      </dl>
      <button type="button" class="btn btn-primary btn-lg" onClick={() => till.toAmount()}>
        {texts.next}
      </button>
    </section>
  )
}

/** A name and what it comes to. */
export function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div class="till-fact">
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  )
}
