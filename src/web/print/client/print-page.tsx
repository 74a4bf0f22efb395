/** @jsxImportSource hono/jsx/dom */
import { messagesOf } from '../../client/language.ts'
import { ChooseScreen } from './choose-screen.tsx'
import type { DeskState, PrintDesk } from './desk.ts'
import type { DeskProps } from './desk-props.ts'

/** The printing page: choose, and have a file made to be printed. */
export function PrintPage({ desk, state }: { desk: PrintDesk; state: DeskState }) {
  const texts = messagesOf(state.language).print
  return (
    <>
      <header class="till-bar">
        <span class="till-shop">{texts.title}</span>
        <button type="button" class="btn btn-bar" onClick={() => desk.switchLanguage()}>
          {texts.otherLanguage}
        </button>
        <a class="btn btn-bar d-flex align-items-center" href="/desk">
          {texts.desk}
        </a>
      </header>
      <main class="print-main">
        <CurrentStep desk={desk} state={state} texts={texts} />
      </main>
    </>
  )
}

function CurrentStep(props: DeskProps) {
  const { state, texts } = props
  switch (state.step) {
    case 'loading':
      return (
        <p class="till-wait" role="status">
          {texts.loading}
        </p>
      )
    case 'choose':
      return <ChooseScreen {...props} />
    case 'preparing':
      return (
        <p class="till-wait" role="status">
          {texts.preparing}: {state.chosen.size}
        </p>
      )
    case 'closed':
      return <Closed {...props} />
  }
}

/** Why nothing can be chosen, and where to sign in. */
function Closed({ state, texts }: DeskProps) {
  return (
    <section class="till-step">
      <h1 class="h3">{texts.title}</h1>
      <p class="till-fault" role="alert">
        {state.fault ? texts[state.fault] : ''}
      </p>
      <a class="btn btn-primary btn-lg" href="/sign-in">
        {texts.signIn}
      </a>
    </section>
  )
}
