/** @jsxImportSource hono/jsx/dom */
import { DisputePart } from './dispute-part.tsx'
import type { Snapshot, Spent } from './model.ts'
import type { Speaking } from './speaking.ts'

/** What was bought, the newest first, each with its receipt. */
export function SpendingScreen({
  snapshot: { spent },
  speaking,
  onChange,
}: {
  readonly snapshot: Snapshot
  readonly speaking: Speaking
  readonly onChange: () => void
}) {
  const { texts, money, day } = speaking
  return (
    <section>
      <h1>{texts.spending}</h1>
      {spent.length === 0 && <p>{texts.spendingNone}</p>}
      <ul class="list-unstyled">
        {spent.map((one) => (
          <li key={one.id} class="wallet-place">
            <div class="wallet-line">
              <strong>
                <bdi>{one.partnerName}</bdi>
              </strong>
              <strong>
                <bdi>{money(one.amount, one.unit)}</bdi>
              </strong>
            </div>
            <div>
              <bdi>{day(one.recordedAt)}</bdi> · {one.productName} · {texts.left}{' '}
              <bdi>{money(one.remaining, one.unit)}</bdi>
            </div>
            {one.refunded !== undefined && one.refunded !== '0' && (
              <div>
                {texts.refunded} <bdi>{money(one.refunded, one.unit)}</bdi>
              </div>
            )}
            <DisputePart spent={one} texts={texts} onSaid={onChange} />
            <button type="button" class="btn btn-link wallet-flat" onClick={() => saveReceipt(one)}>
              {texts.receipt}
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Gives the signed receipt as a file. */
function saveReceipt({ id, receipt }: Spent): void {
  const address = URL.createObjectURL(new Blob([receipt], { type: 'application/jose' }))
  const link = document.createElement('a')
  link.href = address
  link.download = `${id}.jws`
  link.click()
  URL.revokeObjectURL(address)
}
