import type { Sql, Tx } from '../db/client.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { Minor } from '../kernel/money.ts'
import type { Decided } from './funding-store.ts'

export interface CapRaiseRow {
  readonly id: Uuid
  readonly contactPointId: string
  readonly cap: Minor
  readonly reason: string
  readonly preparedBy: Uuid
  readonly preparedAt: Date
}

/** A raise, and what was decided on it. */
export interface CapRaise extends CapRaiseRow, Decided {}

export function insertCapRaise(tx: Tx, row: CapRaiseRow): PromiseLike<unknown> {
  return tx`
    insert into cap_raise (id, contact_point_id, cap, reason, prepared_by, prepared_at)
    values (${row.id}, ${row.contactPointId}, ${row.cap}, ${row.reason}, ${row.preparedBy},
      ${row.preparedAt})`
}

export async function selectCapRaise(sql: Sql, id: Uuid): Promise<CapRaise | undefined> {
  const [row] = await sql<CapRaise[]>`
    select r.id, r.contact_point_id as "contactPointId", r.cap, r.reason,
      r.prepared_by as "preparedBy", r.prepared_at as "preparedAt", a.state,
      a.decided_by as "decidedBy", a.decided_at as "decidedAt", a.reason as "decisionReason"
    from cap_raise r join approval a on a.kind = 'emergency_cap' and a.subject_id = r.id::text
    where r.id = ${id}`
  return row
}

/** Lets a raise count; one that is overtaken by a higher one lowers nothing. */
export function applyCapRaise(tx: Tx, row: CapRaiseRow): PromiseLike<unknown> {
  return tx`
    update contact_point set emergency_monthly_cap = ${row.cap}
    where id = ${row.contactPointId} and emergency_monthly_cap < ${row.cap}`
}
