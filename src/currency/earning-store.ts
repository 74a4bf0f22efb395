import type { Sql, Tx } from '../db/client.ts'
import type { Day } from '../kernel/days.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { Minor } from '../kernel/money.ts'
import type { ActivityState, Measure, MemberParty } from './core/earning.ts'

/** What was told of somebody. */
export interface ActivityContent extends Measure {
  readonly associationId: string
  readonly instrumentId: string
  readonly party: MemberParty
  readonly holderId: string
  readonly day: Day
}

/** What somebody did or gave, and what became of it. */
export interface Activity extends ActivityContent {
  readonly id: Uuid
  readonly reward: Minor
  readonly state: ActivityState
  readonly toldBy: Uuid
  readonly toldAt: Date
  readonly confirmedBy: Uuid | null
  readonly confirmedAt: Date | null
  readonly decidedBy: Uuid | null
  readonly decidedAt: Date | null
  readonly reason: string | null
}

export interface ActivityPage {
  readonly limit: number
  /** Those before it: ids follow time. */
  readonly after?: Uuid
  readonly state?: ActivityState
  readonly associationId?: string
  /** Whose people are wanted; partners are everybody's. */
  readonly contactPointIds?: readonly string[]
}

function columns(sql: Sql | Tx) {
  return sql`a.id, a.association_id as "associationId", a.instrument_id as "instrumentId", a.party,
    a.holder_id as "holderId", a.kind, a.day::text as day, a.minutes, a.given, a.reward, a.state, a.told_by as "toldBy",
    a.told_at as "toldAt", a.confirmed_by as "confirmedBy", a.confirmed_at as "confirmedAt",
    a.decided_by as "decidedBy", a.decided_at as "decidedAt", a.reason`
}

/** Breaks `activity_pkey` where the id is there already. */
export function insertActivity(
  tx: Tx,
  row: Omit<Activity, 'decidedBy' | 'decidedAt' | 'reason'>,
): PromiseLike<unknown> {
  return tx`insert into activity (id, association_id, instrument_id, party, holder_id, kind, day, minutes, given, reward,
      state, told_by, told_at, confirmed_by, confirmed_at)
    values (${row.id}, ${row.associationId}, ${row.instrumentId}, ${row.party}, ${row.holderId}, ${row.kind}, ${row.day},
      ${row.minutes}, ${row.given}, ${row.reward}, ${row.state}, ${row.toldBy}, ${row.toldAt}, ${row.confirmedBy},
      ${row.confirmedAt})`
}

export async function selectActivity(sql: Sql | Tx, id: Uuid): Promise<Activity | undefined> {
  const [row] = await sql<Activity[]>`select ${columns(sql)} from activity a where a.id = ${id}`
  return row
}

/** The last told first. */
export async function listActivities(sql: Sql, page: ActivityPage): Promise<readonly Activity[]> {
  const { after, state, associationId, contactPointIds } = page
  return sql<Activity[]>`
    select ${columns(sql)} from activity a
    where ${associationId === undefined ? sql`true` : sql`a.association_id = ${associationId}`}
      and ${state === undefined ? sql`true` : sql`a.state = ${state}`}
      and ${
        contactPointIds === undefined
          ? sql`true`
          : sql`(a.party <> 'person' or exists (select from beneficiary b
              where b.id = a.holder_id and b.contact_point_id = any(${[...contactPointIds]}::text[])))`
      }
      and ${after === undefined ? sql`true` : sql`(a.told_at, a.id) < (select told_at, id from activity where id = ${after})`}
    order by a.told_at desc, a.id desc limit ${page.limit}`
}

/** Breaks `activity_decided_once` where it was confirmed or ended before. */
export function updateConfirmed(tx: Tx, id: Uuid, by: Uuid, at: Date): PromiseLike<unknown> {
  return tx`update activity set state = 'confirmed', confirmed_by = ${by}, confirmed_at = ${at} where id = ${id}`
}

/** Breaks `activity_decided_once` where it was decided before. */
export function updateDecided(
  tx: Tx,
  {
    id,
    ...row
  }: Pick<Activity, 'id' | 'reason'> & {
    readonly state: ActivityState
    readonly by: Uuid
    readonly at: Date
  },
): PromiseLike<unknown> {
  return tx`update activity set state = ${row.state}, decided_by = ${row.by}, decided_at = ${row.at},
    reason = ${row.reason} where id = ${id}`
}
