import { addDays, type Day, daysBetween } from '../../kernel/days.ts'
import { power, type Rate } from '../../kernel/decimal.ts'
import type { StampPeriod } from './demurrage.ts'
import { type Instrument, stretchesOf } from './instrument.ts'
import { demurrageOf } from './rules.ts'

/** What is left after so many days in which something is lost, or after so many stamps: the n-th is after n. */
export type KeptTable = readonly string[]

/** How lots became less until a day under the same demurrage, as a database can reckon it. */
export interface KeptStretch {
  /** Lots are valued at its end, those that are older than it. */
  readonly end: Day
  readonly counted:
    | { readonly by: 'days'; readonly freeDays: number }
    | { readonly by: 'stamps'; readonly months: number }
  readonly kept: KeptTable
}

const MONTHS: Readonly<Record<StampPeriod, number>> = {
  month: 1,
  quarter: 3,
  half_year: 6,
  year: 12,
}

/** Longer than that nothing is reckoned with. */
const DAYS_MAX = 40_000

/**
 * The tables by which all lots of an instrument are valued on a day at once.
 *
 * @param first the day of the oldest lot
 */
export function keptStretches(
  instrument: Pick<Instrument, 'versions'>,
  first: Day,
  day: Day,
): readonly KeptStretch[] {
  const stretches: KeptStretch[] = []
  for (const { rules, until } of stretchesOf(instrument)) {
    const end = until !== null && until < day ? until : day
    const rule = demurrageOf(rules)
    const days = Math.min(Math.max(daysBetween(first, end), 0), DAYS_MAX)
    if (rule.kind === 'daily' && days > 0) {
      const counted = { by: 'days', freeDays: rule.freeDays } as const
      stretches.push({ end, counted, kept: tableOf(rule.keep, days) })
    }
    if (rule.kind === 'stamp' && days > 0) {
      const months = MONTHS[rule.every]
      const kept = tableOf(rule.keep, monthsBetween(first, end) / months + 1)
      stretches.push({ end, counted: { by: 'stamps', months }, kept })
    }
    if (end === day) break
  }
  return stretches
}

function tableOf(keep: Rate, most: number): KeptTable {
  return Array.from({ length: Math.floor(most) + 1 }, (_, n) => power(keep, n).toFixed())
}

function monthsBetween(from: Day, to: Day): number {
  const [a, b] = [from, to].map((day) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)))
  return (b ?? 0) - (a ?? 0)
}

/** The last days of the months before a day, and the day itself, the oldest first. */
export function monthEnds(day: Day, months: number): readonly Day[] {
  const ends: Day[] = [day]
  for (let past = 1; past < months; past++) {
    const [oldest = day] = ends
    ends.unshift(addDays(`${oldest.slice(0, 7)}-01` as Day, -1))
  }
  return ends
}
