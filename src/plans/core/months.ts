import type { Day } from '../../kernel/days.ts'

/**
 * The day so many calendar months later: the same day of the month, or its last where the month is shorter.
 *
 * @param months not negative
 * @example addMonths('2020-08-31', 18) // '2022-02-28'
 */
export function addMonths(day: Day, months: number): Day {
  const [year = 0, month = 1, dayOfMonth = 1] = day.split('-').map(Number)
  const count = year * 12 + (month - 1) + months
  const target = { year: Math.floor(count / 12), month: (count % 12) + 1 }
  const last = new Date(Date.UTC(target.year, target.month, 0)).getUTCDate()
  const digits = (value: number, length: number) => String(value).padStart(length, '0')
  const parts = [digits(target.year, 4), digits(target.month, 2)]
  return [...parts, digits(Math.min(dayOfMonth, last), 2)].join('-') as Day
}
