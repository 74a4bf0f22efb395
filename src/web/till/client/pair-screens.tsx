/** @jsxImportSource hono/jsx/dom */
import { useState } from 'hono/jsx/dom'
import { valueIn } from '../../client/fields.ts'
import { showMoney } from '../../client/money.ts'
import { Outcome, priceOf } from './outcome-screens.tsx'
import type { ScreenProps } from './screen-props.ts'
import type { Screen } from './state.ts'

type Pair = Extract<Screen, { name: 'pair' }>
type Unpaired = Extract<Screen, { name: 'unpaired' }>

/** The code comes with the address that was scanned, or by hand. Nothing is paired before somebody says so. */
export function PairScreen(props: ScreenProps & { readonly screen?: Pair }) {
  const { till, state, texts, screen } = props
  const [typed, setTyped] = useState<string | undefined>(undefined)
  const code = typed ?? state.code ?? ''
  const submit = (event: Event) => {
    event.preventDefault()
    void till.pair(code)
  }
  return (
    <form class="till-step" onSubmit={submit} novalidate>
      <h1 class="h3">{texts.pairTitle}</h1>
      <p id="code-lead">{texts.pairLead}</p>
      <label class="form-label" for="code">
        {texts.pairCode}
      </label>
      <input
        id="code"
        class={`form-control form-control-lg ${screen?.fault ? 'is-invalid' : ''}`}
        type="text"
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        value={code}
        aria-describedby="code-lead code-fault"
        aria-invalid={screen?.fault ? 'true' : undefined}
        onInput={(event: Event) => setTyped(valueIn(event))}
      />
      <p id="code-fault" class="till-fault" role="alert">
        {screen?.fault ? texts[screen.fault] : ''}
      </p>
      <button type="submit" class="btn btn-primary btn-lg" disabled={screen?.checking === true}>
        {screen?.checking ? texts.starting : texts.pair}
      </button>
    </form>
  )
}

/** Says whose till this is now: whoever was sent a foreign code sees it here. */
export function PairedScreen({ till, state, texts }: ScreenProps) {
  return (
    <section class="till-step">
      <h1 class="h3">{texts.pairedTitle}</h1>
      <p>
        {texts.pairedText} <strong>{state.session?.partner.name}</strong>
        {state.session?.terminal.name ? ` (${state.session.terminal.name})` : ''}.
      </p>
      <button type="button" class="btn btn-primary btn-lg" onClick={() => till.toAmount()}>
        {texts.start}
      </button>
      <a class="btn btn-link btn-lg" href="/till/kit" target="_blank" rel="noopener">
        {texts.printKit}
      </a>
    </section>
  )
}

/** The pairing was ended. What is still open stays on this device until a till of the same shop clears it up. */
export function UnpairedScreen(props: ScreenProps & { readonly screen: Unpaired }) {
  const { state, texts, screen } = props
  const { open } = screen
  return (
    <>
      <Outcome
        tone={open ? 'wait' : 'bad'}
        sign={open ? '?' : '✕'}
        title={texts.unpairedTitle}
        text={texts.unpairedText}
      >
        {open && (
          <>
            <p class="till-amount-shown">{showMoney(priceOf(open), 'EUR', state.language)}</p>
            <p>{texts.unpairedOpen}</p>
            <p class="till-number">{open.id}</p>
          </>
        )}
      </Outcome>
      <PairScreen {...props} screen={{ name: 'pair' }} />
    </>
  )
}

/** Forgetting asks twice: a shop that taps it by mistake cannot take vouchers until it has a new code. */
export function Forget({ till, texts }: ScreenProps) {
  const [isAsked, setAsked] = useState(false)
  return isAsked ? (
    <div class="till-actions">
      <p>{texts.forgetSure}</p>
      <button type="button" class="btn btn-danger" onClick={() => void till.forget()}>
        {texts.forgetYes}
      </button>
      <button type="button" class="btn btn-outline-primary" onClick={() => setAsked(false)}>
        {texts.cancel}
      </button>
    </div>
  ) : (
    <button type="button" class="btn btn-link" onClick={() => setAsked(true)}>
      {texts.forget}
    </button>
  )
}
