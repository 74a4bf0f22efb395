import type { Sql, Tx } from '../db/client.ts'
import type { RedemptionId, VoucherId } from '../kernel/ids.ts'
import type { Minor, Unit } from '../kernel/money.ts'
import type { RedemptionStatus } from './core/redeem.ts'
import type { VoucherPage } from './store.ts'

/** One try to spend and its answer, as the table holds it. */
export interface RedemptionRow {
  readonly id: RedemptionId
  readonly partnerId: string
  /** SHA-256 (hex) of what was asked. */
  readonly requestDigest: string
  readonly status: RedemptionStatus
  /** `null` where the voucher is not known, as for `unit` and `remaining`. */
  readonly voucherId: VoucherId | null
  readonly amount: Minor
  readonly unit: Unit | null
  readonly remaining: Minor | null
  /** The phone token that it was shown by. */
  readonly tokenId: string | null
  /** A compact JWS; `null` where it was declined. */
  readonly receipt: string | null
  readonly recordedAt: Date
}

/** A redemption by its id. */
export async function findRedemption(
  sql: Sql,
  id: RedemptionId,
): Promise<RedemptionRow | undefined> {
  const [row] = await sql<RedemptionRow[]>`${selectRedemption(sql)} where id = ${id}`
  return row
}

/** True where something was redeemed with this phone token. */
export async function isTokenSpent(sql: Sql, tokenId: string): Promise<boolean> {
  const rows = await sql`
    select 1 from redemption where token_id = ${tokenId} and status = 'redeemed'`
  return rows.length > 0
}

/** A page of the redemptions, of one partner or of all, the newest first. */
export async function listRedemptions(
  sql: Sql,
  page: VoucherPage & { readonly partnerId?: string },
): Promise<readonly RedemptionRow[]> {
  return sql<RedemptionRow[]>`
    ${selectRedemption(sql)}
    where ${page.partnerId === undefined ? sql`true` : sql`partner_id = ${page.partnerId}`}
      and ${
        page.after === undefined
          ? sql`true`
          : sql`(recorded_at, id) < (select recorded_at, id from redemption where id = ${page.after})`
      }
    order by recorded_at desc, id desc limit ${page.limit}`
}

/**
 * Writes what was redeemed, on the open transaction that posts it. It locks the voucher's row, so a block or
 * an end comes wholly before or wholly after. Fails on
 * `redemption_redeemed_whole` where the voucher was stopped meanwhile, on `redemption_token` where its phone
 * token was spent meanwhile, on `redemption_pkey` where the id was answered meanwhile.
 */
export function insertRedeemed(tx: Tx, row: RedemptionRow): PromiseLike<unknown> {
  return tx`
    with good as (
      update voucher set first_used_at = coalesce(first_used_at, ${row.recordedAt})
      where id = ${row.voucherId} and blocked_at is null and cancelled_at is null
        and expired_at is null and replaced_by is null
      returning id)
    insert into redemption
      (id, partner_id, request_digest, status, voucher_id, amount, unit, remaining, token_id,
       receipt, recorded_at)
    values (
      ${row.id}, ${row.partnerId}, ${row.requestDigest}, ${row.status}, (select id from good),
      ${row.amount}, ${row.unit}, ${row.remaining}, ${row.tokenId}, ${row.receipt},
      ${row.recordedAt})`
}

/** Writes a decline, unless the id was answered before. */
export async function insertDeclined(sql: Sql, row: RedemptionRow): Promise<void> {
  await sql`
    insert into redemption
      (id, partner_id, request_digest, status, voucher_id, amount, unit, remaining, token_id,
       receipt, recorded_at)
    values (
      ${row.id}, ${row.partnerId}, ${row.requestDigest}, ${row.status}, ${row.voucherId},
      ${row.amount}, ${row.unit}, ${row.remaining}, ${row.tokenId}, ${row.receipt},
      ${row.recordedAt})
    on conflict (id) do nothing`
}

function selectRedemption(sql: Sql) {
  return sql`
    select id, partner_id as "partnerId", request_digest as "requestDigest", status,
      voucher_id as "voucherId", amount, unit, remaining, token_id as "tokenId", receipt,
      recorded_at as "recordedAt"
    from redemption`
}
