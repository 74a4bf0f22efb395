import { arrayText } from '../db/array-text.ts'
import type { Database, Tx } from '../db/client.ts'
import { gather } from '../db/gather.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { Runtime } from '../runtime.ts'
import type { Principal } from './core/principal.ts'

/** Something that was done, seen or refused. */
export interface AccessEntry {
  /** Who; `null` for the service itself and for somebody who is not known. */
  readonly actor: Principal | null
  /** What it was: the kind of thing and a word for what happened to it, `beneficiary.viewed`. */
  readonly action: `${string}.${string}`
  readonly outcome: 'done' | 'refused'
  readonly subject: { readonly kind: string; readonly id: string }
  readonly contactPointId?: string
  /** What else is worth knowing. Nothing about a person: an entry is never deleted. */
  readonly detail?: Readonly<Record<string, string>>
  readonly requestId?: string
}

/** An entry as it was recorded. */
export interface RecordedAccess {
  readonly id: Uuid
  readonly recordedAt: Date
  readonly actorKind: Principal['kind'] | null
  readonly actorId: Uuid | null
  readonly role: Principal['role'] | null
  readonly action: string
  readonly outcome: 'done' | 'refused'
  readonly subjectKind: string
  readonly subjectId: string
  readonly contactPointId: string | null
  readonly detail: Readonly<Record<string, string>>
  readonly requestId: string | null
}

/** Which entries are wanted: at most `limit`, the newest first, those before the entry `after`. */
export interface AccessLogPage {
  readonly limit: number
  readonly after?: Uuid
  readonly actorId?: Uuid
  readonly action?: string
  readonly outcome?: 'done' | 'refused'
  readonly subjectKind?: string
  readonly subjectId?: string
  /** From this instant on, and before that one. */
  readonly from?: Date
  readonly until?: Date
}

/** Who did, saw or was refused what. The database refuses every change of it. */
export interface AccessLog {
  /** Resolves when it is in the log: wait for it before what was asked for is shown. */
  record(entry: AccessEntry): Promise<void>
  /** Writes it on an open transaction, so that what was done and that it was done are one commit. */
  recordIn(tx: Tx, entry: AccessEntry): PromiseLike<unknown>
  list(page: AccessLogPage): Promise<readonly RecordedAccess[]>
  /** Everything that fits, page after page, the newest first. */
  all(filter: Omit<AccessLogPage, 'limit' | 'after'>): AsyncGenerator<readonly RecordedAccess[]>
}

/** Opens the access log. What is recorded in the same moment goes in one statement. */
export function createAccessLog({
  db,
  runtime,
}: {
  readonly db: Database
  readonly runtime: Runtime
}): AccessLog {
  const nextInstant = createInstants(runtime.now)
  const rowOf = (entry: AccessEntry): Row => ({
    ...entry,
    id: runtime.newId(),
    recordedAt: nextInstant(),
  })
  const insert = gather(async (rows: readonly Row[]) => {
    await insertRows(db.sql, rows)
    return rows.map(() => undefined)
  })
  return {
    record: (entry) => insert(rowOf(entry)),
    recordIn: (tx, entry) => insertRows(tx, [rowOf(entry)]),
    list: (page) => listEntries(db, page),
    all: (filter) => allEntries(db, filter),
  }
}

/** Instants of which each is later than the one before, by a microsecond at least: what comes first is listed first. */
function createInstants(now: () => number): () => string {
  let last = 0
  return () => {
    last = Math.max(now() * 1000, last + 1)
    const micros = String(last % 1000).padStart(3, '0')
    return new Date(Math.floor(last / 1000)).toISOString().replace('Z', `${micros}Z`)
  }
}

type Row = AccessEntry & { readonly id: Uuid; readonly recordedAt: string }

function insertRows(tx: Tx, rows: readonly Row[]): PromiseLike<unknown> {
  const column = (read: (row: Row) => string | null | undefined) =>
    arrayText(rows.map((row) => read(row) ?? null))
  return tx`
    insert into access_log
      (id, recorded_at, actor_kind, actor_id, role, action, outcome, subject_kind, subject_id,
       contact_point_id, detail, request_id)
    select id, recorded_at, actor_kind, actor_id, role, action, outcome, subject_kind, subject_id,
      contact_point_id, detail::jsonb, request_id
    from unnest(
      ${column(({ id }) => id)}::uuid[], ${column((row) => row.recordedAt)}::text[]::timestamptz[],
      ${column(({ actor }) => actor?.kind)}::text[], ${column(({ actor }) => actor?.id)}::uuid[],
      ${column(({ actor }) => actor?.role)}::text[], ${column((row) => row.action)}::text[],
      ${column((row) => row.outcome)}::text[], ${column(({ subject }) => subject.kind)}::text[],
      ${column(({ subject }) => subject.id)}::text[],
      ${column((row) => row.contactPointId)}::text[],
      ${column(({ detail = {} }) => JSON.stringify(detail))}::text[],
      ${column((row) => row.requestId)}::text[]
    ) as r (id, recorded_at, actor_kind, actor_id, role, action, outcome, subject_kind, subject_id,
      contact_point_id, detail, request_id)`
}

async function listEntries(
  { sql }: Database,
  page: AccessLogPage,
): Promise<readonly RecordedAccess[]> {
  const { after, actorId, action, outcome, subjectKind, subjectId, from, until } = page
  return sql<RecordedAccess[]>`
    select id, recorded_at as "recordedAt", actor_kind as "actorKind", actor_id as "actorId", role,
      action, outcome, subject_kind as "subjectKind", subject_id as "subjectId",
      contact_point_id as "contactPointId", detail, request_id as "requestId"
    from access_log
    where ${after === undefined ? sql`true` : sql`(recorded_at, id) < (select recorded_at, id from access_log where id = ${after})`}
      and ${actorId === undefined ? sql`true` : sql`actor_id = ${actorId}`}
      and ${action === undefined ? sql`true` : sql`action = ${action}`}
      and ${outcome === undefined ? sql`true` : sql`outcome = ${outcome}`}
      and ${subjectKind === undefined ? sql`true` : sql`subject_kind = ${subjectKind}`}
      and ${subjectId === undefined ? sql`true` : sql`subject_id = ${subjectId}`}
      and ${from === undefined ? sql`true` : sql`recorded_at >= ${from}`}
      and ${until === undefined ? sql`true` : sql`recorded_at < ${until}`}
    order by recorded_at desc, id desc limit ${page.limit}`
}

const PAGE = 500

async function* allEntries(
  db: Database,
  filter: Omit<AccessLogPage, 'limit' | 'after'>,
): AsyncGenerator<readonly RecordedAccess[]> {
  let last: RecordedAccess | undefined
  do {
    const after: Pick<AccessLogPage, 'after'> = last === undefined ? {} : { after: last.id }
    const entries = await listEntries(db, { ...filter, ...after, limit: PAGE })
    if (entries.length > 0) yield entries
    last = entries.length < PAGE ? undefined : entries.at(-1)
  } while (last !== undefined)
}
