/** @jsxImportSource hono/jsx/dom */
import { MONEY_TEXTS, type MoneyTexts } from '../../messages/wallet-money.ts'
import type { Money } from './money.ts'
import type { Speaking } from './speaking.ts'

/** What time took of the money, and where that went, in words. */
export function MoneyLost({
  money: { holding, takenSince, takenInAll, unit },
  speaking,
}: {
  readonly money: Money
  readonly speaking: Speaking
}) {
  const texts = MONEY_TEXTS[speaking.language]
  const amount = (digits: string) => <bdi>{speaking.money(digits, unit)}</bdi>
  if (holding.kind === 'none' && takenInAll.demurrage === '0' && takenInAll.expired === '0') {
    return <p>{texts.costNone}</p>
  }
  return (
    <div>
      <h3 class="wallet-lost">{texts.costTitle}</h3>
      {holding.kind !== 'none' && (
        <p>
          {costOf(holding, texts)}: <bdi>{percentOf(holding.lost, speaking)}</bdi>
          {'. '}
          {holding.freeDays > 0 && (
            <>
              {texts.freeDays}: <bdi>{holding.freeDays}</bdi>.
            </>
          )}
        </p>
      )}
      <ul class="list-unstyled">
        <li class="wallet-line">
          <span>{texts.lostSince}</span> {amount(takenSince.demurrage)}
        </li>
        <li class="wallet-line">
          <span>{texts.lostInAll}</span> {amount(takenInAll.demurrage)}
        </li>
        {takenInAll.expired !== '0' && (
          <li class="wallet-line">
            <span>{texts.expired}</span> {amount(takenInAll.expired)}
          </li>
        )}
      </ul>
      <p>{texts.goesTo[holding.goesTo]}</p>
    </div>
  )
}

function costOf({ every }: Money['holding'], { cost }: MoneyTexts): string {
  if (every === null) return cost.year
  return every === 'year' ? cost.stamp_year : cost[every]
}

/** `0.0725` is 7,25 %. */
function percentOf(part: string, { language }: Speaking): string {
  const figures = new Intl.NumberFormat(language === 'it' ? 'it' : 'en', {
    maximumFractionDigits: 2,
  })
  return `${figures.format(Number(part) * 100)}\u00a0%`
}
