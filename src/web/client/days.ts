/**
 * Writes a calendar day as people in Italy read it.
 *
 * @param day `YYYY-MM-DD`
 * @example showDay('2026-12-31') // '31/12/2026'
 */
export function showDay(day: string): string {
  return day.split('-').reverse().join('/')
}
