import type { Sql, Tx } from '../db/client.ts'
import type { Uuid } from '../kernel/ids.ts'

export interface InLanguages {
  readonly it: string
  readonly en: string
}

/** A version without its text. */
export interface HeadRow {
  readonly studyId: Uuid
  readonly number: number
  readonly note: string
  readonly madeAt: Date
  readonly madeBy: Uuid
  /** `null` in versions that are older than these columns. */
  readonly title: InLanguages | null
  readonly question: InLanguages | null
}

export interface VersionRow extends HeadRow {
  readonly text: string
}

export interface NewVersion extends VersionRow {
  readonly title: InLanguages
  readonly question: InLanguages
}

const headColumns = (sql: Sql | Tx) => sql`
  v.study_id as "studyId", v.number, v.note, v.made_at as "madeAt", v.made_by as "madeBy", v.title, v.question`

export function insertStudy(
  tx: Tx,
  study: { readonly id: Uuid; readonly createdAt: Date; readonly createdBy: Uuid },
): PromiseLike<unknown> {
  const { id, createdAt, createdBy } = study
  return tx`
    insert into feasibility_study (id, created_at, created_by) values (${id}, ${createdAt}, ${createdBy})`
}

/** Only one at a time makes a study of an id, or a version of it. */
export async function lockStudy(tx: Tx, id: Uuid): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtext('study.version'), hashtext(${id}))`
}

export function insertVersion(tx: Tx, row: NewVersion): PromiseLike<unknown> {
  const [title, question] = [row.title, row.question].map((texts) => JSON.stringify(texts))
  return tx`
    insert into feasibility_study_version (study_id, number, text, title, question, note, made_at, made_by)
    values (${row.studyId}, ${row.number}, ${row.text}, ${title ?? ''}::text::jsonb, ${question ?? ''}::text::jsonb,
      ${row.note}, ${row.madeAt}, ${row.madeBy})`
}

/** A version of a study by its number, or the newest. */
export async function findVersion(
  sql: Sql | Tx,
  id: Uuid,
  number?: number,
): Promise<VersionRow | undefined> {
  const [row] = await sql<VersionRow[]>`
    select ${headColumns(sql)}, v.text from feasibility_study_version v
    where v.study_id = ${id} ${number === undefined ? sql`` : sql`and v.number = ${number}`}
    order by v.number desc limit 1`
  return row
}

/** Every version of a study, the newest first; none where there is no such study. */
export async function listVersions(sql: Sql | Tx, id: Uuid): Promise<readonly HeadRow[]> {
  return sql<HeadRow[]>`
    select ${headColumns(sql)} from feasibility_study_version v
    where v.study_id = ${id} order by v.number desc`
}

/** The newest version of each study, the one changed last first. */
export async function listNewest(
  sql: Sql,
  { limit, after }: { readonly limit: number; readonly after?: Uuid },
): Promise<readonly HeadRow[]> {
  const newest = sql`
    select distinct on (study_id) study_id, number, note, made_at, made_by, title, question
    from feasibility_study_version order by study_id, number desc`
  return sql<HeadRow[]>`
    with newest as (${newest})
    select ${headColumns(sql)} from newest v
    where ${after === undefined ? sql`true` : sql`(v.made_at, v.study_id) < (select made_at, study_id from newest where study_id = ${after})`}
    order by v.made_at desc, v.study_id desc limit ${limit}`
}
