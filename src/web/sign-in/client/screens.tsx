/** @jsxImportSource hono/jsx/dom */
import type { Child } from 'hono/jsx'
import { useState } from 'hono/jsx/dom'
import { valueIn } from '../../client/fields.ts'
import type { SignInTexts } from '../../messages/sign-in.ts'
import type { FlowState, Screen, SignInFlow } from './flow.ts'

export interface ScreenProps {
  readonly flow: SignInFlow
  readonly state: FlowState
  readonly texts: SignInTexts
}

/** What is asked of the person now. */
export function CurrentScreen(props: ScreenProps) {
  const { screen } = props.state
  switch (screen.name) {
    case 'starting':
      return <p role="status">{props.texts.starting}</p>
    case 'password':
      return <PasswordScreen {...props} />
    case 'forgotten':
      return <ForgottenScreen {...props} isSent={screen.isSent} />
    case 'newPassword':
      return <NewPasswordScreen {...props} />
    case 'factor':
      return <FactorScreen {...props} screen={screen} />
    case 'code':
      return <CodeScreen {...props} />
    case 'backup':
      return <BackupScreen {...props} codes={screen.codes} />
    case 'open':
      return <OpenScreen {...props} screen={screen} />
  }
}

function PasswordScreen({ flow, state, texts }: ScreenProps) {
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  return (
    <Step title={texts.title} act={() => flow.enter(email, password)}>
      <Field
        label={texts.email}
        type="email"
        autocomplete="username"
        value={email}
        set={setEmail}
      />
      <Field
        label={texts.password}
        type="password"
        autocomplete="current-password"
        value={password}
        set={setPassword}
      />
      <FaultLine state={state} texts={texts} />
      <Go state={state} text={texts.enter} />
      {state.hasProvider && (
        <a class="btn btn-outline-primary btn-lg" href="/sign-in/provider">
          {texts.orProvider}
        </a>
      )}
      <button type="button" class="btn btn-link" onClick={() => flow.forget()}>
        {texts.forgotten}
      </button>
    </Step>
  )
}

function ForgottenScreen({ flow, state, texts, isSent }: ScreenProps & { isSent: boolean }) {
  const [email, setEmail] = useState('')
  return (
    <Step title={texts.forgotten} act={() => flow.sendLink(email)}>
      <p>{texts.forgottenLead}</p>
      <Field
        label={texts.email}
        type="email"
        autocomplete="username"
        value={email}
        set={setEmail}
      />
      <p role="status">{isSent ? texts.sent : ''}</p>
      <FaultLine state={state} texts={texts} />
      <Go state={state} text={texts.send} />
      <button type="button" class="btn btn-link" onClick={() => void flow.goOn()}>
        {texts.back}
      </button>
    </Step>
  )
}

function NewPasswordScreen({ flow, state, texts }: ScreenProps) {
  const [password, setPassword] = useState('')
  const [isShown, setShown] = useState(false)
  return (
    <Step title={texts.newPassword} act={() => flow.choosePassword(password)}>
      <p>{texts.newPasswordLead}</p>
      <Field
        label={texts.password}
        type={isShown ? 'text' : 'password'}
        autocomplete="new-password"
        value={password}
        set={setPassword}
      />
      <div class="form-check">
        <input
          id="show-password"
          class="form-check-input"
          type="checkbox"
          checked={isShown}
          onChange={() => setShown(!isShown)}
        />
        <label class="form-check-label" for="show-password">
          {texts.show}
        </label>
      </div>
      <FaultLine state={state} texts={texts} />
      <Go state={state} text={texts.keep} />
    </Step>
  )
}

type FactorProps = ScreenProps & { readonly screen: Extract<Screen, { name: 'factor' }> }

