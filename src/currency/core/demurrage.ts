import { type Day, daysBetween } from '../../kernel/days.ts'
import { keptEach, parseRate, power, type Rate, type Rounding } from '../../kernel/decimal.ts'

/**
 * What holding money costs. Time is counted in calendar days: a day costs something when it ends.
 *
 * - `daily`: each day the part `keep` of it is left, after `freeDays` in which nothing is lost.
 * - `stamp`: on the first day of each period the part `share` of it is lost.
 */
export type Demurrage =
  | { readonly kind: 'none' }
  | { readonly kind: 'daily'; readonly keep: Rate; readonly freeDays: number }
  | { readonly kind: 'stamp'; readonly keep: Rate; readonly every: StampPeriod }

/** How often a stamp falls due: on the first of the first month of each period. */
export type StampPeriod = 'month' | 'quarter' | 'half_year' | 'year'

const MONTHS: Readonly<Record<StampPeriod, number>> = {
  month: 1,
  quarter: 3,
  half_year: 6,
  year: 12,
}

/** What is left of an amount is rounded so to whole minor units; what is lost is the rest. */
export const DEMURRAGE_ROUNDING: Rounding = 'half_up'

/** Days of a year, where a yearly loss is spread over days so that a year loses exactly it. */
const YEAR_DAYS = parseRate('365.25')

/**
 * A loss of so much a year, taken a bit each day.
 *
 * Source: the rule of Circles v2 (7 % a year, 365.25 days).
 */
export function dailyOfYearly(yearly: Rate, freeDays = 0): Demurrage {
  return { kind: 'daily', keep: keptEach(yearly, YEAR_DAYS), freeDays }
}

/**
 * The part of an amount that is left on a day.
 *
 * @param receivedOn when the holder got it: free days count from there
 * @param valuedOn the day whose value the amount is; not before `receivedOn`
 * @param day not before `valuedOn`
 */
export function keptBetween(
  demurrage: Demurrage,
  { receivedOn, valuedOn }: { readonly receivedOn: Day; readonly valuedOn: Day },
  day: Day,
): Rate | undefined {
  switch (demurrage.kind) {
    case 'none':
      return undefined
    case 'daily': {
      const free = Math.max(0, demurrage.freeDays - daysBetween(receivedOn, valuedOn))
      const days = daysBetween(valuedOn, day) - free
      return days <= 0 ? undefined : power(demurrage.keep, days)
    }
    case 'stamp': {
      const stamps = stampsBetween(demurrage.every, valuedOn, day)
      return stamps === 0 ? undefined : power(demurrage.keep, stamps)
    }
  }
}

/** How many stamps fall due after one day and until another, that day too. */
export function stampsBetween(every: StampPeriod, from: Day, to: Day): number {
  return periodOf(every, to) - periodOf(every, from)
}

function periodOf(every: StampPeriod, day: Day): number {
  const [year, month] = day.split('-').map(Number) as [number, number, number]
  return Math.floor((year * 12 + month - 1) / MONTHS[every])
}
