import type { Approval } from '../access/approvals.ts'
import { reaches } from '../access/core/principal.ts'
import { brokenConstraint } from '../db/constraint.ts'
import { assert } from '../kernel/assert.ts'
import { DomainError } from '../kernel/errors.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { OverrideGround, OverrideRefusal } from './core/words.ts'
import type { Asker, CaseDeps } from './deps.ts'
import type { OverrideRow } from './eligibility-store.ts'
import * as store from './eligibility-store.ts'
import { holdPerson } from './personal-store.ts'
import { personErased, reachPerson } from './scope.ts'
import type { Beneficiary } from './store.ts'

export interface NewOverride {
  readonly id: Uuid
  readonly assessmentId: Uuid
  readonly ground: OverrideGround
  /** Why, in words; sealed, for it may say who it is about. */
  readonly explanation: string
}

export type OverrideDecision =
  | { readonly state: 'approved' }
  | { readonly state: 'refused'; readonly reason: OverrideRefusal }

export interface Override extends OverrideRow {
  readonly state: Approval['state']
}

/** Admitting somebody against the rules: one person asks with a reason, another decides. */
export interface Overrides {
  /**
   * @throws DomainError `assessment_not_found`, `assessment_superseded`, `override_not_needed`, `override_conflict`,
   * `person_erased`
   */
  prepare(asker: Asker, override: NewOverride): Promise<Override>
  /**
   * Only a person decides, and not the one who prepared it.
   *
   * @throws DomainError `override_not_found`, `assessment_superseded`, or what the approvals refuse with
   */
  decide(asker: Asker, id: Uuid, decision: OverrideDecision): Promise<Override>
  overridesOf(asker: Asker, beneficiaryId: string): Promise<readonly Override[]>
  /**
   * The explanation, for those who decide and for those who walk with the person; in the access log before it is told.
   *
   * @returns `null` where it was erased
   * @throws DomainError `override_not_found`
   */
  explanationOf(asker: Asker, id: Uuid): Promise<string | null>
}

const KIND = 'eligibility_override'

export function createOverrides(deps: CaseDeps): Overrides {
  return {
    prepare: (asker, override) => prepare(deps, asker, override),
    decide: (asker, id, decision) => decide(deps, asker, id, decision),
    overridesOf: async (asker, beneficiaryId) => {
      await reachPerson(deps, asker, beneficiaryId, 'override.viewed')
      const rows = await store.selectOverrides(deps.db.sql, beneficiaryId)
      return Promise.all(rows.map((row) => withState(deps, row)))
    },
    explanationOf: (asker, id) => explanationOf(deps, asker, id),
  }
}

async function prepare(deps: CaseDeps, asker: Asker, override: NewOverride): Promise<Override> {
  const assessment = await store.selectAssessment(deps.db.sql, override.assessmentId)
  if (assessment === undefined) throw noAssessment()
  const { beneficiaryId, verdict } = assessment
  const person = await reachPerson(deps, asker, beneficiaryId, 'override.prepared').catch(
    (error: unknown) => {
      // Nobody learns from a guessed id whose assessment it is.
      throw error instanceof DomainError ? noAssessment() : error
    },
  )
  const standing = await standingOverride(deps, override)
  if (standing !== undefined) return standing
  if (verdict === 'eligible') {
    throw new DomainError('override_not_needed', 'This person meets the rules.')
  }
  const [enrolment] = await store.selectEnrolments(deps.db.sql, [beneficiaryId])
  if (enrolment?.assessmentId !== override.assessmentId) throw superseded()
  try {
    return await writeOverride(deps, asker, person, override)
  } catch (error) {
    if (brokenConstraint(error) !== 'eligibility_override_pkey') throw error
    const other = await standingOverride(deps, override)
    assert(other !== undefined, 'an override whose id is taken is there')
    return other
  }
}

