/** @jsxImportSource hono/jsx/dom */
import { showDay } from '../../client/days.ts'
import type { OwnVoucher, Snapshot } from './model.ts'
import type { Speaking } from './speaking.ts'

/** What can be spent, in large figures, one voucher after the other. */
export function VouchersScreen({
  snapshot,
  speaking,
  onShow,
}: {
  readonly snapshot: Snapshot
  readonly speaking: Speaking
  readonly onShow: (voucher: OwnVoucher) => void
}) {
  const { texts } = speaking
  const good = snapshot.vouchers.filter(({ status }) => status === 'active')
  const others = snapshot.vouchers.filter(({ status }) => status !== 'active')
  return (
    <section>
      <h1>{texts.title}</h1>
      {good.length === 0 && <p class="lead">{texts.noVouchers}</p>}
      {good.map((voucher) => (
        <article class="wallet-voucher" key={voucher.id}>
          <h2>{voucher.productName}</h2>
          <p class="wallet-can">{texts.canSpend}</p>
          <p class="wallet-figure">
            <bdi>{speaking.money(voucher.remaining, voucher.unit)}</bdi>
          </p>
          <p>
            {texts.until} <bdi>{showDay(voucher.expiresOn)}</bdi>
          </p>
          <button
            type="button"
            class="btn btn-primary btn-lg wallet-wide"
            onClick={() => onShow(voucher)}
          >
            {texts.showCode}
          </button>
        </article>
      ))}
      {others.length > 0 && (
        <details>
          <summary class="wallet-summary">{texts.others}</summary>
          <ul class="list-unstyled">
            {others.map((voucher) => (
              <li key={voucher.id} class="wallet-line">
                <span>
                  {voucher.productName}:{' '}
                  <bdi>{speaking.money(voucher.remaining, voucher.unit)}</bdi>
                </span>
                <span>{texts.state[voucher.status]}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}
