import type { Database, Sql, Tx } from '../db/client.ts'
import type { AccountId } from '../kernel/ids.ts'
import type { Minor, Unit } from '../kernel/money.ts'
import type { Area, Colour } from '../ledger/core/colour.ts'
import type { PartnerKind, PartnerStatus, TerritoryKind } from './core/kinds.ts'

/** A territory as it stands. */
export interface Territory {
  readonly id: string
  readonly name: string
  readonly kind: TerritoryKind
  /** The territory that it lies in; `null` for one that stands alone. */
  readonly parentId: string | null
}

/** What of a contact point can be changed. */
export interface ContactPointDetails {
  readonly name: string
  /** Shown to the people it walks with. */
  readonly phone: string | null
  readonly openingHours: string | null
  /** The contact point that approves in its place. */
  readonly approverContactPointId: string | null
  /** What a person may get here in a month without a second person. */
  readonly emergencyMonthlyCap: Minor
}

/** A contact point as it stands. */
export interface ContactPoint extends ContactPointDetails {
  readonly id: string
  readonly territoryId: string
  readonly unit: Unit
  /** Of its first envelope, which is restricted to no area of need. */
  readonly envelopeAccountId: AccountId
  readonly programmeId: string
  /** Where it belongs, for money that may be used in one area only. */
  readonly area: Area | null
}

/** What of a partner can be changed. */
export interface PartnerDetails {
  readonly name: string
  readonly territoryId: string
  readonly kind: PartnerKind
  readonly categories: readonly string[]
}

/** A partner as it stands. */
export interface Partner extends PartnerDetails {
  readonly id: string
  readonly status: PartnerStatus
  readonly unit: Unit
  readonly payableAccountId: AccountId
  readonly createdAt: Date
  /** Where it belongs, for money that may be used in one area only. */
  readonly area: Area | null
}

/** Which part of a list is wanted: at most `limit` rows, those after the id `after`. */
export interface Page {
  readonly limit: number
  readonly after?: string
}

/** Which contact points are wanted; a filter that is not given lets all pass. */
export interface ContactPointPage extends Page {
  readonly programmeId?: string
  readonly territoryId?: string
  /** Only these: what somebody reaches. */
  readonly ids?: readonly string[]
}

/** Which partners are wanted; a filter that is not given lets all pass. */
export interface PartnerPage extends Page {
  readonly status?: PartnerStatus
  readonly kind?: PartnerKind
  readonly territoryId?: string
  readonly category?: string
}

type Reader = Pick<Database, 'sql'>

/** Writes the territories that are not there yet; those that are stay as they are. */
export async function insertTerritories(
  { sql }: { readonly sql: Tx },
  territories: readonly Territory[],
): Promise<void> {
  await sql`
    insert into territory (id, name, kind, parent_id)
    select * from unnest(
      ${territories.map(({ id }) => id)}::text[],
      ${territories.map(({ name }) => name)}::text[],
      ${territories.map(({ kind }) => kind)}::text[],
      ${territories.map(({ parentId }) => parentId)}::text[])
    on conflict (id) do nothing`
}

/** Writes a contact point on an open transaction. */
export function insertContactPoint(tx: Tx, row: ContactPoint): PromiseLike<unknown> {
  return tx`
    insert into contact_point
      (id, name, territory_id, unit, envelope_account_id, programme_id, area, phone,
       opening_hours, approver_contact_point_id, emergency_monthly_cap)
    values (
      ${row.id}, ${row.name}, ${row.territoryId}, ${row.unit}, ${row.envelopeAccountId},
      ${row.programmeId}, ${row.area}, ${row.phone}, ${row.openingHours},
      ${row.approverContactPointId}, ${row.emergencyMonthlyCap})`
}

/** Changes a contact point on an open transaction. */
export function updateContactPoint(
  tx: Tx,
  id: string,
  to: ContactPointDetails,
): PromiseLike<unknown> {
  return tx`
    update contact_point
    set name = ${to.name}, phone = ${to.phone}, opening_hours = ${to.openingHours},
      approver_contact_point_id = ${to.approverContactPointId},
      emergency_monthly_cap = ${to.emergencyMonthlyCap}
    where id = ${id}`
}

/** Writes a partner on an open transaction. */
export function insertPartner(tx: Tx, row: Partner): PromiseLike<unknown> {
  return tx`
    insert into partner
      (id, name, territory_id, kind, categories, status, unit, payable_account_id, created_at, area)
    values (
      ${row.id}, ${row.name}, ${row.territoryId}, ${row.kind}, ${[...row.categories]}::text[],
      ${row.status}, ${row.unit}, ${row.payableAccountId}, ${row.createdAt}, ${row.area})`
}

/** Changes a partner on an open transaction. */
export function updatePartner(tx: Tx, id: string, to: PartnerDetails): PromiseLike<unknown> {
  return tx`
    update partner
    set name = ${to.name}, territory_id = ${to.territoryId}, kind = ${to.kind},
      categories = ${[...to.categories]}::text[]
    where id = ${id}`
}

