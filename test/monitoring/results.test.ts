import { describe, expect, test } from 'vitest'
import { INDICATORS, type PersonRecord } from '../../src/monitoring/core/indicators.ts'
import { autonomyScore, type InterviewContent } from '../../src/monitoring/core/interview.ts'
import { monthAfter, monthOf, resultsOf, startedLine } from '../../src/monitoring/core/results.ts'
import { steps, suppressed } from '../../src/monitoring/core/suppression.ts'

const NOTHING = { currencyPayments: 0, entries: [] }

function talk(wave: 0 | 6 | 12, more: Partial<InterviewContent> = {}): InterviewContent {
  return {
    ...{ wave, day: '2026-01-01', language: 'fr', answers: {}, services: null, housing: null },
    ...{ work: null, italian: null, sex: null, ageBand: null, ...more },
  }
}

function person(index: number, more: Partial<PersonRecord> = {}): PersonRecord {
  return {
    ...{ id: `P-${index}`, territoryId: 'BI', enteredOn: '2026-01-10', startedOn: '2026-02-10' },
    plans: { designed: 1, started: 1, closed: 0 },
    vouchers: { issued: 0, redeemed: 0, expired: 0 },
    ...{ interviews: [], ...more },
  }
}

describe('small cells', () => {
  test.each([
    [[12, 3, 40], undefined, [null, null, 40]],
    [[12, 30, 40], undefined, [12, 30, 40]],
    [[1, 1, 9, 0], undefined, [null, null, null, 0]],
    [[4, 4, 30], undefined, [null, null, 30]],
    [[3], undefined, [null]],
    // All but two of ten: the rest is told as well.
    [
      [8, 10, 30],
      [10, 30, 60],
      [null, null, 30],
    ],
  ] as const)('of %o with bases %o: %o', (counts, bases, told) => {
    expect(suppressed(counts, bases)).toEqual(told)
  })

  test('cannot be worked out from the total, whatever the counts', () => {
    for (let seed = 0; seed < 400; seed++) {
      const counts = Array.from({ length: 4 }, (_, index) => (seed * (7 + index * 5)) % 13)
      const cells = suppressed(counts)
      const hidden = counts.filter((_, index) => cells[index] === null)
      for (const [index, count] of counts.entries()) {
        if (count > 0 && count < 5) expect(cells[index]).toBeNull()
      }
      if (hidden.length === 0) continue
      const isAll = counts.every((count, index) => count === 0 || cells[index] === null)
      const sum = hidden.reduce((total, one) => total + one, 0)
      expect(isAll || (hidden.length >= 2 && sum >= 5), `${counts}`).toBe(true)
    }
  })

  test('a line rises in steps of five at least', () => {
    expect(steps([3, 5, 7, 12, 12])).toEqual([0, 5, 5, 12, 12])
  })
})

test('the funnel counts as the first edition was counted: 566, 278, 194, 118, 100', () => {
  const housed = [talk(0, { housing: 'reception' }), talk(6, { housing: 'own_rent' })]
  const trainee = [
    talk(0, { work: 'none', housing: 'hosted' }),
    talk(6, { work: 'traineeship', housing: 'hosted' }),
  ]
  const people = Array.from({ length: 194 }, (_, index) => {
    const plans = { designed: index < 178 ? 3 : 2, started: index < 84 ? 2 : 1, closed: 0 }
    const interviews = [index < 118 ? trainee : [], index < 100 ? housed : []].flat()
    return person(index, { plans: { ...plans, closed: plans.started }, interviews })
  })
  const { indicators } = resultsOf(people, NOTHING)
  const value = (id: string) => indicators.find((one) => one.id === id)?.value
  expect(value('plans_designed')).toBe(178 * 3 + 16 * 2)
  expect(value('plans_closed')).toBe(278)
  expect(value('people_accompanied')).toBe(194)
  expect(value('traineeships')).toBe(118)
  expect(value('housed')).toBe(100)
  expect(new Set(INDICATORS.map(({ id }) => id)).size).toBe(INDICATORS.length)
})

test('an outcome that all but a few people had is not told', () => {
  const housed = [talk(0, { housing: 'hosted' }), talk(6, { housing: 'own_rent' })]
  const value = (without: number) => {
    const people = Array.from({ length: 20 }, (_, index) =>
      person(index, { interviews: index < without ? [] : housed }),
    )
    return resultsOf(people, NOTHING).indicators.find(({ id }) => id === 'housed')?.value
  }
  expect([0, 1, 4, 5].map(value)).toEqual([20, null, null, 15])
})

test('nobody is housed or hired who was so at entry, or whose entry nobody wrote down', () => {
  const count = (interviews: readonly InterviewContent[]) =>
    INDICATORS.filter(({ id }) => id === 'housed' || id === 'hired').map((one) =>
      one.count([person(1, { interviews })], NOTHING),
    )
  const good = { housing: 'own_rent', work: 'permanent' } as const
  expect(count([talk(0, good), talk(6, good)])).toEqual([0, 0])
  expect(count([talk(6, good)])).toEqual([0, 0])
  expect(count([talk(0), talk(12, good)])).toEqual([1, 1])
})

test('too few answers give no score, and are said as missing', () => {
  const all = { offices: 5, health: 5, money: 4, home: 4, work: 3, language: 3 }
  expect(autonomyScore(all)).toBe(4)
  expect(autonomyScore({ offices: 5, health: 5, money: 4, home: 4, work: 3 })).toBeNull()
  const people = Array.from({ length: 12 }, (_, index) =>
    person(index, { interviews: [talk(0, { answers: index < 6 ? all : {} })] }),
  )
  const [first, second] = resultsOf(people, NOTHING).autonomy
  expect(first).toEqual({ wave: 0, asked: 12, missing: 6, mean: 4 })
  expect(second).toEqual({ wave: 6, asked: 0, missing: 0, mean: null })
})

test('cohorts are of the month of entry, and tell of nobody alone', () => {
  const people = [
    ...Array.from({ length: 8 }, (_, index) => person(index)),
    ...Array.from({ length: 9 }, (_, index) => person(10 + index, { enteredOn: '2026-02-01' })),
    person(99, { enteredOn: '2026-03-01', startedOn: null }),
  ]
  const { cohorts } = resultsOf(people, NOTHING)
  expect(cohorts.map(({ key, entered }) => [key, entered])).toEqual([
    ['2026-01', null],
    ['2026-02', 9],
    ['2026-03', null],
  ])
})

test('months of a programme are counted from the one in which it starts', () => {
  expect([monthOf('2026-07-15', '2026-07-31'), monthOf('2026-07-15', '2028-04-01')]).toEqual([
    1, 22,
  ])
  expect([monthAfter('2026-12-31', 1), monthAfter('2026-01-31', 13)]).toEqual([
    '2027-01-01',
    '2027-02-01',
  ])
  const people = Array.from({ length: 6 }, (_, index) => person(index))
  expect(startedLine(people, '2026-01-01', 3)).toEqual([0, 6, 6])
})
