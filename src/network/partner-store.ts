import type { Sql, Tx } from '../db/client.ts'
import type { Day } from '../kernel/days.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { AgreementFacts } from './core/agreement.ts'
import type { PartnerStatus, PartnerStep, SettlementPeriod } from './core/kinds.ts'
import type { Page } from './store.ts'

/** What was agreed with a partner. */
export interface AgreementContent extends AgreementFacts {
  readonly partnerId: string
  readonly settlementPeriod: SettlementPeriod
  /** It is paid within so many days of the end of a period. */
  readonly settlementDays: number
  /** What was signed, by name and SHA-256 (hex). */
  readonly documents: readonly { readonly name: string; readonly sha256: string }[]
}

export interface Agreement extends AgreementContent {
  readonly id: Uuid
  /** Who recorded it; `null` for an import. */
  readonly recordedBy: Uuid | null
  readonly recordedAt: Date
}

/** That a partner was suspended, resumed or ended. */
export interface PartnerEvent {
  readonly id: Uuid
  readonly partnerId: string
  readonly kind: PartnerStep
  readonly reason: string
  readonly actorId: Uuid
  readonly recordedAt: Date
}

/** A place where a partner sells. */
export interface Outlet {
  readonly id: string
  readonly partnerId: string
  readonly name: string
  readonly town: string
  readonly openingHours: string | null
  /** `null` while it is open. */
  readonly closedAt: Date | null
}

/** Which outlets are wanted; a filter that is not given lets all pass. */
export interface OutletPage extends Page {
  readonly partnerId?: string
  readonly town?: string
}

export function insertAgreement(tx: Tx, row: Agreement): PromiseLike<unknown> {
  return tx`
    insert into agreement
      (id, partner_id, signed_on, valid_until, products, categories, settlement_period,
       settlement_days, documents, recorded_by, recorded_at)
    values (
      ${row.id}, ${row.partnerId}, ${row.signedOn}, ${row.validUntil},
      ${row.products === null ? null : [...row.products]}::text[],
      ${row.categories === null ? null : [...row.categories]}::text[],
      ${row.settlementPeriod}, ${row.settlementDays},
      ${JSON.stringify(row.documents)}::text::jsonb, ${row.recordedBy}, ${row.recordedAt})`
}

export async function selectAgreement(sql: Sql, id: Uuid): Promise<Agreement | undefined> {
  const [row] = await sql<
    Agreement[]
  >`select ${agreementColumns(sql)} from agreement where id = ${id}`
  return row
}

/** All that was ever agreed with a partner, in the order in which it was recorded. */
export async function listAgreements(sql: Sql, partnerId: string): Promise<Agreement[]> {
  return sql<Agreement[]>`
    select ${agreementColumns(sql)} from agreement
    where partner_id = ${partnerId} order by recorded_at, id`
}

/** The agreements that count on a day for these partners, at most one for each. */
export async function selectAgreementsOn(
  sql: Sql,
  partnerIds: readonly string[],
  day: Day,
): Promise<Agreement[]> {
  return sql<Agreement[]>`
    select ${agreementColumns(sql)}
    from unnest(${[...partnerIds]}::text[]) as asked (of_partner),
      lateral agreement_on(asked.of_partner, ${day}::text::date)`
}

/** An active partner whose agreement ends, or has ended, with none after it. */
export interface EndingAgreement {
  readonly partnerId: string
  readonly name: string
  readonly validUntil: Day
}

/** Those whose agreement ends until a day, the earliest first. */
export async function selectEndingAgreements(
  sql: Sql,
  { today, until, limit }: { readonly today: Day; readonly until: Day; readonly limit: number },
): Promise<EndingAgreement[]> {
  return sql<EndingAgreement[]>`
    select p.id as "partnerId", p.name, a.valid_until::text as "validUntil"
    from partner p, lateral agreement_on(p.id, ${today}::text::date) a
    where p.status = 'active' and a.valid_until <= ${until}::text::date
      and not exists (
        select from agreement_on(p.id, a.valid_until + 1) as next where next.id <> a.id)
    order by a.valid_until, p.id limit ${limit}`
}

/**
 * Takes a partner from one status to another and says why, in one statement. Fails (not null, on
 * `partner_event.partner_id`) where it is not in a status that the step leads from.
 */
export function writeStep(
  tx: Tx,
  event: PartnerEvent,
  step: { readonly from: readonly PartnerStatus[]; readonly to: PartnerStatus },
): PromiseLike<unknown> {
  return tx`
    with changed as (
      update partner set status = ${step.to}
      where id = ${event.partnerId} and status = any(${[...step.from]}::text[]) returning id)
    insert into partner_event (id, partner_id, kind, reason, actor_id, recorded_at)
    values (${event.id}, (select id from changed), ${event.kind}, ${event.reason},
      ${event.actorId}, ${event.recordedAt})`
}

export async function selectEvent(sql: Sql, id: Uuid): Promise<PartnerEvent | undefined> {
  const [row] = await sql<
    PartnerEvent[]
  >`select ${eventColumns(sql)} from partner_event where id = ${id}`
  return row
}

/** What was done to a partner, the oldest first. */
export async function listEvents(sql: Sql, partnerId: string): Promise<PartnerEvent[]> {
  return sql<PartnerEvent[]>`
    select ${eventColumns(sql)} from partner_event
    where partner_id = ${partnerId} order by recorded_at, id`
}

/**
 * Writes an outlet as it is now.
 *
 * @returns no row where another partner has one with this id
 */
export function upsertOutlet(tx: Tx, row: Outlet): PromiseLike<readonly unknown[]> {
  return tx`
    insert into outlet (id, partner_id, name, town, opening_hours, closed_at)
    values (${row.id}, ${row.partnerId}, ${row.name}, ${row.town}, ${row.openingHours}, ${row.closedAt})
    on conflict (id) do update
    set name = excluded.name, town = excluded.town, opening_hours = excluded.opening_hours,
      closed_at = case when excluded.closed_at is null then null
        else coalesce(outlet.closed_at, excluded.closed_at) end
    where outlet.partner_id = excluded.partner_id
    returning id`
}

/** A page of the outlets, by id. */
export async function listOutlets(sql: Sql, page: OutletPage): Promise<Outlet[]> {
  const { after, partnerId, town } = page
  return sql<Outlet[]>`
    select id, partner_id as "partnerId", name, town, opening_hours as "openingHours",
      closed_at as "closedAt"
    from outlet
    where ${after === undefined ? sql`true` : sql`id > ${after}`}
      and ${partnerId === undefined ? sql`true` : sql`partner_id = ${partnerId}`}
      and ${town === undefined ? sql`true` : sql`town = ${town}`}
    order by id limit ${page.limit}`
}

function agreementColumns(sql: Sql) {
  return sql`
    id, partner_id as "partnerId", signed_on::text as "signedOn",
    valid_until::text as "validUntil", products, categories,
    settlement_period as "settlementPeriod", settlement_days as "settlementDays", documents,
    recorded_by as "recordedBy", recorded_at as "recordedAt"`
}

function eventColumns(sql: Sql) {
  return sql`
    id, partner_id as "partnerId", kind, reason, actor_id as "actorId",
    recorded_at as "recordedAt"`
}
