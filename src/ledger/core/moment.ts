import { addDays, parseDay, romeMidnight } from '../../kernel/days.ts'
import { type Micros, micros } from './instant.ts'

/*
 * Instants as readers of the books give them: RFC 3339 to the microsecond, or a day in Italy. Answers show
 * milliseconds, so an instant "as of" counts to the end of the millisecond it names, unless it names less.
 */

/**
 * Where a period begins or ends: an instant, or the beginning of a day in Italy. Periods hold their beginning and
 * not their end, so May is `2026-05-01` to `2026-06-01`.
 *
 * @returns `undefined` where the text is neither
 * @example parseEdge('2026-05-01') // 2026-04-30T22:00:00Z
 */
export function parseEdge(text: string): Micros | undefined {
  if (!YEARS.test(text)) return undefined
  const day = parseDay(text)
  return day === undefined ? parseInstant(text)?.at : ofMs(romeMidnight(day))
}

/**
 * The end of what an "as of" takes in: everything recorded before the instant returned. A day is taken in whole.
 *
 * @returns `undefined` where the text is neither an instant nor a day
 * @example parseAsOf('2026-12-31') // 2026-12-31T23:00:00Z: the end of that day in Italy
 */
export function parseAsOf(text: string): Micros | undefined {
  if (!YEARS.test(text)) return undefined
  const day = parseDay(text)
  if (day !== undefined) return ofMs(romeMidnight(addDays(day, 1)))
  const instant = parseInstant(text)
  return instant === undefined ? undefined : micros(instant.at + instant.grain)
}

/** Reads an instant: RFC 3339, to the microsecond at most, from 1900 to 2999. */
export function parseTime(text: string): Micros | undefined {
  return YEARS.test(text) ? parseInstant(text)?.at : undefined
}

/** An instant to the microsecond: `2026-05-04T09:30:00.123456Z`. */
export function microsTime(at: Micros): string {
  const ms = at >= 0n ? at / 1000n : -((999n - at) / 1000n)
  const below = (at - ms * 1000n).toString().padStart(3, '0')
  return new Date(Number(ms)).toISOString().replace('Z', `${below}Z`)
}

/** From 1900 to 2999: what both JavaScript and PostgreSQL can add days to. */
const YEARS = /^(19|2\d)\d\d-/
const INSTANT =
  /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.(\d{1,6}))?(?:Z|([+-])([01]\d|2[0-3]):([0-5]\d))$/

/** An instant, and how much time its last digit stands for: a millisecond, or a microsecond where it says so much. */
function parseInstant(text: string): { readonly at: Micros; readonly grain: bigint } | undefined {
  const found = INSTANT.exec(text)
  if (found === null) return undefined
  const [, date = '', hour, minute, second, fraction = '', sign, offsetHours, offsetMinutes] = found
  const day = parseDay(date)
  if (day === undefined) return undefined
  const clock = Date.parse(`${day}T${hour}:${minute}:${second}Z`)
  const offset = (Number(offsetHours ?? 0) * 60 + Number(offsetMinutes ?? 0)) * 60_000
  const utc = ofMs(clock - (sign === '-' ? -offset : offset))
  const at = micros(utc + BigInt(fraction.padEnd(6, '0')))
  return { at, grain: fraction.length > 3 ? 1n : 1000n }
}

function ofMs(ms: number): Micros {
  return micros(BigInt(ms) * 1000n)
}
