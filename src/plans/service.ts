import type { Database } from '../db/client.ts'
import type { Beneficiary, Page } from './store.ts'
import * as store from './store.ts'

export type { Beneficiary } from './store.ts'

/** The people that the programme walks with, under pseudonymous codes. */
export interface Plans {
  /** Writes the beneficiaries that are not there yet, all or none; those that are stay as they are. */
  addBeneficiaries(beneficiaries: readonly Beneficiary[]): Promise<void>
  findBeneficiary(id: string): Promise<Beneficiary | undefined>
  findBeneficiaries(ids: readonly string[]): Promise<ReadonlyMap<string, Beneficiary>>
  listBeneficiaries(page: Page): Promise<readonly Beneficiary[]>
  countBeneficiaries(): Promise<number>
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
  }
}
