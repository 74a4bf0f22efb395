/** @jsxImportSource hono/jsx/dom */
import { useEffect, useState } from 'hono/jsx/dom'
import { QrPicture } from '../../client/qr.tsx'
import { pause } from '../../client/runtime.ts'
import { MONEY_TEXTS } from '../../messages/wallet-money.ts'
import { keepScreenOn } from './code-screen.tsx'
import { freshCode, type Money } from './money.ts'
import type { Speaking } from './speaking.ts'

/** A code is renewed so often, milliseconds: half of the time that it is good for. */
const RENEW_MS = 60_000

interface Shown {
  readonly code: string
  readonly address: string
}

/** The code by which a till charges the person, as large as the screen allows. */
export function MoneyCodeScreen({
  money,
  speaking,
  onBack,
}: {
  readonly money: Money
  readonly speaking: Speaking
  readonly onBack: () => void
}) {
  const texts = MONEY_TEXTS[speaking.language]
  const [shown, setShown] = useState<Shown | 'none' | undefined>(undefined)
  const [tries, setTries] = useState(0)
  useEffect(() => {
    const left = new AbortController()
    void keepFresh(money.id, left.signal, setShown)
    return () => left.abort()
  }, [money.id, tries])
  useEffect(keepScreenOn, [])
  return (
    <section class="wallet-code">
      <button type="button" class="btn btn-outline-primary mb-3" onClick={onBack}>
        {texts.back}
      </button>
      <h1>{texts.codeTitle}</h1>
      <p>
        <bdi>{money.name}</bdi>: <bdi>{speaking.money(money.balance, money.unit)}</bdi>
      </p>
      {shown === undefined && <p role="status">{speaking.texts.starting}</p>}
      {shown === 'none' && (
        <div role="status">
          <p>{texts.codeNone}</p>
          <button type="button" class="btn btn-primary" onClick={() => setTries(tries + 1)}>
            {speaking.texts.retry}
          </button>
        </div>
      )}
      {typeof shown === 'object' && (
        <div>
          <QrPicture text={shown.address} label={speaking.texts.codePicture} />
          <p class="fw-bold">{texts.codeLead}</p>
          <h2>{texts.codeRead}</h2>
          <p class="wallet-typed wallet-typed-long">
            <bdi dir="ltr">{shown.code}</bdi>
          </p>
        </div>
      )}
    </section>
  )
}

async function keepFresh(
  id: string,
  left: AbortSignal,
  show: (shown: Shown | 'none') => void,
): Promise<void> {
  while (!left.aborted) {
    const code = await freshCode(id)
    if (left.aborted) return
    show(code.kind === 'done' ? code.answer : 'none')
    if (code.kind !== 'done') return
    await pause(RENEW_MS, left)
  }
}
