import type { Sql, Tx } from '../db/client.ts'
import type { Day } from '../kernel/days.ts'
import type { AccountId, RedemptionId, Uuid, VoucherId } from '../kernel/ids.ts'
import type { Minor, Unit } from '../kernel/money.ts'
import type { DisputeEventKind, DisputeSide, DisputeState } from './core/refund.ts'
import { type ClaimPage, inScope, type Target } from './refund-store.ts'

/** A dispute as it stands. */
export interface DisputeRow {
  readonly id: Uuid
  readonly redemptionId: RedemptionId
  readonly voucherId: VoucherId
  readonly partnerId: string
  readonly contactPointId: string
  readonly amount: Minor
  readonly unit: Unit
  readonly side: DisputeSide
  readonly state: DisputeState
  readonly frozenAccountId: AccountId
  readonly openedBy: Uuid
  readonly openedAt: Date
  /** By this day in Europe/Rome it should be decided. */
  readonly dueOn: Day
  readonly decidedAt: Date | null
}

/** What was said or done in a dispute. */
export interface DisputeEvent {
  readonly id: Uuid
  readonly disputeId: Uuid
  readonly kind: DisputeEventKind
  readonly reason: string
  readonly actorId: Uuid
  readonly recordedAt: Date
}

export function insertDispute(tx: Tx, row: DisputeRow): PromiseLike<unknown> {
  return tx`
    insert into dispute
      (id, redemption_id, voucher_id, partner_id, contact_point_id, amount, unit, side, state,
       frozen_account_id, opened_by, opened_at, due_on, decided_at)
    values (
      ${row.id}, ${row.redemptionId}, ${row.voucherId}, ${row.partnerId}, ${row.contactPointId},
      ${row.amount}, ${row.unit}, ${row.side}, ${row.state}, ${row.frozenAccountId},
      ${row.openedBy}, ${row.openedAt}, ${row.dueOn}::text::date, ${row.decidedAt})`
}

/**
 * Ends a dispute on the open transaction that moves its amount. Fails on `dispute_decided_once` where it was decided
 * before, and on `dispute_decided` where the voucher that takes the amount was ended meanwhile.
 *
 * @param heldBy the voucher that the amount goes to, which has to be open; `undefined` where it goes elsewhere
 */
export function endDispute(
  tx: Tx,
  { id, state, decidedAt }: Pick<DisputeRow, 'id' | 'state' | 'decidedAt'>,
  heldBy: Target | undefined,
): PromiseLike<unknown> {
  const isOpen =
    heldBy === undefined
      ? tx`true`
      : tx`exists (
          select from voucher
          where id = ${heldBy.id} and cancelled_at is null and expired_at is null
            and replaced_by is null
          for no key update)`
  return tx`
    update dispute set state = ${state},
      decided_at = case when ${isOpen} then ${decidedAt}::timestamptz end
    where id = ${id}`
}

export function insertDisputeEvent(tx: Tx, row: DisputeEvent): PromiseLike<unknown> {
  return tx`
    insert into dispute_event (id, dispute_id, kind, reason, actor_id, recorded_at)
    values (${row.id}, ${row.disputeId}, ${row.kind}, ${row.reason}, ${row.actorId},
      ${row.recordedAt})`
}

export async function findDispute(sql: Sql, id: Uuid): Promise<DisputeRow | undefined> {
  const [row] = await sql<DisputeRow[]>`${selectDispute(sql)} where id = ${id}`
  return row
}

export async function listDisputes(
  sql: Sql,
  page: ClaimPage<DisputeState>,
): Promise<readonly DisputeRow[]> {
  const { after, state } = page
  return sql<DisputeRow[]>`
    ${selectDispute(sql)}
    where ${inScope(sql, page)}
      and ${state === undefined ? sql`true` : sql`state = ${state}`}
      and ${after === undefined ? sql`true` : sql`(opened_at, id) < (select opened_at, id from dispute where id = ${after})`}
    order by opened_at desc, id desc limit ${page.limit}`
}

export async function findDisputeEvent(sql: Sql, id: Uuid): Promise<DisputeEvent | undefined> {
  const [row] = await sql<DisputeEvent[]>`${selectEvent(sql)} where id = ${id}`
  return row
}

/** What was said and done in a dispute, the oldest first. */
export async function listDisputeEvents(
  sql: Sql,
  disputeId: Uuid,
): Promise<readonly DisputeEvent[]> {
  return sql<DisputeEvent[]>`
    ${selectEvent(sql)} where dispute_id = ${disputeId}
    order by recorded_at, kind = 'decided', kind = 'noted', id`
}

function selectEvent(sql: Sql) {
  return sql`
    select id, dispute_id as "disputeId", kind, reason, actor_id as "actorId",
      recorded_at as "recordedAt"
    from dispute_event`
}

function selectDispute(sql: Sql) {
  return sql`
    select id, redemption_id as "redemptionId", voucher_id as "voucherId",
      partner_id as "partnerId", contact_point_id as "contactPointId", amount, unit, side, state,
      frozen_account_id as "frozenAccountId", opened_by as "openedBy", opened_at as "openedAt",
      due_on::text as "dueOn", decided_at as "decidedAt"
    from dispute`
}
