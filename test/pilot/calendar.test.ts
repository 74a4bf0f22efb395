import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, type Day } from '../../src/kernel/days.ts'
import { readDay } from '../../src/pilot/core/calendar.ts'

describe('days as spreadsheets write them', () => {
  it.each([
    ['31/12/2026', '2026-12-31'],
    ['1/2/2026', '2026-02-01'],
    ['01-02-2026', '2026-02-01'],
    ['1.2.2026', '2026-02-01'],
    ['29/02/2028', '2028-02-29'],
    ['2026-12-31', '2026-12-31'],
  ])('reads %j', (text, day) => {
    expect(readDay(text)).toBe(day)
  })

  it.each([
    '12/31/2026',
    '31/12/26',
    '29/02/2026',
    '2026-02-30',
    '2026/12/31',
    '31/12-2026',
    '0/1/2026',
    '31 dicembre 2026',
    '46387',
    '',
  ])('does not read %j', (text) => {
    expect(readDay(text)).toBeUndefined()
  })

  it('reads back every day, written day first or as ISO 8601', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 200_000 }), (days) => {
        const day = addDays('1900-01-01' as Day, days)
        const [year, month, date] = day.split('-')
        expect(readDay(`${date}/${month}/${year}`)).toBe(day)
        expect(readDay(`${Number(date)}/${Number(month)}/${year}`)).toBe(day)
        expect(readDay(day)).toBe(day)
      }),
    )
  })
})