function FactorScreen({ flow, state, texts, screen }: FactorProps) {
  const [code, setCode] = useState('')
  return (
    <Step title={texts.factor} act={() => flow.confirm(code)}>
      <p>{texts.factorLead}</p>
      <img class="sign-in-picture" src={screen.picture} alt={texts.factorPicture} />
      <p>
        {texts.factorTyped} <code class="sign-in-secret">{screen.secret}</code>
      </p>
      <Field
        label={texts.code}
        type="text"
        autocomplete="one-time-code"
        value={code}
        set={setCode}
      />
      <FaultLine state={state} texts={texts} />
      <Go state={state} text={texts.confirm} />
    </Step>
  )
}

function CodeScreen({ flow, state, texts }: ScreenProps) {
  const [code, setCode] = useState('')
  return (
    <Step title={texts.codeTitle} act={() => flow.sendCode(code)}>
      <p>{texts.codeLead}</p>
      <Field
        label={texts.codeField}
        type="text"
        autocomplete="one-time-code"
        value={code}
        set={setCode}
      />
      <FaultLine state={state} texts={texts} />
      <Go state={state} text={texts.confirm} />
      <button type="button" class="btn btn-link" onClick={() => void flow.signOut()}>
        {texts.back}
      </button>
    </Step>
  )
}

function BackupScreen({ flow, texts, codes }: ScreenProps & { codes: readonly string[] }) {
  return (
    <Step title={texts.backup} act={() => flow.goOn()}>
      <p>{texts.backupLead}</p>
      <ul class="sign-in-codes">
        {codes.map((code) => (
          <li>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <button type="button" class="btn btn-outline-primary btn-lg" onClick={() => window.print()}>
        {texts.print}
      </button>
      <button type="submit" class="btn btn-primary btn-lg">
        {texts.done}
      </button>
    </Step>
  )
}

type OpenProps = ScreenProps & { readonly screen: Extract<Screen, { name: 'open' }> }

function OpenScreen({ flow, texts, screen }: OpenProps) {
  const roles: Readonly<Record<string, string>> = texts.roles
  const isOwner = screen.role === 'partner_owner'
  return (
    <Step title={texts.open} act={() => flow.signOut()}>
      <p>
        <strong>{screen.who}</strong>
        <br />
        {texts.openAs}: {roles[screen.role] ?? screen.role}
      </p>
      <a class="btn btn-primary btn-lg" href={isOwner ? '/' : '/desk'}>
        {isOwner ? texts.home : texts.desk}
      </a>
      <button type="submit" class="btn btn-outline-primary btn-lg">
        {texts.signOut}
      </button>
    </Step>
  )
}

interface StepProps {
  readonly title: string
  readonly act: () => Promise<void>
  readonly children?: Child
}

function Step({ title, act, children }: StepProps) {
  const submit = (event: Event) => {
    event.preventDefault()
    void act()
  }
  return (
    <form class="sign-in-step" onSubmit={submit}>
      <h1 class="h3">{title}</h1>
      {children}
    </form>
  )
}

interface FieldProps {
  readonly label: string
  readonly type: 'email' | 'password' | 'text'
  readonly autocomplete: string
  readonly value: string
  readonly set: (value: string) => void
}

function Field({ label, type, autocomplete, value, set }: FieldProps) {
  const id = `field-${autocomplete}`
  return (
    <div>
      <label class="form-label" for={id}>
        {label}
      </label>
      <input
        id={id}
        class="form-control form-control-lg"
        type={type}
        autocomplete={autocomplete}
        autocapitalize="none"
        spellcheck={false}
        required
        value={value}
        onInput={(event: Event) => set(valueIn(event))}
      />
    </div>
  )
}

function FaultLine({ state, texts }: Pick<ScreenProps, 'state' | 'texts'>) {
  return (
    <p class="till-fault" role="alert">
      {state.fault ? texts.faults[state.fault] : ''}
    </p>
  )
}

function Go({ state, text }: { readonly state: FlowState; readonly text: string }) {
  return (
    <button type="submit" class="btn btn-primary btn-lg" disabled={state.isAsking}>
      {text}
    </button>
  )
}
