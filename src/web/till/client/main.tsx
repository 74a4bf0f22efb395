/** @jsxImportSource hono/jsx/dom */
import { render, useEffect, useState } from 'hono/jsx/dom'
import { openQrReader } from '../../client/qr-reader.ts'
import { keepShell } from './install.ts'
import type { TillState } from './state.ts'
import { Till } from './till.ts'
import { TillPage } from './till-page.tsx'

let draw: (state: TillState) => void = () => undefined
const till = new Till((state) => draw(state))

function App() {
  const [state, setState] = useState(till.state)
  draw = setState
  useEffect(() => {
    // Loaded before it is needed: nobody waits for it with a queue behind.
    void till.start().then(() => openQrReader().catch(() => undefined))
    keepShell()
  }, [])
  return <TillPage till={till} state={state} />
}

const root = document.getElementById('till')
if (root) render(<App />, root)
