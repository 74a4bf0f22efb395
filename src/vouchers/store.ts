import { arrayText } from '../db/array-text.ts'
import type { Sql, Tx } from '../db/client.ts'
import type { Day } from '../kernel/days.ts'
import type { AccountId, Uuid, VoucherId } from '../kernel/ids.ts'
import type { Minor, Unit } from '../kernel/money.ts'
import type { Colour } from '../ledger/core/colour.ts'
import type { ExpiryPolicy, VatNature } from './core/face-value.ts'
import type { VoucherEventKind, VoucherFacts, VoucherStatus } from './core/status.ts'

/** A voucher as its row, its product, its contact point and its account say, all of one moment. */
export interface VoucherRow extends VoucherFacts {
  readonly id: VoucherId
  readonly serial: bigint
  /** What the printed card carries, 78 bytes. */
  readonly card: Uint8Array
  readonly productId: string
  readonly beneficiaryId: string
  readonly contactPointId: string
  readonly amount: Minor
  readonly unit: Unit
  readonly issuedAt: Date
  /** The envelope that paid for it, and where it goes back to. */
  readonly envelopeAccountId: AccountId
  /** The line of the person's plan that it counts against. */
  readonly planLineId: Uuid | null
  readonly vatNature: VatNature
  readonly colour: Colour | null
  readonly expiryPolicy: ExpiryPolicy
  readonly productName: string
  /** The language of the person's card. */
  readonly language: string
  /** What its product is good for. */
  readonly categories: readonly string[]
  /** Counts the batches that changed its account. */
  readonly accountVersion: bigint
}

/** A voucher to be written. */
export interface NewVoucherRow
  extends Pick<
    VoucherRow,
    | 'id'
    | 'serial'
    | 'card'
    | 'productId'
    | 'beneficiaryId'
    | 'contactPointId'
    | 'amount'
    | 'unit'
    | 'issuedAt'
    | 'expiresOn'
    | 'activatedAt'
    | 'envelopeAccountId'
    | 'planLineId'
    | 'vatNature'
  > {
  readonly issuedBy: Uuid | null
}

/** What was done to a voucher besides spending it. */
export interface VoucherEvent {
  readonly id: Uuid
  readonly voucherId: VoucherId
  readonly kind: VoucherEventKind
  readonly reason: string
  readonly actorId: Uuid | null
  readonly recordedAt: Date
}

/** Which part of a list is wanted: at most `limit` rows, those after the item `after`. */
export interface VoucherPage {
  readonly limit: number
  readonly after?: Uuid
}

/** Which vouchers are wanted; a filter that is not given lets all pass. */
export interface VoucherFilter {
  readonly status?: VoucherStatus
  readonly beneficiaryId?: string
  readonly serial?: bigint
  /** Only those whose last day is this one or earlier. */
  readonly expiresUntil?: Day
}

/** Writes vouchers on an open transaction that opens their accounts. */
export function insertVouchers(tx: Tx, rows: readonly NewVoucherRow[]): PromiseLike<unknown> {
  const column = (read: (row: NewVoucherRow) => string | bigint | null) => arrayText(rows.map(read))
  return tx`
    insert into voucher
      (id, serial, card, product_id, beneficiary_id, contact_point_id, amount, unit, issued_at,
       issued_by, expires_on, activated_at, envelope_account_id, plan_line_id, vat_nature)
    select id, serial, card, product_id, beneficiary_id, contact_point_id, amount, unit,
      issued_at::timestamptz, issued_by, expires_on::date, activated_at::timestamptz,
      envelope_account_id, plan_line_id, vat_nature
    from unnest(
      ${column((row) => row.id)}::uuid[], ${column((row) => row.serial)}::bigint[],
      ${column((row) => `\\x${Buffer.from(row.card).toString('hex')}`)}::bytea[],
      ${column((row) => row.productId)}::text[], ${column((row) => row.beneficiaryId)}::text[],
      ${column((row) => row.contactPointId)}::text[], ${column((row) => row.amount)}::bigint[],
      ${column((row) => row.unit)}::text[], ${column((row) => row.issuedAt.toISOString())}::text[],
      ${column((row) => row.issuedBy)}::uuid[], ${column((row) => row.expiresOn)}::text[],
      ${column((row) => row.activatedAt?.toISOString() ?? null)}::text[],
      ${column((row) => row.envelopeAccountId)}::uuid[], ${column((row) => row.planLineId)}::uuid[],
      ${column((row) => row.vatNature)}::text[]
    ) as r (id, serial, card, product_id, beneficiary_id, contact_point_id, amount, unit, issued_at,
      issued_by, expires_on, activated_at, envelope_account_id, plan_line_id, vat_nature)`
}

