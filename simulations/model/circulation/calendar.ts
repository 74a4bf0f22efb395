import { type Demurrage, stampsBetween } from '../../../src/currency/core/demurrage.ts'
import { addDays, type Day } from '../../../src/kernel/days.ts'

/** The first day of a path. Stamps and months are those of the calendar from it on. */
const FIRST_DAY = '2027-01-01' as Day

/** A day of a path: 1 is the first; 0 the evening before it. */
export function dayOf(day: number): Day {
  return addDays(FIRST_DAY, day - 1)
}

/** The days of a path, worked out once. */
export interface Calendar {
  /** The last day of each month; month 0 ends with day 0. */
  readonly lastOf: Int32Array
  readonly days: number
  /** 1 where a stamp falls due between the end of a day and the beginning of the next. */
  readonly stamps: Uint8Array
}

export function calendarOf(months: number, demurrage: Demurrage): Calendar {
  const lastOf = new Int32Array(months + 1)
  let day = 0
  for (let month = 1; month <= months; month++) {
    // The day after the last of a month has another month in its name.
    const name = dayOf(day + 1).slice(0, 7)
    day += 28
    while (dayOf(day + 1).slice(0, 7) === name) day += 1
    lastOf[month] = day
  }
  const stamps = new Uint8Array(day + 1)
  if (demurrage.kind === 'stamp') {
    for (let one = 0; one <= day; one++) {
      stamps[one] = stampsBetween(demurrage.every, dayOf(one), dayOf(one + 1))
    }
  }
  return { lastOf, days: day, stamps }
}

/** Whether something falls due on a day. @param isMonthEnd whether it is the last of its month */
export function isDue(rhythm: 'day' | 'week' | 'month', day: number, isMonthEnd: boolean): boolean {
  if (rhythm === 'day') return true
  return rhythm === 'week' ? day % 7 === 0 : isMonthEnd
}
