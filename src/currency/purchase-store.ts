import { arrayText } from '../db/array-text.ts'
import type { Sql, Tx } from '../db/client.ts'
import type { Day } from '../kernel/days.ts'
import type { RedemptionId, Uuid } from '../kernel/ids.ts'
import type { Minor } from '../kernel/money.ts'
import type { PartStatus, PurchaseStatus } from './core/purchase.ts'

/** A part of a purchase as it was answered. */
export interface PartRow {
  readonly instrumentId: string
  readonly amount: Minor
  readonly status: PartStatus
  /** `null` where nothing was paid. */
  readonly paymentId: Uuid | null
}

/** A purchase as it was answered. */
export interface PurchaseRow {
  readonly id: Uuid
  readonly partnerId: string
  readonly status: PurchaseStatus
  readonly price: Minor
  readonly euro: Minor
  readonly voucherAmount: Minor
  readonly redemptionId: RedemptionId | null
  /** What the voucher was answered; `null` where there is none, or nothing was asked of it. */
  readonly voucherStatus: string | null
  readonly receipt: string | null
  readonly actorId: Uuid
  readonly requestDigest: string
  readonly day: Day
  readonly recordedAt: Date
  readonly parts: readonly PartRow[]
}

type RawPart = readonly [string, string, PartStatus, Uuid | null]

export async function selectPurchase(sql: Sql | Tx, id: Uuid): Promise<PurchaseRow | undefined> {
  const [row] = await sql<(Omit<PurchaseRow, 'parts'> & { parts: readonly RawPart[] })[]>`
    select id, partner_id as "partnerId", status, price, euro, voucher_amount as "voucherAmount",
      redemption_id as "redemptionId", voucher_status as "voucherStatus", receipt, actor_id as "actorId",
      request_digest as "requestDigest", day::text as day, recorded_at as "recordedAt",
      coalesce((select jsonb_agg(jsonb_build_array(instrument_id, amount::text, status, payment_id)
          order by instrument_id)
        from currency_purchase_part where purchase_id = p.id), '[]') as parts
    from currency_purchase p where id = ${id}`
  return row === undefined
    ? undefined
    : {
        ...row,
        parts: row.parts.map(([instrumentId, amount, status, paymentId]) => {
          return { instrumentId, amount: BigInt(amount), status, paymentId }
        }),
      }
}

/** Breaks `currency_purchase_pkey` where the id was answered meanwhile. */
export function insertPurchase(tx: Tx, row: PurchaseRow): readonly PromiseLike<unknown>[] {
  const { parts } = row
  return [
    tx`insert into currency_purchase (id, partner_id, status, price, euro, voucher_amount, redemption_id,
        voucher_status, receipt, actor_id, request_digest, day, recorded_at)
      values (${row.id}, ${row.partnerId}, ${row.status}, ${row.price}, ${row.euro}, ${row.voucherAmount},
        ${row.redemptionId}, ${row.voucherStatus}, ${row.receipt}, ${row.actorId}, ${row.requestDigest}, ${row.day},
        ${row.recordedAt})`,
    tx`insert into currency_purchase_part (purchase_id, instrument_id, amount, status, payment_id)
      select ${row.id}, * from unnest(${arrayText(parts.map(({ instrumentId }) => instrumentId))}::text[],
        ${arrayText(parts.map(({ amount }) => amount))}::bigint[],
        ${arrayText(parts.map(({ status }) => status))}::text[],
        ${arrayText(parts.map(({ paymentId }) => paymentId))}::uuid[])`,
  ]
}