async function writeOverride(
  deps: CaseDeps,
  { who, ...request }: Asker,
  { id: beneficiaryId, contactPointId }: Beneficiary,
  { id, assessmentId, ground, explanation }: NewOverride,
): Promise<Override> {
  const { db, runtime, approvals, accessLog, personal } = deps
  const row = { id, assessmentId, beneficiaryId, ground, preparedAt: new Date(runtime.now()) }
  const elsewhere = (await deps.network.dutiesOf(contactPointId)).approverContactPointId
  await db.sql.begin(async (tx) => {
    if ((await holdPerson(tx, beneficiaryId)).isErased) throw personErased()
    await store.insertOverride(tx, row)
    await personal.writeIn(tx, { beneficiaryId, kind: 'override', subjectId: id }, explanation)
    await approvals.prepareIn(tx, {
      ...{ id, kind: KIND, subjectId: id, preparedBy: who },
      contactPointIds: elsewhere === null ? [contactPointId] : [contactPointId, elsewhere],
      summary: { beneficiary: beneficiaryId, ground },
    })
    await accessLog.recordIn(tx, {
      ...{ actor: who, action: 'override.prepared', outcome: 'done', contactPointId, ...request },
      ...{ subject: { kind: 'beneficiary', id: beneficiaryId }, detail: { ground } },
    })
  })
  return { ...row, state: 'waiting' }
}

async function standingOverride(
  deps: CaseDeps,
  { id, assessmentId, ground, explanation }: NewOverride,
): Promise<Override | undefined> {
  const row = await store.selectOverride(deps.db.sql, id)
  if (row === undefined) return undefined
  const text = (await deps.personal.read('override', [id])).get(id)
  if (row.assessmentId === assessmentId && row.ground === ground && text === explanation) {
    return withState(deps, row)
  }
  throw new DomainError('override_conflict', 'This id belongs to another override.')
}

async function decide(
  deps: CaseDeps,
  asker: Asker,
  id: Uuid,
  decision: OverrideDecision,
): Promise<Override> {
  const { db, approvals } = deps
  const row = await store.selectOverride(db.sql, id)
  if (row === undefined) throw notFound()
  const before = await approvals.find(id)
  const reason = decision.state === 'refused' ? decision.reason : undefined
  const isRepeated =
    before?.state === decision.state &&
    before.decidedBy === asker.who.id &&
    before.reason === (reason ?? null)
  if (isRepeated) return { ...row, state: before.state }
  await approvals.claim(id, asker.who)
  try {
    await db.sql.begin(async (tx) => {
      const made = { id, state: decision.state, by: asker.who }
      await Promise.all(approvals.decideIn(tx, reason === undefined ? made : { ...made, reason }))
      if (decision.state === 'approved' && !(await store.applyOverride(tx, row))) throw superseded()
    })
  } catch (error) {
    if (brokenConstraint(error) !== 'approval_decided_once') throw error
    throw new DomainError('approval_closed', 'Somebody else decided on this just before.')
  }
  return { ...row, state: decision.state }
}

async function explanationOf(
  deps: CaseDeps,
  { who, ...request }: Asker,
  id: Uuid,
): Promise<string | null> {
  const row = await store.selectOverride(deps.db.sql, id)
  const approval = row === undefined ? undefined : await deps.approvals.find(id)
  if (row === undefined || approval === undefined) throw notFound()
  const mayRead = approval.contactPointIds.some((contactPoint) => reaches(who, contactPoint))
  await deps.accessLog.record({
    ...{ actor: who, action: 'override.viewed', outcome: mayRead ? 'done' : 'refused', ...request },
    subject: { kind: 'beneficiary', id: row.beneficiaryId },
    detail: { override: id },
  })
  if (!mayRead) throw notFound()
  return (await deps.personal.read('override', [id])).get(id) ?? null
}

async function withState({ approvals }: CaseDeps, row: OverrideRow): Promise<Override> {
  const approval = await approvals.find(row.id)
  assert(approval !== undefined, 'every override waits for an approval or had one')
  return { ...row, state: approval.state }
}

function notFound(): DomainError {
  return new DomainError('override_not_found', 'There is no override with this id.')
}

function noAssessment(): DomainError {
  return new DomainError('assessment_not_found', 'There is no assessment with this id.')
}

function superseded(): DomainError {
  return new DomainError(
    'assessment_superseded',
    'The person was assessed again since: the newest assessment counts.',
  )
}
