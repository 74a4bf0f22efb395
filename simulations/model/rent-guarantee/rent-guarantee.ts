import type { Model } from '../model.ts'
import { closedForms } from './closed-forms.ts'
import { RentKernel } from './kernel.ts'
import { ACCOUNTS, ENTRY_CODES, OUTPUTS, PURPOSES, RATIOS, SERIES } from './layout.ts'
import { monthsOf, type RentGuarantee, rentGuaranteeParameters } from './parameters.ts'
import { referenceKernel } from './reference.ts'

/**
 * A fund that guarantees landlords the rent of households which may stop paying: the months until it is called, the months
 * that it pays, damage, clearing, what tenants pay back. Its page: docs/models/rent-guarantee.md.
 */
export const rentGuarantee: Model<RentGuarantee> = {
  name: 'rent-guarantee',
  version: 1,
  description: 'What a guarantee of rents costs a home, and how large its fund must be',
  parameters: rentGuaranteeParameters,
  outputs: OUTPUTS,
  series: SERIES,
  ratios: RATIOS,
  purposes: PURPOSES,
  entryCodes: ENTRY_CODES,
  worstBy: 'calls',
  accounts: () => ACCOUNTS,
  extent: (parameters) => ({
    months: monthsOf(parameters),
    factors: monthsOf(parameters),
    entities: parameters.homes.reduce((sum, { homes }) => sum + homes, 0),
  }),
  economy: ({ arrears }) => ({ persistence: arrears.persistence }),
  kernel: (parameters) => new RentKernel(parameters),
  reference: referenceKernel,
  closedForms,
}
