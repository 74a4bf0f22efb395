import { arrayText } from '../db/array-text.ts'
import type { Sql, Tx } from '../db/client.ts'
import type { Day } from '../kernel/days.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { EntryContent, EntryKind } from './core/register.ts'

/** An entry as it was told in one version. */
export interface EntryVersion extends EntryContent {
  readonly id: Uuid
  readonly programmeId: string
  readonly reference: string
  readonly version: number
  /** Why it was corrected; `null` for the first. */
  readonly reason: string | null
  readonly changedAt: Date
  readonly changedBy: Uuid
}

/** Which entries are wanted: the newest day first. */
export interface EntryPage {
  readonly limit: number
  /** The day and the id of the last one of the page before. */
  readonly after?: readonly [string, Uuid]
  readonly programmeId?: string | undefined
  readonly kind?: EntryKind | undefined
  readonly territoryId?: string | undefined
  readonly from?: Day | undefined
  readonly until?: Day | undefined
}

function columns(sql: Sql | Tx) {
  return sql`e.id, e.programme_id as "programmeId", e.reference, v.version, v.kind, v.day::text as day, v.place,
    v.territory_id as "territoryId", v.title, v.notes, v.details, v.took_part as "tookPart", v.documents,
    v.is_withdrawn as "isWithdrawn", v.reason, v.changed_at as "changedAt", v.changed_by as "changedBy"`
}

/** The version of each entry that counts. */
function current(sql: Sql | Tx) {
  return sql`register_entry e join lateral (
    select * from register_version where entry_id = e.id order by version desc limit 1) v on true`
}

/** Gives no row where the id or the reference is there already. */
export async function insertEntry(
  tx: Tx,
  { id, programmeId, reference }: Pick<EntryVersion, 'id' | 'programmeId' | 'reference'>,
): Promise<boolean> {
  const rows = await tx`insert into register_entry (id, programme_id, reference)
    values (${id}, ${programmeId}, ${reference}) on conflict do nothing returning 1`
  return rows.length === 1
}

/** Breaks `register_version_entry_id_version_pk` where somebody else corrected it in the same moment. */
export function insertVersion(tx: Tx, row: EntryVersion): PromiseLike<unknown> {
  const json = (value: unknown) => tx`${JSON.stringify(value)}::text::jsonb`
  return tx`insert into register_version
      (entry_id, version, kind, day, place, territory_id, title, notes, details, took_part, documents, is_withdrawn,
        reason, changed_at, changed_by)
    values (${row.id}, ${row.version}, ${row.kind}, ${row.day}, ${row.place}, ${row.territoryId}, ${row.title},
      ${row.notes}, ${json(row.details)}, ${json(row.tookPart)}, ${json(row.documents)}, ${row.isWithdrawn},
      ${row.reason}, ${row.changedAt}, ${row.changedBy})`
}

/** Every version of an entry, the first first; none where there is no such entry. */
export async function selectVersions(sql: Sql | Tx, id: Uuid): Promise<readonly EntryVersion[]> {
  return sql<EntryVersion[]>`
    select ${columns(sql)} from register_entry e join register_version v on v.entry_id = e.id
    where e.id = ${id} order by v.version`
}

/** The entries of a programme that have one of these references, as they count. */
export async function selectByReference(
  sql: Sql | Tx,
  programmeId: string,
  references: readonly string[],
): Promise<readonly EntryVersion[]> {
  return sql<EntryVersion[]>`
    select ${columns(sql)} from ${current(sql)}
    where e.programme_id = ${programmeId} and e.reference = any (${arrayText(references)}::text[])`
}

export async function listEntries(sql: Sql, page: EntryPage): Promise<readonly EntryVersion[]> {
  const { after, programmeId, kind, territoryId, from, until, limit } = page
  return sql<EntryVersion[]>`
    select ${columns(sql)} from ${current(sql)}
    where ${programmeId === undefined ? sql`true` : sql`e.programme_id = ${programmeId}`}
      and ${kind === undefined ? sql`true` : sql`v.kind = ${kind}`}
      and ${territoryId === undefined ? sql`true` : sql`v.territory_id = ${territoryId}`}
      and ${from === undefined ? sql`true` : sql`v.day >= ${from}`}
      and ${until === undefined ? sql`true` : sql`v.day <= ${until}`}
      and ${after === undefined ? sql`true` : sql`(v.day, e.id) < (${after[0]}::date, ${after[1]}::uuid)`}
    order by v.day desc, e.id desc limit ${limit}`
}