/** A voucher by its id. */
export async function findVoucher(sql: Sql, id: VoucherId): Promise<VoucherRow | undefined> {
  const [row] = await sql<VoucherRow[]>`${selectVoucher(sql)} where v.id = ${id}`
  return row
}

/** Those of these vouchers that exist, in no order. */
export async function findVouchers(
  sql: Sql,
  ids: readonly VoucherId[],
): Promise<readonly VoucherRow[]> {
  return sql<VoucherRow[]>`${selectVoucher(sql)} where v.id = any(${arrayText(ids)}::uuid[])`
}

/**
 * A page of the vouchers as they stand on a day, the newest first.
 *
 * What is looked for may be rare, in a status or at a contact point: each is followed along an index of its own, in
 * the order of the list, no further than the page is long.
 */
export async function listVouchers(
  sql: Sql,
  page: VoucherPage & VoucherFilter & { readonly today: Day },
  contactPointIds?: readonly string[],
): Promise<readonly VoucherRow[]> {
  const { beneficiaryId, serial, expiresUntil, status, after, limit } = page
  const always = sql`true`
  const first = (condition: ReturnType<typeof inStatus>[number], place: typeof always) => sql`
    select v.id from voucher v join ledger_account a on a.id = v.id
    where ${condition} and ${place}
      and ${beneficiaryId === undefined ? always : sql`v.beneficiary_id = ${beneficiaryId}`}
      and ${serial === undefined ? always : sql`v.serial = ${serial}`}
      and ${expiresUntil === undefined ? always : sql`v.expires_on <= ${expiresUntil}::text::date`}
      and ${
        after === undefined
          ? always
          : sql`(v.issued_at, v.id) < (select issued_at, id from voucher where id = ${after})`
      }
    order by v.issued_at desc, v.id desc limit ${limit}`
  const conditions = status === undefined ? [always] : inStatus(sql, status, page.today)
  // Each place by its name: the planner then knows whether it has many vouchers or few.
  const places = contactPointIds === undefined ? [undefined] : [...new Set(contactPointIds)]
  const parts = conditions.flatMap((condition) =>
    places.map((id) => {
      const isThere = id === undefined ? always : sql`v.contact_point_id = ${id}`
      return sql`(${first(condition, isThere)})`
    }),
  )
  if (parts.length === 0) return []
  return sql<VoucherRow[]>`
    ${selectVoucher(sql)}
    join (${parts.reduce((all, part) => sql`${all} union all ${part}`)}) picked on picked.id = v.id
    order by v.issued_at desc, v.id desc limit ${limit}`
}

/** What was handed over to a person, the newest first. */
export async function listVouchersOf(
  sql: Sql,
  beneficiaryId: string,
  limit: number,
): Promise<readonly VoucherRow[]> {
  return sql<VoucherRow[]>`
    ${selectVoucher(sql)}
    where v.beneficiary_id = ${beneficiaryId} and v.activated_at is not null
    order by v.issued_at desc, v.id desc limit ${limit}`
}

