import type { Sql, Tx } from '../db/client.ts'
import { addDays, type Day, romeMidnight } from '../kernel/days.ts'
import type { Uuid } from '../kernel/ids.ts'
import { TRANSFER_CODES } from '../ledger/core/chart.ts'
import type { RedemptionStatus } from '../vouchers/core/redeem.ts'

/** Which vouchers: of a programme, up to the end of a day in Europe/Rome. */
export interface Scope {
  readonly programmeId: string
  readonly day: Day
}

/** When something happened: microseconds, what comes first at the same moment, and the position in the log. */
interface Moment {
  readonly at: bigint
  readonly day: Day
  readonly position: bigint | null
}

export interface VoucherRow {
  readonly id: Uuid
  readonly replacedBy: Uuid | null
  readonly productId: string
  readonly beneficiaryId: string
  readonly lastDay: Day
}

export interface MoneyRow extends Moment {
  readonly voucherId: Uuid
  readonly code: number
  readonly amount: bigint
}

export interface TryRow extends Moment {
  readonly voucherId: Uuid
  readonly id: Uuid
  readonly partnerId: string
  readonly sells: readonly string[]
  readonly amount: bigint
  readonly status: RedemptionStatus
  readonly categories: readonly string[]
  readonly amounts: readonly bigint[]
}

export interface ReturnRow extends Moment {
  readonly voucherId: Uuid
  readonly redemptionId: Uuid
  readonly amount: bigint
  readonly isToVoucher: boolean
}

/** That a voucher was handed over, or made good for longer. */
export interface ChangeRow extends Moment {
  readonly voucherId: Uuid
  readonly lastDay: Day | null
}

/** The first moment that is too late. */
function endOf({ day }: Scope): Date {
  return new Date(romeMidnight(addDays(day, 1)))
}

/** Whether a voucher `v` is of a programme, by the colour of its account. */
function isOf(sql: Sql | Tx, programmeId: string) {
  return sql`exists (
    select from ledger_account c, programme g
    where c.id = v.id and g.id = ${programmeId} and g.colour is not distinct from split_part(c.colour, '/', 1))`
}

function moment(sql: Sql | Tx, column: string) {
  const at = sql(column)
  return sql`(extract(epoch from ${at}) * 1000000)::bigint as at, (${at} at time zone 'Europe/Rome')::date::text as day`
}

/** Everything is read of one moment, so that what is booked meanwhile is either in all of it or in nothing. */
export function reading<T>(sql: Sql, read: (tx: Tx) => Promise<T>): Promise<T> {
  return sql.begin('isolation level repeatable read read only', read) as Promise<T>
}

export async function findProgramme(
  sql: Sql | Tx,
  id: string,
): Promise<{ readonly unit: string } | undefined> {
  const [row] = await sql<{ unit: string }[]>`select unit from programme where id = ${id}`
  return row
}

/** The last day of a card is in its bytes 12 and 13, as days since 2020: that of the row may have been extended since. */
export function selectVouchers(sql: Sql | Tx, scope: Scope): PromiseLike<VoucherRow[]> {
  return sql<VoucherRow[]>`
    select v.id, v.replaced_by as "replacedBy", v.product_id as "productId", v.beneficiary_id as "beneficiaryId",
      ('2020-01-01'::date + (get_byte(v.card, 12) * 256 + get_byte(v.card, 13)))::text as "lastDay"
    from voucher v where ${isOf(sql, scope.programmeId)} and v.issued_at < ${endOf(scope)}
    order by v.issued_at, v.id`
}

/** What the log says of money that came to vouchers, expired or was taken back with them. */
export function selectMoney(sql: Sql | Tx, scope: Scope): PromiseLike<MoneyRow[]> {
  const { voucher_issued, voucher_topped_up, voucher_cancelled, voucher_expired } = TRANSFER_CODES
  const [came, went] = [
    [voucher_issued, voucher_topped_up],
    [voucher_cancelled, voucher_expired],
  ]
  return sql<MoneyRow[]>`
    select v.id as "voucherId", t.code, t.amount, t.position, ${moment(sql, 't.recorded_at')}
    from ledger_transfer t
    join voucher v on v.id = case when t.code = any(${`{${came.join(',')}}`}::int[]) then t.credit_account_id
      else t.debit_account_id end
    where t.code = any(${`{${[...came, ...went].join(',')}}`}::int[]) and t.recorded_at < ${endOf(scope)}
      and ${isOf(sql, scope.programmeId)}`
}

export function selectTries(sql: Sql | Tx, scope: Scope): PromiseLike<TryRow[]> {
  return sql<TryRow[]>`
    select r.voucher_id as "voucherId", r.id, r.partner_id as "partnerId", p.categories as sells, r.amount, r.status,
      coalesce(l.categories, '{}') as categories, coalesce(l.amounts, '{}') as amounts, t.position,
      ${moment(sql, 'r.recorded_at')}
    from redemption r
    join voucher v on v.id = r.voucher_id
    join partner p on p.id = r.partner_id
    left join ledger_log t on t.id = r.id
    left join lateral (
      select array_agg(category order by category) as categories, array_agg(amount order by category) as amounts
      from redemption_line where redemption_id = r.id) l on true
    where r.recorded_at < ${endOf(scope)} and ${isOf(sql, scope.programmeId)}`
}

