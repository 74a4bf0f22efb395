import type { Sql, Tx } from '../db/client.ts'
import type { Day } from '../kernel/days.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { Minor } from '../kernel/money.ts'
import type { Rhythm } from '../vouchers/core/schedule.ts'

export interface ScheduleRow extends Rhythm {
  readonly id: Uuid
  readonly payerId: Uuid
  readonly payeeId: Uuid
  readonly amount: Minor
  /** The next turn; `null` where none is to come. */
  readonly nextOn: Day | null
  /** The last turn that was answered. */
  readonly lastOn: Day | null
  readonly madeBy: Uuid
  readonly madeAt: Date
  readonly endedAt: Date | null
}

/** Where there is one with this id nothing is written. */
export async function insertSchedule(sql: Sql | Tx, row: ScheduleRow): Promise<void> {
  await sql`
    insert into currency_schedule (id, payer_id, payee_id, amount, cadence, due_day, from_day, until_day, next_on,
      made_by, made_at)
    values (${row.id}, ${row.payerId}, ${row.payeeId}, ${row.amount}, ${row.cadence}, ${row.dueDay}, ${row.fromDay},
      ${row.untilDay}, ${row.nextOn}, ${row.madeBy}, ${row.madeAt})
    on conflict (id) do nothing`
}

export async function selectSchedule(sql: Sql | Tx, id: Uuid): Promise<ScheduleRow | undefined> {
  const [row] = await sql<ScheduleRow[]>`
    select ${columns(sql)} from currency_schedule where id = ${id}`
  return row
}

/** Of a payer those that were not ended, the newest first. */
export async function selectSchedules(
  sql: Sql | Tx,
  payerId: Uuid,
): Promise<readonly ScheduleRow[]> {
  return sql<ScheduleRow[]>`
    select ${columns(sql)} from currency_schedule
    where payer_id = ${payerId} and ended_at is null order by made_at desc, id desc limit 200`
}

/** Those with a turn until a day, so many, the longest waiting first. */
export async function selectDue(
  sql: Sql | Tx,
  { day, limit }: { readonly day: Day; readonly limit: number },
): Promise<readonly ScheduleRow[]> {
  return sql<ScheduleRow[]>`
    select ${columns(sql)} from currency_schedule
    where next_on <= ${day} and ended_at is null order by next_on, id limit ${limit}`
}

/** Writes down that turns up to a day were answered. What is further already stays. */
export async function advance(
  sql: Sql | Tx,
  { id, lastOn, nextOn }: Pick<ScheduleRow, 'id' | 'lastOn' | 'nextOn'>,
): Promise<void> {
  await sql`
    update currency_schedule set last_on = ${lastOn}, next_on = ${nextOn}
    where id = ${id} and (last_on is null or last_on < ${lastOn})`
}

export async function endSchedule(
  sql: Sql | Tx,
  { id, at }: { readonly id: Uuid; readonly at: Date },
): Promise<void> {
  await sql`update currency_schedule set ended_at = ${at} where id = ${id} and ended_at is null`
}

function columns(sql: Sql | Tx) {
  return sql`id, payer_id as "payerId", payee_id as "payeeId", amount, cadence, due_day as "dueDay",
    from_day::text as "fromDay", until_day::text as "untilDay", next_on::text as "nextOn", last_on::text as "lastOn",
    made_by as "madeBy", made_at as "madeAt", ended_at as "endedAt"`
}
