import { arrayText } from '../db/array-text.ts'
import type { Sql, Tx } from '../db/client.ts'
import type { RedemptionId, Uuid, VoucherId } from '../kernel/ids.ts'
import type { Minor, Unit } from '../kernel/money.ts'
import type { RedemptionStatus } from './core/redeem.ts'
import type { IsBound } from './standing-store.ts'
import type { VoucherPage } from './store.ts'

/** One try to spend and its answer, as the table holds it. */
export interface RedemptionRow {
  readonly id: RedemptionId
  readonly partnerId: string
  /** SHA-256 of what was asked; of a signed statement in base64url, of anything else in hex. */
  readonly requestDigest: string
  readonly status: RedemptionStatus
  /** `null` where the voucher is not known, as for `unit` and `remaining`. */
  readonly voucherId: VoucherId | null
  readonly amount: Minor
  readonly unit: Unit | null
  readonly remaining: Minor | null
  /** How many tries of the PIN were left; `null` where it was not wrong. */
  readonly triesLeft: number | null
  /** What a cap left to be spent; `null` where it was not reached. */
  readonly capLeft: Minor | null
  /** The phone token that it was shown by. */
  readonly tokenId: string | null
  /** A compact JWS; `null` where it was declined. */
  readonly receipt: string | null
  readonly recordedAt: Date
}

/** What was redeemed. */
export interface RedeemedRow extends RedemptionRow {
  /** Whether its voucher is good for one purchase only. */
  readonly isOnce: boolean
  /** The wallet whose token it was paid with; `null` where it was none of a wallet's. */
  readonly walletId: Uuid | null
}

/** A redemption by its id. */
export async function findRedemption(
  sql: Sql,
  id: RedemptionId,
): Promise<RedemptionRow | undefined> {
  const [row] = await sql<RedemptionRow[]>`${selectRedemption(sql)} where id = ${id}`
  return row
}

/** A page of the redemptions, of one partner or of all, the newest first. */
export async function listRedemptions(
  sql: Sql,
  page: VoucherPage & { readonly partnerId?: string; readonly recordedBefore?: Date },
): Promise<readonly RedemptionRow[]> {
  return sql<RedemptionRow[]>`
    ${selectRedemption(sql)}
    where ${page.partnerId === undefined ? sql`true` : sql`partner_id = ${page.partnerId}`}
      and ${page.recordedBefore === undefined ? sql`true` : sql`recorded_at < ${page.recordedBefore}`}
      and ${
        page.after === undefined
          ? sql`true`
          : sql`(recorded_at, id) < (select recorded_at, id from redemption where id = ${page.after})`
      }
    order by recorded_at desc, id desc limit ${page.limit}`
}

/** Of whom is read what happened since when. */
export interface Since {
  readonly partnerId: string
  readonly since: Date
}

/** What partners redeemed since then, declined tries too, the oldest first; at most so many of each. */
export async function listRedemptionsSince(
  sql: Sql,
  asked: readonly Since[],
  limit: number,
): Promise<readonly RedemptionRow[]> {
  return sql<RedemptionRow[]>`
    select found.* from ${eachSince(sql, asked)}
    cross join lateral (
      ${selectRedemption(sql)}
      where redemption.partner_id = asked.partner and recorded_at >= asked.since
      order by recorded_at, id limit ${limit}) found
    order by found."recordedAt", found.id`
}

export function eachSince(sql: Sql, asked: readonly Since[]) {
  return sql`
    unnest(
      ${arrayText(asked.map(({ partnerId }) => partnerId))}::text[],
      ${arrayText(asked.map(({ since }) => since.toISOString()))}::timestamptz[]
    ) as asked (partner, since)`
}

/**
 * Writes what was redeemed, on the open transaction that posts it. It locks the vouchers' rows, so a block or
 * an end comes wholly before or wholly after. Fails on
 * `redemption_redeemed_whole` where a voucher or a partner was stopped or the one use was made meanwhile, on `redemption_token` where a phone
 * token was spent meanwhile, on `redemption_pkey` where an id was answered meanwhile.
 *
 * Whether a voucher is good is asked of the row that was found by its id, and not in finding it: a partial index of those
 * that are not ended would do as well for the planner, and be read from end to end.
 */
