import type { Sql, Tx } from '../db/client.ts'
import type { AccountId, Uuid } from '../kernel/ids.ts'
import type { Unit } from '../kernel/money.ts'
import type { Colour } from '../ledger/core/colour.ts'
import type { EnvelopeArea } from './core/areas.ts'
import type { Programme } from './core/programme.ts'
import type { Page } from './store.ts'

/** What a contact point may give out for an area of need, in one colour. What it holds is in the ledger. */
export interface Envelope {
  readonly id: Uuid
  readonly programmeId: string
  readonly contactPointId: string
  readonly area: EnvelopeArea
  readonly unit: Unit
  readonly colour: Colour | null
  readonly accountId: AccountId
}

/** Which envelopes are wanted; a filter that is not given lets all pass. */
export interface EnvelopePage {
  readonly limit: number
  readonly after?: Uuid
  readonly programmeId?: string
  readonly contactPointId?: string
  readonly area?: EnvelopeArea
  /** Only those of these contact points: what somebody reaches. */
  readonly contactPointIds?: readonly string[]
}

/** Writes a programme on an open transaction; one that is there stays as it is. */
export function insertProgramme(tx: Tx, row: Programme): PromiseLike<readonly unknown[]> {
  return tx`
    insert into programme (id, name, unit, colour, starts_on, ends_on, rules)
    values (
      ${row.id}, ${row.name}, ${row.unit}, ${row.colour}, ${row.startsOn}, ${row.endsOn},
      ${JSON.stringify(row.rules)}::text::jsonb)
    on conflict (id) do nothing returning id`
}

/** The programmes with these ids, in no order. */
export async function selectProgrammes(sql: Sql, ids: readonly string[]): Promise<Programme[]> {
  return sql<Programme[]>`
    select ${programmeColumns(sql)} from programme where id = any(${[...ids]}::text[])`
}

/** The programme of a contact point, then those of its envelopes. */
export async function selectProgrammesOf(sql: Sql, contactPointId: string): Promise<Programme[]> {
  return sql<Programme[]>`
    select ${programmeColumns(sql)} from programme
    where id in (select programme_id from contact_point where id = ${contactPointId}
      union select programme_id from envelope where contact_point_id = ${contactPointId})
    order by id = (select programme_id from contact_point where id = ${contactPointId}) desc, id`
}

/** A page of the programmes, by id. */
export async function listProgrammes(sql: Sql, { limit, after }: Page): Promise<Programme[]> {
  return sql<Programme[]>`
    select ${programmeColumns(sql)} from programme
    where ${after === undefined ? sql`true` : sql`id > ${after}`}
    order by id limit ${limit}`
}

/** Writes an envelope on an open transaction that opens its account. */
export function insertEnvelope(tx: Tx, row: Envelope): PromiseLike<unknown> {
  return tx`
    insert into envelope (id, programme_id, contact_point_id, area, unit, colour, account_id)
    values (
      ${row.id}, ${row.programmeId}, ${row.contactPointId}, ${row.area}, ${row.unit},
      ${row.colour}, ${row.accountId})`
}

/** The envelopes with these ids, in no order. */
export async function selectEnvelopes(sql: Sql, ids: readonly Uuid[]): Promise<Envelope[]> {
  return sql<Envelope[]>`
    select ${envelopeColumns(sql)} from envelope where id = any(${[...ids]}::uuid[])`
}

/** Those that can pay for an area of need at a contact point: the area's own before the general ones. */
export async function selectPayingEnvelopes(
  sql: Sql,
  contactPointId: string,
  area: EnvelopeArea,
): Promise<Envelope[]> {
  return sql<Envelope[]>`
    select ${envelopeColumns(sql)} from envelope
    where contact_point_id = ${contactPointId} and area in (${area}, 'general')
    order by area = 'general', id`
}

/** A page of the envelopes, by id. */
export async function listEnvelopes(sql: Sql, page: EnvelopePage): Promise<Envelope[]> {
  const { after, programmeId, contactPointId, area, contactPointIds } = page
  return sql<Envelope[]>`
    select ${envelopeColumns(sql)} from envelope
    where ${after === undefined ? sql`true` : sql`id > ${after}`}
      and ${programmeId === undefined ? sql`true` : sql`programme_id = ${programmeId}`}
      and ${contactPointId === undefined ? sql`true` : sql`contact_point_id = ${contactPointId}`}
      and ${area === undefined ? sql`true` : sql`area = ${area}`}
      and ${contactPointIds === undefined ? sql`true` : sql`contact_point_id = any(${[...contactPointIds]}::text[])`}
    order by id limit ${page.limit}`
}

function programmeColumns(sql: Sql) {
  // Rules that were written before they said so ask for the notice.
  return sql`
    id, name, unit, colour, starts_on::text as "startsOn", ends_on::text as "endsOn",
    '{"noticeRequired": true}'::jsonb || rules as rules`
}

function envelopeColumns(sql: Sql) {
  return sql`
    id, programme_id as "programmeId", contact_point_id as "contactPointId", area, unit, colour,
    account_id as "accountId"`
}
