import { describe, expect, test } from 'vitest'
import { INDICATORS } from '../../src/monitoring/core/indicators.ts'
import { autonomyScore, type InterviewContent } from '../../src/monitoring/core/interview.ts'
import {
  decideTelling,
  monthAfter,
  monthOf,
  resultsOf,
  startedLine,
} from '../../src/monitoring/core/results.ts'
import { heldBack, steps } from '../../src/monitoring/core/suppression.ts'
import { NOTHING, person, talk } from './people.ts'

/** How many heads each class has, in one block. */
function heads(counts: readonly number[], bases?: readonly number[]) {
  return counts.map((of, index) => [{ of, rest: (bases?.[index] ?? of) - of }])
}

describe('small cells', () => {
  test.each([
    [[12, 3, 40], undefined, [0, 1]],
    [[12, 30, 40], undefined, []],
    [[1, 1, 9, 0], undefined, [0, 1, 2]],
    [[4, 4, 30], undefined, [0, 1]],
    [[3], undefined, [0]],
    // All but two of ten: the rest is told as well.
    [
      [8, 10, 30],
      [10, 30, 60],
      [0, 1],
    ],
  ] as const)('of %o with bases %o: %o are held back', (counts, bases, held) => {
    expect([...heldBack(heads(counts, bases))].sort()).toEqual(held)
  })

  test('cannot be worked out from the total, whatever the counts', () => {
    for (let seed = 0; seed < 400; seed++) {
      const counts = Array.from({ length: 4 }, (_, index) => (seed * (7 + index * 5)) % 13)
      const held = heldBack(heads(counts))
      const sum = counts.reduce((total, one, index) => total + (held.has(index) ? one : 0), 0)
      const isAll = counts.every((count, index) => count === 0 || held.has(index))
      for (const [index, count] of counts.entries()) {
        if (count > 0 && count < 5) expect(held.has(index)).toBe(true)
      }
      expect(held.size === 0 || isAll || (held.size >= 2 && sum >= 5), `${counts}`).toBe(true)
    }
  })

  test('a line rises in steps of five at least', () => {
    expect(steps([3, 5, 7, 12, 12])).toEqual([0, 5, 5, 12, 12])
    // It ends where it is: the end is told as well, and the month before would tell of two.
    expect(steps([3, 5, 7, 12, 14])).toEqual([0, 5, 5, 5, 14])
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
  const { indicators } = resultsOf(decideTelling(people), NOTHING)
  const value = (id: string) => indicators.find((one) => one.id === id)?.value
  expect(value('plans_designed')).toBe(BigInt(178 * 3 + 16 * 2))
  expect(value('plans_closed')).toBe(278n)
  expect(value('people_accompanied')).toBe(194n)
  expect(value('traineeships')).toBe(118n)
  expect(value('housed')).toBe(100n)
  expect(new Set(INDICATORS.map(({ id }) => id)).size).toBe(INDICATORS.length)
})

test('an outcome that all but a few people had is not told', () => {
  const housed = [talk(0, { housing: 'hosted' }), talk(6, { housing: 'own_rent' })]
  const value = (without: number) => {
    const people = Array.from({ length: 20 }, (_, index) =>
      person(index, { interviews: index < without ? [] : housed }),
    )
    return resultsOf(decideTelling(people), NOTHING).indicators.find(({ id }) => id === 'housed')
      ?.value
  }
  expect([0, 1, 4, 5].map(value)).toEqual([20n, null, null, 15n])
})

test('nobody is housed or hired who was so at entry, or whose entry nobody wrote down', () => {
  const count = (interviews: readonly InterviewContent[]) =>
    INDICATORS.filter(({ id }) => id === 'housed' || id === 'hired').map((one) =>
      one.column?.amount(person(1, { interviews })),
    )
  const good = { housing: 'own_rent', work: 'permanent' } as const
  expect(count([talk(0, good), talk(6, good)])).toEqual([0n, 0n])
  expect(count([talk(6, good)])).toEqual([0n, 0n])
  expect(count([talk(0), talk(12, good)])).toEqual([1n, 1n])
})

test('too few answers give no score, and are said as missing', () => {
  const all = { offices: 5, health: 5, money: 4, home: 4, work: 3, language: 3 }
  expect(autonomyScore(all)).toBe(4)
  expect(autonomyScore({ offices: 5, health: 5, money: 4, home: 4, work: 3 })).toBeNull()
  const people = Array.from({ length: 12 }, (_, index) =>
    person(index, { interviews: [talk(0, { answers: index < 6 ? all : {} })] }),
  )
  const [first, second] = resultsOf(decideTelling(people), NOTHING).autonomy
  expect(first).toEqual({ wave: 0, asked: 12, missing: 6, mean: 4 })
  expect(second).toEqual({ wave: 6, asked: 0, missing: 0, mean: null })
})

test('cohorts are of the month of entry, and tell of nobody alone', () => {
  const people = [
    ...Array.from({ length: 8 }, (_, index) => person(index)),
    ...Array.from({ length: 9 }, (_, index) => person(10 + index, { enteredOn: '2026-02-01' })),
    person(99, { enteredOn: '2026-03-01' }),
  ]
  const { cohorts } = resultsOf(decideTelling(people), NOTHING)
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
