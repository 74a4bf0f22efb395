import type { Tx } from '../db/client.ts'
import { brokenConstraint } from '../db/constraint.ts'
import { DomainError } from '../kernel/errors.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { Minor, Unit } from '../kernel/money.ts'
import type { AreaOfNeed } from '../network/core/areas.ts'
import { type Ceilings, ceilingsTooLow, isSamePlan, mayBecome, type TooLow } from './core/plan.ts'
import type { PlanStatus } from './core/words.ts'
import type { Asker, CaseDeps } from './deps.ts'
import { holdPerson } from './personal-store.ts'
import type { LineRow, PlanRow } from './plan-store.ts'
import * as store from './plan-store.ts'
import { personErased, reachPerson } from './scope.ts'
import type { Beneficiary } from './store.ts'

/** A plan as somebody wants it. */
export interface WantedPlan {
  readonly id: Uuid
  /** The version that was seen; 0 for a plan that is new. */
  readonly version: number
  readonly unit: Unit
  /** Minor units that all vouchers of the plan may sum up to. */
  readonly ceiling: Minor
  readonly status: PlanStatus
  /** The ceiling of each area; one that is left out has none to give. */
  readonly lines: Ceilings
  /** What is to be reached, in words; sealed. */
  readonly objectives: string | null
}

/** A plan as it stands, without its words. */
export interface IndividualPlan extends PlanRow {
  readonly lines: readonly LineRow[]
}

/** What is meant to be done for each person, and how much it may cost. */
export interface IndividualPlans {
  /**
   * Brings a plan to what is wanted. The same again changes nothing.
   *
   * @throws DomainError `beneficiary_not_found`, `plan_not_found`, `plan_conflict`, `plan_changed_meanwhile`,
   * `plan_closed`, `plan_active_exists`, `plan_ceiling_below_committed`, `person_erased`
   */
  save(asker: Asker, beneficiaryId: string, wanted: WantedPlan): Promise<IndividualPlan>
  /** The newest first. */
  plansOf(asker: Asker, beneficiaryId: string): Promise<readonly IndividualPlan[]>
}

export function createIndividualPlans(deps: CaseDeps): IndividualPlans {
  return {
    save: async (asker, beneficiaryId, wanted) => {
      const person = await reachPerson(deps, asker, beneficiaryId, 'plan.changed')
      const objectives = await deps.personal.read('objectives', [wanted.id])
      const said = objectives.get(wanted.id) ?? null
      await refusingSecondActive(() =>
        deps.db.sql.begin((tx) => savePlanIn(tx, deps, asker, person, wanted, said)),
      )
      const plan = (await readPlans(deps, beneficiaryId)).find(({ id }) => id === wanted.id)
      if (plan === undefined) throw notFound()
      return plan
    },
    plansOf: async (asker, beneficiaryId) => {
      await reachPerson(deps, asker, beneficiaryId, 'plan.viewed')
      return readPlans(deps, beneficiaryId)
    },
  }
}

/** Tells in our words that somebody has an active plan already. */
export async function refusingSecondActive<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    const broken = brokenConstraint(error)
    if (broken === 'plan_pkey') throw conflict()
    if (broken !== 'plan_one_active') throw error
    throw new DomainError(
      'plan_active_exists',
      'This person has an active plan: close it before another begins.',
    )
  }
}

