import type { Tx } from '../db/client.ts'
import { brokenConstraint } from '../db/constraint.ts'
import { assert } from '../kernel/assert.ts'
import { canonicalJson } from '../kernel/canonical-json.ts'
import { DomainError } from '../kernel/errors.ts'
import type { Uuid } from '../kernel/ids.ts'
import {
  type Assessment,
  assess,
  type EligibilityFacts,
  type EligibilityRules,
} from './core/eligibility.ts'
import type { Asker, CaseDeps } from './deps.ts'
import type { AssessmentRow, RulesRow } from './eligibility-store.ts'
import * as store from './eligibility-store.ts'
import { reachPerson } from './scope.ts'
import type { Beneficiary } from './store.ts'

export type { AssessmentRow, RulesRow } from './eligibility-store.ts'

/** What somebody knows of a person, before the territories around theirs were looked up. */
export interface GivenFacts extends Omit<EligibilityFacts, 'territories'> {
  readonly territoryId: string | null
}

export interface NewAssessment {
  readonly id: Uuid
  readonly beneficiaryId: string
  readonly programmeId: string
  readonly facts: GivenFacts
}

export interface NewRules {
  readonly programmeId: string
  /** One more than that of the rules before. */
  readonly version: number
  readonly rules: EligibilityRules
  readonly source: string
}

/** Who the programme is for, and how each person stands to that. */
export interface Eligibility {
  /** @throws DomainError `eligibility_rules_not_found` */
  rulesOf(programmeId: string): Promise<RulesRow>
  /** @throws DomainError `eligibility_rules_conflict` */
  changeRules(asker: Asker, rules: NewRules): Promise<RulesRow>
  /**
   * What the rules say of somebody, before they are entered. Writes nothing.
   *
   * @throws DomainError `eligibility_rules_not_found`, `territory_unknown`
   */
  check(programmeId: string, facts: GivenFacts): Promise<Assessment>
  /**
   * Holds what is known of a person against the rules as they stand, and keeps both.
   *
   * @throws DomainError `beneficiary_not_found`, `assessment_programme`, `eligibility_rules_not_found`,
   * `territory_unknown`, `assessment_conflict`
   */
  assess(asker: Asker, assessment: NewAssessment): Promise<AssessmentRow>
  /** Everything that was found about a person, the newest first; in the access log before it is told. */
  assessmentsOf(asker: Asker, beneficiaryId: string): Promise<readonly AssessmentRow[]>
  /**
   * Writes that a person leaves the programme on a day, and from that day on has left; a new assessment takes them in
   * again.
   *
   * @throws DomainError `not_enrolled`
   */
  leave(asker: Asker, beneficiaryId: string, leaving: store.Leaving): Promise<void>
}

export function createEligibility(deps: CaseDeps): Eligibility {
  const { db } = deps
  return {
    rulesOf: (programmeId) => rulesOf(deps, programmeId),
    changeRules: (asker, rules) => changeRules(deps, asker, rules),
    check: async (programmeId, { territoryId, ...known }) => {
      const { rules } = await rulesOf(deps, programmeId)
      return assess({ ...known, territories: await territoriesAround(deps, territoryId) }, rules)
    },
    assess: async (asker, assessment) => {
      const { beneficiaryId } = assessment
      const person = await reachPerson(deps, asker, beneficiaryId, 'beneficiary.assessed')
      return writeAssessment(deps, asker, person, assessment)
    },
    assessmentsOf: async (asker, beneficiaryId) => {
      const action = 'assessment.viewed'
      const { contactPointId } = await reachPerson(deps, asker, beneficiaryId, action)
      const { who, ...request } = asker
      await deps.accessLog.record({
        ...{ actor: who, action, outcome: 'done', contactPointId, ...request },
        subject: { kind: 'beneficiary', id: beneficiaryId },
      })
      return store.selectAssessments(db.sql, beneficiaryId)
    },
    leave: (asker, beneficiaryId, leaving) => leave(deps, asker, beneficiaryId, leaving),
  }
}

async function rulesOf({ db }: CaseDeps, programmeId: string): Promise<RulesRow> {
  const rules = await store.selectRules(db.sql, programmeId)
  if (rules !== undefined) return rules
  throw new DomainError(
    'eligibility_rules_not_found',
    'There are no rules of eligibility for this programme.',
  )
}

async function changeRules(
  { db, runtime, accessLog }: CaseDeps,
  { who, ...request }: Asker,
  { programmeId, version, rules, source }: NewRules,
): Promise<RulesRow> {
  const written = async () => {
    const row = await store.selectRules(db.sql, programmeId)
    const isSame =
      row?.version === version &&
      row.source === source &&
      canonicalJson(row.rules) === canonicalJson(rules)
    return { row, isSame }
  }
  const { row: standing, isSame } = await written()
  if (standing !== undefined && isSame) return standing
  const current = standing?.version ?? 0
  const row = {
    ...{ programmeId, version, rules, source },
    ...{ createdAt: new Date(runtime.now()), createdBy: who.id },
  }
  try {
    if (version !== current + 1) throw rulesConflict(current)
    await db.sql.begin(async (tx) => {
      await store.insertRules(tx, row)
      await accessLog.recordIn(tx, {
        ...{ actor: who, action: 'eligibility_rules.changed', outcome: 'done', ...request },
        ...{ subject: { kind: 'programme', id: programmeId }, detail: { version: `${version}` } },
      })
    })
  } catch (error) {
    // The same may have been written meanwhile, by the same request sent twice.
    const other = await written()
    if (other.row !== undefined && other.isSame) return other.row
    throw brokenConstraint(error)?.startsWith('eligibility_rules') ? rulesConflict(version) : error
  }
  return row
}

