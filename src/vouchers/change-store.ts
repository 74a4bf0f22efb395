import { arrayText } from '../db/array-text.ts'
import type { Sql, Tx } from '../db/client.ts'
import type { Day } from '../kernel/days.ts'
import type { Uuid, VoucherId } from '../kernel/ids.ts'
import type { Minor, Unit } from '../kernel/money.ts'
import type { ChangeKind } from './core/changes.ts'
import { isNotEnded, type VoucherEvent } from './store.ts'

/** More money or more days for a voucher, as it was asked for. */
export interface ChangeRow {
  readonly id: Uuid
  readonly voucherId: VoucherId
  readonly kind: ChangeKind
  readonly amount: Minor | null
  readonly expiresOn: Day | null
  readonly reason: string
  readonly preparedBy: Uuid
  readonly preparedAt: Date
}

export function insertChange(tx: Tx, row: ChangeRow): PromiseLike<unknown> {
  return tx`
    insert into voucher_change
      (id, voucher_id, kind, amount, expires_on, reason, prepared_by, prepared_at)
    values (
      ${row.id}, ${row.voucherId}, ${row.kind}, ${row.amount}, ${row.expiresOn}::text::date,
      ${row.reason}, ${row.preparedBy}, ${row.preparedAt})`
}

export async function findChange(sql: Sql, id: Uuid): Promise<ChangeRow | undefined> {
  const [row] = await sql<ChangeRow[]>`
    select id, voucher_id as "voucherId", kind, amount, expires_on::text as "expiresOn", reason,
      prepared_by as "preparedBy", prepared_at as "preparedAt"
    from voucher_change where id = ${id}`
  return row
}

/** Makes those good that are not yet, and says so in their histories. Returns which they were. */
export async function activate(
  tx: Tx,
  vouchers: readonly { readonly voucherId: VoucherId; readonly eventId: Uuid }[],
  { actorId, at }: { readonly actorId: Uuid; readonly at: Date },
): Promise<readonly VoucherId[]> {
  if (vouchers.length === 0) return []
  // Locked in one order, so that two requests for the same cards never wait for each other in a circle.
  const rows = await tx<{ id: VoucherId }[]>`
    with asked as (
      select v.id, r.event_id
      from unnest(
        ${arrayText(vouchers.map(({ voucherId }) => voucherId))}::uuid[],
        ${arrayText(vouchers.map((one) => one.eventId))}::uuid[]) as r (voucher_id, event_id)
      join voucher v on v.id = r.voucher_id
      where activated_at is null and ${isNotEnded(tx)} order by v.id for no key update of v),
    changed as (
      update voucher v set activated_at = ${at} from asked where v.id = asked.id
      returning v.id, asked.event_id)
    insert into voucher_event (id, voucher_id, kind, reason, actor_id, recorded_at)
    select event_id, id, 'activate', 'handed over', ${actorId}::uuid, ${at}::timestamptz
    from changed returning voucher_id as id`
  return rows.map(({ id }) => id)
}

/** Which of these ids are those of events. */
export async function eventsThatAre(sql: Sql, ids: readonly Uuid[]): Promise<readonly Uuid[]> {
  const rows = await sql<{ id: Uuid }[]>`
    select id from voucher_event where id = any(${arrayText(ids)}::uuid[])`
  return rows.map(({ id }) => id)
}

/**
 * Writes on the open transaction that money was added to a voucher. Fails (not null, on `voucher_event.voucher_id`)
 * where it is at its end or past its last day.
 */
export function noteTopUp(tx: Tx, event: VoucherEvent, today: Day): PromiseLike<unknown> {
  return tx`
    insert into voucher_event (id, voucher_id, kind, reason, actor_id, recorded_at)
    values (${event.id}, (
        select id from voucher where id = ${event.voucherId} and ${isNotEnded(tx)}
          and expires_on >= ${today}::text::date for no key update),
      'top_up', ${event.reason}, ${event.actorId}, ${event.recordedAt})`
}

/** Makes a voucher good for longer; fails as {@link noteTopUp} does. */
export function extend(
  tx: Tx,
  event: VoucherEvent,
  { expiresOn, today }: { readonly expiresOn: Day; readonly today: Day },
): PromiseLike<unknown> {
  return tx`
    with changed as (
      update voucher set expires_on = ${expiresOn}::text::date
      where id = ${event.voucherId} and ${isNotEnded(tx)} and expires_on >= ${today}::text::date
        and expires_on < ${expiresOn}::text::date returning id)
    insert into voucher_event (id, voucher_id, kind, reason, actor_id, recorded_at)
    values (${event.id}, (select id from changed), 'extend', ${event.reason}, ${event.actorId},
      ${event.recordedAt})`
}

/** What went back unspent, of one product, contact point and month. */
export interface Breakage {
  readonly productId: string
  readonly contactPointId: string
  /** `2026-05`, in Europe/Rome. */
  readonly month: string
  readonly unit: Unit
  readonly kind: 'expire' | 'cancel'
  readonly vouchers: number
  readonly amount: Minor
}

/** What vouchers gave back from a day to a day, by why they did. */
export async function sumBreakage(
  sql: Sql,
  days: { readonly from: Day; readonly until: Day },
  contactPointIds: readonly string[] | undefined,
): Promise<readonly Breakage[]> {
  const scope =
    contactPointIds === undefined
      ? sql`true`
      : sql`v.contact_point_id = any(${[...contactPointIds]}::text[])`
  // The voucher is the debit of what it gives back, once: it is at its end then.
  return sql<Breakage[]>`
    select v.product_id as "productId", v.contact_point_id as "contactPointId",
      to_char(e.recorded_at at time zone 'Europe/Rome', 'YYYY-MM') as month, v.unit, e.kind,
      count(*)::int as vouchers, sum(t.amount)::bigint as amount
    from voucher_event e
    join voucher v on v.id = e.voucher_id
    join ledger_transfer t on t.debit_account_id = v.id
      and t.code = case e.kind when 'expire' then 60 else 50 end
    where e.kind in ('expire', 'cancel')
      and e.recorded_at >= ${days.from}::text::timestamp at time zone 'Europe/Rome'
      and e.recorded_at < (${days.until}::text::date + 1)::timestamp at time zone 'Europe/Rome'
      and ${scope}
    group by 1, 2, 3, 4, 5 order by 3, 1, 2, 5`
}
