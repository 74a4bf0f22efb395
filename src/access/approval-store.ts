import type { Sql, Tx } from '../db/client.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { ApprovalKind, ApprovalState } from './core/duties.ts'
import type { Principal } from './core/principal.ts'

/** What was prepared, and what became of it. */
export interface Approval {
  readonly id: Uuid
  readonly kind: ApprovalKind
  readonly subjectId: string
  readonly contactPointIds: readonly string[]
  readonly partnerId: string | null
  readonly summary: Readonly<Record<string, string>>
  readonly preparedBy: Uuid
  readonly preparedAt: Date
  readonly state: ApprovalState
  readonly decidedBy: Uuid | null
  readonly decidedAt: Date | null
  readonly reason: string | null
}

/** Which approvals are wanted: at most `limit`, the newest first, those before the approval `after`. */
export interface ApprovalPage {
  readonly limit: number
  readonly after?: Uuid
  readonly state?: ApprovalState
  readonly kind?: ApprovalKind
  /** Only what waits for a decision of whoever asks: these kinds, prepared by somebody else. */
  readonly decidable?: readonly ApprovalKind[]
}

export function insertApproval(tx: Tx, row: Approval): PromiseLike<unknown> {
  return tx`
    insert into approval
      (id, kind, subject_id, contact_point_ids, partner_id, summary, prepared_by, prepared_at,
       state, decided_by, decided_at, reason)
    values (
      ${row.id}, ${row.kind}, ${row.subjectId}, ${[...row.contactPointIds]}::text[],
      ${row.partnerId}, ${JSON.stringify(row.summary)}::text::jsonb, ${row.preparedBy}, ${row.preparedAt},
      ${row.state}, ${row.decidedBy}, ${row.decidedAt}, ${row.reason})`
}

/** Decides; a trigger refuses it (`approval_decided_once`) where it was decided before. */
export function updateApproval(
  tx: Tx,
  row: Pick<Approval, 'id' | 'state' | 'decidedBy' | 'decidedAt' | 'reason'>,
): PromiseLike<unknown> {
  return tx`
    update approval
    set state = ${row.state}, decided_by = ${row.decidedBy}, decided_at = ${row.decidedAt},
      reason = ${row.reason}
    where id = ${row.id}`
}

export async function selectApproval(sql: Sql, id: Uuid): Promise<Approval | undefined> {
  const [row] = await sql<Approval[]>`${selectColumns(sql)} where id = ${id}`
  return row
}

export async function selectApprovalFor(
  sql: Sql,
  kind: ApprovalKind,
  subjectId: string,
): Promise<Approval | undefined> {
  const [row] = await sql<Approval[]>`
    ${selectColumns(sql)} where kind = ${kind} and subject_id = ${subjectId}`
  return row
}

export async function listApprovals(
  sql: Sql,
  { id: who, role, contactPointIds, partnerId }: Principal,
  page: ApprovalPage,
): Promise<readonly Approval[]> {
  const { after, state, kind, decidable } = page
  const inScope =
    partnerId !== undefined
      ? sql`partner_id = ${partnerId}`
      : role === 'association'
        ? sql`false`
        : contactPointIds !== undefined
          ? sql`contact_point_ids && ${[...contactPointIds]}::text[]`
          : sql`true`
  return sql<Approval[]>`
    ${selectColumns(sql)}
    where ${inScope}
      and ${state === undefined ? sql`true` : sql`state = ${state}`}
      and ${kind === undefined ? sql`true` : sql`kind = ${kind}`}
      and ${decidable === undefined ? sql`true` : sql`state = 'waiting' and prepared_by <> ${who} and kind = any(${[...decidable]}::text[])`}
      and ${after === undefined ? sql`true` : sql`(prepared_at, id) < (select prepared_at, id from approval where id = ${after})`}
    order by prepared_at desc, id desc limit ${page.limit}`
}

function selectColumns(sql: Sql) {
  return sql`
    select id, kind, subject_id as "subjectId", contact_point_ids as "contactPointIds",
      partner_id as "partnerId", summary, prepared_by as "preparedBy", prepared_at as "preparedAt",
      state, decided_by as "decidedBy", decided_at as "decidedAt", reason
    from approval`
}
