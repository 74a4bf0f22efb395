import { arrayText } from '../db/array-text.ts'
import type { Sql, Tx } from '../db/client.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { Chunk, RunKind, RunState } from './core/run.ts'

export interface RunRow {
  readonly id: Uuid
  readonly kind: RunKind
  readonly studyId: Uuid | null
  readonly studyVersion: number | null
  readonly title: string
  readonly scenario: string
  readonly overlays: readonly string[]
  readonly effective: string
  readonly scenarioHash: string
  readonly model: string
  readonly seed: bigint
  readonly paths: number
  readonly state: RunState
  readonly createdAt: Date
  readonly createdBy: Uuid
  readonly startedAt: Date | null
  readonly endedAt: Date | null
  readonly pathsUsed: number | null
  readonly failure: string | null
}

/** What is known of a chunk that is done. */
export interface ChunkSums {
  readonly runId: Uuid
  readonly sums: string
}

const runColumns = (sql: Sql | Tx) => sql`
  id, kind, study_id as "studyId", study_version as "studyVersion", title, scenario, overlays, effective, scenario_hash as "scenarioHash", model, seed, paths, state,
  created_at as "createdAt", created_by as "createdBy", started_at as "startedAt",
  ended_at as "endedAt", paths_used as "pathsUsed", failure`

/** Only one at a time looks how many runs are open, and adds one. */
export async function lockSubmitting(tx: Tx): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtext('study.submit'))`
}

export async function countOpenRuns(sql: Sql | Tx): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from study_run where state in ('queued', 'running')`
  return row?.count ?? 0
}

export type NewRun = Omit<RunRow, 'state' | 'startedAt' | 'endedAt' | 'pathsUsed' | 'failure'>

export function insertRun(tx: Tx, row: NewRun): PromiseLike<unknown> {
  return tx`
    insert into study_run (id, kind, study_id, study_version, title, scenario, overlays, effective, scenario_hash, model, seed, paths, state,
      created_at, created_by)
    values (${row.id}, ${row.kind}, ${row.studyId}, ${row.studyVersion}, ${row.title}, ${row.scenario}, ${arrayText(row.overlays)}::text[], ${row.effective},
      ${row.scenarioHash}, ${row.model}, ${row.seed}, ${row.paths}, 'queued', ${row.createdAt}, ${row.createdBy})`
}

/** Writes chunks down; those that are there already stay as they are. */
export function insertChunks(
  tx: Tx,
  runId: Uuid,
  chunks: readonly Chunk[],
  leaseMs: number,
): PromiseLike<unknown> {
  const column = (read: (chunk: Chunk) => number) =>
    arrayText(chunks.map((chunk) => String(read(chunk))))
  return tx`
    insert into study_chunk (run_id, number, from_path, to_path, leased_until)
    select ${runId}, number, from_path, to_path, ${later(tx, leaseMs)}
    from unnest(${column(({ number }) => number)}::int[], ${column(({ from }) => from)}::int[],
      ${column(({ to }) => to)}::int[]) as c (number, from_path, to_path)
    on conflict do nothing`
}

/** The clock of the database: workers on other machines may have others. */
function later(sql: Sql | Tx, ms: number) {
  return sql`clock_timestamp() + ${ms} * interval '1 millisecond'`
}

export async function selectRun(sql: Sql | Tx, id: Uuid): Promise<RunRow | undefined> {
  const [row] = await sql<RunRow[]>`select ${runColumns(sql)} from study_run where id = ${id}`
  return row
}

export async function findRuns(sql: Sql, ids: readonly string[]): Promise<readonly RunRow[]> {
  return sql<RunRow[]>`
    select ${runColumns(sql)} from study_run where id = any(${arrayText(ids)}::uuid[])`
}

