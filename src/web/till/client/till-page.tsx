/** @jsxImportSource hono/jsx/dom */
import { redemptionSentence } from '../../../vouchers/core/messages.ts'
import { messagesOf } from '../../client/language.ts'
import type { Messages } from '../../messages/it.ts'
import { AmountScreen } from './amount-screen.tsx'
import { CodeScreen } from './code-screen.tsx'
import { LastTen } from './last-ten.tsx'
import { AnsweredScreen, Outcome, UnknownScreen } from './outcome-screens.tsx'
import type { ScreenProps } from './screen-props.ts'
import { sentenceFacts } from './sentence.ts'
import { SignInScreen } from './sign-in-screen.tsx'
import type { Till, TillState } from './till.ts'

/** The whole till: bar, the one screen that counts now, and what a screen reader is told at once. */
export function TillPage({ till, state }: { till: Till; state: TillState }) {
  const texts = messagesOf(state.language).till
  return (
    <>
      <header class="till-bar">
        <span class="till-shop">{state.session?.partner.name ?? texts.title}</span>
        <button type="button" class="btn btn-bar" onClick={() => till.switchLanguage()}>
          {texts.otherLanguage}
        </button>
        {state.session && <SignOut till={till} state={state} texts={texts} />}
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

function SignOut({ till, state, texts }: ScreenProps) {
  const { name } = state.screen
  const isOpen = name === 'asking' || name === 'unknown'
  return (
    <button
      type="button"
      class="btn btn-bar"
      disabled={isOpen}
      title={isOpen ? texts.signOutWaits : undefined}
      onClick={() => void till.signOut()}
    >
      {texts.signOut}
    </button>
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
    case 'signIn':
      return <SignInScreen {...props} screen={screen} />
    case 'amount':
      return (
        <>
          <AmountScreen {...props} />
          <LastTen {...props} />
        </>
      )
    case 'code':
      return <CodeScreen {...props} amount={screen.amount} />
    case 'asking':
      return (
        <div class="till-wait" aria-busy="true">
          <span class="spinner-border" aria-hidden="true" />
          <p>{texts.asking}</p>
        </div>
      )
    case 'unknown':
      return <UnknownScreen {...props} statement={screen.statement} />
    case 'busy':
      return (
        <Outcome tone="wait" sign="…" title={texts.busy} text={texts.busyText}>
          <button type="button" class="btn btn-outcome" onClick={() => till.toAmount()}>
            {texts.back}
          </button>
        </Outcome>
      )
    case 'answered':
      return <AnsweredScreen {...props} statement={screen.statement} answer={screen.answer} />
    case 'refused':
      return (
        <Outcome tone="bad" sign="✕" title={texts.declined} text={texts.refusedText}>
          <p>{screen.title}</p>
          <button type="button" class="btn btn-outcome" onClick={() => till.toAmount()}>
            {texts.next}
          </button>
        </Outcome>
      )
  }
}

function announcement({ screen, session, language }: TillState, texts: Messages['till']): string {
  switch (screen.name) {
    case 'asking':
      return texts.asking
    case 'unknown':
      return `${texts.unknownTitle}. ${texts.unknownText}`
    case 'busy':
      return `${texts.busy}. ${texts.busyText}`
    case 'refused':
      return `${texts.declined}. ${texts.refusedText}`
    case 'answered':
      return redemptionSentence(
        screen.answer.status,
        sentenceFacts(screen.answer, session?.partner.unit),
        language,
      )
    default:
      return ''
  }
}
