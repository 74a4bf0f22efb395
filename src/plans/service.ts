import type { Database, Tx } from '../db/client.ts'
import type { Day } from '../kernel/days.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { Minor } from '../kernel/money.ts'
import type { AreaOfNeed } from '../network/core/areas.ts'
import { selectInformed } from './consent-store.ts'
import { stateOf } from './core/eligibility.ts'
import type { EnrolmentState } from './core/words.ts'
import { selectEnrolments } from './eligibility-store.ts'
import { type PlanLine, selectPlanLines, useLines } from './plan-store.ts'
import type { Beneficiary, Page } from './store.ts'
import * as store from './store.ts'

export type { EnrolmentState } from './core/words.ts'
export type { PlanLine } from './plan-store.ts'
export type { Beneficiary } from './store.ts'

/** An amount that a voucher takes of a line, or gives back to it. */
export interface PlanUse {
  readonly planLineId: Uuid
  /** Minor units above 0. */
  readonly amount: Minor
}

/** The people that the programme walks with, under pseudonymous codes. */
export interface Plans {
  /** Writes the beneficiaries that are not there yet, all or none; those that are stay as they are. */
  addBeneficiaries(beneficiaries: readonly Beneficiary[]): Promise<void>
  findBeneficiary(id: string): Promise<Beneficiary | undefined>
  findBeneficiaries(ids: readonly string[]): Promise<ReadonlyMap<string, Beneficiary>>
  listBeneficiaries(page: Page): Promise<readonly Beneficiary[]>
  countBeneficiaries(): Promise<number>
  /** For each person the line of an area: of the active plan, or of the newest where none is active. */
  planLinesOf(
    beneficiaryIds: readonly string[],
    area: AreaOfNeed,
  ): Promise<ReadonlyMap<string, PlanLine>>
  /** How each person stands to the programme on a day. */
  enrolmentOf(
    beneficiaryIds: readonly string[],
    on: Day,
  ): Promise<ReadonlyMap<string, EnrolmentState>>
  /** Which of them were given the notice on their data, in the newest version of the language they had it in. */
  informedOf(beneficiaryIds: readonly string[]): Promise<ReadonlySet<string>>
  /**
   * Takes amounts of lines on an open transaction. Breaks the constraint `plan_line_ceiling`, `plan_ceiling` or
   * `plan_active` where one does not fit any more; then nothing of it is taken.
   */
  commitIn(tx: Tx, uses: readonly PlanUse[]): readonly PromiseLike<unknown>[]
  /** Gives amounts back to lines; breaks `plan_line_committed` where more is given back than was taken. */
  releaseIn(tx: Tx, uses: readonly PlanUse[]): readonly PromiseLike<unknown>[]
}

/**
 * Makes the service of the plans.
 *
 * @example (await createPlans({ db }).findBeneficiary('BI-P-001'))?.language // 'fr'
 */
export function createPlans({ db }: { readonly db: Database }): Plans {
  const findBeneficiaries = async (ids: readonly string[]) =>
    new Map((await store.selectBeneficiaries(db, ids)).map((row) => [row.id, row]))
  return {
    addBeneficiaries: (beneficiaries) => store.insertBeneficiaries(db, beneficiaries),
    findBeneficiary: async (id) => (await findBeneficiaries([id])).get(id),
    findBeneficiaries,
    listBeneficiaries: (page) => store.listBeneficiaries(db, page),
    countBeneficiaries: () => store.countBeneficiaries(db),
    planLinesOf: async (ids, area) => {
      const lines = await selectPlanLines(db.sql, ids, area)
      return new Map(lines.map((line) => [line.beneficiaryId, line]))
    },
    enrolmentOf: (ids, on) => enrolmentOf(db, ids, on),
    informedOf: async (ids) => new Set(await selectInformed(db.sql, ids)),
    commitIn: (tx, uses) => (uses.length === 0 ? [] : [useLines(tx, uses)]),
    releaseIn: (tx, uses) =>
      uses.length === 0
        ? []
        : [
            useLines(
              tx,
              uses.map((use) => ({ ...use, amount: -use.amount })),
            ),
          ],
  }
}

async function enrolmentOf(
  db: Database,
  ids: readonly string[],
  on: Day,
): Promise<ReadonlyMap<string, EnrolmentState>> {
  const rows = await selectEnrolments(db.sql, ids)
  const states = new Map<string, EnrolmentState>(ids.map((id) => [id, 'not_assessed']))
  for (const row of rows) states.set(row.beneficiaryId, stateOf(row, on))
  return states
}
