import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, type Day, daysBetween, parseDay, romeDay } from '../../src/kernel/days.ts'
import { propertySeed } from '../support/seed.ts'

const RUNS = { seed: propertySeed('kernel days'), numRuns: 1000 }
const days = fc
  .date({
    min: new Date('1970-01-01T00:00:00Z'),
    max: new Date('2200-12-31T00:00:00Z'),
    noInvalidDate: true,
  })
  .map((date) => date.toISOString().slice(0, 10) as Day)

describe('parseDay', () => {
  test.each(['2026-12-31', '2028-02-29', '2000-02-29'])('reads %s', (text) => {
    expect(parseDay(text)).toBe(text)
  })

  test.each([
    '2026-02-29',
    '2026-02-30',
    '1900-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-1-1',
    '31/12/2026',
    '',
    '2026-12-31T00:00:00Z',
  ])('refuses %j', (text) => {
    expect(parseDay(text)).toBeUndefined()
  })
})

describe('romeDay', () => {
  test.each([
    ['2026-01-15T22:59:59.999Z', '2026-01-15', 'before midnight in winter'],
    ['2026-01-15T23:00:00.000Z', '2026-01-16', 'at midnight in winter'],
    ['2026-07-15T21:59:59.999Z', '2026-07-15', 'before midnight in summer'],
    ['2026-07-15T22:00:00.000Z', '2026-07-16', 'at midnight in summer'],
    ['2026-03-29T00:59:59.999Z', '2026-03-29', 'before the clocks go forward'],
    ['2026-10-25T22:59:59.999Z', '2026-10-25', 'at the end of the day of 25 hours'],
    ['2026-12-31T23:00:00.000Z', '2027-01-01', 'at the turn of the year'],
  ])('%s is %s in Italy: %s', (instant, day) => {
    expect(romeDay(Date.parse(instant))).toBe(day)
  })
})

describe('addDays and daysBetween', () => {
  test.each([
    ['2026-12-31', 1, '2027-01-01'],
    ['2028-02-28', 1, '2028-02-29'],
    ['2026-03-28', 2, '2026-03-30'],
    ['2026-10-24', 2, '2026-10-26'],
    ['2026-01-01', -1, '2025-12-31'],
    ['2026-01-01', 0, '2026-01-01'],
  ])('%s and %s days is %s', (from, count, to) => {
    expect(addDays(from as Day, count)).toBe(to)
    expect(daysBetween(from as Day, to as Day)).toBe(count)
  })

  test('undo each other', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: -50_000, max: 50_000 }), (day, count) => {
        const later = addDays(day, count)
        expect(parseDay(later)).toBe(later)
        expect(daysBetween(day, later)).toBe(count)
        expect(addDays(later, -count)).toBe(day)
      }),
      RUNS,
    )
  })
})
