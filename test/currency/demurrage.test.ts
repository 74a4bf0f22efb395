import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Demurrage, dailyOfYearly, stampsBetween } from '../../src/currency/core/demurrage.ts'
import { age, type Holding, receive, spend, totalOf } from '../../src/currency/core/holding.ts'
import { mint, mintedShare } from '../../src/currency/core/issuance.ts'
import { addDays, type Day, daysBetween } from '../../src/kernel/days.ts'
import { parseRate, power } from '../../src/kernel/decimal.ts'
import { propertySeed } from '../support/seed.ts'

const START = '2027-01-15' as Day
const circles = dailyOfYearly(parseRate('0.07'))
const CHIEMGAUER_DIGITAL: Demurrage = {
  kind: 'daily',
  keep: parseRate('1').minus(parseRate('0.06').div(365)),
  freeDays: 90,
}

function holdingOf(amount: bigint, day = START, lastDay: Day | null = null): Holding {
  return [{ amount, receivedOn: day, valuedOn: day, lastDay }]
}

describe('published figures', () => {
  // Circles, specification TCIP009, demurrage: the part kept each day, its inverse, and what may be minted for 24 a day.
  test('the constants of Circles', () => {
    if (circles.kind !== 'daily') throw new Error('Circles takes a bit each day')
    expect(circles.keep.toFixed(20)).toBe('0.99980133200859895743')
    expect(parseRate('1').div(circles.keep).toFixed(20)).toBe('1.00019870746821462916')
    expect([1, 7, 13].map((days) => power(circles.keep, days).toFixed(10))).toEqual([
      '0.9998013320',
      '0.9986101526',
      '0.9974203925',
    ])
  })

  test.each([
    [0, '24.0000000000000000'],
    [1, '47.9952319682063750'],
    [2, '71.9856968518744243'],
    [3, '95.9713955980712581'],
    [4, '119.9523291536758344'],
    [5, '143.9284984653789969'],
    [6, '167.8999044796835120'],
    [7, '191.8665481429041064'],
    [8, '215.8284304011675042'],
    [9, '239.7855522004124645'],
    [10, '263.7379144863898187'],
    [11, '287.6855182046625077'],
    [12, '311.6283643006056194'],
    [13, '335.5664537194064256'],
    [14, '359.4997874060644203'],
  ])('the mint table of Circles, %i days', (days, table) => {
    if (circles.kind !== 'daily') throw new Error('Circles takes a bit each day')
    // The last digit of the table is sometimes cut off and sometimes rounded.
    const off = mintedShare(circles.keep, days).times(24).minus(parseRate(table)).abs()
    expect(off.lte(parseRate('0.0000000000000001'))).toBe(true)
  })

  // The rules of the Chiemgauer of 2003 and 2015, and what they come to in a year.
  test.each([
    [{ kind: 'stamp', keep: parseRate('0.98'), every: 'quarter' }, 92_237n],
    [{ kind: 'stamp', keep: parseRate('0.97'), every: 'half_year' }, 94_090n],
  ] as const)('the stamps of the Chiemgauer, %o', (demurrage, left) => {
    const { holding } = age(holdingOf(100_000n), demurrage, addDays(START, 365))
    expect(totalOf(holding)).toBe(left)
  })

  test('the digital Chiemgauer: 6 % a year by the day, after 90 days', () => {
    const leftAfter = (days: number) =>
      totalOf(age(holdingOf(10_000_000n), CHIEMGAUER_DIGITAL, addDays(START, days)).holding)
    expect(leftAfter(90)).toBe(10_000_000n)
    expect(leftAfter(91)).toBe(9_998_356n)
    expect(leftAfter(90 + 365)).toBe(9_417_599n)
  })
})

test('a stamp falls due on the first of a period, not on the day before', () => {
  const between = (from: string, to: string) => stampsBetween('quarter', from as Day, to as Day)
  expect(between('2027-01-01', '2027-03-31')).toBe(0)
  expect(between('2027-03-31', '2027-04-01')).toBe(1)
  expect(between('2027-04-01', '2027-04-01')).toBe(0)
  expect(between('2026-12-31', '2028-01-01')).toBe(5)
})

describe('money that is minted', () => {
  const rules = { perDay: 2400n, daysBack: 14, keep: parseRate('0.999') }
  test('is that of the days since, as far back as it may be fetched', () => {
    expect(mint(rules, START, START)).toEqual({ amount: 0n, upTo: START })
    const next = addDays(START, 1)
    expect(mint(rules, START, next)).toEqual({ amount: 2400n, upTo: next })
    const later = addDays(START, 40)
    expect(mint(rules, START, later)).toEqual(mint(rules, addDays(START, 26), later))
    expect(mint(rules, next, START)).toEqual({ amount: 0n, upTo: next })
  })
})

