/** @jsxImportSource hono/jsx/dom */
import { render, useEffect, useState } from 'hono/jsx/dom'
import { type DeskState, PrintDesk } from './desk.ts'
import { PrintPage } from './print-page.tsx'

let draw: (state: DeskState) => void = () => undefined
const desk = new PrintDesk((state) => draw(state))

function App() {
  const [state, setState] = useState(desk.state)
  draw = setState
  useEffect(() => void desk.start(), [])
  return <PrintPage desk={desk} state={state} />
}

const root = document.getElementById('print')
if (root) render(<App />, root)
