import type { Sql, Tx } from '../db/client.ts'
import type { Day } from '../kernel/days.ts'
import type { AccountId, RedemptionId, Uuid, VoucherId } from '../kernel/ids.ts'
import type { Minor, Unit } from '../kernel/money.ts'
import type { ReversalReason } from '../ledger/core/transfer.ts'
import type { ChainedVoucher, RefundState } from './core/refund.ts'
import { eachSince, type Since } from './redemption-store.ts'
import { noteEmptied } from './store.ts'

/** A refund as it stands. */
export interface RefundRow {
  readonly id: Uuid
  readonly redemptionId: RedemptionId
  readonly voucherId: VoucherId
  readonly partnerId: string
  readonly contactPointId: string
  readonly amount: Minor
  readonly unit: Unit
  readonly reason: ReversalReason
  readonly state: RefundState
  readonly requestedBy: Uuid
  readonly requestedAt: Date
  /** Where the money went; `null` until it did. */
  readonly creditedAccountId: AccountId | null
  readonly doneAt: Date | null
}

/** Which part of a list is wanted, the newest first, and whose: of a partner, or of people of contact points. */
export interface ClaimPage<State extends string> {
  readonly limit: number
  readonly after?: Uuid
  readonly state?: State
  readonly partnerId?: string
  readonly contactPointIds?: readonly string[]
  readonly redemptionId?: RedemptionId
}

/** What was redeemed, with what it takes to give it back. */
export interface RedeemedFacts {
  readonly redemptionId: RedemptionId
  readonly voucherId: VoucherId
  readonly partnerId: string
  readonly contactPointId: string
  /** Whose voucher it was. */
  readonly beneficiaryId: string
  readonly amount: Minor
  readonly unit: Unit
  readonly recordedAt: Date
  /** What of it was refunded, or waits to be. */
  readonly refunded: Minor
  /** What of it was neither refunded nor is in dispute. */
  readonly left: Minor
}

/** The last card of a chain of replaced ones, and the envelope that takes back what it cannot. */
export interface Target extends ChainedVoucher {
  readonly envelopeAccountId: AccountId
  readonly planLineId: Uuid | null
}

/** What is taken of a redemption, or given free where negative. */
export interface ClaimChange {
  readonly refunded: Minor
  readonly disputed: Minor
}

/** A redemption that was redeemed; `undefined` for one that was declined, too. */
export async function findRedeemed(sql: Sql, id: RedemptionId): Promise<RedeemedFacts | undefined> {
  const [row] = await sql<RedeemedFacts[]>`
    select r.id as "redemptionId", r.voucher_id as "voucherId", r.partner_id as "partnerId",
      v.contact_point_id as "contactPointId", v.beneficiary_id as "beneficiaryId", r.amount, r.unit,
      r.recorded_at as "recordedAt",
      coalesce(c.refunded, 0) as refunded, r.amount - coalesce(c.refunded + c.disputed, 0) as left
    from redemption r
    join voucher v on v.id = r.voucher_id
    left join redemption_claim c on c.redemption_id = r.id
    where r.id = ${id} and r.status = 'redeemed'`
  return row
}

/** Where what comes back of a voucher goes: the last card after it. */
export async function findTarget(sql: Sql, voucherId: VoucherId, today: Day): Promise<Target> {
  const [row] = await sql<[Target]>`
    with recursive chain as (
      select v.*, 0 as depth from voucher v where v.id = ${voucherId}
      union all
      select next.*, chain.depth + 1 from chain join voucher next on next.id = chain.replaced_by)
    select chain.id, chain.replaced_by as "replacedBy", chain.cancelled_at as "cancelledAt",
      chain.expired_at as "expiredAt", chain.expires_on < ${today}::text::date as "isPast",
      chain.envelope_account_id as "envelopeAccountId", chain.plan_line_id as "planLineId"
    from chain order by chain.depth desc limit 1`
  return row
}

/**
 * Takes a part of a redemption on the open transaction, so that nobody else can. Fails on `redemption_claim_whole` where
 * so much is not left.
 *
 * @param refundedMax what may be refunded of it in all, or (not null) it fails on `redemption_claim.refunded`
 */
export function takeClaim(
  tx: Tx,
  redemptionId: RedemptionId,
  { refunded, disputed }: ClaimChange,
  refundedMax: Minor | null = null,
): PromiseLike<unknown> {
  return tx`
    insert into redemption_claim (redemption_id, amount, refunded, disputed)
    select id, amount, ${refunded}::bigint, ${disputed}::bigint
    from redemption where id = ${redemptionId}
    on conflict (redemption_id) do update set
      refunded = case
        when redemption_claim.refunded + excluded.refunded > ${refundedMax}::bigint then null
        else redemption_claim.refunded + excluded.refunded end,
      disputed = redemption_claim.disputed + excluded.disputed`
}

/** Changes what was taken of a redemption, on the open transaction. Fails as {@link takeClaim}. */
export function changeClaim(
  tx: Tx,
  redemptionId: RedemptionId,
  { refunded, disputed }: ClaimChange,
): PromiseLike<unknown> {
  return tx`
    update redemption_claim
    set refunded = refunded + ${refunded}::bigint, disputed = disputed + ${disputed}::bigint
    where redemption_id = ${redemptionId}`
}

/**
 * Undoes on the open transaction what the rules of use had counted of a purchase: the day's cap, and the one use where
 * all of it came back. Of a replaced card both had gone over to the last one. And it is not used up any more.
 */
