import type { Sql, Tx } from '../db/client.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { Minor } from '../kernel/money.ts'
import { TRANSFER_CODES } from '../ledger/core/chart.ts'
import { TRANSFER_BITS } from '../ledger/core/transfer.ts'
import type { PersonRecord } from './core/indicators.ts'
import type { InterviewContent } from './core/interview.ts'

/** A talk as it was written down. */
export interface InterviewRow extends InterviewContent {
  readonly id: Uuid
  readonly beneficiaryId: string
  readonly askedBy: Uuid
  readonly recordedAt: Date
}

/** Which people are shown: those of a programme, of one territory where it is said. */
export interface Selection {
  readonly programmeId: string
  readonly territoryId?: string | undefined
}

type PersonRow = Omit<PersonRecord, 'plans' | 'vouchers' | 'money' | 'interviews'> &
  PersonRecord['plans'] &
  PersonRecord['vouchers']

/** The people of a programme, who belong to it by their contact point, without their money and their talks. */
export async function selectPeople(
  sql: Sql,
  programmeId: string,
): Promise<readonly Omit<PersonRecord, 'interviews' | 'money'>[]> {
  const rows = await sql<PersonRow[]>`
    with person as (
      select b.id, cp.territory_id as "territoryId", coalesce(
        (select a.facts->>'enrolledOn' from eligibility_assessment a
          where a.beneficiary_id = b.id and a.programme_id = ${programmeId} order by a.assessed_at desc limit 1),
        (select min((v.changed_at at time zone 'Europe/Rome')::date)::text from plan p
          join plan_version v on v.plan_id = p.id where p.beneficiary_id = b.id)) as "enteredOn"
      from beneficiary b join contact_point cp on cp.id = b.contact_point_id
      where cp.programme_id = ${programmeId})
    select person.*,
      (select min((v.changed_at at time zone 'Europe/Rome')::date)::text from plan p
        join plan_version v on v.plan_id = p.id
        where p.beneficiary_id = person.id and v.status = 'active') as "startedOn",
      (select count(*)::int from plan p where p.beneficiary_id = person.id) as designed,
      (select count(*)::int from plan p where p.beneficiary_id = person.id and exists (
        select from plan_version v where v.plan_id = p.id and v.status = 'active')) as started,
      (select count(*)::int from plan p where p.beneficiary_id = person.id and p.status = 'closed' and exists (
        select from plan_version v where v.plan_id = p.id and v.status = 'active')) as closed,
      v.issued, v.redeemed, v.expired
    from person, lateral (
      select count(*) filter (where cancelled_at is null)::int as issued,
        count(*) filter (where first_used_at is not null)::int as redeemed,
        count(*) filter (where expired_at is not null)::int as expired
      from voucher where beneficiary_id = person.id) v
    order by person.id`
  return rows.map(({ id, territoryId: place, enteredOn, startedOn, ...counts }) => ({
    ...{ id, territoryId: place, enteredOn, startedOn },
    plans: { designed: counts.designed, started: counts.started, closed: counts.closed },
    vouchers: { issued: counts.issued, redeemed: counts.redeemed, expired: counts.expired },
  }))
}

/** What the books say of the vouchers of a programme's people; whoever has none is not there. */
export async function selectMoney(
  sql: Sql,
  programmeId: string,
): Promise<ReadonlyMap<string, PersonRecord['money']>> {
  const code = TRANSFER_CODES
  const came = [code.voucher_issued, code.voucher_topped_up]
  const back = [code.voucher_refunded, code.dispute_to_voucher]
  const legs = (side: 'debit' | 'credit') => sql`
    select v.beneficiary_id, t.code, ${side === 'debit' ? sql`-t.amount` : sql`t.amount`} as amount
    from voucher v join ledger_transfer t on ${sql(`t.${side}_account_id`)} = v.id
    where t.flags & ${TRANSFER_BITS.notMoving} = 0 and v.beneficiary_id in (
      select b.id from beneficiary b join contact_point cp on cp.id = b.contact_point_id
      where cp.programme_id = ${programmeId})`
  const sum = (codes: readonly number[]) =>
    sql`coalesce(sum(amount) filter (where code = any(${`{${codes.join(',')}}`}::int[])), 0)::bigint`
  const rows = await sql<({ readonly id: string } & PersonRecord['money'])[]>`
    select beneficiary_id as id, ${sum([...came, code.voucher_cancelled])} as issued,
      -${sum([code.voucher_redeemed, ...back])} as redeemed, -${sum([code.voucher_expired])} as expired
    from (${legs('debit')} union all ${legs('credit')}) leg group by beneficiary_id`
  return new Map(rows.map(({ id, ...money }) => [id, money]))
}

