/** @jsxImportSource hono/jsx/dom */
import { render, useEffect, useState } from 'hono/jsx/dom'
import { applyLanguage, readLanguage } from '../../client/language.ts'
import type { PageLanguage } from '../../client/money.ts'
import { type SignInTexts, signInEn, signInIt } from '../../messages/sign-in.ts'
import { type FlowState, SignInFlow } from './flow.ts'
import { CurrentScreen } from './screens.tsx'

const TEXTS: Readonly<Record<PageLanguage, SignInTexts>> = { it: signInIt, en: signInEn }

let draw: (state: FlowState) => void = () => undefined
const flow = new SignInFlow((state) => draw(state))

function App() {
  const [state, setState] = useState(flow.state)
  const [language, setLanguage] = useState<PageLanguage>(readLanguage())
  draw = setState
  useEffect(() => void flow.start(), [])
  useEffect(() => applyLanguage(language), [language])
  const texts = TEXTS[language]
  const other = language === 'it' ? 'en' : 'it'
  return (
    <main class="container py-3 sign-in">
      <button
        type="button"
        class="btn btn-link sign-in-language"
        lang={other}
        onClick={() => setLanguage(other)}
      >
        {texts.otherLanguage}
      </button>
      <CurrentScreen flow={flow} state={state} texts={texts} />
    </main>
  )
}

const root = document.getElementById('sign-in')
if (root) render(<App />, root)
