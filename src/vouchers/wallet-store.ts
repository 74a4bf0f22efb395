import type { Sql } from '../db/client.ts'
import type { RedemptionId, VoucherId } from '../kernel/ids.ts'
import type { Minor, Unit } from '../kernel/money.ts'

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
  /** The signed receipt, a compact JWS. */
  readonly receipt: string
  readonly recordedAt: Date
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
      r.amount, r.unit, r.remaining, r.receipt, r.recorded_at as "recordedAt"
    from voucher v
    join redemption r on r.voucher_id = v.id
    join product p on p.id = v.product_id
    join partner s on s.id = r.partner_id
    where v.beneficiary_id = ${beneficiaryId} and r.status = 'redeemed'
      and ${
        after === undefined
          ? sql`true`
          : sql`(r.recorded_at, r.id) < (select recorded_at, id from redemption where id = ${after})`
      }
    order by r.recorded_at desc, r.id desc limit ${limit}`
}
