import type { Sql } from '../db/client.ts'
import type { Minor } from '../kernel/money.ts'
import type { RedemptionStatus } from './core/redeem.ts'

/** A stretch of time: from, and up to but without. */
export interface Span {
  readonly from: Date
  readonly to: Date
}

/** What a partner did in a stretch of time. */
export interface SpanTotals {
  readonly count: number
  readonly declined: number
  readonly redeemed: Minor
  readonly refunded: Minor
  readonly cash: Minor
}

/** What was redeemed in one category. */
export interface CategoryTotal {
  readonly category: string
  readonly amount: Minor
}

/** A redemption as a partner's own books want it. */
export interface DayRow {
  readonly id: string
  readonly recordedAt: Date
  readonly status: RedemptionStatus
  readonly amount: Minor
  readonly cash: Minor
  readonly refunded: Minor
  /** `food 12.50; household 3.00`, empty where the till did not say. */
  readonly lines: string
}

/** The figures of a partner, all of one moment. */
export async function readTotals(
  sql: Sql,
  partnerId: string,
  { from, to }: Span,
): Promise<SpanTotals> {
  const [totals] = await sql<[SpanTotals]>`
    select count(*) filter (where r.status = 'redeemed')::int as count,
      count(*) filter (where r.status <> 'redeemed')::int as declined,
      coalesce(sum(r.amount) filter (where r.status = 'redeemed'), 0)::bigint as redeemed,
      coalesce(sum(s.cash) filter (where r.status = 'redeemed'), 0)::bigint as cash,
      (select coalesce(sum(f.amount), 0)::bigint from refund f
        where f.partner_id = ${partnerId} and f.state = 'done'
          and f.done_at >= ${from} and f.done_at < ${to}) as refunded
    from redemption r left join terminal_statement s on s.redemption_id = r.id
    where r.partner_id = ${partnerId} and r.recorded_at >= ${from} and r.recorded_at < ${to}`
  return totals
}

/** What a partner redeemed in each category, as far as its tills said so. */
export async function readCategories(
  sql: Sql,
  partnerId: string,
  { from, to }: Span,
): Promise<readonly CategoryTotal[]> {
  return sql<CategoryTotal[]>`
    select l.category, sum(l.amount)::bigint as amount
    from redemption r join redemption_line l on l.redemption_id = r.id
    where r.partner_id = ${partnerId} and r.status = 'redeemed'
      and r.recorded_at >= ${from} and r.recorded_at < ${to}
    group by l.category order by l.category`
}

/** Every try of a stretch of time, the oldest first. */
export async function readRows(
  sql: Sql,
  partnerId: string,
  { from, to }: Span,
): Promise<readonly DayRow[]> {
  return sql<DayRow[]>`
    select r.id, r.recorded_at as "recordedAt", r.status, r.amount,
      coalesce(s.cash, 0)::bigint as cash,
      (select coalesce(sum(f.amount), 0)::bigint from refund f
        where f.redemption_id = r.id and f.state = 'done') as refunded,
      (select coalesce(string_agg(
          l.category || ' ' || to_char(l.amount / 100.0, 'FM999999999999999990.00'), '; ' order by l.category), '')
        from redemption_line l where l.redemption_id = r.id) as lines
    from redemption r left join terminal_statement s on s.redemption_id = r.id
    where r.partner_id = ${partnerId} and r.recorded_at >= ${from} and r.recorded_at < ${to}
    order by r.recorded_at, r.id`
}
