/** @jsxImportSource hono/jsx/dom */
import { useState } from 'hono/jsx/dom'
import { valueIn } from '../../client/fields.ts'
import type { ScreenProps } from './screen-props.ts'
import type { Screen } from './till.ts'

type SignIn = Extract<Screen, { name: 'signIn' }>

/** The key is pasted once; it stays on the device until "sign out". */
export function SignInScreen({ till, texts, screen }: ScreenProps & { screen: SignIn }) {
  const [key, setKey] = useState('')
  const submit = (event: Event) => {
    event.preventDefault()
    if (key.trim() !== '') void till.signIn(key.trim())
  }
  return (
    <form class="till-step" onSubmit={submit}>
      <h1 class="h3">{texts.signIn}</h1>
      <p id="key-lead">{texts.signInLead}</p>
      <label class="form-label" for="key">
        {texts.key}
      </label>
      <input
        id="key"
        class={`form-control form-control-lg ${screen.fault ? 'is-invalid' : ''}`}
        type="password"
        autocomplete="off"
        required
        value={key}
        aria-describedby="key-lead key-fault"
        aria-invalid={screen.fault ? 'true' : undefined}
        onInput={(event: Event) => setKey(valueIn(event))}
      />
      <p id="key-fault" class="till-fault" role="alert">
        {screen.fault ? texts[screen.fault] : ''}
      </p>
      <button type="submit" class="btn btn-primary btn-lg" disabled={screen.checking === true}>
        {screen.checking ? texts.starting : texts.signIn}
      </button>
    </form>
  )
}