/** The territories with these ids, in no order. */
export async function selectTerritories(
  { sql }: Reader,
  ids: readonly string[],
): Promise<Territory[]> {
  return sql<Territory[]>`
    select id, name, kind, parent_id as "parentId"
    from territory where id = any(${[...ids]}::text[])`
}

/** Whether one of some contact points is of a territory, or of one that this lies within. */
export async function isAround(
  { sql }: Reader,
  territoryId: string,
  contactPointIds: readonly string[],
): Promise<boolean> {
  const [row] = await sql<{ isAround: boolean }[]>`
    with recursive around (id, parent_id) as (
      select id, parent_id from territory where id = ${territoryId}
      union
      select territory.id, territory.parent_id from territory
        join around on territory.id = around.parent_id)
    select exists (
      select from contact_point join around on around.id = contact_point.territory_id
      where contact_point.id = any(${[...contactPointIds]}::text[])) as "isAround"`
  return row?.isAround ?? false
}

/** A page of the territories, by id. */
export async function listTerritories({ sql }: Reader, page: Page): Promise<Territory[]> {
  return sql<Territory[]>`
    select id, name, kind, parent_id as "parentId" from territory
    where ${behind(sql, page)} order by id limit ${page.limit}`
}

/** The contact points with these ids, in no order. */
export async function selectContactPoints(
  { sql }: Reader,
  ids: readonly string[],
): Promise<ContactPoint[]> {
  return sql<ContactPoint[]>`
    select ${contactPointColumns(sql)} from contact_point where id = any(${[...ids]}::text[])`
}

/** A page of the contact points, by id. */
export async function listContactPoints(
  { sql }: Reader,
  page: ContactPointPage,
): Promise<ContactPoint[]> {
  const { programmeId, territoryId, ids } = page
  return sql<ContactPoint[]>`
    select ${contactPointColumns(sql)} from contact_point
    where ${behind(sql, page)}
      and ${programmeId === undefined ? sql`true` : sql`programme_id = ${programmeId}`}
      and ${territoryId === undefined ? sql`true` : sql`territory_id = ${territoryId}`}
      and ${ids === undefined ? sql`true` : sql`id = any(${[...ids]}::text[])`}
    order by id limit ${page.limit}`
}

/** The partners with these ids, in no order. */
export async function selectPartners({ sql }: Reader, ids: readonly string[]): Promise<Partner[]> {
  return sql<Partner[]>`
    select ${partnerColumns(sql)} from partner where id = any(${[...ids]}::text[])`
}

/** A page of the partners, by id. */
export async function listPartners({ sql }: Reader, page: PartnerPage): Promise<Partner[]> {
  const { status, kind, territoryId, category } = page
  return sql<Partner[]>`
    select ${partnerColumns(sql)} from partner
    where ${behind(sql, page)}
      and ${status === undefined ? sql`true` : sql`status = ${status}`}
      and ${kind === undefined ? sql`true` : sql`kind = ${kind}`}
      and ${territoryId === undefined ? sql`true` : sql`territory_id = ${territoryId}`}
      and ${category === undefined ? sql`true` : sql`${category} = any(categories)`}
    order by id limit ${page.limit}`
}

/** How many territories, contact points and partners there are. */
export async function countNetwork({
  sql,
}: Reader): Promise<{ territories: number; contactPoints: number; partners: number }> {
  const [row] = await sql<{ territories: number; contactPoints: number; partners: number }[]>`
    select
      (select count(*)::int from territory) as territories,
      (select count(*)::int from contact_point) as "contactPoints",
      (select count(*)::int from partner) as partners`
  return row ?? { territories: 0, contactPoints: 0, partners: 0 }
}

/** The colours of the money that there is in a unit, `null` among them. */
export async function selectColours({ sql }: Reader, unit: Unit): Promise<(Colour | null)[]> {
  const rows = await sql<{ colour: Colour | null }[]>`
    select distinct colour from envelope where unit = ${unit}`
  return [...new Set([null, ...rows.map(({ colour }) => colour)])]
}

function behind(sql: Sql, { after }: Page) {
  return after === undefined ? sql`true` : sql`id > ${after}`
}

function contactPointColumns(sql: Sql) {
  return sql`
    id, name, territory_id as "territoryId", unit, envelope_account_id as "envelopeAccountId",
    programme_id as "programmeId", area, phone, opening_hours as "openingHours",
    approver_contact_point_id as "approverContactPointId",
    emergency_monthly_cap as "emergencyMonthlyCap"`
}

function partnerColumns(sql: Sql) {
  return sql`
    id, name, territory_id as "territoryId", kind, categories, status, unit,
    payable_account_id as "payableAccountId", created_at as "createdAt", area`
}
