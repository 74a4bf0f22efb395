import { addDays, type Day, romeMidnight } from '../kernel/days.ts'
import type { VouchersDeps } from './deps.ts'
import {
  type CategoryTotal,
  type DayRow,
  readCategories,
  readRows,
  readTotals,
  type Span,
  type SpanTotals,
} from './partner-day-store.ts'
import { listRedemptions, type RedemptionRow } from './redemption-store.ts'

export type { DayRow } from './partner-day-store.ts'

/** A partner's day: what a shop closes its till with. */
export interface PartnerDay extends SpanTotals {
  readonly day: Day
  readonly categories: readonly CategoryTotal[]
  /** The last ones, the newest first. */
  readonly last: readonly RedemptionRow[]
}

const LAST_MAX = 200

/** The figures of a partner on a day of Europe/Rome, by the time at which the service recorded. */
export async function partnerDay(
  { db }: Pick<VouchersDeps, 'db'>,
  partnerId: string,
  day: Day,
): Promise<PartnerDay> {
  const span = spanOf(day)
  const [totals, categories, found] = await Promise.all([
    readTotals(db.sql, partnerId, span),
    readCategories(db.sql, partnerId, span),
    listRedemptions(db.sql, { limit: LAST_MAX, partnerId, recordedBefore: span.to }),
  ])
  const last = found.filter(({ recordedAt }) => recordedAt >= span.from)
  return { ...totals, day, categories, last }
}

/** Every try of a partner on a day, the oldest first. */
export async function partnerDayRows(
  { db }: Pick<VouchersDeps, 'db'>,
  partnerId: string,
  day: Day,
): Promise<readonly DayRow[]> {
  return readRows(db.sql, partnerId, spanOf(day))
}

function spanOf(day: Day): Span {
  return { from: new Date(romeMidnight(day)), to: new Date(romeMidnight(addDays(day, 1))) }
}
