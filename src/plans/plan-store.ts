import { arrayText } from '../db/array-text.ts'
import type { Tx } from '../db/client.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { Minor, Unit } from '../kernel/money.ts'
import type { AreaOfNeed } from '../network/core/areas.ts'
import type { PlanStatus } from './core/words.ts'

export interface PlanRow {
  readonly id: Uuid
  readonly beneficiaryId: string
  readonly unit: Unit
  readonly ceiling: Minor
  readonly committed: Minor
  readonly status: PlanStatus
  readonly version: number
  readonly createdAt: Date
}

export interface LineRow {
  readonly id: Uuid
  readonly planId: Uuid
  readonly area: AreaOfNeed
  readonly ceiling: Minor
  readonly committed: Minor
}

/** A line of a plan, with its plan: what a voucher has to fit in. */
export interface PlanLine {
  readonly id: Uuid
  readonly planId: Uuid
  readonly beneficiaryId: string
  readonly area: AreaOfNeed
  readonly unit: Unit
  readonly ceiling: Minor
  readonly committed: Minor
  readonly planCeiling: Minor
  readonly planCommitted: Minor
  readonly planStatus: PlanStatus
}

/** A plan, kept from being changed until the transaction ends. */
export async function holdPlan(tx: Tx, id: Uuid): Promise<PlanRow | undefined> {
  const [row] = await tx<PlanRow[]>`select ${planColumns(tx)} from plan where id = ${id} for update`
  return row
}

/** The plans of a person, the newest first. */
export async function selectPlans(sql: Tx, beneficiaryId: string): Promise<readonly PlanRow[]> {
  return sql<PlanRow[]>`
    select ${planColumns(sql)} from plan where beneficiary_id = ${beneficiaryId}
    order by created_at desc, id desc limit 100`
}

export async function selectLines(sql: Tx, planIds: readonly Uuid[]): Promise<readonly LineRow[]> {
  return sql<LineRow[]>`
    select id, plan_id as "planId", area, ceiling, committed from plan_line
    where plan_id = any(${arrayText(planIds)}::uuid[]) order by plan_id, area`
}

export async function insertPlan(tx: Tx, row: PlanRow): Promise<void> {
  await tx`
    insert into plan (id, beneficiary_id, unit, ceiling, committed, status, version, created_at)
    values (${row.id}, ${row.beneficiaryId}, ${row.unit}, ${row.ceiling}, ${row.committed},
      ${row.status}, ${row.version}, ${row.createdAt})`
}

export async function updatePlan(tx: Tx, row: PlanRow): Promise<void> {
  await tx`
    update plan set ceiling = ${row.ceiling}, status = ${row.status}, version = ${row.version}
    where id = ${row.id}`
}

/** Writes a line, or the new ceiling of the one that is there. */
export async function upsertLine(tx: Tx, row: Omit<LineRow, 'committed'>): Promise<void> {
  await tx`
    insert into plan_line (id, plan_id, area, ceiling, committed)
    values (${row.id}, ${row.planId}, ${row.area}, ${row.ceiling}, 0)
    on conflict (plan_id, area) do update set ceiling = excluded.ceiling`
}

export interface PlanVersionRow {
  readonly plan: PlanRow
  readonly lines: Readonly<Record<string, string>>
  readonly changedAt: Date
  readonly changedBy: Uuid
}

export async function insertPlanVersion(tx: Tx, row: PlanVersionRow): Promise<void> {
  const { plan, lines } = row
  await tx`
    insert into plan_version (plan_id, version, status, ceiling, lines, changed_at, changed_by)
    values (${plan.id}, ${plan.version}, ${plan.status}, ${plan.ceiling},
      ${JSON.stringify(lines)}::text::jsonb, ${row.changedAt}, ${row.changedBy})`
}

/** For each person the line of an area: that of the active plan, or of the newest where none is active. */
export async function selectPlanLines(
  sql: Tx,
  beneficiaryIds: readonly string[],
  area: AreaOfNeed,
): Promise<readonly PlanLine[]> {
  return sql<PlanLine[]>`
    select distinct on (plan.beneficiary_id) line.id, line.plan_id as "planId",
      plan.beneficiary_id as "beneficiaryId", line.area, plan.unit, line.ceiling, line.committed,
      plan.ceiling as "planCeiling", plan.committed as "planCommitted", plan.status as "planStatus"
    from plan_line line join plan on plan.id = line.plan_id
    where plan.beneficiary_id = any(${arrayText(beneficiaryIds)}::text[]) and line.area = ${area}
    order by plan.beneficiary_id, plan.status = 'active' desc, plan.created_at desc, plan.id desc`
}

/** Adds amounts to what is committed, or takes them off where they are negative; all or none. */
export function useLines(
  tx: Tx,
  uses: readonly { readonly planLineId: Uuid; readonly amount: Minor }[],
): PromiseLike<unknown> {
  return tx`
    select plan_use(${arrayText(uses.map(({ planLineId }) => planLineId))}::uuid[],
      ${arrayText(uses.map(({ amount }) => amount))}::bigint[])`
}

function planColumns(sql: Tx) {
  return sql`id, beneficiary_id as "beneficiaryId", unit, ceiling, committed, status, version,
    created_at as "createdAt"`
}