function rulesConflict(version: number): DomainError {
  return new DomainError(
    'eligibility_rules_conflict',
    `The rules stand at version ${version}: the next one has the number after it.`,
    { version },
  )
}

/** What an assessment comes to, before it is written. It is for a programme that the person's contact point works for. */
export async function prepareAssessment(
  deps: CaseDeps,
  { who }: Asker,
  { contactPointId }: Pick<Beneficiary, 'contactPointId'>,
  { facts, programmeId, ...ids }: NewAssessment,
): Promise<AssessmentRow> {
  const programmes = await deps.network.programmesOf(contactPointId)
  if (programmes.every(({ id }) => id !== programmeId)) {
    throw new DomainError(
      'assessment_programme',
      'The contact point of this person does not work for this programme.',
    )
  }
  const { rules, version } = await rulesOf(deps, programmeId)
  const { territoryId, ...known } = facts
  const whole = { ...known, territories: await territoriesAround(deps, territoryId) }
  return {
    ...{ ...ids, programmeId, rulesVersion: version, facts: whole, ...assess(whole, rules) },
    ...{ assessedAt: new Date(deps.runtime.now()), assessedBy: who.id },
  }
}

/** Writes an assessment on an open transaction, and that it was made. */
export async function writeAssessmentIn(
  tx: Tx,
  { accessLog }: CaseDeps,
  { who, ...request }: Asker,
  { contactPointId }: Pick<Beneficiary, 'contactPointId'>,
  row: AssessmentRow,
): Promise<void> {
  await store.insertAssessment(tx, row)
  await accessLog.recordIn(tx, {
    ...{ actor: who, action: 'beneficiary.assessed', outcome: 'done', contactPointId, ...request },
    subject: { kind: 'beneficiary', id: row.beneficiaryId },
    detail: { verdict: row.verdict, rulesVersion: `${row.rulesVersion}` },
  })
}

async function writeAssessment(
  deps: CaseDeps,
  asker: Asker,
  person: Beneficiary,
  assessment: NewAssessment,
): Promise<AssessmentRow> {
  const standing = await standingAssessment(deps, assessment)
  if (standing !== undefined) return standing
  const row = await prepareAssessment(deps, asker, person, assessment)
  try {
    await deps.db.sql.begin((tx) => writeAssessmentIn(tx, deps, asker, person, row))
  } catch (error) {
    if (brokenConstraint(error) !== 'eligibility_assessment_pkey') throw error
    const other = await standingAssessment(deps, assessment)
    assert(other !== undefined, 'an assessment whose id is taken is there')
    return other
  }
  return row
}

async function standingAssessment(
  { db }: CaseDeps,
  { id, beneficiaryId, programmeId, facts }: NewAssessment,
): Promise<AssessmentRow | undefined> {
  const row = await store.selectAssessment(db.sql, id)
  if (row === undefined) return undefined
  const { territories, ...known } = row.facts
  const isSame =
    row.beneficiaryId === beneficiaryId &&
    row.programmeId === programmeId &&
    canonicalJson({ ...known, territoryId: territories[0] ?? null }) === canonicalJson(facts)
  if (isSame) return row
  throw new DomainError('assessment_conflict', 'This id belongs to another assessment.')
}

/** A territory and those around it, up to the outermost. */
async function territoriesAround(
  { network }: CaseDeps,
  territoryId: string | null,
): Promise<readonly string[]> {
  const found: string[] = []
  let next = territoryId
  while (next !== null && !found.includes(next)) {
    const territory = (await network.findTerritories([next])).get(next)
    if (territory === undefined) {
      throw new DomainError('territory_unknown', 'There is no territory with this id.')
    }
    found.push(next)
    next = territory.parentId
  }
  return found
}

async function leave(
  deps: CaseDeps,
  asker: Asker,
  beneficiaryId: string,
  { on, reason }: store.Leaving,
): Promise<void> {
  const action = 'beneficiary.left'
  const { contactPointId } = await reachPerson(deps, asker, beneficiaryId, action)
  const { who, ...request } = asker
  await deps.db.sql.begin(async (tx) => {
    if (!(await store.writeLeaving(tx, beneficiaryId, { on, reason }))) {
      throw new DomainError('not_enrolled', 'This person was never assessed, so cannot leave.')
    }
    await deps.accessLog.recordIn(tx, {
      ...{ actor: who, action, outcome: 'done', contactPointId, ...request },
      ...{ subject: { kind: 'beneficiary', id: beneficiaryId }, detail: { on, reason } },
    })
  })
}
