import postgres from 'postgres'
import type { Sql, Tx } from '../db/client.ts'
import type { Day } from '../kernel/days.ts'
import type { AccountId, Uuid, VoucherId } from '../kernel/ids.ts'
import type { Minor, Unit } from '../kernel/money.ts'
import type { VoucherEventKind, VoucherFacts, VoucherStatus } from './core/status.ts'

/** Source: PostgreSQL's manual, appendix A. */
const NOT_NULL_VIOLATION = '23502'

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
  readonly envelopeAccountId: AccountId
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

/** The constraint that a statement broke, by name (a null: `table.column`); `undefined` for any other failure. */
export function brokenConstraint(error: unknown): string | undefined {
  if (!(error instanceof postgres.PostgresError) || !error.code.startsWith('23')) return undefined
  return error.code === NOT_NULL_VIOLATION
    ? `${error.table_name}.${error.column_name}`
    : error.constraint_name
}

/** Writes a voucher on an open transaction that opens its account. */
export function insertVoucher(tx: Tx, row: NewVoucherRow): PromiseLike<unknown> {
  return tx`
    insert into voucher
      (id, serial, card, product_id, beneficiary_id, contact_point_id, amount, unit,
       issued_at, activated_at, issued_by, expires_on)
    values (
      ${row.id}, ${row.serial}, ${row.card}, ${row.productId}, ${row.beneficiaryId},
      ${row.contactPointId}, ${row.amount}, ${row.unit}, ${row.issuedAt}, ${row.issuedAt},
      ${row.issuedBy},
      ${row.expiresOn}::text::date)`
}

/** A voucher by its id. */
export async function findVoucher(sql: Sql, id: VoucherId): Promise<VoucherRow | undefined> {
  const [row] = await sql<VoucherRow[]>`${selectVoucher(sql)} where v.id = ${id}`
  return row
}

/** A page of the vouchers, the newest first, if wanted only those in one state on the given day. */
export async function listVouchers(
  sql: Sql,
  page: VoucherPage & { readonly status?: VoucherStatus; readonly today: Day },
): Promise<readonly VoucherRow[]> {
  return sql<VoucherRow[]>`
    ${selectVoucher(sql)}
    where ${page.status === undefined ? sql`true` : inStatus(sql, page.status, page.today)}
      and ${
        page.after === undefined
          ? sql`true`
          : sql`(v.issued_at, v.id) < (select issued_at, id from voucher where id = ${page.after})`
      }
    order by v.issued_at desc, v.id desc limit ${page.limit}`
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

/**
 * Ends a voucher on the open transaction that empties its account, and says why. Fails (not null, on
 * `voucher_event.voucher_id`) where it was ended before.
 */
export function endVoucher(
  tx: Tx,
  event: VoucherEvent & { readonly kind: 'cancel' | 'expire' },
): PromiseLike<unknown> {
  const end = event.kind === 'cancel' ? tx`cancelled_at` : tx`expired_at`
  return tx`
    with ended as (
      update voucher set ${end} = ${event.recordedAt}
      where id = ${event.voucherId} and ${isNotEnded(tx)} returning id)
    insert into voucher_event (id, voucher_id, kind, reason, actor_id, recorded_at)
    values (${event.id}, (select id from ended), ${event.kind}, ${event.reason},
      ${event.actorId}, ${event.recordedAt})`
}

/**
 * Blocks or unblocks a voucher and says why, in one statement. Waits for a redemption of it that is being written.
 *
 * @returns false where the voucher was ended before
 */
export async function writeBlock(
  sql: Sql,
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
      v.first_used_at as "firstUsedAt", v.blocked_at as "blockedAt",
      v.cancelled_at as "cancelledAt", v.expired_at as "expiredAt", v.replaced_by as "replacedBy",
      a.credits_posted - a.debits_posted - a.debits_pending as remaining,
      a.version as "accountVersion", p.categories, c.envelope_account_id as "envelopeAccountId"
    from voucher v
    join ledger_account a on a.id = v.id
    join product p on p.id = v.product_id
    join contact_point c on c.id = v.contact_point_id`
}

function isNotEnded(sql: Tx) {
  return sql`cancelled_at is null and expired_at is null and replaced_by is null`
}

/** What `voucherStatus` in core/status.ts says, as conditions that an index can serve. */
function inStatus(sql: Sql, status: VoucherStatus, today: Day) {
  const kept = sql`v.cancelled_at is null and v.replaced_by is null`
  const left = sql`a.credits_posted - a.debits_posted - a.debits_pending`
  const good = sql`${kept} and v.expired_at is null and ${left} > 0
    and v.expires_on >= ${today}::text::date`
  switch (status) {
    case 'cancelled':
      return sql`v.cancelled_at is not null`
    case 'replaced':
      return sql`v.cancelled_at is null and v.replaced_by is not null`
    case 'used_up':
      return sql`${kept} and v.expired_at is null and ${left} = 0`
    case 'expired':
      return sql`${kept} and (v.expired_at is not null
        or (${left} > 0 and v.expires_on < ${today}::text::date))`
    case 'blocked':
      return sql`${good} and v.blocked_at is not null`
    case 'active':
      return sql`${good} and v.blocked_at is null and v.first_used_at is not null`
    case 'issued':
      return sql`${good} and v.blocked_at is null and v.first_used_at is null`
  }
}
