import type { Sql, Tx } from '../db/client.ts'
import { type Day, romeMidnight } from '../kernel/days.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { Minor } from '../kernel/money.ts'
import type { MeterLevel } from './core/meters.ts'

/** Something that a figure is made of: a payment, all payments of a day, or what somebody holds. */
export interface Evidence {
  /** The instrument, or the product of vouchers. */
  readonly source: string
  readonly kind: 'instrument' | 'vouchers'
  /** Of the payment, the wallet or the voucher; `null` for many. */
  readonly id: Uuid | null
  readonly day: Day
  /** The code of the person; `null` where it is of many. */
  readonly person: string | null
  readonly count: number
  readonly amount: Minor
}

/** Whose payments are counted: of which programme, from one day to another, in which instruments. */
export interface Scope {
  readonly programmeId: string
  readonly from: Day
  readonly until: Day
  readonly instrumentIds: readonly string[]
}

/** What was paid in instruments or with vouchers; what came back later still was a payment. */
function paid(sql: Sql | Tx, { programmeId, from, until, instrumentIds }: Scope) {
  const kinds = ['payment', 'clearing']
  return sql`(
    select p.id, p.instrument_id as source, 'instrument' as kind, p.day, p.amount, w.holder_id as person
    from currency_payment p
    left join currency_wallet w on w.id = p.payer_id and w.party = 'person'
    where p.instrument_id = any(${[...instrumentIds]}::text[]) and p.kind = any(${kinds}::text[])
      and p.status = 'paid' and p.day between ${from} and ${until}
    union all
    select r.id, v.product_id, 'vouchers', (r.recorded_at at time zone 'Europe/Rome')::date, r.amount, v.beneficiary_id
    from redemption r join voucher v on v.id = r.voucher_id and ${isOf(sql, programmeId)}
    where r.status = 'redeemed' and r.recorded_at >= ${new Date(romeMidnight(from))}
      and (r.recorded_at at time zone 'Europe/Rome')::date <= ${until}
  ) x`
}

/** Whether a voucher `v` is of a programme, by the colour of its account. */
function isOf(sql: Sql | Tx, programmeId: string) {
  return sql`exists (
    select from ledger_account c, programme g
    where c.id = v.id and g.id = ${programmeId} and g.colour is not distinct from split_part(c.colour, '/', 1))`
}

/** What was paid on each day, by source. */
export function selectDays(sql: Sql | Tx, scope: Scope): PromiseLike<Evidence[]> {
  return sql<Evidence[]>`
    select x.source, x.kind, null as id, x.day::text as day, null as person, count(*)::int as count,
      sum(x.amount)::bigint as amount
    from ${paid(sql, scope)} group by x.day, x.kind, x.source order by x.day, x.kind, x.source`
}

/** The person and the month in which one person paid most. */
export async function selectLargestMonth(
  sql: Sql | Tx,
  scope: Scope,
): Promise<{ readonly person: string; readonly month: string } | undefined> {
  const [row] = await sql<{ readonly person: string; readonly month: string }[]>`
    select x.person, to_char(x.day, 'YYYY-MM') as month from ${paid(sql, scope)} where x.person is not null
    group by 1, 2 order by sum(x.amount) desc, 2, 1 limit 1`
  return row
}

/** What one person paid in a month, payment by payment. */
export function selectMonth(
  sql: Sql | Tx,
  scope: Scope,
  { person, month }: { readonly person: string; readonly month: string },
): PromiseLike<Evidence[]> {
  return sql<Evidence[]>`
    select x.source, x.kind, x.id, x.day::text as day, x.person, 1 as count, x.amount
    from ${paid(sql, scope)} where x.person = ${person} and to_char(x.day, 'YYYY-MM') = ${month}
    order by x.day, x.id`
}

