import fc from 'fast-check'
import { expect, test } from 'vitest'
import { largestTwelveMonths, levelOf, METERS, yearBefore } from '../../src/currency/core/meters.ts'
import { addDays, type Day } from '../../src/kernel/days.ts'
import { propertySeed } from '../support/seed.ts'

test('a limit is near from 70 and from 90 per cent on, and reached at itself', () => {
  const levels = [69, 70, 89, 90, 99, 100, 101].map((value) => levelOf(BigInt(value), 100n))
  expect(levels).toEqual([
    ...['below', 'from_70', 'from_70', 'from_90', 'from_90', 'reached', 'reached'],
  ])
})

test('every limit says its rule, where it stands, and whom to ask', () => {
  expect(new Set(METERS.map(({ key }) => key)).size).toBe(METERS.length)
  for (const { rule, source, limit } of METERS) {
    for (const text of [rule.it, rule.en]) expect(text).toMatch(/\.$/)
    expect(rule.it).not.toBe(rule.en)
    expect(source).toMatch(/art\. \d/)
    expect(limit).toBeGreaterThan(0n)
  }
})

test('a year before a leap day is the 28th', () => {
  expect(yearBefore('2028-02-29' as Day)).toBe('2027-02-28')
  expect(yearBefore('2027-05-15' as Day)).toBe('2026-05-15')
})

test('twelve months are as many days as a year has, and the largest are found', () => {
  expect(largestTwelveMonths([])).toEqual({ amount: 0n, lastDay: null })
  const volumes = [
    { day: '2026-05-15' as Day, amount: 400n },
    { day: '2026-05-16' as Day, amount: 300n },
    { day: '2027-05-15' as Day, amount: 500n },
    { day: '2028-09-01' as Day, amount: 700n },
  ]
  expect(largestTwelveMonths(volumes)).toEqual({ amount: 800n, lastDay: '2027-05-15' })
})

test('they are those of the slow way, which adds up each window by itself', () => {
  const step = fc.record({ days: fc.integer({ min: 1, max: 200 }), amount: fc.nat(1000) })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      let day = '2024-01-10' as Day
      const volumes = steps.map(({ days, amount }) => {
        day = addDays(day, days)
        return { day, amount: BigInt(amount) }
      })
      const windows = volumes.map(({ day: last }) =>
        volumes
          .filter((one) => one.day <= last && one.day > yearBefore(last))
          .reduce((sum, { amount }) => sum + amount, 0n),
      )
      const most = windows.reduce((max, sum) => (sum > max ? sum : max), 0n)
      expect(largestTwelveMonths(volumes).amount).toBe(most)
    }),
    { seed: propertySeed('twelve months') },
  )
})