/** The newest first. */
export async function listRuns(
  sql: Sql,
  page: { readonly limit: number; readonly after?: Uuid; readonly studyId?: Uuid },
): Promise<readonly RunRow[]> {
  const { limit, after, studyId } = page
  return sql<RunRow[]>`
    select ${runColumns(sql)} from study_run
    where ${after === undefined ? sql`true` : sql`(created_at, id) < (select created_at, id from study_run where id = ${after})`}
      and ${studyId === undefined ? sql`kind = 'scenario'` : sql`study_id = ${studyId}`}
    order by created_at desc, id desc limit ${limit}`
}

/** How many paths of each run are done, and since when. */
export async function countPaths(
  sql: Sql,
  runIds: readonly string[],
): Promise<readonly { readonly runId: Uuid; readonly paths: number; readonly last: Date }[]> {
  return sql<{ runId: Uuid; paths: number; last: Date }[]>`
    select run_id as "runId", sum(to_path - from_path)::int as paths, max(done_at) as last
    from study_chunk where run_id = any(${arrayText(runIds)}::uuid[]) and done_at is not null group by run_id`
}

/** What is known of runs so far, in the order of their paths. */
export async function listSums(sql: Sql, runIds: readonly string[]): Promise<readonly ChunkSums[]> {
  return sql<ChunkSums[]>`
    select run_id as "runId", sums from study_chunk
    where run_id = any(${arrayText(runIds)}::uuid[]) and sums is not null
    order by run_id, number`
}

/** A chunk that somebody is to run, with its run. */
export interface ClaimedChunk extends Chunk {
  readonly tries: number
  readonly kind: RunKind
  readonly effective: string
  readonly scenarioHash: string
}

/**
 * Begins a chunk: it is taken until the lease ends. Nothing where it is taken or done, or its run is over.
 *
 * @returns the chunk, and how often it was begun, with this time
 */
export async function claimChunk(
  sql: Sql,
  { runId, number }: { readonly runId: Uuid; readonly number: number },
  { at, leaseMs }: { readonly at: Date; readonly leaseMs: number },
): Promise<ClaimedChunk | undefined> {
  const [row] = await sql<ClaimedChunk[]>`
    with started as (
      update study_run set state = 'running', started_at = coalesce(started_at, ${at})
      where id = ${runId} and state in ('queued', 'running') returning id, kind, effective, scenario_hash)
    update study_chunk c set tries = c.tries + 1, is_taken = true, leased_until = ${later(sql, leaseMs)}
    from started r where c.run_id = r.id and c.number = ${number} and c.done_at is null and not c.is_taken
    returning c.number, c.from_path as "from", c.to_path as "to", c.tries, r.kind, r.effective,
      r.scenario_hash as "scenarioHash"`
  return row
}

export function renewLease(
  sql: Sql,
  { runId, number }: { readonly runId: Uuid; readonly number: number },
  leaseMs: number,
): PromiseLike<unknown> {
  return sql`
    update study_chunk set leased_until = ${later(sql, leaseMs)}
    where run_id = ${runId} and number = ${number} and done_at is null`
}

export interface ChunkOutcome {
  readonly runId: Uuid
  readonly number: number
  readonly digest: Uint8Array
  readonly rows: Uint8Array
  readonly sums: string
  readonly at: Date
}

/**
 * Keeps what came of a chunk, where nobody was faster.
 *
 * @returns the digest that is kept; nothing where the run is gone
 */
export async function keepChunk(sql: Sql, outcome: ChunkOutcome): Promise<Uint8Array | undefined> {
  const { runId, number, digest, rows, sums, at } = outcome
  await sql`
    update study_chunk c set digest = ${digest}, rows = ${rows}, sums = ${sums}, done_at = ${at}
    from study_run r
    where c.run_id = ${runId} and c.number = ${number} and c.done_at is null
      and r.id = c.run_id and r.state in ('queued', 'running')`
  const [kept] = await sql<{ digest: Uint8Array | null }[]>`
    select digest from study_chunk where run_id = ${runId} and number = ${number}`
  return kept?.digest ?? undefined
}

