import { type Day, parseDay } from '../../kernel/days.ts'

const DAY_FIRST = /^(?<day>[0-9]{1,2})(?<mark>[/.-])(?<month>[0-9]{1,2})\k<mark>(?<year>[0-9]{4})$/

/**
 * Reads a day as Italian spreadsheets write it, day first (`31/12/2026`, `1/2/2026`, also with dots or
 * dashes), or as ISO 8601 does (`2026-12-31`).
 *
 * @returns the day, or `undefined` (`12/31/2026` is none: there is no month 31)
 * @example readDay('31/12/2026') // '2026-12-31'
 */
export function readDay(text: string): Day | undefined {
  const groups = DAY_FIRST.exec(text)?.groups
  if (groups === undefined) return parseDay(text)
  const { day = '', month = '', year = '' } = groups
  return parseDay(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`)
}