/** The vouchers past their last day that still hold something, in order of that day. */
export async function listExpiryDue(
  sql: Sql,
  page: { readonly today: Day; readonly limit: number; readonly after?: VoucherRow },
): Promise<readonly VoucherRow[]> {
  const { after } = page
  return sql<VoucherRow[]>`
    ${selectVoucher(sql)}
    where v.expired_at is null and v.cancelled_at is null and v.replaced_by is null
      and v.expires_on < ${page.today}::text::date
      and a.credits_posted - a.debits_posted - a.debits_pending > 0
      and ${
        after === undefined
          ? sql`true`
          : sql`(v.expires_on, v.id) > (${after.expiresOn}::text::date, ${after.id}::uuid)`
      }
    order by v.expires_on, v.id limit ${page.limit}`
}

/** An event by the id that its caller gave it. */
export async function findEvent(sql: Sql, id: Uuid): Promise<VoucherEvent | undefined> {
  const [row] = await sql<VoucherEvent[]>`
    select id, voucher_id as "voucherId", kind, reason, actor_id as "actorId",
      recorded_at as "recordedAt"
    from voucher_event where id = ${id}`
  return row
}

/** What was done to a voucher, the oldest first. */
export async function listEvents(sql: Sql, voucherId: VoucherId): Promise<VoucherEvent[]> {
  return sql<VoucherEvent[]>`
    select id, voucher_id as "voucherId", kind, reason, actor_id as "actorId",
      recorded_at as "recordedAt"
    from voucher_event where voucher_id = ${voucherId} order by recorded_at, id`
}

/** How a voucher ends; `today` is the day it is in Europe/Rome, `replacedBy` the voucher that takes its place. */
export type VoucherEnd = VoucherEvent &
  (
    | { readonly kind: 'cancel' }
    | { readonly kind: 'expire'; readonly today: Day }
    | { readonly kind: 'replace'; readonly replacedBy: VoucherId }
  )

/**
 * Ends a voucher on the open transaction that empties its account, and says why. Fails (not null, on
 * `voucher_event.voucher_id`) where it was ended before, or is to expire and was made good for longer.
 */
export function endVoucher(tx: Tx, event: VoucherEnd): PromiseLike<unknown> {
  const end =
    event.kind === 'replace'
      ? tx`replaced_by = ${event.replacedBy}::uuid`
      : event.kind === 'cancel'
        ? tx`cancelled_at = ${event.recordedAt}`
        : tx`expired_at = ${event.recordedAt}`
  const isDue = event.kind === 'expire' ? tx`expires_on < ${event.today}::text::date` : tx`true`
  return tx`
    with ended as (
      update voucher set ${end}
      where id = ${event.voucherId} and ${isNotEnded(tx)} and ${isDue} returning id)
    insert into voucher_event (id, voucher_id, kind, reason, actor_id, recorded_at)
    values (${event.id}, (select id from ended), ${event.kind}, ${event.reason},
      ${event.actorId}, ${event.recordedAt})`
}

/**
 * What the rules of use counted of a voucher counts for the one in its place: that its one use was made, and what it paid
 * for today. Written after the old one was ended.
 */
export function carryUse(
  tx: Tx,
  from: VoucherId,
  to: VoucherId,
  today: Day,
): readonly PromiseLike<unknown>[] {
  return [
    tx`
      update voucher v set first_used_at = old.first_used_at from voucher old
      where v.id = ${to} and old.id = ${from} and old.first_used_at is not null`,
    tx`
      insert into voucher_day (voucher_id, day, spent, cap)
      select ${to}::uuid, day, spent, cap from voucher_day
      where voucher_id = ${from} and day = ${today}::text::date`,
  ]
}

/**
 * Notes on the open transaction since when nothing is left on vouchers, or that something is again. Asks their accounts,
 * as they stand after what the transaction posts; so it does not matter in which order a batch writes its rows.
 */
