import type { Sql, Tx } from '../db/client.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { PersonRecord } from './core/indicators.ts'
import type { InterviewContent } from './core/interview.ts'

/** A talk as it was written down. */
export interface InterviewRow extends InterviewContent {
  readonly id: Uuid
  readonly beneficiaryId: string
  readonly askedBy: Uuid
  readonly recordedAt: Date
}

/** Which people are counted: those of a programme, of one territory where it is said, who entered between two days. */
export interface Selection {
  readonly programmeId: string
  readonly territoryId?: string | undefined
  readonly from?: string | undefined
  readonly until?: string | undefined
}

type PersonRow = Omit<PersonRecord, 'plans' | 'vouchers' | 'interviews'> &
  PersonRecord['plans'] &
  PersonRecord['vouchers']

/** The people of a programme, who belong to it by their contact point, without their talks. */
export async function selectPeople(
  sql: Sql,
  { programmeId, territoryId, from, until }: Selection,
): Promise<readonly Omit<PersonRecord, 'interviews'>[]> {
  const rows = await sql<PersonRow[]>`
    with person as (
      select b.id, cp.territory_id as "territoryId", coalesce(
        (select a.facts->>'enrolledOn' from eligibility_assessment a
          where a.beneficiary_id = b.id and a.programme_id = ${programmeId} order by a.assessed_at desc limit 1),
        (select min((v.changed_at at time zone 'Europe/Rome')::date)::text from plan p
          join plan_version v on v.plan_id = p.id where p.beneficiary_id = b.id)) as "enteredOn"
      from beneficiary b join contact_point cp on cp.id = b.contact_point_id
      where cp.programme_id = ${programmeId}
        and ${territoryId === undefined ? sql`true` : sql`cp.territory_id = ${territoryId}`})
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
    where ${from === undefined ? sql`true` : sql`"enteredOn" >= ${from}`}
      and ${until === undefined ? sql`true` : sql`"enteredOn" <= ${until}`}
    order by person.id`
  return rows.map(({ id, territoryId: place, enteredOn, startedOn, ...counts }) => ({
    ...{ id, territoryId: place, enteredOn, startedOn },
    plans: { designed: counts.designed, started: counts.started, closed: counts.closed },
    vouchers: { issued: counts.issued, redeemed: counts.redeemed, expired: counts.expired },
  }))
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

export function insertTarget(
  tx: Tx,
  programmeId: string,
  { indicator, month, value }: Omit<Target, 'value'> & { readonly value: number | null },
  by: { readonly at: Date; readonly id: Uuid },
): PromiseLike<unknown> {
  return tx`insert into monitoring_target (programme_id, indicator, month, value, set_at, set_by)
    values (${programmeId}, ${indicator}, ${month}, ${value}, ${by.at}, ${by.id})`
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