/** What funders gave to a programme, by the books. */
export async function sumGranted(sql: Sql, programmeId: string): Promise<Minor> {
  const [row] = await sql<{ readonly granted: bigint }[]>`
    select coalesce(sum(t.amount), 0)::bigint as granted
    from ledger_transfer t join ledger_account a on a.id = t.credit_account_id
      join programme p on p.colour is not distinct from split_part(a.colour, '/', 1)
    where t.code = ${TRANSFER_CODES.grant_received} and t.flags & ${TRANSFER_BITS.notMoving} = 0
      and p.id = ${programmeId} and t.unit = p.unit`
  return row?.granted ?? 0n
}

function interviewColumns(sql: Sql | Tx) {
  return sql`id, beneficiary_id as "beneficiaryId", wave, day::text as day, language, answers, services, housing, work,
    italian, sex, age_band as "ageBand", asked_by as "askedBy", recorded_at as "recordedAt"`
}

/** The talks of a programme's people that count: the last of each wave. */
export async function selectInterviews(
  sql: Sql,
  programmeId: string,
): Promise<readonly InterviewRow[]> {
  return sql<InterviewRow[]>`
    select distinct on (beneficiary_id, wave) ${interviewColumns(sql)} from monitoring_interview
    where beneficiary_id in (select b.id from beneficiary b join contact_point cp on cp.id = b.contact_point_id
      where cp.programme_id = ${programmeId})
    order by beneficiary_id, wave, recorded_at desc, id desc`
}

/** All talks with a person, the last first. */
export async function selectTalksWith(
  sql: Sql | Tx,
  beneficiaryId: string,
): Promise<readonly InterviewRow[]> {
  return sql<InterviewRow[]>`
    select ${interviewColumns(sql)} from monitoring_interview where beneficiary_id = ${beneficiaryId}
    order by recorded_at desc, id desc`
}

export async function selectTalk(sql: Tx, id: Uuid): Promise<InterviewRow | undefined> {
  const [row] = await sql<InterviewRow[]>`
    select ${interviewColumns(sql)} from monitoring_interview where id = ${id}`
  return row
}

/** Gives `false` where the id is there already. */
export async function insertInterview(tx: Tx, row: InterviewRow): Promise<boolean> {
  const json = (value: unknown) => tx`${JSON.stringify(value)}::text::jsonb`
  const rows = await tx`insert into monitoring_interview
      (id, beneficiary_id, wave, day, language, answers, services, housing, work, italian, sex, age_band, asked_by,
        recorded_at)
    values (${row.id}, ${row.beneficiaryId}, ${row.wave}, ${row.day}, ${row.language}, ${json(row.answers)},
      ${row.services === null ? null : json(row.services)}, ${row.housing}, ${row.work}, ${row.italian}, ${row.sex},
      ${row.ageBand}, ${row.askedBy}, ${row.recordedAt})
    on conflict (id) do nothing returning 1`
  return rows.length === 1
}

/** How many payments of a programme's money were done. */
export async function countPayments(sql: Sql, programmeId: string): Promise<number> {
  const [row] = await sql<{ readonly count: number }[]>`
    select count(*)::int as count from currency_payment p join instrument i on i.id = p.instrument_id
    where i.programme_id = ${programmeId} and p.status = 'paid'`
  return row?.count ?? 0
}

export interface Target {
  readonly indicator: string
  readonly month: number
  readonly value: number
}