export function noteEmptied(tx: Tx, ids: readonly VoucherId[], at: Date): PromiseLike<unknown> {
  return tx`
    update voucher v set emptied_at = case when held.is_empty then ${at}::timestamptz end
    from (select id, credits_posted - debits_posted - debits_pending = 0 as is_empty
      from ledger_account where id = any(${arrayText([...new Set(ids)])}::uuid[])) held
    where v.id = held.id and (v.emptied_at is not null) <> held.is_empty`
}

/**
 * Blocks or unblocks a voucher and says why, in one statement. Waits for a redemption of it that is being written.
 *
 * @returns false where the voucher was ended before
 */
export async function writeBlock(
  sql: Tx,
  event: VoucherEvent & { readonly kind: 'block' | 'unblock' },
): Promise<boolean> {
  const blockedAt =
    event.kind === 'block' ? sql`coalesce(blocked_at, ${event.recordedAt})` : sql`null`
  const written = await sql`
    with changed as (
      update voucher set blocked_at = ${blockedAt}
      where id = ${event.voucherId} and ${isNotEnded(sql)} returning id)
    insert into voucher_event (id, voucher_id, kind, reason, actor_id, recorded_at)
    select ${event.id}::uuid, id, ${event.kind}, ${event.reason}, ${event.actorId}::uuid,
      ${event.recordedAt}::timestamptz
    from changed returning id`
  return written.length === 1
}

function selectVoucher(sql: Sql) {
  return sql`
    select v.id, v.serial, v.card, v.product_id as "productId",
      v.beneficiary_id as "beneficiaryId", v.contact_point_id as "contactPointId",
      v.amount, v.unit, v.issued_at as "issuedAt", v.expires_on::text as "expiresOn",
      v.activated_at as "activatedAt", v.blocked_at as "blockedAt",
      v.cancelled_at as "cancelledAt", v.expired_at as "expiredAt", v.replaced_by as "replacedBy",
      a.credits_posted - a.debits_posted - a.debits_pending as remaining,
      a.version as "accountVersion", p.categories, v.envelope_account_id as "envelopeAccountId",
      v.plan_line_id as "planLineId", v.vat_nature as "vatNature", a.colour,
      p.expiry_policy as "expiryPolicy", p.name as "productName", b.language
    from voucher v
    join ledger_account a on a.id = v.id
    join product p on p.id = v.product_id
    join beneficiary b on b.id = v.beneficiary_id`
}

/** True for a voucher that was not cancelled, replaced or expired; whether it still holds something is the ledger's. */
export function isNotEnded(sql: Tx) {
  return sql`cancelled_at is null and expired_at is null and replaced_by is null`
}

/**
 * What `voucherStatus` in core/status.ts says, as conditions that an index can serve; a voucher meets at most one of them.
 */
function inStatus(sql: Sql, status: VoucherStatus, today: Day) {
  const kept = sql`v.cancelled_at is null and v.replaced_by is null`
  const left = sql`a.credits_posted - a.debits_posted - a.debits_pending`
  const open = sql`${kept} and v.expired_at is null and v.emptied_at is null and ${left} > 0`
  const good = sql`${open} and v.expires_on >= ${today}::text::date`
  switch (status) {
    case 'cancelled':
      return [sql`v.cancelled_at is not null`]
    case 'replaced':
      return [sql`v.cancelled_at is null and v.replaced_by is not null`]
    case 'used_up':
      return [sql`${kept} and v.expired_at is null and v.emptied_at is not null and ${left} = 0`]
    case 'expired':
      return [
        sql`${kept} and v.expired_at is not null`,
        sql`${open} and v.expires_on < ${today}::text::date`,
      ]
    case 'blocked':
      return [sql`${good} and v.blocked_at is not null`]
    case 'active':
      return [sql`${good} and v.blocked_at is null and v.activated_at is not null`]
    case 'issued':
      return [sql`${good} and v.blocked_at is null and v.activated_at is null`]
  }
}
