/** @jsxImportSource hono/jsx/dom */
import { redemptionSentence } from '../../../vouchers/core/messages.ts'
import { type TillMessages, tillEn, tillIt } from '../../messages/till.ts'
import { AccountScreen } from './account-screen.tsx'
import { AmountScreen } from './amount-screen.tsx'
import { AskScreen } from './ask-screen.tsx'
import { BalanceScreen } from './balance-screen.tsx'
import { BoughtScreen } from './bought-screen.tsx'
import { isPurchase } from './buying.ts'
import { CodeScreen } from './code-screen.tsx'
import { DayScreen } from './day-screen.tsx'
import { GiveBackScreen } from './give-back-screen.tsx'
import { LastTen } from './last-ten.tsx'
import { OrderScreen } from './order-screen.tsx'
import { AnsweredScreen, Outcome, UnknownScreen } from './outcome-screens.tsx'
import { PairedScreen, PairScreen, UnpairedScreen } from './pair-screens.tsx'
import { PayScreen } from './pay-screen.tsx'
import { PinScreen } from './pin-screen.tsx'
import { problemSentence } from './problems.ts'
import { RefundScreen } from './refund-screen.tsx'
import { moneyTexts, type ScreenProps, unitOf } from './screen-props.ts'
import { sentenceFacts } from './sentence.ts'
import { SplitScreen } from './split-screen.tsx'
import type { TillState } from './state.ts'
import type { Till } from './till.ts'

/** The whole till: bar, the one screen that counts now, and what a screen reader is told at once. */
export function TillPage({ till, state }: { till: Till; state: TillState }) {
  const texts = state.language === 'it' ? tillIt : tillEn
  return (
    <>
      <header class="till-bar">
        <span class="till-shop">{state.session?.partner.name ?? texts.title}</span>
        <button type="button" class="btn btn-bar" onClick={() => till.switchLanguage()}>
          {texts.otherLanguage}
        </button>
      </header>
      <main id="content" class="till-main">
        <CurrentScreen till={till} state={state} texts={texts} />
      </main>
      <p class="visually-hidden" role="alert">
        {announcement(state, texts)}
      </p>
    </>
  )
}

function CurrentScreen(props: ScreenProps) {
  const { till, state, texts } = props
  const { screen } = state
  switch (screen.name) {
    case 'starting':
      return <p class="till-wait">{texts.starting}</p>
    case 'noStorage':
      return <p class="alert alert-danger m-3">{texts.noStorage}</p>
    case 'pair':
      return <PairScreen {...props} screen={screen} />
    case 'paired':
      return <PairedScreen {...props} />
    case 'unpaired':
      return <UnpairedScreen {...props} screen={screen} />
    case 'amount':
      return (
        <>
          <AmountScreen {...props} />
          <Doors {...props} />
          <LastTen {...props} />
        </>
      )
    case 'code':
      return <CodeScreen {...props} purpose={screen.purpose} />
    case 'balance':
      return <BalanceScreen {...props} balance={screen.balance} />
    case 'bought':
      return <BoughtScreen {...props} open={screen.open} bought={screen.bought} />
    case 'buyPin':
      return (
        <PinScreen
          texts={texts}
          triesLeft={screen.triesLeft}
          onPin={(pin) => void till.typePin(pin)}
          onCancel={() => void till.giveUp(screen.open)}
        />
      )
    case 'split':
    case 'account':
    case 'pay':
    case 'ask':
    case 'giveBack':
      return <MoneyScreen {...props} screen={screen} />
    case 'day':
      return <DayScreen {...props} />
    case 'refund':
      return <RefundScreen key={screen.answer.id} {...props} answer={screen.answer} />
    case 'order':
      return <OrderScreen {...props} order={screen.order} ended={screen.ended} />
    case 'pin':
      return (
        <PinScreen
          texts={texts}
          triesLeft={screen.triesLeft}
          onPin={(pin) => void till.redeem(screen.purchase, pin)}
          onCancel={() => till.toAmount()}
        />
      )
    default:
      return <ColouredScreen {...props} screen={screen} />
  }
}

type OfMoney = Extract<
  TillState['screen'],
  { name: 'split' | 'account' | 'pay' | 'ask' | 'giveBack' }
>

