import { arrayText } from '../db/array-text.ts'
import type { Sql, Tx } from '../db/client.ts'
import type { Day } from '../kernel/days.ts'
import type { Uuid, VoucherId } from '../kernel/ids.ts'
import type { Minor, Unit } from '../kernel/money.ts'
import type { RowFault } from './core/batch-check.ts'

/** A batch as it was prepared, and how far it has come. */
export interface BatchRow {
  readonly id: Uuid
  readonly digest: string
  readonly productId: string
  readonly contactPointId: string
  readonly unit: Unit
  readonly expiresOn: Day | null
  readonly reason: string
  readonly preparedBy: Uuid
  readonly preparedAt: Date
  readonly isAtOnce: boolean
  readonly scheduleId: Uuid | null
  readonly period: Day | null
  readonly approvedAt: Date | null
  readonly finishedAt: Date | null
}

/** A batch with what its rows add up to, and what was decided about it. */
export interface BatchStanding extends BatchRow {
  readonly approvalId: Uuid | null
  readonly approvalState: 'waiting' | 'approved' | 'refused' | 'withdrawn' | 'at_once' | null
  /** Whose people decide on it; empty where nobody is asked. */
  readonly approverIds: readonly string[]
  readonly count: number
  readonly total: Minor
  readonly issued: number
  readonly issuedTotal: Minor
  readonly failed: number
}

/** One voucher of a batch. */
export interface BatchLine {
  readonly number: number
  readonly voucherId: VoucherId
  readonly beneficiaryId: string
  readonly amount: Minor
  readonly envelopeId: Uuid | null
  readonly planLineId: Uuid | null
  readonly outcome: 'issued' | 'failed' | null
  readonly fault: RowFault | null
}

export function insertBatch(
  tx: Tx,
  batch: BatchRow,
  lines: readonly BatchLine[],
): readonly PromiseLike<unknown>[] {
  const column = (read: (line: BatchLine) => string | bigint | null) => arrayText(lines.map(read))
  return [
    tx`
      insert into voucher_batch
        (id, digest, product_id, contact_point_id, unit, expires_on, reason, prepared_by,
         prepared_at, is_at_once, schedule_id, period, approved_at)
      values (
        ${batch.id}, ${batch.digest}, ${batch.productId}, ${batch.contactPointId}, ${batch.unit},
        ${batch.expiresOn}::text::date, ${batch.reason}, ${batch.preparedBy}, ${batch.preparedAt},
        ${batch.isAtOnce}, ${batch.scheduleId}, ${batch.period}::text::date, ${batch.approvedAt})`,
    tx`
      insert into voucher_batch_row
        (batch_id, number, voucher_id, beneficiary_id, amount, envelope_id, plan_line_id, outcome, fault)
      select ${batch.id}::uuid, r.*
      from unnest(
        ${column(({ number }) => BigInt(number))}::int[], ${column((line) => line.voucherId)}::uuid[],
        ${column((line) => line.beneficiaryId)}::text[], ${column((line) => line.amount)}::bigint[],
        ${column((line) => line.envelopeId)}::uuid[], ${column((line) => line.planLineId)}::uuid[],
        ${column((line) => line.outcome)}::text[], ${column((line) => line.fault)}::text[]) as r`,
  ]
}

/** Breaks `emergency_cap` where the person would get more in this month than may be given without a second person. */
export function useEmergency(
  tx: Tx,
  uses: readonly { readonly beneficiaryId: string; readonly amount: Minor }[],
  { contactPointId, month, cap }: { contactPointId: string; month: Day; cap: Minor },
): PromiseLike<unknown> {
  // Always in one order, so that two batches never wait for each other in a circle.
  const sorted = [...uses].sort((a, b) => (a.beneficiaryId < b.beneficiaryId ? -1 : 1))
  return tx`
    insert into emergency_use (contact_point_id, beneficiary_id, month, used, cap)
    select ${contactPointId}, beneficiary_id, ${month}::text::date, amount, ${cap}::bigint
    from unnest(
      ${arrayText(sorted.map(({ beneficiaryId }) => beneficiaryId))}::text[],
      ${arrayText(sorted.map(({ amount }) => amount))}::bigint[]) as r (beneficiary_id, amount)
    on conflict (contact_point_id, beneficiary_id, month)
      do update set used = emergency_use.used + excluded.used, cap = excluded.cap`
}

export interface EmergencyUse {
  readonly contactPointId: string
  readonly beneficiaryId: string
  readonly month: Day
  readonly used: Minor
  readonly cap: Minor
}

/** What was given without a second person in a month. */
export async function listEmergencyUse(
  sql: Sql,
  month: Day,
  contactPointIds: readonly string[] | undefined,
): Promise<readonly EmergencyUse[]> {
  const scope =
    contactPointIds === undefined
      ? sql`true`
      : sql`contact_point_id = any(${[...contactPointIds]}::text[])`
  return sql<EmergencyUse[]>`
    select contact_point_id as "contactPointId", beneficiary_id as "beneficiaryId",
      month::text as month, used, cap
    from emergency_use where month = ${month}::text::date and used > 0 and ${scope}
    order by contact_point_id, beneficiary_id`
}

/** From then on the batch is issued. Does nothing where it was before. */
export function approveBatch(tx: Tx, id: Uuid, at: Date): PromiseLike<unknown> {
  return tx`update voucher_batch set approved_at = ${at} where id = ${id} and approved_at is null`
}

export async function findBatch(sql: Sql, id: Uuid): Promise<BatchStanding | undefined> {
  const [row] = await sql<BatchStanding[]>`${selectBatch(sql)} where b.id = ${id}`
  return row
}