/** How many chunks of a run were asked for, and how many of them are done. */
export async function countChunks(
  sql: Sql | Tx,
  runId: Uuid,
): Promise<{ readonly asked: number; readonly done: number }> {
  const [row] = await sql<{ asked: number; done: number }[]>`
    select count(*)::int as asked, count(done_at)::int as done from study_chunk where run_id = ${runId}`
  return row ?? { asked: 0, done: 0 }
}

/** The rows of a run, in the order of its paths. */
export async function readRows(
  sql: Sql,
  runId: Uuid,
): Promise<readonly { readonly from: number; readonly rows: Uint8Array }[]> {
  return sql<{ from: number; rows: Uint8Array }[]>`
    select from_path as "from", rows from study_chunk
    where run_id = ${runId} and rows is not null order by number`
}

/** Ends a run that is open. @returns whether it was */
export async function endRun(
  tx: Sql | Tx,
  id: Uuid,
  end: {
    readonly state: 'complete' | 'cancelled' | 'failed'
    readonly at: Date
    readonly pathsUsed?: number
    readonly failure?: string
  },
): Promise<boolean> {
  const { state, at, pathsUsed = null, failure = null } = end
  const ended = await tx`
    update study_run set state = ${state}, ended_at = ${at}, paths_used = ${pathsUsed}, failure = ${failure}
    where id = ${id} and state in ('queued', 'running') returning id`
  return ended.length === 1
}

/** The rows go when nobody needs them any more; their digests stay. */
export function dropRows(tx: Sql | Tx, runId: Uuid): PromiseLike<unknown> {
  return tx`update study_chunk set rows = null where run_id = ${runId} and rows is not null`
}

export function insertFile(
  tx: Tx,
  file: { readonly runId: Uuid; readonly name: string; readonly body: Uint8Array },
): PromiseLike<unknown> {
  return tx`
    insert into study_file (run_id, name, body) values (${file.runId}, ${file.name}, ${file.body})`
}

export async function selectFile(
  sql: Sql,
  runId: Uuid,
  name: string,
): Promise<Uint8Array | undefined> {
  const [row] = await sql<{ body: Uint8Array }[]>`
    select body from study_file where run_id = ${runId} and name = ${name}`
  return row?.body
}

/** Removes a run that is over, with all it left. @returns whether it was there, and over */
export async function deleteRun(tx: Tx, id: Uuid): Promise<boolean> {
  const [found] = await tx`
    select id from study_run where id = ${id} and ended_at is not null for update`
  if (found === undefined) return false
  await tx`delete from study_file where run_id = ${id}`
  await tx`delete from study_chunk where run_id = ${id}`
  await tx`delete from study_run where id = ${id}`
  return true
}

/** Chunks that nobody is at any more, taken to be asked for again; their leases begin anew. */
export async function takeLapsed(
  sql: Sql,
  { limit, leaseMs }: { readonly limit: number; readonly leaseMs: number },
): Promise<readonly { readonly runId: Uuid; readonly number: number }[]> {
  return sql<{ runId: Uuid; number: number }[]>`
    with lapsed as (
      select c.run_id, c.number from study_chunk c join study_run r on r.id = c.run_id
      where c.done_at is null and c.leased_until < clock_timestamp() and r.state in ('queued', 'running')
      order by r.created_at, c.number limit ${limit} for update of c skip locked)
    update study_chunk c set is_taken = false, leased_until = ${later(sql, leaseMs)}
    from lapsed l where c.run_id = l.run_id and c.number = l.number
    returning c.run_id as "runId", c.number`
}

/** Open runs of which everything that was asked for is done. */
export async function listReady(sql: Sql): Promise<readonly Uuid[]> {
  const rows = await sql<{ id: Uuid }[]>`
    select id from study_run r where state in ('queued', 'running') and not exists (
      select from study_chunk c where c.run_id = r.id and c.done_at is null)`
  return rows.map(({ id }) => id)
}
