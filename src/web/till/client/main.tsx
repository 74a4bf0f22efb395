/** @jsxImportSource hono/jsx/dom */
import { render, useEffect, useState } from 'hono/jsx/dom'
import { openQrReader } from '../../client/qr-reader.ts'
import { keepShell } from './install.ts'
import type { TillState } from './state.ts'
import { Till } from './till.ts'
import { TillPage } from './till-page.tsx'

const root = document.getElementById('till')
const pairsAtOnce = root?.dataset.pairs === 'at-once'

let draw: (state: TillState) => void = () => undefined
const till = new Till((state) => draw(state))

function App() {
  const [state, setState] = useState(till.state)
  draw = setState
  useEffect(() => {
    // Loaded before it is needed: nobody waits for it with a queue behind.
    void till.start().then(async () => {
      if (pairsAtOnce) await till.pairAtOnce()
      await openQrReader().catch(() => undefined)
    })
    if (!pairsAtOnce) keepShell()
  }, [])
  return <TillPage till={till} state={state} />
}

if (root) render(<App />, root)