export function giveUseBack(
  tx: Tx,
  {
    redemptionId,
    voucherId,
    recordedAt,
  }: Pick<RedeemedFacts, 'redemptionId' | 'voucherId' | 'recordedAt'>,
  last: Pick<Target, 'id'>,
  day: Day,
  amount: Minor,
): readonly PromiseLike<unknown>[] {
  const cards = tx`(${voucherId}::uuid, ${last.id}::uuid)`
  return [
    tx`
      update voucher_day set spent = spent - ${amount}::bigint
      where voucher_id in ${cards} and day = ${day}::text::date`,
    tx`
      update voucher set first_used_at = null
      where id in ${cards}
        and (select one_use from product where id = voucher.product_id)
        and (select refunded = amount from redemption_claim where redemption_id = ${redemptionId})
        and not exists (
          select from refund
          where redemption_id = ${redemptionId} and state in ('waiting', 'netting'))`,
    noteEmptied(tx, [voucherId, last.id], recordedAt),
  ]
}

/**
 * An account that is credited, as an SQL expression for a row: null where it is that of a voucher which was ended
 * meanwhile. Holds the voucher's row, so that an end comes wholly before or wholly after.
 */
function creditedIn(tx: Tx, target: Target, creditedAccountId: AccountId | null) {
  if (creditedAccountId !== target.id) return tx`${creditedAccountId}::uuid`
  return tx`(
    select id from voucher
    where id = ${target.id} and cancelled_at is null and expired_at is null and replaced_by is null
    for no key update)`
}

/** Writes a new refund. One that is done fails on `refund_done_whole` where its voucher was ended meanwhile. */
export function insertRefund(tx: Tx, row: RefundRow, target: Target): PromiseLike<unknown> {
  return tx`
    insert into refund
      (id, redemption_id, voucher_id, partner_id, contact_point_id, amount, unit, reason, state,
       requested_by, requested_at, credited_account_id, done_at)
    select ${row.id}::uuid, ${row.redemptionId}::uuid, ${row.voucherId}::uuid, ${row.partnerId},
      ${row.contactPointId}, ${row.amount}::bigint, ${row.unit}, ${row.reason}, ${row.state},
      ${row.requestedBy}::uuid, ${row.requestedAt}::timestamptz,
      ${creditedIn(tx, target, row.creditedAccountId)}, ${row.doneAt}::timestamptz`
}

/** Writes how a refund stands now. Fails as {@link insertRefund}, and on `refund_ended_once` where it was at its end. */
export function updateRefund(tx: Tx, row: RefundRow, target: Target): PromiseLike<unknown> {
  return tx`
    update refund set state = ${row.state}, done_at = ${row.doneAt}::timestamptz,
      credited_account_id = ${creditedIn(tx, target, row.creditedAccountId)}
    where id = ${row.id}`
}

export async function findRefund(sql: Sql, id: Uuid): Promise<RefundRow | undefined> {
  const [row] = await sql<RefundRow[]>`${selectRefund(sql)} where id = ${id}`
  return row
}

export async function listRefunds(
  sql: Sql,
  page: ClaimPage<RefundState>,
): Promise<readonly RefundRow[]> {
  const { after, state } = page
  return sql<RefundRow[]>`
    ${selectRefund(sql)}
    where ${inScope(sql, page)}
      and ${state === undefined ? sql`true` : sql`state = ${state}`}
      and ${after === undefined ? sql`true` : sql`(requested_at, id) < (select requested_at, id from refund where id = ${after})`}
    order by requested_at desc, id desc limit ${page.limit}`
}

/** What partners gave back since then, the oldest first; at most so many of each. */
export async function listRefundsSince(
  sql: Sql,
  asked: readonly Since[],
  limit: number,
): Promise<readonly RefundRow[]> {
  return sql<RefundRow[]>`
    select found.* from ${eachSince(sql, asked)}
    cross join lateral (
      ${selectRefund(sql)}
      where refund.partner_id = asked.partner and done_at >= asked.since
      order by done_at, id limit ${limit}) found
    order by found."doneAt", found.id`
}

/** Refunds that wait until their partners are owed enough again, the oldest first. */
export async function listNetting(
  sql: Sql,
  page: { readonly limit: number; readonly after?: Uuid },
): Promise<readonly RefundRow[]> {
  const { after, limit } = page
  return sql<RefundRow[]>`
    ${selectRefund(sql)}
    where state = 'netting'
      and ${after === undefined ? sql`true` : sql`(requested_at, id) > (select requested_at, id from refund where id = ${after})`}
    order by requested_at, id limit ${limit}`
}

/** What belongs to a partner, or to people of contact points; of one redemption, where one is named. */
export function inScope(
  sql: Sql,
  page: Pick<ClaimPage<string>, 'partnerId' | 'contactPointIds' | 'redemptionId'>,
) {
  const { redemptionId } = page
  if (redemptionId === undefined) return inReachOf(sql, page)
  return sql`redemption_id = ${redemptionId} and ${inReachOf(sql, page)}`
}

function inReachOf(
  sql: Sql,
  { partnerId, contactPointIds }: Pick<ClaimPage<string>, 'partnerId' | 'contactPointIds'>,
) {
  if (partnerId !== undefined) return sql`partner_id = ${partnerId}`
  if (contactPointIds === undefined) return sql`true`
  return sql`contact_point_id = any(${[...contactPointIds]}::text[])`
}

function selectRefund(sql: Sql) {
  return sql`
    select id, redemption_id as "redemptionId", voucher_id as "voucherId",
      partner_id as "partnerId", contact_point_id as "contactPointId", amount, unit, reason, state,
      requested_by as "requestedBy", requested_at as "requestedAt",
      credited_account_id as "creditedAccountId", done_at as "doneAt"
    from refund`
}
