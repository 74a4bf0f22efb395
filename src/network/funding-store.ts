import type { ApprovalState } from '../access/core/duties.ts'
import type { Sql, Tx } from '../db/client.ts'
import type { Day } from '../kernel/days.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { Minor, Unit } from '../kernel/money.ts'
import type { Colour } from '../ledger/core/colour.ts'
import type { FundingKind } from './core/kinds.ts'

/** What every tranche and every move has besides its content: who prepared it, and what became of it. */
export interface Prepared {
  readonly preparedBy: Uuid
  readonly preparedAt: Date
}

/** What became of it, as its approval says. */
export interface Decided {
  readonly state: ApprovalState
  readonly decidedBy: Uuid | null
  readonly decidedAt: Date | null
  readonly decisionReason: string | null
}

/** Money that a programme was given. */
export interface TrancheContent {
  readonly programmeId: string
  readonly kind: FundingKind
  readonly funder: string
  readonly amount: Minor
  readonly colour: Colour | null
  readonly receivedOn: Day
  /** How the funder names it: a decree, a bank reference. */
  readonly reference: string
}

export interface TrancheRow extends TrancheContent, Prepared {
  readonly id: Uuid
  readonly unit: Unit
}

export type Tranche = TrancheRow & Decided

/** Money to be moved between the grant and envelopes. */
export interface MoveContent {
  /** `null` for the grant. */
  readonly fromEnvelopeId: Uuid | null
  readonly toEnvelopeId: Uuid | null
  readonly amount: Minor
  readonly reason: string
}

export interface MoveRow extends MoveContent, Prepared {
  readonly id: Uuid
}

/** A move with the contact points of its envelopes; `null` for the grant. */
export interface Move extends MoveRow, Decided {
  readonly fromContactPointId: string | null
  readonly toContactPointId: string | null
  readonly unit: Unit
  readonly colour: Colour | null
}

/** Which are wanted: at most `limit`, the newest first, those before the one with the id `after`. */
export interface PreparedPage {
  readonly limit: number
  readonly after?: Uuid
  readonly state?: ApprovalState
}

export interface TranchePage extends PreparedPage {
  readonly programmeId?: string
}

export interface MovePage extends PreparedPage {
  readonly envelopeId?: Uuid
  /** Only those that touch one of these contact points: what somebody reaches. */
  readonly contactPointIds?: readonly string[]
}

export function insertTranche(tx: Tx, row: TrancheRow): PromiseLike<unknown> {
  return tx`
    insert into grant_tranche
      (id, programme_id, kind, funder, amount, unit, colour, received_on, reference, prepared_by,
       prepared_at)
    values (
      ${row.id}, ${row.programmeId}, ${row.kind}, ${row.funder}, ${row.amount}, ${row.unit},
      ${row.colour}, ${row.receivedOn}, ${row.reference}, ${row.preparedBy}, ${row.preparedAt})`
}

export function insertMove(tx: Tx, row: MoveRow): PromiseLike<unknown> {
  return tx`
    insert into envelope_move
      (id, from_envelope_id, to_envelope_id, amount, reason, prepared_by, prepared_at)
    values (
      ${row.id}, ${row.fromEnvelopeId}, ${row.toEnvelopeId}, ${row.amount}, ${row.reason},
      ${row.preparedBy}, ${row.preparedAt})`
}

export async function selectTranche(sql: Sql, id: Uuid): Promise<Tranche | undefined> {
  const [row] = await sql<Tranche[]>`${tranches(sql)} where t.id = ${id}`
  return row
}

/** The tranches with these ids, in no order. */
export async function selectTranches(sql: Sql, ids: readonly Uuid[]): Promise<Tranche[]> {
  return sql<Tranche[]>`${tranches(sql)} where t.id = any(${[...ids]}::uuid[])`
}

export async function listTranches(sql: Sql, page: TranchePage): Promise<Tranche[]> {
  const { after, state, programmeId } = page
  return sql<Tranche[]>`
    ${tranches(sql)}
    where ${programmeId === undefined ? sql`true` : sql`t.programme_id = ${programmeId}`}
      and ${state === undefined ? sql`true` : sql`a.state = ${state}`}
      and ${after === undefined ? sql`true` : sql`(t.prepared_at, t.id) < (select prepared_at, id from grant_tranche where id = ${after})`}
    order by t.prepared_at desc, t.id desc limit ${page.limit}`
}

export async function selectMove(sql: Sql, id: Uuid): Promise<Move | undefined> {
  const [row] = await sql<Move[]>`${moves(sql)} where m.id = ${id}`
  return row
}

export async function listMoves(sql: Sql, page: MovePage): Promise<Move[]> {
  const { after, state, envelopeId, contactPointIds } = page
  const reached =
    contactPointIds === undefined
      ? sql`true`
      : sql`array[f.contact_point_id, t.contact_point_id] && ${[...contactPointIds]}::text[]`
  return sql<Move[]>`
    ${moves(sql)}
    where ${reached}
      and ${state === undefined ? sql`true` : sql`a.state = ${state}`}
      and ${envelopeId === undefined ? sql`true` : sql`${envelopeId} in (m.from_envelope_id, m.to_envelope_id)`}
      and ${after === undefined ? sql`true` : sql`(m.prepared_at, m.id) < (select prepared_at, id from envelope_move where id = ${after})`}
    order by m.prepared_at desc, m.id desc limit ${page.limit}`
}

function tranches(sql: Sql) {
  return sql`
    select t.id, t.programme_id as "programmeId", t.kind, t.funder, t.amount, t.unit, t.colour,
      t.received_on::text as "receivedOn", t.reference, t.prepared_by as "preparedBy",
      t.prepared_at as "preparedAt", ${decision(sql)}
    from grant_tranche t
    join approval a on a.kind = 'funding' and a.subject_id = t.id::text`
}

function moves(sql: Sql) {
  return sql`
    select m.id, m.from_envelope_id as "fromEnvelopeId", m.to_envelope_id as "toEnvelopeId",
      m.amount, m.reason, m.prepared_by as "preparedBy", m.prepared_at as "preparedAt",
      f.contact_point_id as "fromContactPointId", t.contact_point_id as "toContactPointId",
      coalesce(f.unit, t.unit) as unit,
      case when f.id is null then t.colour else f.colour end as colour, ${decision(sql)}
    from envelope_move m
    join approval a on a.kind = 'envelope_move' and a.subject_id = m.id::text
    left join envelope f on f.id = m.from_envelope_id
    left join envelope t on t.id = m.to_envelope_id`
}

function decision(sql: Sql) {
  return sql`
    a.state, a.decided_by as "decidedBy", a.decided_at as "decidedAt",
    a.reason as "decisionReason"`
}
