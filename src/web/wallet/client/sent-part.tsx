/** @jsxImportSource hono/jsx/dom */
import { useEffect } from 'hono/jsx/dom'
import { MONEY_TEXTS } from '../../messages/wallet-money.ts'
import type { Speaking } from './speaking.ts'
import { dropSent } from './storage.ts'

/** What was sent and not answered: looked up when the page is opened again, and left only where it surely did not arrive. */
export function SentPart({
  speaking,
  isOfBefore,
  look,
  onLeft,
  onUnknown,
}: {
  readonly speaking: Speaking
  /** Of a page that was closed since. */
  readonly isOfBefore: boolean
  /** Whether it arrived, which ends it; `undefined` where nobody says. */
  readonly look: () => Promise<boolean | undefined>
  readonly onLeft: () => void
  readonly onUnknown: () => void
}) {
  useEffect(() => {
    if (isOfBefore) void look()
  }, [])
  const leave = async () => {
    const hasArrived = await look()
    if (hasArrived === undefined) return onUnknown()
    if (hasArrived) return
    dropSent()
    onLeft()
  }
  return (
    <button
      type="button"
      class="btn btn-outline-primary wallet-wide mt-2"
      onClick={() => void leave()}
    >
      {MONEY_TEXTS[speaking.language].payLeave}
    </button>
  )
}