/** The largest payment of a person, if there is any. */
export function selectLargestPayment(sql: Sql | Tx, scope: Scope): PromiseLike<Evidence[]> {
  return sql<Evidence[]>`
    select x.source, x.kind, x.id, x.day::text as day, x.person, 1 as count, x.amount
    from ${paid(sql, scope)} where x.person is not null order by x.amount desc, x.day, x.id limit 1`
}

/** The largest amount that a person changed to euro at once, if any did. */
export function selectLargestChange(
  sql: Sql | Tx,
  { from, until, instrumentIds }: Scope,
): PromiseLike<Evidence[]> {
  return sql<Evidence[]>`
    select p.instrument_id as source, 'instrument' as kind, p.id, p.day::text as day, w.holder_id as person, 1 as count,
      p.amount
    from currency_payment p join currency_wallet w on w.id = p.payer_id and w.party = 'person'
    where p.instrument_id = any(${[...instrumentIds]}::text[]) and p.kind = 'conversion' and p.status = 'paid'
      and p.day between ${from} and ${until}
    order by p.amount desc, p.day, p.id limit 1`
}

/** Those who hold most by the books, which is no less than what they can spend. */
export function selectHolders(
  sql: Sql | Tx,
  scope: Scope,
  { limit, offset }: { readonly limit: number; readonly offset: number },
): PromiseLike<{ readonly person: string; readonly nominal: Minor }[]> {
  return sql<{ readonly person: string; readonly nominal: Minor }[]>`
    select h.person, sum(h.held)::bigint as nominal from ${held(sql, scope)}
    group by h.person order by 2 desc, 1 limit ${limit} offset ${offset}`
}

/** What some people hold, each wallet and each voucher, by the books. */
export function selectHeld(
  sql: Sql | Tx,
  scope: Scope,
  people: readonly string[],
): PromiseLike<(Evidence & { readonly id: Uuid; readonly person: string })[]> {
  return sql<(Evidence & { readonly id: Uuid; readonly person: string })[]>`
    select h.source, h.kind, h.id, ${scope.until}::date::text as day, h.person, 1 as count, h.held as amount
    from ${held(sql, scope)} where h.person = any(${[...people]}::text[]) order by h.person, h.kind, h.source, h.id`
}

function held(sql: Sql | Tx, { programmeId, until, instrumentIds }: Scope) {
  return sql`(
    select w.id, w.instrument_id as source, 'instrument' as kind, w.holder_id as person,
      (a.credits_posted - a.debits_posted)::bigint as held
    from currency_wallet w join ledger_account a on a.id = w.id
    where w.party = 'person' and w.instrument_id = any(${[...instrumentIds]}::text[])
      and a.credits_posted > a.debits_posted
    union all
    select v.id, v.product_id, 'vouchers', v.beneficiary_id, (a.credits_posted - a.debits_posted)::bigint
    from voucher v join ledger_account a on a.id = v.id
    where a.credits_posted > a.debits_posted and v.expires_on >= ${until} and v.cancelled_at is null
      and ${isOf(sql, programmeId)}
  ) h`
}

/** All products of vouchers, with how their VAT is treated. */
export function selectProducts(sql: Sql | Tx): PromiseLike<
  {
    readonly id: string
    readonly name: string
    readonly vatNature: 'single_purpose' | 'multi_purpose'
  }[]
> {
  return sql`select id, name, vat_nature as "vatNature" from product order by id`
}

export interface NoticeRow {
  readonly programmeId: string
  readonly key: string
  readonly level: MeterLevel
  readonly value: Minor
  readonly day: Day
  readonly recordedAt: Date
}

/** Writes that a level was told; false where it was told before. */
export async function insertNotice(tx: Tx, row: NoticeRow): Promise<boolean> {
  const written = await tx`
    insert into meter_notice (programme_id, key, level, value, day, recorded_at)
    values (${row.programmeId}, ${row.key}, ${row.level}, ${row.value}, ${row.day}, ${row.recordedAt})
    on conflict do nothing returning key`
  return written.length > 0
}
