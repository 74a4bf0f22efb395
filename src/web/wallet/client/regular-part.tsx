/** @jsxImportSource hono/jsx/dom */
import { useEffect, useState } from 'hono/jsx/dom'
import { showDay } from '../../client/days.ts'
import { MONEY_TEXTS } from '../../messages/wallet-money.ts'
import { endRegular, type Money, nameOf, type Regular, readRegular } from './money.ts'
import type { Speaking } from './speaking.ts'

/** What is paid again and again; what did not work the last time is said. */
export function RegularPart({
  money,
  speaking,
}: {
  readonly money: Money
  readonly speaking: Speaking
}) {
  const texts = MONEY_TEXTS[speaking.language]
  const [regular, setRegular] = useState<readonly Regular[]>([])
  const look = () => void readRegular(money.id).then((found) => setRegular(found ?? []))
  useEffect(look, [money.id])
  if (regular.length === 0) return null
  return (
    <div>
      <h3 class="wallet-lost">{texts.regular}</h3>
      <ul class="list-unstyled">
        {regular.map((one) => (
          <li key={one.id} class="wallet-place">
            <div class="wallet-line">
              <bdi>{nameOf(one.payee, texts)}</bdi>
              <bdi class="text-nowrap">{speaking.money(one.amount, money.unit)}</bdi>
            </div>
            <div>
              {texts.cadence[one.cadence]}
              {one.nextOn !== null && (
                <>
                  {' · '}
                  {texts.nextOn} <bdi>{showDay(one.nextOn)}</bdi>
                </>
              )}
            </div>
            {one.last !== null && one.last.status !== 'paid' && (
              <p class="alert alert-warning">
                {texts.lastDeclined} {texts.status[one.last.status]}
              </p>
            )}
            <button
              type="button"
              class="btn btn-link wallet-flat"
              onClick={() => void endRegular(money.id, one.id).then(look)}
            >
              {texts.endRegular}
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
