import { arrayText } from '../db/array-text.ts'
import type { Tx } from '../db/client.ts'
import type { Day } from '../kernel/days.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { EligibilityFacts, EligibilityRules, Finding } from './core/eligibility.ts'
import type { LeavingReason, OverrideGround, Verdict } from './core/words.ts'

export interface RulesRow {
  readonly programmeId: string
  readonly version: number
  readonly rules: EligibilityRules
  readonly source: string
  readonly createdAt: Date
  readonly createdBy: Uuid | null
}

export interface AssessmentRow {
  readonly id: Uuid
  readonly beneficiaryId: string
  readonly programmeId: string
  readonly rulesVersion: number
  readonly facts: EligibilityFacts
  readonly findings: readonly Finding[]
  readonly verdict: Verdict
  readonly assessedAt: Date
  readonly assessedBy: Uuid
}

export interface OverrideRow {
  readonly id: Uuid
  readonly assessmentId: Uuid
  readonly beneficiaryId: string
  readonly ground: OverrideGround
  readonly preparedAt: Date
}

export interface EnrolmentRow {
  readonly beneficiaryId: string
  readonly assessmentId: Uuid
  readonly verdict: Verdict
  readonly overrideId: Uuid | null
  readonly leftOn: Day | null
}

/** The newest rules of a programme. */
export async function selectRules(sql: Tx, programmeId: string): Promise<RulesRow | undefined> {
  const [row] = await sql<RulesRow[]>`
    select programme_id as "programmeId", version, rules, source, created_at as "createdAt",
      created_by as "createdBy"
    from eligibility_rules where programme_id = ${programmeId} order by version desc limit 1`
  return row
}

/** Breaks the primary key where another version of the same number came first. */
export async function insertRules(sql: Tx, row: RulesRow): Promise<void> {
  await sql`
    insert into eligibility_rules (programme_id, version, rules, source, created_at, created_by)
    values (${row.programmeId}, ${row.version}, ${JSON.stringify(row.rules)}::text::jsonb,
      ${row.source}, ${row.createdAt}, ${row.createdBy})`
}

/** Writes an assessment and makes it the one that counts. */
export async function insertAssessment(tx: Tx, row: AssessmentRow): Promise<void> {
  await tx`
    insert into eligibility_assessment
      (id, beneficiary_id, programme_id, rules_version, facts, findings, verdict, assessed_at, assessed_by)
    values (${row.id}, ${row.beneficiaryId}, ${row.programmeId}, ${row.rulesVersion},
      ${JSON.stringify(row.facts)}::text::jsonb, ${JSON.stringify(row.findings)}::text::jsonb,
      ${row.verdict}, ${row.assessedAt}, ${row.assessedBy})`
  await tx`
    insert into enrolment (beneficiary_id, assessment_id, verdict)
    values (${row.beneficiaryId}, ${row.id}, ${row.verdict})
    on conflict (beneficiary_id) do update
    set assessment_id = excluded.assessment_id, verdict = excluded.verdict, override_id = null,
      left_on = null, leaving_reason = null`
}

export async function selectAssessment(sql: Tx, id: Uuid): Promise<AssessmentRow | undefined> {
  const [row] = await sql<AssessmentRow[]>`
    select ${assessmentColumns(sql)} from eligibility_assessment where id = ${id}`
  return row
}

/** Everything that was found about a person, the newest first. */
export async function selectAssessments(
  sql: Tx,
  beneficiaryId: string,
): Promise<readonly AssessmentRow[]> {
  return sql<AssessmentRow[]>`
    select ${assessmentColumns(sql)} from eligibility_assessment
    where beneficiary_id = ${beneficiaryId} order by assessed_at desc, id desc limit 100`
}

export async function selectEnrolments(
  sql: Tx,
  beneficiaryIds: readonly string[],
): Promise<readonly EnrolmentRow[]> {
  return sql<EnrolmentRow[]>`
    select beneficiary_id as "beneficiaryId", assessment_id as "assessmentId", verdict,
      override_id as "overrideId", left_on::text as "leftOn"
    from enrolment where beneficiary_id = any(${arrayText(beneficiaryIds)}::text[])`
}

export async function insertOverride(tx: Tx, row: OverrideRow): Promise<void> {
  await tx`
    insert into eligibility_override (id, assessment_id, beneficiary_id, ground, prepared_at)
    values (${row.id}, ${row.assessmentId}, ${row.beneficiaryId}, ${row.ground}, ${row.preparedAt})`
}

export async function selectOverride(sql: Tx, id: Uuid): Promise<OverrideRow | undefined> {
  const [row] = await sql<OverrideRow[]>`
    select ${overrideColumns(sql)} from eligibility_override where id = ${id}`
  return row
}

export async function selectOverrides(
  sql: Tx,
  beneficiaryId: string,
): Promise<readonly OverrideRow[]> {
  return sql<OverrideRow[]>`
    select ${overrideColumns(sql)} from eligibility_override
    where beneficiary_id = ${beneficiaryId} order by prepared_at desc, id desc limit 100`
}

/** Lets an override count, where its assessment still does. Returns whether it did. */
export async function applyOverride(tx: Tx, row: OverrideRow): Promise<boolean> {
  const rows = await tx`
    update enrolment set override_id = ${row.id}
    where beneficiary_id = ${row.beneficiaryId} and assessment_id = ${row.assessmentId}
    returning beneficiary_id`
  return rows.length > 0
}

export interface Leaving {
  readonly on: Day
  readonly reason: LeavingReason
}

/** Writes the day that a person left the programme, and why. Returns whether they were in it. */
export async function writeLeaving(
  tx: Tx,
  beneficiaryId: string,
  { on, reason }: Leaving,
): Promise<boolean> {
  const rows = await tx`
    update enrolment set left_on = ${on}::text::date, leaving_reason = ${reason}
    where beneficiary_id = ${beneficiaryId} returning beneficiary_id`
  return rows.length > 0
}

function assessmentColumns(sql: Tx) {
  return sql`id, beneficiary_id as "beneficiaryId", programme_id as "programmeId",
    rules_version as "rulesVersion", facts, findings, verdict, assessed_at as "assessedAt",
    assessed_by as "assessedBy"`
}

function overrideColumns(sql: Tx) {
  return sql`id, assessment_id as "assessmentId", beneficiary_id as "beneficiaryId", ground,
    prepared_at as "preparedAt"`
}