/** Paying with several things, and what the shop does with its own money. */
function MoneyScreen(props: ScreenProps & { readonly screen: OfMoney }) {
  const { state, screen } = props
  if (state.session === undefined) return null
  const own = { ...props, deviceKey: state.session.key }
  switch (screen.name) {
    case 'split': {
      const { bill, means } = screen
      const key = `${means.code} ${JSON.stringify(means.presented)}`
      return <SplitScreen key={key} {...own} bill={bill} means={means} />
    }
    case 'account':
      return <AccountScreen {...own} />
    case 'pay':
      return <PayScreen {...own} money={screen.money} />
    case 'ask':
      return <AskScreen {...own} money={screen.money} />
    case 'giveBack':
      return (
        <GiveBackScreen {...own} money={screen.money} all={screen.all} payment={screen.payment} />
      )
  }
}

type Coloured = Extract<
  TillState['screen'],
  {
    name: 'asking' | 'unknown' | 'busy' | 'answered' | 'refused' | 'conflict' | 'balanceNone'
  }
>

/** What is on its way, and what became of it. */
function ColouredScreen(props: ScreenProps & { readonly screen: Coloured }) {
  const { till, texts, screen } = props
  const back = (text: string) => (
    <button type="button" class="btn btn-outcome" onClick={() => till.toAmount()}>
      {text}
    </button>
  )
  switch (screen.name) {
    case 'asking':
      return (
        <div class="till-wait" aria-busy="true">
          <span class="spinner-border" aria-hidden="true" />
          <p>{texts.asking}</p>
        </div>
      )
    case 'unknown':
      return <UnknownScreen {...props} open={screen.open} />
    case 'busy':
      return (
        <Outcome tone="wait" sign="…" title={texts.busy} text={texts.busyText}>
          {back(texts.back)}
        </Outcome>
      )
    case 'answered':
      return <AnsweredScreen {...props} statement={screen.statement} answer={screen.answer} />
    case 'refused':
      return (
        <Outcome tone="bad" sign="✕" title={texts.declined} text={texts.refusedText}>
          <p>{problemSentence({ problem: screen.code }, props.state.language)}</p>
          {back(texts.next)}
        </Outcome>
      )
    case 'conflict':
      return (
        <Outcome tone="bad" sign="✕" title={texts.declined} text={texts.conflictText}>
          {back(texts.next)}
        </Outcome>
      )
    case 'balanceNone':
      return (
        <section class="till-step">
          <h1 class="h3">{texts.balanceNone}</h1>
          <p>
            {screen.why === 'person'
              ? texts.balancePerson
              : problemSentence(screen.why, props.state.language)}
          </p>
          <button
            type="button"
            class="btn btn-primary btn-lg"
            onClick={() => till.toCode({ kind: 'balance' })}
          >
            {texts.back}
          </button>
        </section>
      )
  }
}

/** What else a cashier does, below the amount. */
function Doors(props: ScreenProps) {
  const { till, texts } = props
  return (
    <nav class="till-step till-actions">
      <button
        type="button"
        class="btn btn-outline-primary"
        onClick={() => till.toCode({ kind: 'balance' })}
      >
        {texts.toBalance}
      </button>
      <button type="button" class="btn btn-outline-primary" onClick={() => void till.toDay()}>
        {texts.toDay}
      </button>
      <button type="button" class="btn btn-outline-primary" onClick={() => till.toAccount()}>
        {moneyTexts(props).account}
      </button>
    </nav>
  )
}

function announcement(state: TillState, texts: TillMessages): string {
  const { screen, language } = state
  const words = moneyTexts({ state })
  switch (screen.name) {
    case 'asking':
      return texts.asking
    case 'unknown':
      return `${texts.unknownTitle}. ${isPurchase(screen.open) ? words.unknown : texts.unknownText}`
    case 'bought':
      return screen.bought.status === 'paid'
        ? words.done
        : `${texts.declined}. ${words.nothingTaken}`
    case 'busy':
      return `${texts.busy}. ${texts.busyText}`
    case 'refused':
      return `${texts.declined}. ${texts.refusedText}`
    case 'conflict':
      return `${texts.declined}. ${texts.conflictText}`
    case 'unpaired':
      return `${texts.unpairedTitle}. ${screen.open ? texts.unpairedOpen : texts.unpairedText}`
    case 'answered':
      return redemptionSentence(
        screen.answer.status,
        sentenceFacts(screen.answer, unitOf(state)),
        language,
      )
    default:
      return ''
  }
}
