import type { Sql } from '../db/client.ts'
import type { Day } from '../kernel/days.ts'
import type { RedemptionId, Uuid, VoucherId } from '../kernel/ids.ts'
import type { Minor, Unit } from '../kernel/money.ts'
import type { DisputeState } from './core/refund.ts'

/** Something that a person bought with a voucher. */
export interface Spending {
  readonly id: RedemptionId
  readonly voucherId: VoucherId
  readonly productName: string
  readonly partnerName: string
  readonly amount: Minor
  readonly unit: Unit
  /** What was left on the voucher after it. */
  readonly remaining: Minor
  /** What of it was given back, or waits to be. */
  readonly refunded: Minor
  /** What of it was neither given back nor is in dispute. */
  readonly disputable: Minor
  /** How the last dispute stands that was opened on the person's side; `null` where there was none. */
  readonly dispute: OwnDispute | null
  /** The signed receipt, a compact JWS. */
  readonly receipt: string
  readonly recordedAt: Date
}

export interface OwnDispute {
  readonly id: Uuid
  readonly state: DisputeState
  /** Minor units as text. */
  readonly amount: string
  /** By this day it should be decided. */
  readonly dueOn: Day
}

export interface SpendingPage {
  readonly limit: number
  readonly after?: RedemptionId
}

/** What a person bought, the newest first. */
export async function listSpending(
  sql: Sql,
  beneficiaryId: string,
  page: SpendingPage,
): Promise<readonly Spending[]> {
  const { after, limit } = page
  return sql<Spending[]>`
    select r.id, r.voucher_id as "voucherId", p.name as "productName", s.name as "partnerName",
      r.amount, r.unit, r.remaining, r.receipt, r.recorded_at as "recordedAt",
      coalesce(c.refunded, 0) as refunded,
      r.amount - coalesce(c.refunded + c.disputed, 0) as disputable, d.own as dispute
    from voucher v
    join redemption r on r.voucher_id = v.id
    join product p on p.id = v.product_id
    join partner s on s.id = r.partner_id
    left join redemption_claim c on c.redemption_id = r.id
    left join lateral (
      select jsonb_build_object('id', id, 'state', state, 'amount', amount::text, 'dueOn', due_on) as own
      from dispute where redemption_id = r.id and side = 'beneficiary'
      order by opened_at desc, id desc limit 1) d on true
    where v.beneficiary_id = ${beneficiaryId} and r.status = 'redeemed'
      and ${
        after === undefined
          ? sql`true`
          : sql`(r.recorded_at, r.id) < (select recorded_at, id from redemption where id = ${after})`
      }
    order by r.recorded_at desc, r.id desc limit ${limit}`
}
