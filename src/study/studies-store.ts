import type { Sql, Tx } from '../db/client.ts'
import type { Uuid } from '../kernel/ids.ts'

export interface VersionRow {
  readonly studyId: Uuid
  readonly number: number
  readonly text: string
  readonly note: string
  readonly madeAt: Date
  readonly madeBy: Uuid
}

const versionColumns = (sql: Sql | Tx) => sql`
  v.study_id as "studyId", v.number, v.text, v.note, v.made_at as "madeAt", v.made_by as "madeBy"`

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

export function insertVersion(tx: Tx, row: VersionRow): PromiseLike<unknown> {
  return tx`
    insert into feasibility_study_version (study_id, number, text, note, made_at, made_by)
    values (${row.studyId}, ${row.number}, ${row.text}, ${row.note}, ${row.madeAt}, ${row.madeBy})`
}

/** Every version of a study, the newest first; none where there is no such study. */
export async function listVersions(sql: Sql | Tx, id: Uuid): Promise<readonly VersionRow[]> {
  return sql<VersionRow[]>`
    select ${versionColumns(sql)} from feasibility_study_version v
    where v.study_id = ${id} order by v.number desc`
}

/** The newest version of each study, the one changed last first. */
export async function listNewest(
  sql: Sql,
  { limit, after }: { readonly limit: number; readonly after?: Uuid },
): Promise<readonly VersionRow[]> {
  const newest = sql`
    select distinct on (study_id) * from feasibility_study_version order by study_id, number desc`
  return sql<VersionRow[]>`
    with newest as (${newest})
    select ${versionColumns(sql)} from newest v
    where ${after === undefined ? sql`true` : sql`(v.made_at, v.study_id) < (select made_at, study_id from newest where study_id = ${after})`}
    order by v.made_at desc, v.study_id desc limit ${limit}`
}