/** Writes a plan on an open transaction, and that it was changed. @param said the objectives that stand */
export async function savePlanIn(
  tx: Tx,
  deps: CaseDeps,
  asker: Asker,
  { id: beneficiaryId, contactPointId }: Pick<Beneficiary, 'id' | 'contactPointId'>,
  wanted: WantedPlan,
  said: string | null,
): Promise<void> {
  const { isErased } = await holdPerson(tx, beneficiaryId)
  const standing = await store.holdPlan(tx, wanted.id)
  const lines = standing === undefined ? [] : await store.selectLines(tx, [standing.id])
  if (standing !== undefined) {
    if (standing.beneficiaryId !== beneficiaryId || standing.unit !== wanted.unit) throw conflict()
    const ceilings = figuresOf(lines, ({ ceiling }) => ceiling)
    if (isSamePlan({ ...standing, lines: ceilings }, wanted) && said === wanted.objectives) return
  }
  checkChange(standing, lines, wanted)
  if (isErased && wanted.objectives !== null) throw personErased()
  const now = new Date(deps.runtime.now())
  const plan: PlanRow = {
    ...{ committed: 0n, createdAt: now, ...standing, id: wanted.id, unit: wanted.unit },
    ...{ beneficiaryId, ceiling: wanted.ceiling, status: wanted.status },
    version: wanted.version + 1,
  }
  await (standing === undefined ? store.insertPlan(tx, plan) : store.updatePlan(tx, plan))
  const areas = new Set([...lines.map(({ area }) => area), ...wanted.lines.keys()])
  for (const area of areas) {
    const ceiling = wanted.lines.get(area) ?? 0n
    await store.upsertLine(tx, { id: deps.runtime.newId(), planId: plan.id, area, ceiling })
  }
  const place = { beneficiaryId, kind: 'objectives', subjectId: plan.id } as const
  if (wanted.objectives !== said) await deps.personal.writeIn(tx, place, wanted.objectives)
  const amounts = [...wanted.lines].map(([area, ceiling]) => [area, ceiling.toString()])
  await store.insertPlanVersion(tx, {
    ...{ plan, lines: Object.fromEntries(amounts), changedAt: now, changedBy: asker.who.id },
  })
  const { who, ...request } = asker
  await deps.accessLog.recordIn(tx, {
    ...{ actor: who, action: 'plan.changed', outcome: 'done', contactPointId, ...request },
    subject: { kind: 'beneficiary', id: beneficiaryId },
    detail: { plan: plan.id, version: `${plan.version}`, status: plan.status },
  })
}

function checkChange(
  standing: PlanRow | undefined,
  lines: readonly LineRow[],
  wanted: WantedPlan,
): void {
  if (standing === undefined) {
    if (wanted.version !== 0) throw notFound()
    return
  }
  if (standing.version !== wanted.version) {
    throw new DomainError(
      'plan_changed_meanwhile',
      `The plan stands at version ${standing.version}: look at it before changing it.`,
      { version: standing.version },
    )
  }
  if (!mayBecome(standing.status, wanted.status)) {
    throw new DomainError('plan_closed', `A plan that is ${standing.status} cannot become so.`, {
      ...{ from: standing.status, to: wanted.status },
    })
  }
  const areas = figuresOf(lines, ({ committed }) => committed)
  const [tooLow] = ceilingsTooLow(wanted, { whole: standing.committed, areas })
  if (tooLow !== undefined) throw belowCommitted(tooLow)
}

function belowCommitted({ area, ceiling, committed }: TooLow): DomainError {
  const where = area === null ? 'on the whole plan' : `for ${area}`
  return new DomainError(
    'plan_ceiling_below_committed',
    `Vouchers for ${committed} were issued ${where}, so the ceiling cannot be ${ceiling}.`,
    { area, ceiling: ceiling.toString(), committed: committed.toString() },
  )
}

async function readPlans(
  { db }: CaseDeps,
  beneficiaryId: string,
): Promise<readonly IndividualPlan[]> {
  const plans = await store.selectPlans(db.sql, beneficiaryId)
  const ids = plans.map(({ id }) => id)
  const lines = await store.selectLines(db.sql, ids)
  return plans.map((plan) => ({
    ...plan,
    lines: lines.filter(({ planId }) => planId === plan.id),
  }))
}

function figuresOf(
  lines: readonly LineRow[],
  read: (line: LineRow) => Minor,
): ReadonlyMap<AreaOfNeed, Minor> {
  return new Map(lines.map((line) => [line.area, read(line)]))
}

function notFound(): DomainError {
  return new DomainError('plan_not_found', 'There is no plan with this id.')
}

function conflict(): DomainError {
  return new DomainError('plan_conflict', 'This id belongs to another plan, or to another unit.')
}
