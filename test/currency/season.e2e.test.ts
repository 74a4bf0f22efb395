import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { propertySeed } from '../support/seed.ts'
import { isSoak } from '../support/soak.ts'
import { dice } from './dice.ts'
import { openMarket } from './market.ts'
import { liveSeason } from './season.ts'

/** The long one is a part of `npm run soak`. */
const isLong = isSoak()
const SIZE = isLong
  ? { people: 200, shops: 40, associations: 8, days: 183, purchases: 20_500 }
  : { people: 12, shops: 4, associations: 3, days: 61, purchases: 200 }
const LIMIT_MS = isLong ? 3_600_000 : 60_000

test(
  'months of the hybrid of Merits, by phones and signed tills, leave books that balance at every position',
  async () => {
    const market = await openMarket('season', { ...SIZE, isTwoPlaces: true })
    const season = await liveSeason(market, SIZE, dice(propertySeed('season')))
    const { answers, payments, repeated, rewarded, changedBack, walks } = season
    const told = { answers, payments, repeated, rewarded, changedBack, walks }
    if (isLong) process.stdout.write(`${inspect(told)}\n`)
    expect(season.faults).toEqual([])
    expect(answers.get('paid')).toBeGreaterThan(SIZE.purchases * 0.8)
    expect(payments).toBeGreaterThan(isLong ? 20_000 : SIZE.purchases)
    expect(repeated).toBeGreaterThan(2)
    expect(rewarded).toBe(Math.floor((SIZE.days + 3) / 7))
    for (const { positions } of walks) expect(positions).toBeGreaterThan(40)
    await market.close()
  },
  LIMIT_MS,
)
