import type { Sql, Tx } from '../db/client.ts'
import type { Day } from '../kernel/days.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { Minor } from '../kernel/money.ts'
import type { Rhythm } from './core/schedule.ts'

/** Vouchers that are given again and again. */
export interface ScheduleRow extends Rhythm {
  readonly id: Uuid
  readonly digest: string
  readonly productId: string
  readonly contactPointId: string
  /** Empty for all people of the contact point who can get one. */
  readonly beneficiaryIds: readonly string[]
  readonly amount: Minor | null
  /** What comes to more than this in one turn waits for an approval of its own. */
  readonly maxTotal: Minor
  readonly reason: string
  readonly preparedBy: Uuid
  readonly preparedAt: Date
  readonly approvedAt: Date | null
  readonly stoppedAt: Date | null
  /** The turns that have a batch, by the day they were due, in their order. */
  readonly served: readonly Day[]
  /** Set while it rests. */
  readonly pausedAt: Date | null
  /** The last turn that was served, or that never will be since the schedule rested on its day. */
  readonly lastPeriod: Day | null
  /** The day from which it went on after it rested. */
  readonly resumedOn: Day | null
}

export function insertSchedule(tx: Tx, row: ScheduleRow): PromiseLike<unknown> {
  return tx`
    insert into voucher_schedule
      (id, digest, product_id, contact_point_id, beneficiary_ids, amount, cadence, due_day,
       from_day, until_day, max_total, reason, prepared_by, prepared_at)
    values (
      ${row.id}, ${row.digest}, ${row.productId}, ${row.contactPointId},
      ${[...row.beneficiaryIds]}::text[], ${row.amount}, ${row.cadence}, ${row.dueDay},
      ${row.fromDay}::text::date, ${row.untilDay}::text::date, ${row.maxTotal}, ${row.reason},
      ${row.preparedBy}, ${row.preparedAt})`
}

export function approveSchedule(tx: Tx, id: Uuid, at: Date): PromiseLike<unknown> {
  return tx`update voucher_schedule set approved_at = ${at} where id = ${id} and approved_at is null`
}

/** Stops a schedule; false where it was stopped before. */
export async function stopSchedule(sql: Tx, id: Uuid, at: Date): Promise<boolean> {
  const rows = await sql`
    update voucher_schedule set stopped_at = ${at}
    where id = ${id} and stopped_at is null returning id`
  return rows.length > 0
}

/** Lets a schedule that runs rest; false where it does not run. */
export async function pauseSchedule(sql: Tx, id: Uuid, at: Date): Promise<boolean> {
  const rows = await sql`
    update voucher_schedule set paused_at = ${at}
    where id = ${id} and approved_at is not null and stopped_at is null and paused_at is null
    returning id`
  return rows.length > 0
}

/** Lets a schedule that rests go on with the turns from a day on; false where it does not rest. */
export async function resumeSchedule(sql: Tx, id: Uuid, day: Day): Promise<boolean> {
  const rows = await sql`
    update voucher_schedule set paused_at = null, resumed_on = ${day}::text::date
    where id = ${id} and stopped_at is null and paused_at is not null
    returning id`
  return rows.length > 0
}

export async function findSchedule(sql: Sql, id: Uuid): Promise<ScheduleRow | undefined> {
  const [row] = await sql<ScheduleRow[]>`${selectSchedule(sql)} where id = ${id}`
  return row
}

/** The newest first, so many before one. */
export async function listSchedules(
  sql: Sql,
  page: {
    readonly limit: number
    readonly after?: Uuid
    readonly contactPointIds?: readonly string[]
  },
): Promise<readonly ScheduleRow[]> {
  const { after, contactPointIds } = page
  return sql<ScheduleRow[]>`
    ${selectSchedule(sql)}
    where ${contactPointIds === undefined ? sql`true` : inScope(sql, contactPointIds)}
      and ${after === undefined ? sql`true` : sql`(prepared_at, id) < (select prepared_at, id from voucher_schedule where id = ${after})`}
    order by prepared_at desc, id desc limit ${page.limit}`
}

/** The schedules that run and do not rest. */
export async function listRunning(sql: Sql, today: Day): Promise<readonly ScheduleRow[]> {
  return sql<ScheduleRow[]>`
    select * from (${selectSchedule(sql)}) s
    where "approvedAt" is not null and "stoppedAt" is null and "pausedAt" is null
      and "fromDay" <= ${today}
    order by id`
}

/** Of one's own contact points, and what people elsewhere ask one to approve. */
function inScope(sql: Sql, contactPointIds: readonly string[]) {
  const ids = sql`${[...contactPointIds]}::text[]`
  return sql`(contact_point_id = any(${ids}) or exists (
    select from approval a
    where a.kind = 'voucher_batch' and a.subject_id = voucher_schedule.id::text
      and a.contact_point_ids && ${ids}))`
}

function selectSchedule(sql: Sql) {
  return sql`
    select id, digest, product_id as "productId", contact_point_id as "contactPointId",
      beneficiary_ids as "beneficiaryIds", amount, cadence, due_day as "dueDay",
      from_day::text as "fromDay", until_day::text as "untilDay", max_total as "maxTotal", reason,
      prepared_by as "preparedBy", prepared_at as "preparedAt", approved_at as "approvedAt",
      stopped_at as "stoppedAt", paused_at as "pausedAt", resumed_on::text as "resumedOn",
      array(select period::text from voucher_batch
        where schedule_id = voucher_schedule.id order by period) as served,
      greatest(
        (select max(period) from voucher_batch where schedule_id = voucher_schedule.id),
        resumed_on - 1)::text as "lastPeriod"
    from voucher_schedule`
}