/** A number with sixty decimals, for a second arithmetic that shares nothing with the first. */
const SCALE = 10n ** 60n

/**
 * What is lost day by day, as it is defined: the exact value goes on from day to day, a day takes the difference of
 * the values rounded half up.
 */
function dayByDay(amount: bigint, demurrage: Demurrage, receivedOn: Day, from: Day, to: Day) {
  let exact = amount * SCALE
  let told = amount
  let taken = 0n
  for (let day = addDays(from, 1); daysBetween(day, to) >= 0; day = addDays(day, 1)) {
    if (demurrage.kind === 'daily' && daysBetween(receivedOn, day) > demurrage.freeDays) {
      exact = (exact * scaled(demurrage)) / SCALE
    }
    const isStamp = /-(01|04|07|10)-01$/.test(day)
    if (demurrage.kind === 'stamp' && isStamp) exact = (exact * scaled(demurrage)) / SCALE
    const value = (exact + SCALE / 2n) / SCALE
    taken += told - value
    told = value
  }
  return { left: told, taken }
}

function scaled(demurrage: Exclude<Demurrage, { kind: 'none' }>): bigint {
  const [, decimals = ''] = demurrage.keep.toFixed(60).split('.')
  return demurrage.keep.gte(1) ? SCALE : BigInt(decimals)
}

const RULES: readonly Demurrage[] = [
  circles,
  CHIEMGAUER_DIGITAL,
  { kind: 'daily', keep: parseRate('0.97'), freeDays: 3 },
  { kind: 'stamp', keep: parseRate('0.98'), every: 'quarter' },
  { kind: 'none' },
]

describe('what time takes of a holding', () => {
  test('is the sum of what each day takes, however long nobody looked', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...RULES),
        fc.bigInt({ min: 1n, max: 10n ** 13n }),
        fc.nat(900),
        fc.nat(100),
        (demurrage, amount, days, moved) => {
          const valuedOn = addDays(START, moved)
          const day = addDays(valuedOn, days)
          const lot = { amount, receivedOn: START, valuedOn, lastDay: null }
          const aged = age([lot], demurrage, day)
          const { left, taken } = dayByDay(amount, demurrage, START, valuedOn, day)
          expect({ left: totalOf(aged.holding), taken: aged.demurrage }).toEqual({ left, taken })
        },
      ),
      { numRuns: 300, seed: propertySeed('demurrage') },
    )
  })

  test('and of what is paid and received is left, taken or expired: nothing else', () => {
    const step = fc.record({
      days: fc.nat(60),
      amount: fc.bigInt({ min: 1n, max: 50_000n }),
      kind: fc.constantFrom('receive', 'receive for 30 days', 'spend'),
    })
    fc.assert(
      fc.property(fc.constantFrom(...RULES), fc.array(step, { maxLength: 30 }), (rule, steps) => {
        let holding: Holding = []
        let [day, received, spent, taken, expired] = [START, 0n, 0n, 0n, 0n]
        for (const { days, amount, kind } of steps) {
          day = addDays(day, days)
          const aged = age(holding, rule, day)
          holding = aged.holding
          taken += aged.demurrage
          expired += aged.expired
          if (kind === 'spend') {
            const rest = spend(holding, amount)
            expect(rest === undefined).toBe(totalOf(holding) < amount)
            if (rest === undefined) continue
            expect(totalOf(rest.taken)).toBe(amount)
            holding = rest.holding
            spent += amount
          } else {
            const lastDay = kind === 'receive' ? null : addDays(day, 30)
            holding = receive(holding, { amount, day, lastDay })
            received += amount
          }
          expect(totalOf(holding) + spent + taken + expired).toBe(received)
          expect(holding.every(({ lastDay }) => lastDay === null || lastDay >= day)).toBe(true)
        }
      }),
      { numRuns: 300, seed: propertySeed('holdings') },
    )
  })

  test('takes first what expires first, then what came first', () => {
    const lasting = (amount: bigint, receivedOn: Day, lastDay: Day | null) => ({
      ...{ amount, receivedOn, valuedOn: receivedOn, lastDay },
    })
    const soon = addDays(START, 10)
    let holding: Holding = [lasting(5n, START, null)]
    holding = receive(holding, { amount: 7n, day: START, lastDay: soon })
    expect(spend(holding, 8n)).toEqual({
      holding: [lasting(4n, START, null)],
      taken: [lasting(7n, START, soon), lasting(1n, START, null)],
    })
    expect(age(holding, { kind: 'none' }, soon).expired).toBe(0n)
    expect(age(holding, { kind: 'none' }, addDays(soon, 1)).expired).toBe(7n)
  })
})
