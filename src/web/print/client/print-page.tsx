/** @jsxImportSource hono/jsx/dom */
import { useState } from 'hono/jsx/dom'
import { valueIn } from '../../client/fields.ts'
import { messagesOf } from '../../client/language.ts'
import { ChooseScreen } from './choose-screen.tsx'
import type { DeskState, PrintDesk } from './desk.ts'
import type { DeskProps } from './desk-props.ts'
import { SheetsScreen } from './sheets-screen.tsx'

/** The printing page: sign in, choose, look at the sheets, print. */
export function PrintPage({ desk, state }: { desk: PrintDesk; state: DeskState }) {
  const texts = messagesOf(state.language).print
  return (
    <>
      <header class="till-bar no-print">
        <span class="till-shop">{texts.title}</span>
        <button type="button" class="btn btn-bar" onClick={() => desk.switchLanguage()}>
          {texts.otherLanguage}
        </button>
        {state.step !== 'signIn' && (
          <button type="button" class="btn btn-bar" onClick={() => desk.signOut()}>
            {texts.signOut}
          </button>
        )}
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
    case 'signIn':
      return <SignIn {...props} />
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
          {texts.preparing}: {state.prepared} / {state.chosen.size}
        </p>
      )
    case 'sheets':
      return <SheetsScreen {...props} />
  }
}

function SignIn({ desk, state, texts }: DeskProps) {
  const [key, setKey] = useState('')
  const submit = (event: Event) => {
    event.preventDefault()
    if (key.trim() !== '') void desk.signIn(key.trim())
  }
  return (
    <form class="till-step" onSubmit={submit}>
      <h1 class="h3">{texts.title}</h1>
      <p>{texts.lead}</p>
      <label class="form-label" for="key">
        {texts.key}
      </label>
      <input
        id="key"
        class={`form-control form-control-lg ${state.fault ? 'is-invalid' : ''}`}
        type="password"
        autocomplete="off"
        required
        value={key}
        aria-describedby="key-hint key-fault"
        onInput={(event: Event) => setKey(valueIn(event))}
      />
      <p id="key-hint" class="till-hint">
        {texts.keyHint}
      </p>
      <p id="key-fault" class="till-fault" role="alert">
        {state.fault ? texts[state.fault] : ''}
      </p>
      <button type="submit" class="btn btn-primary btn-lg">
        {texts.signIn}
      </button>
    </form>
  )
}
