import { describe, expect, test } from 'vitest'
import { type Day, romeDay, romeMidnight } from '../../src/kernel/days.ts'
import { microsTime, parseAsOf, parseEdge } from '../../src/ledger/core/moment.ts'

// text, where a period begins or ends with it, before what "as of" it everything counts
const READINGS = [
  ['2026-05-04T09:30:00Z', '2026-05-04T09:30:00.000000Z', '2026-05-04T09:30:00.001000Z'],
  ['2026-05-04T11:30:00.5+02:00', '2026-05-04T09:30:00.500000Z', '2026-05-04T09:30:00.501000Z'],
  ['2026-05-04T09:30:00.123Z', '2026-05-04T09:30:00.123000Z', '2026-05-04T09:30:00.124000Z'],
  ['2026-05-04T09:30:00.123456Z', '2026-05-04T09:30:00.123456Z', '2026-05-04T09:30:00.123457Z'],
  ['2026-05-04T04:00:00-05:30', '2026-05-04T09:30:00.000000Z', '2026-05-04T09:30:00.001000Z'],
  ['2026-05-01', '2026-04-30T22:00:00.000000Z', '2026-05-01T22:00:00.000000Z'],
  ['2026-12-31', '2026-12-30T23:00:00.000000Z', '2026-12-31T23:00:00.000000Z'],
  // The day on which the clocks go forward has 23 hours, the one on which they go back 25.
  ['2026-03-29', '2026-03-28T23:00:00.000000Z', '2026-03-29T22:00:00.000000Z'],
  ['2026-10-25', '2026-10-24T22:00:00.000000Z', '2026-10-25T23:00:00.000000Z'],
] as const

test.each(READINGS)('%s begins at %s, and as of it counts what is before %s', (text, edge, end) => {
  const [from, before] = [parseEdge(text), parseAsOf(text)]
  expect(from === undefined ? from : microsTime(from)).toBe(edge)
  expect(before === undefined ? before : microsTime(before)).toBe(end)
})

describe('neither an instant nor a day', () => {
  test.each([
    '',
    '2026-02-30',
    '2026-02-30T00:00:00Z',
    '2026-05-04T09:30:00',
    '2026-05-04 09:30:00Z',
    '2026-05-04T24:00:00Z',
    '2026-05-04T09:30:60Z',
    '2026-05-04T09:30:00.1234567Z',
    '2026-05-04T09:30:00+24:00',
    '1899-12-31',
    '3000-01-01',
    'now',
  ])('is %j', (text) => {
    expect(parseEdge(text)).toBeUndefined()
    expect(parseAsOf(text)).toBeUndefined()
  })
})

test('every day of sixty years begins in Italy when the day before ends', () => {
  for (let ms = Date.UTC(1990, 0, 1, 12); ms < Date.UTC(2050, 0, 1); ms += 86_400_000) {
    const day = new Date(ms).toISOString().slice(0, 10) as Day
    const start = romeMidnight(day)
    expect(romeDay(start)).toBe(day)
    expect(romeDay(start - 1) < day).toBe(true)
  }
})
