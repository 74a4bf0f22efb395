import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { rewardOf, sourceOfRewards } from '../../src/currency/core/earning.ts'
import { INSTRUMENT_PRESETS } from '../../src/currency/core/presets.ts'

const minutes = fc.integer({ min: 1, max: 1440 })
const cents = fc.bigInt({ min: 1n, max: 10_000_000n })
const rules = fc.record({
  perHour: fc.option(cents.map(String)),
  ofDonations: fc.integer({ min: 0, max: 100 }).map((part) => `${part / 100}`),
})
const hours = (count: number) => ({ kind: 'care' as const, minutes: count, given: null })
const gift = (given: bigint) => ({ kind: 'donation' as const, minutes: null, given })

describe('a reward', () => {
  test('is what the rules say, rounded half up', () => {
    const rewards = { perHour: '500', ofDonations: '0.1' }
    // A minute of 5.00 an hour is 8 and a third of a cent; 9 minutes are 75, 15 of 0.02 an hour are half a cent.
    expect([1, 9, 60, 90].map((one) => rewardOf({ rewards }, hours(one)))).toEqual([
      ...[8n, 75n, 500n, 750n],
    ])
    expect(rewardOf({ rewards: { perHour: '2', ofDonations: '0' } }, hours(15))).toBe(1n)
    expect([1n, 5n, 2_000n].map((one) => rewardOf({ rewards }, gift(one)))).toEqual([0n, 1n, 200n])
    expect(rewardOf({ rewards: null }, hours(60))).toBeUndefined()
    expect(rewardOf({ rewards: { perHour: null, ofDonations: '0' } }, hours(60))).toBeUndefined()
    expect(rewardOf({ rewards: { perHour: '1', ofDonations: '0' } }, gift(1n))).toBeUndefined()
  })

  test('takes nothing: it is never below zero, and more is never less', () => {
    fc.assert(
      fc.property(rules, minutes, minutes, cents, cents, (rewards, one, more, some, other) => {
        const least = rewardOf({ rewards }, hours(one)) ?? 0n
        const most = rewardOf({ rewards }, hours(Math.min(1440, one + more))) ?? 0n
        expect(least >= 0n && most >= least).toBe(true)
        const given = rewardOf({ rewards }, gift(some)) ?? 0n
        const givenMore = rewardOf({ rewards }, gift(some + other)) ?? 0n
        expect(given >= 0n && givenMore >= given).toBe(true)
        expect(given <= some).toBe(true)
      }),
    )
  })

  test('is made only where nothing must lie behind it and balances need not add up to zero', () => {
    const made = INSTRUMENT_PRESETS.filter(({ rules: one }) => sourceOfRewards(one) === 'issuer')
    expect(made.map(({ key }) => key)).toEqual(['merits-sconto', 'scec', 'circles'])
  })
})