/** What came back of purchases: refunds that were paid, and disputes that were decided for the person. */
export function selectReturns(sql: Sql | Tx, scope: Scope): PromiseLike<ReturnRow[]> {
  const code = TRANSFER_CODES.dispute_to_voucher
  return sql<ReturnRow[]>`
    select f.voucher_id as "voucherId", f.redemption_id as "redemptionId", f.amount, null as position,
      exists (select from voucher c where c.id = f.credited_account_id) as "isToVoucher",
      ${moment(sql, 'f.done_at')}
    from refund f join voucher v on v.id = f.voucher_id
    where f.done_at < ${endOf(scope)} and ${isOf(sql, scope.programmeId)}
    union all
    select d.voucher_id, d.redemption_id, d.amount, null,
      exists (
        select from ledger_transfer t join voucher c on c.id = t.credit_account_id
        where t.code = ${code} and t.debit_account_id = d.frozen_account_id and t.recorded_at = d.decided_at
          and t.amount = d.amount),
      ${moment(sql, 'd.decided_at')}
    from dispute d join voucher v on v.id = d.voucher_id
    where d.state = 'to_voucher' and d.decided_at < ${endOf(scope)} and ${isOf(sql, scope.programmeId)}`
}

export function selectChanges(sql: Sql | Tx, scope: Scope): PromiseLike<ChangeRow[]> {
  return sql<ChangeRow[]>`
    select v.id as "voucherId", null as "lastDay", null as position, ${moment(sql, 'v.activated_at')}
    from voucher v where v.activated_at < ${endOf(scope)} and ${isOf(sql, scope.programmeId)}
    union all
    select v.id, c.expires_on::text, null, ${moment(sql, 'e.recorded_at')}
    from voucher_event e
    join voucher_change c on c.id = e.id
    join voucher v on v.id = e.voucher_id
    where e.kind = 'extend' and e.recorded_at < ${endOf(scope)} and ${isOf(sql, scope.programmeId)}`
}

export interface ProductRow {
  readonly id: string
  readonly categories: readonly string[]
  readonly forbidden: readonly string[]
  readonly oneUse: boolean
  readonly capPerPurchase: bigint | null
  readonly capPerDay: bigint | null
}

export function selectProducts(sql: Sql | Tx, ids: readonly string[]): PromiseLike<ProductRow[]> {
  return sql<ProductRow[]>`
    select id, categories, forbidden_categories as forbidden, one_use as "oneUse",
      cap_per_purchase as "capPerPurchase", cap_per_day as "capPerDay"
    from product where id = any(${[...ids]}::text[]) order by id`
}

/** What a wallet held at the end of a day on which something moved, by the books, and what it paid on it. */
export interface WalletDayRow {
  readonly instrumentId: string
  readonly walletId: Uuid
  readonly day: Day
  readonly held: bigint
  readonly paid: bigint
}

/**
 * Of wallets that are not the programme's own. Payments count in full: what came back later was paid nevertheless. They count on
 * the day on which they were booked, as balances do; one that was asked for before midnight may have the day before.
 */
export function selectWalletDays(sql: Sql | Tx, scope: Scope): PromiseLike<WalletDayRow[]> {
  const kinds = '{payment,clearing}'
  return sql<WalletDayRow[]>`
    with wallet as (
      select w.id, w.instrument_id, a.number
      from currency_wallet w join instrument i on i.id = w.instrument_id join ledger_account a on a.id = w.id
      where i.programme_id = ${scope.programmeId} and w.party <> 'programme'),
    leg as (
      select w.id, t.position, t.recorded_at, t.debit_balance as held
      from wallet w join ledger_log t on t.debit_account = w.number where t.recorded_at < ${endOf(scope)}
      union all
      select w.id, t.position, t.recorded_at, t.credit_balance
      from wallet w join ledger_log t on t.credit_account = w.number where t.recorded_at < ${endOf(scope)}),
    closing as (
      select distinct on (id, day) id, day, held
      from (select id, position, held, (recorded_at at time zone 'Europe/Rome')::date as day from leg) l
      order by id, day, position desc),
    paid as (
      select payer_id as id, (recorded_at at time zone 'Europe/Rome')::date as day, sum(amount) as paid
      from currency_payment
      where kind = any(${kinds}::text[]) and status = 'paid' and recorded_at < ${endOf(scope)}
        and payer_id in (select id from wallet) group by 1, 2)
    select w.instrument_id as "instrumentId", w.id as "walletId", c.day::text as day,
      c.held, coalesce(p.paid, 0)::bigint as paid
    from wallet w join closing c on c.id = w.id left join paid p on p.id = c.id and p.day = c.day
    order by w.instrument_id, w.id, c.day`
}
