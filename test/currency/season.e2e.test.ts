import { expect, test } from 'vitest'
import { propertySeed } from '../support/seed.ts'
import { dice } from './dice.ts'
import { openMarket } from './market.ts'
import { liveSeason } from './season.ts'

/** The long one, with 200 people, 40 shops, 8 associations, half a year and 20,000 payments, is `npm run soak`. */
test('two months of the hybrid of Merits, by phones and signed tills, leave books that balance at every position', async () => {
  const size = { people: 12, shops: 4, associations: 3, days: 61, purchases: 260 }
  const market = await openMarket('season', size)
  const season = await liveSeason(market, size, dice(propertySeed('season')))
  expect(season.faults).toEqual([])
  expect(season.answers.get('paid')).toBeGreaterThan(200)
  expect(season.payments).toBeGreaterThan(250)
  expect(season.repeated).toBeGreaterThan(3)
  expect(season.rewarded).toBe(9)
  expect(season.walks.every(({ positions }) => positions > 100)).toBe(true)
  await market.close()
})