/** Those of these that there are, in no order. */
export async function findBatches(
  sql: Sql,
  ids: readonly string[],
): Promise<readonly BatchStanding[]> {
  return sql<BatchStanding[]>`${selectBatch(sql)} where b.id = any(${[...ids]}::uuid[])`
}

export async function listBatches(
  sql: Sql,
  page: {
    readonly limit: number
    readonly after?: Uuid
    readonly contactPointIds?: readonly string[]
    readonly scheduleId?: Uuid
  },
): Promise<readonly BatchStanding[]> {
  const { after, contactPointIds, scheduleId } = page
  return sql<BatchStanding[]>`
    ${selectBatch(sql)}
    where ${contactPointIds === undefined ? sql`true` : inScope(sql, contactPointIds)}
      and ${scheduleId === undefined ? sql`true` : sql`b.schedule_id = ${scheduleId}`}
      and ${after === undefined ? sql`true` : sql`(b.prepared_at, b.id) < (select prepared_at, id from voucher_batch where id = ${after})`}
    order by b.prepared_at desc, b.id desc limit ${page.limit}`
}

/** The rows of a batch in their order, so many after one. */
export async function listBatchLines(
  sql: Sql,
  batchId: Uuid,
  page: { readonly limit: number; readonly after?: number; readonly isOpen?: boolean },
): Promise<readonly BatchLine[]> {
  return sql<BatchLine[]>`
    select number, voucher_id as "voucherId", beneficiary_id as "beneficiaryId", amount,
      envelope_id as "envelopeId", plan_line_id as "planLineId", outcome, fault
    from voucher_batch_row
    where batch_id = ${batchId} and number > ${page.after ?? 0}
      and ${page.isOpen === true ? sql`outcome is null` : sql`true`}
    order by number limit ${page.limit}`
}

/** The batches that were approved and are not issued to the end, the oldest first. */
export async function listBatchesDue(sql: Sql): Promise<readonly BatchRow[]> {
  return sql<BatchRow[]>`
    select ${batchColumns(sql)} from voucher_batch b
    where b.approved_at is not null and b.finished_at is null order by b.approved_at, b.id`
}

/** Breaks `voucher_batch_row_decided_once` where a row was given up meanwhile. */
export function markIssued(tx: Tx, voucherIds: readonly VoucherId[]): PromiseLike<unknown> {
  return tx`
    update voucher_batch_row set outcome = 'issued'
    where voucher_id = any(${arrayText(voucherIds)}::uuid[])`
}

/** Gives a row up for good, and with it what it took of what may be given at once. */
export async function markFailed(
  sql: Sql,
  batch: BatchRow,
  line: BatchLine,
  fault: RowFault,
  month: Day,
): Promise<void> {
  await sql.begin(async (tx) => {
    const given = await tx`
      update voucher_batch_row set outcome = 'failed', fault = ${fault}
      where voucher_id = ${line.voucherId} and outcome is null
        and not exists (select from voucher where id = ${line.voucherId}) returning number`
    if (given.length === 0 || !batch.isAtOnce) return
    await tx`
      update emergency_use set used = used - ${line.amount}
      where contact_point_id = ${batch.contactPointId} and beneficiary_id = ${line.beneficiaryId}
        and month = ${month}::text::date`
  })
}

/** Ends a batch of which no row is open; false where one is. */
export async function finishBatch(sql: Sql, id: Uuid, at: Date): Promise<boolean> {
  const ended = await sql`
    update voucher_batch b set finished_at = ${at}
    where id = ${id} and finished_at is null
      and not exists (select from voucher_batch_row where batch_id = b.id and outcome is null)
    returning id`
  return ended.length > 0
}

/** The people of a contact point, by code. */
export async function listPeople(sql: Sql, contactPointId: string): Promise<readonly string[]> {
  const rows = await sql<{ id: string }[]>`
    select id from beneficiary where contact_point_id = ${contactPointId} order by id`
  return rows.map(({ id }) => id)
}

/** Of one's own contact points, and what people elsewhere ask one to approve. */
function inScope(sql: Sql, contactPointIds: readonly string[]) {
  const ids = sql`${[...contactPointIds]}::text[]`
  return sql`(b.contact_point_id = any(${ids}) or a.contact_point_ids && ${ids})`
}

function batchColumns(sql: Sql) {
  return sql`
    b.id, b.digest, b.product_id as "productId", b.contact_point_id as "contactPointId", b.unit,
    b.expires_on::text as "expiresOn", b.reason, b.prepared_by as "preparedBy",
    b.prepared_at as "preparedAt", b.is_at_once as "isAtOnce", b.schedule_id as "scheduleId",
    b.period::text as period, b.approved_at as "approvedAt", b.finished_at as "finishedAt"`
}

function selectBatch(sql: Sql) {
  return sql`
    select ${batchColumns(sql)}, a.id as "approvalId", a.state as "approvalState",
      coalesce(a.contact_point_ids, '{}') as "approverIds",
      r.count, r.total, r.issued, r."issuedTotal", r.failed
    from voucher_batch b
    left join approval a on a.kind = 'voucher_batch' and a.subject_id = b.id::text
    cross join lateral (
      select count(*)::int as count, coalesce(sum(amount), 0)::bigint as total,
        (count(*) filter (where outcome = 'issued'))::int as issued,
        coalesce(sum(amount) filter (where outcome = 'issued'), 0)::bigint as "issuedTotal",
        (count(*) filter (where outcome = 'failed'))::int as failed
      from voucher_batch_row where batch_id = b.id) r`
}