/** The targets that count, by month. */
export async function selectTargets(sql: Sql, programmeId: string): Promise<readonly Target[]> {
  return sql<Target[]>`
    select indicator, month, value from (
      select distinct on (indicator, month) indicator, month, value from monitoring_target
      where programme_id = ${programmeId} order by indicator, month, id desc) t
    where value is not null order by indicator, month`
}

/** That somebody set a target, or took it back, which is a value of `null`. */
export interface TargetSetting extends Omit<Target, 'value'> {
  readonly value: number | null
  readonly setAt: Date
  readonly setBy: Uuid
}

/** Every setting, or those of one target, the last first. */
export async function selectSettings(
  sql: Sql | Tx,
  programmeId: string,
  of?: Pick<Target, 'indicator' | 'month'>,
): Promise<readonly TargetSetting[]> {
  const isOne = of && sql`and indicator = ${of.indicator} and month = ${of.month}`
  return sql<TargetSetting[]>`
    select indicator, month, value, set_at as "setAt", set_by as "setBy" from monitoring_target
    where programme_id = ${programmeId} ${isOne ?? sql``} order by id desc`
}

export function insertTarget(
  tx: Tx,
  programmeId: string,
  { indicator, month, value, setAt, setBy }: TargetSetting,
): PromiseLike<unknown> {
  return tx`insert into monitoring_target (programme_id, indicator, month, value, set_at, set_by)
    values (${programmeId}, ${indicator}, ${month}, ${value}, ${setAt}, ${setBy})`
}

/** The end of the address at which a programme's results are read; nothing where nobody opened one. */
export async function selectFeed(sql: Sql | Tx, programmeId: string): Promise<string | undefined> {
  const [row] = await sql<{ readonly token: string }[]>`
    select token from result_feed where programme_id = ${programmeId} and withdrawn_at is null`
  return row?.token
}

/** Whose results an address tells; nothing where it was withdrawn or never was. */
export async function selectFeedOf(sql: Sql, token: string): Promise<string | undefined> {
  const [row] = await sql<{ readonly programmeId: string }[]>`
    select programme_id as "programmeId" from result_feed where token = ${token} and withdrawn_at is null`
  return row?.programmeId
}

export function insertFeed(
  tx: Tx,
  feed: {
    readonly programmeId: string
    readonly token: string
    readonly at: Date
    readonly by: Uuid
  },
): PromiseLike<unknown> {
  return tx`insert into result_feed (programme_id, token, opened_at, opened_by)
    values (${feed.programmeId}, ${feed.token}, ${feed.at}, ${feed.by}) on conflict do nothing`
}

export function withdrawFeed(
  tx: Tx,
  programmeId: string,
  at: Date,
  by: Uuid,
): PromiseLike<unknown> {
  return tx`update result_feed set withdrawn_at = ${at}, withdrawn_by = ${by}
    where programme_id = ${programmeId} and withdrawn_at is null`
}

/** Who of a programme agreed to be part of an evaluation, and has not taken it back. */
export async function selectConsenting(sql: Sql, programmeId: string): Promise<readonly string[]> {
  const rows = await sql<{ readonly id: string }[]>`
    select distinct c.beneficiary_id as id from consent c join beneficiary b on b.id = c.beneficiary_id
      join contact_point cp on cp.id = b.contact_point_id
    where cp.programme_id = ${programmeId} and c.purpose = 'evaluation'
      and not exists (select from consent_withdrawal w where w.consent_id = c.id)`
  return rows.map(({ id }) => id)
}

export function insertExport(
  tx: Tx,
  row: {
    readonly id: Uuid
    readonly programmeId: string
    readonly salt: Uint8Array
    readonly at: Date
    readonly by: Uuid
  },
): PromiseLike<unknown> {
  return tx`insert into monitoring_export (id, programme_id, salt, made_at, made_by)
    values (${row.id}, ${row.programmeId}, ${row.salt}, ${row.at}, ${row.by})`
}

export async function selectExport(
  sql: Sql,
  id: Uuid,
): Promise<{ readonly programmeId: string; readonly salt: Uint8Array } | undefined> {
  const [row] = await sql<{ programmeId: string; salt: Uint8Array }[]>`
    select programme_id as "programmeId", salt from monitoring_export where id = ${id}`
  return row
}
