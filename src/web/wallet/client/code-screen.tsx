/** @jsxImportSource hono/jsx/dom */
import { useEffect, useState } from 'hono/jsx/dom'
import { QrPicture } from '../../client/qr.tsx'
import { pause } from '../../client/runtime.ts'
import type { OwnVoucher } from './model.ts'
import type { Speaking } from './speaking.ts'
import { nextCode, type ShownCode } from './wallet.ts'

/** A code is renewed so often, milliseconds: half of the time that it is good for. */
const RENEW_MS = 60_000

/** The code of one voucher, as large as the screen allows. */
export function CodeScreen({
  voucher,
  speaking,
  onBack,
  onUnbound,
}: {
  readonly voucher: OwnVoucher
  readonly speaking: Speaking
  readonly onBack: () => void
  readonly onUnbound: () => void
}) {
  const { texts } = speaking
  const [code, setCode] = useState<ShownCode | undefined>(undefined)
  const [asked, setAsked] = useState(0)
  useEffect(() => {
    const left = new AbortController()
    void keepFresh(voucher.id, left.signal, setCode)
    return () => left.abort()
  }, [voucher.id, asked])
  useEffect(keepScreenOn, [])
  useEffect(() => {
    if (code?.kind === 'unbound') onUnbound()
  }, [code])
  return (
    <section class="wallet-code">
      <button type="button" class="btn btn-outline-primary mb-3" onClick={onBack}>
        {texts.back}
      </button>
      <h1>{texts.myCode}</h1>
      <p>
        {voucher.productName}: <bdi>{speaking.money(voucher.remaining, voucher.unit)}</bdi>
      </p>
      {code === undefined && <p role="status">{texts.starting}</p>}
      {(code?.kind === 'fresh' || code?.kind === 'kept') && (
        <QrPicture text={code.token} label={texts.codePicture} />
      )}
      {code?.kind === 'none' && (
        <p class="alert alert-warning" role="status">
          {texts.codeNone}
        </p>
      )}
      {code?.kind === 'kept' && (
        <div class="alert alert-warning" role="status">
          <p>{texts.codeKept}</p>
          <p>
            {texts.codeKeptLeft}: <bdi>{code.left}</bdi>
          </p>
          <button type="button" class="btn btn-outline-primary" onClick={() => setAsked(asked + 1)}>
            {texts.codeNext}
          </button>
        </div>
      )}
      <p class="fw-bold">{texts.codeHint}</p>
      {code?.kind === 'fresh' && <p>{texts.codeRenews}</p>}
      <h2>{texts.typedCode}</h2>
      <p class="wallet-typed">
        <bdi dir="ltr">{voucher.typedCode}</bdi>
      </p>
    </section>
  )
}

/** A fresh code is followed by another; one that was kept stays, since each is taken once. */
async function keepFresh(
  id: string,
  left: AbortSignal,
  show: (code: ShownCode) => void,
): Promise<void> {
  while (!left.aborted) {
    const code = await nextCode(id)
    if (left.aborted) return
    show(code)
    if (code.kind !== 'fresh') return
    await pause(RENEW_MS, left)
  }
}

/** While a code is shown the screen does not go dark, where the browser can do that. */
export function keepScreenOn(): () => void {
  let isOver = false
  let lock: WakeLockSentinel | undefined
  const wanted = 'wakeLock' in navigator ? navigator.wakeLock.request('screen') : undefined
  wanted?.then(
    (given) => {
      lock = given
      if (isOver) void given.release()
    },
    () => undefined,
  )
  return () => {
    isOver = true
    void lock?.release()
  }
}
