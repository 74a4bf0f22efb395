import type { Database, Tx } from '../db/client.ts'
import type { AccountId } from '../kernel/ids.ts'
import type { Unit } from '../kernel/money.ts'
import type { PartnerKind, PartnerStatus, TerritoryKind } from './core/kinds.ts'

/** A territory as it stands. */
export interface Territory {
  readonly id: string
  readonly name: string
  readonly kind: TerritoryKind
  /** The territory that it lies in; `null` for one that stands alone. */
  readonly parentId: string | null
}

/** A contact point as it stands. */
export interface ContactPoint {
  readonly id: string
  readonly name: string
  readonly territoryId: string
  readonly unit: Unit
  readonly envelopeAccountId: AccountId
}

/** A partner as it stands. */
export interface Partner {
  readonly id: string
  readonly name: string
  readonly territoryId: string
  readonly kind: PartnerKind
  readonly categories: readonly string[]
  readonly status: PartnerStatus
  readonly unit: Unit
  readonly payableAccountId: AccountId
  readonly createdAt: Date
}

/** Which part of a list is wanted: at most `limit` rows, those after the id `after`. */
export interface Page {
  readonly limit: number
  readonly after?: string
}

type Reader = Pick<Database, 'sql'>

/** Writes the territories that are not there yet; those that are stay as they are. */
export async function insertTerritories(
  { sql }: Reader,
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
    insert into contact_point (id, name, territory_id, unit, envelope_account_id)
    values (${row.id}, ${row.name}, ${row.territoryId}, ${row.unit}, ${row.envelopeAccountId})`
}

/** Writes a partner on an open transaction. */
export function insertPartner(tx: Tx, row: Partner): PromiseLike<unknown> {
  return tx`
    insert into partner
      (id, name, territory_id, kind, categories, status, unit, payable_account_id, created_at)
    values (
      ${row.id}, ${row.name}, ${row.territoryId}, ${row.kind}, ${[...row.categories]}::text[],
      ${row.status}, ${row.unit}, ${row.payableAccountId}, ${row.createdAt})`
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

/** The contact points with these ids, in no order. */
export async function selectContactPoints(
  { sql }: Reader,
  ids: readonly string[],
): Promise<ContactPoint[]> {
  return sql<ContactPoint[]>`
    select ${contactPointColumns(sql)} from contact_point where id = any(${[...ids]}::text[])`
}

/** A page of the contact points, by id. */
export async function listContactPoints({ sql }: Reader, page: Page): Promise<ContactPoint[]> {
  return sql<ContactPoint[]>`
    select ${contactPointColumns(sql)} from contact_point
    where ${page.after ?? ''} = '' or id > ${page.after ?? ''}
    order by id limit ${page.limit}`
}

/** The partners with these ids, in no order. */
export async function selectPartners({ sql }: Reader, ids: readonly string[]): Promise<Partner[]> {
  return sql<Partner[]>`
    select ${partnerColumns(sql)} from partner where id = any(${[...ids]}::text[])`
}

/** A page of the partners, by id. */
export async function listPartners({ sql }: Reader, page: Page): Promise<Partner[]> {
  return sql<Partner[]>`
    select ${partnerColumns(sql)} from partner
    where ${page.after ?? ''} = '' or id > ${page.after ?? ''}
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

function contactPointColumns(sql: Database['sql']) {
  return sql`id, name, territory_id as "territoryId", unit, envelope_account_id as "envelopeAccountId"`
}

function partnerColumns(sql: Database['sql']) {
  return sql`
    id, name, territory_id as "territoryId", kind, categories, status, unit,
    payable_account_id as "payableAccountId", created_at as "createdAt"`
}
