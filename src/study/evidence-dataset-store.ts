import type { Sql, Tx } from '../db/client.ts'
import type { Day } from '../kernel/days.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { EvidenceContent } from './core/evidence/content.ts'

/** A dataset without what it holds. */
export interface DatasetRow {
  /** SHA-256 of its content, hex: its name. */
  readonly sha256: string
  readonly kind: EvidenceContent['kind']
  readonly title: string
  readonly programmeId: string | null
  readonly day: Day | null
  readonly createdAt: Date
  readonly createdBy: Uuid | null
}

export interface NewDataset extends DatasetRow {
  readonly definition: string | null
  readonly content: string
}

const columns = (sql: Sql | Tx) => sql`
  sha256, kind, title, programme_id as "programmeId", day::text as day, created_at as "createdAt",
  created_by as "createdBy"`

/** Writes a dataset; one that is there already stays as it is. @returns whether it is new */
export async function insertDataset(tx: Tx, row: NewDataset): Promise<boolean> {
  const written = await tx`
    insert into study_dataset (sha256, kind, title, programme_id, day, definition, content, created_at, created_by)
    values (${row.sha256}, ${row.kind}, ${row.title}, ${row.programmeId}, ${row.day}, ${row.definition}, ${row.content},
      ${row.createdAt}, ${row.createdBy})
    on conflict (sha256) do nothing returning sha256`
  return written.length > 0
}

export async function findDataset(sql: Sql | Tx, sha256: string): Promise<DatasetRow | undefined> {
  const [row] = await sql<DatasetRow[]>`
    select ${columns(sql)} from study_dataset where sha256 = ${sha256}`
  return row
}

export async function findContent(sql: Sql | Tx, sha256: string): Promise<string | undefined> {
  const [row] = await sql<{ content: string }[]>`
    select content from study_dataset where sha256 = ${sha256}`
  return row?.content
}

/** The newest first, those before the one with that hash. */
export function listDatasets(
  sql: Sql | Tx,
  { limit, after }: { readonly limit: number; readonly after?: string },
): PromiseLike<DatasetRow[]> {
  const before =
    after === undefined
      ? sql``
      : sql`where (created_at, sha256) < (select created_at, sha256 from study_dataset where sha256 = ${after})`
  return sql<DatasetRow[]>`
    select ${columns(sql)} from study_dataset ${before} order by created_at desc, sha256 desc limit ${limit}`
}
