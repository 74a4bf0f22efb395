import { arrayText } from '../db/array-text.ts'
import type { Sql, Tx } from '../db/client.ts'
import type { Day } from '../kernel/days.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { Minor } from '../kernel/money.ts'
import type { Channel, PaymentKind, Plan } from './core/deed.ts'
import type { PaymentStatus } from './core/payment.ts'

/** A try to move money, with its answer. */
export interface PaymentRow {
  readonly id: Uuid
  readonly instrumentId: string
  readonly kind: PaymentKind
  readonly status: PaymentStatus
  readonly payerId: Uuid | null
  readonly payeeId: Uuid | null
  readonly amount: Minor
  readonly fee: Minor
  readonly refunded: Minor
  readonly refundOf: Uuid | null
  readonly purchaseId: Uuid | null
  readonly channel: Channel
  readonly actorId: Uuid | null
  readonly reason: string | null
  readonly requestDigest: string
  readonly day: Day
  readonly recordedAt: Date
}

/** What a person paid, to be counted against a limit. */
export interface SpentRow {
  readonly walletId: Uuid
  readonly period: string
  readonly amount: Minor
  readonly most: Minor | null
}

export function paymentColumns(sql: Sql | Tx) {
  return sql`p.id, p.instrument_id as "instrumentId", p.kind, p.status, p.payer_id as "payerId",
    p.payee_id as "payeeId", p.amount, p.fee, p.refunded, p.refund_of as "refundOf", p.purchase_id as "purchaseId",
    p.channel, p.actor_id as "actorId", p.reason, p.request_digest as "requestDigest", p.day::text as day,
    p.recorded_at as "recordedAt"`
}

export async function selectPayments(
  sql: Sql | Tx,
  ids: readonly Uuid[],
): Promise<readonly PaymentRow[]> {
  return sql<PaymentRow[]>`
    select ${paymentColumns(sql)} from currency_payment p where p.id = any(${arrayText(ids)}::uuid[])`
}

/** An answer that moves nothing. Where the id was answered before, that answer stays. */
export function insertDeclined(sql: Sql | Tx, row: PaymentRow): PromiseLike<unknown> {
  return sql`insert into currency_payment ${insertedColumns(sql)}
    values (${row.id}, ${row.instrumentId}, ${row.kind}, ${row.status}, ${row.payerId}, ${row.payeeId},
      ${row.amount}, ${row.fee}, ${row.refundOf}, ${row.purchaseId}, ${row.channel}, ${row.actorId}, ${row.reason},
      ${row.requestDigest}, ${row.day}, ${row.recordedAt})
    on conflict (id) do nothing`
}

/**
 * Closes the lots that a deed takes, opens those that it leaves and makes, and writes its payments.
 *
 * Where a lot was closed meanwhile, the days of the payments are left empty, which the table refuses
 * (`currency_payment.day`); where an id was answered meanwhile, it is `currency_payment_pkey`.
 */
export function writeDeed(
  tx: Tx,
  plan: Pick<Plan, 'closed' | 'opened'>,
  {
    payments,
    spent,
    day,
  }: {
    readonly payments: readonly PaymentRow[]
    readonly spent: readonly SpentRow[]
    readonly day: Day
  },
): readonly PromiseLike<unknown>[] {
  const column = (key: keyof PaymentRow) => arrayText(payments.map((row) => textOf(row[key])))
  const sent: PromiseLike<unknown>[] = [
    tx`with closed as (
        update currency_lot set closed_on = ${day}
        where id = any(${arrayText(plan.closed)}::bigint[]) and closed_on is null returning id
      )
      insert into currency_payment ${insertedColumns(tx)}
      select id, instrument_id, kind, status, payer_id, payee_id, amount, fee, refund_of, purchase_id, channel, actor_id,
        reason, request_digest,
        case when (select count(*) from closed) = ${plan.closed.length}::int then day end, recorded_at
      from unnest(${column('id')}::uuid[], ${column('instrumentId')}::text[], ${column('kind')}::text[],
        ${column('status')}::text[], ${column('payerId')}::uuid[], ${column('payeeId')}::uuid[],
        ${column('amount')}::bigint[], ${column('fee')}::bigint[], ${column('refundOf')}::uuid[],
        ${column('purchaseId')}::uuid[], ${column('channel')}::text[], ${column('actorId')}::uuid[],
        ${column('reason')}::text[], ${column('requestDigest')}::text[], ${column('day')}::date[],
        ${column('recordedAt')}::timestamptz[]) as row
        (id, instrument_id, kind, status, payer_id, payee_id, amount, fee, refund_of, purchase_id, channel, actor_id,
         reason, request_digest, day, recorded_at)`,
  ]
  if (plan.opened.length > 0) sent.push(insertLots(tx, plan.opened))
  if (spent.length > 0) sent.push(addSpent(tx, spent))
  const refunds = payments.filter((row) => row.refundOf !== null)
  return [...sent, ...refunds.map((row) => addRefunded(tx, row))]
}

function insertLots(tx: Tx, lots: Plan['opened']): PromiseLike<unknown> {
  return tx`insert into currency_lot (wallet_id, instrument_id, amount, received_on, valued_on, last_day)
    select * from unnest(${arrayText(lots.map(({ wallet }) => wallet.id))}::uuid[],
      ${arrayText(lots.map(({ wallet }) => wallet.instrument.id))}::text[],
      ${arrayText(lots.map(({ amount }) => amount))}::bigint[],
      ${arrayText(lots.map(({ receivedOn }) => receivedOn))}::date[],
      ${arrayText(lots.map(({ valuedOn }) => valuedOn))}::date[],
      ${arrayText(lots.map(({ lastDay }) => lastDay))}::date[])`
}

/** Breaks `currency_spent_most` where it would come to more than may be. */
function addSpent(tx: Tx, rows: readonly SpentRow[]): PromiseLike<unknown> {
  return tx`insert into currency_spent as s (wallet_id, period, amount, most, payments)
    select *, 1 from unnest(${arrayText(rows.map(({ walletId }) => walletId))}::uuid[],
      ${arrayText(rows.map(({ period }) => period))}::text[],
      ${arrayText(rows.map(({ amount }) => amount))}::bigint[],
      ${arrayText(rows.map(({ most }) => most))}::bigint[])
    on conflict (wallet_id, period) do update
      set amount = s.amount + excluded.amount, most = excluded.most, payments = s.payments + 1`
}

/** Breaks `currency_payment_refunded` where more would come back than was paid. */
function addRefunded(tx: Tx, { refundOf, amount }: PaymentRow): PromiseLike<unknown> {
  return tx`update currency_payment set refunded = refunded + ${amount} where id = ${refundOf}`
}

function insertedColumns(sql: Sql | Tx) {
  return sql`(id, instrument_id, kind, status, payer_id, payee_id, amount, fee, refund_of, purchase_id, channel, actor_id,
    reason, request_digest, day, recorded_at)`
}

function textOf(value: PaymentRow[keyof PaymentRow]): string | bigint | null {
  return value instanceof Date ? value.toISOString() : value
}