export function insertRedeemed(
  tx: Tx,
  rows: readonly RedeemedRow[],
  isBound: IsBound,
): readonly PromiseLike<unknown>[] {
  const column = (key: WrittenText) => arrayText(rows.map((row) => row[key]))
  const isOnce = rows.map((row) => (row.isOnce ? 'once' : null))
  return [
    tx`
      insert into redemption
        (id, partner_id, request_digest, status, voucher_id, amount, unit, remaining, token_id,
         receipt, recorded_at)
      select r.id, r.partner_id, r.request_digest, r.status,
        case when held.is_good and accepting.is_active and (r.once is null or held.is_fresh)
            and (r.wallet_id is null or ${isBound(tx, tx`r.wallet_id`)})
          then held.id end, r.amount, r.unit, r.remaining, r.token_id,
        r.receipt, r.recorded_at::timestamptz
      from unnest(
        ${column('id')}::uuid[], ${column('partnerId')}::text[],
        ${column('requestDigest')}::text[], ${column('status')}::text[],
        ${column('voucherId')}::uuid[], ${column('amount')}::bigint[], ${column('unit')}::text[],
        ${column('remaining')}::bigint[], ${column('tokenId')}::text[],
        ${column('receipt')}::text[],
        ${arrayText(rows.map(({ recordedAt }) => recordedAt.toISOString()))}::text[],
        ${arrayText(isOnce)}::text[], ${arrayText(rows.map(({ walletId }) => walletId))}::uuid[]
      ) as r (id, partner_id, request_digest, status, voucher_id, amount, unit, remaining,
        token_id, receipt, recorded_at, once, wallet_id)
      left join lateral (
        select id, blocked_at is null and cancelled_at is null and expired_at is null
          and replaced_by is null and activated_at is not null as is_good,
          first_used_at is null as is_fresh
        from voucher where id = r.voucher_id
        for no key update
      ) held on true
      left join lateral (
        select p.status = 'active' and exists (
          select from agreement_on(p.id, today.day) agreed
          where agreed.valid_until is null or agreed.valid_until >= today.day) as is_active
        from partner p,
          (select (r.recorded_at::timestamptz at time zone 'Europe/Rome')::date as day) today
        where p.id = r.partner_id limit 1
      ) accepting on true`,
  ]
}

/** Notes on the open transaction that vouchers are in use from now on; those that were keep their first time. */
export function markUsed(tx: Tx, ids: readonly VoucherId[], usedAt: Date): PromiseLike<unknown> {
  return tx`
    update voucher set first_used_at = ${usedAt}
    where id = any(${arrayText([...new Set(ids)])}::uuid[]) and first_used_at is null`
}

/** Writes a decline, unless the id was answered before. */
export async function insertDeclined(sql: Sql, row: RedemptionRow): Promise<void> {
  await insertDecline(sql, row)
}

/** The statement of {@link insertDeclined}, for one that writes more. */
export function insertDecline(sql: Sql, row: RedemptionRow) {
  return sql`
    insert into redemption
      (id, partner_id, request_digest, status, voucher_id, amount, unit, remaining, tries_left,
       cap_left, token_id, receipt, recorded_at)
    values (
      ${row.id}, ${row.partnerId}, ${row.requestDigest}, ${row.status}, ${row.voucherId},
      ${row.amount}, ${row.unit}, ${row.remaining}, ${row.triesLeft}, ${row.capLeft},
      ${row.tokenId}, ${row.receipt}, ${row.recordedAt})
    on conflict (id) do nothing`
}

type WrittenText = Exclude<keyof RedemptionRow, 'recordedAt' | 'triesLeft' | 'capLeft'>

function selectRedemption(sql: Sql) {
  return sql`
    select id, partner_id as "partnerId", request_digest as "requestDigest", status,
      voucher_id as "voucherId", amount, unit, remaining, tries_left as "triesLeft",
      cap_left as "capLeft", token_id as "tokenId", receipt,
      recorded_at as "recordedAt"
    from redemption`
}
