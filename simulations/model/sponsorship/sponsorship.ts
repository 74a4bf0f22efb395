import type { Model } from '../model.ts'
import { sponsorshipClosedForms } from './closed-forms.ts'
import { SponsorshipKernel } from './kernel.ts'
import { ACCOUNTS, ENTRY_CODES, OUTPUTS, PURPOSES, RATIOS, SERIES } from './layout.ts'
import { type SponsorshipParameters, sponsorshipParameters } from './parameters.ts'
import { SponsorshipReference } from './reference.ts'
import { arrivalsByMonth } from './tables.ts'

/**
 * People pledge a sum a month and some stop; a matching fund adds to it; families come, find a host or wait, cost what
 * a table says, and leave with a home or work, or without. Its page: docs/models/sponsorship.md.
 */
export const sponsorship: Model<SponsorshipParameters> = {
  name: 'sponsorship',
  version: 2,
  description:
    'Do pledges, matching and hosts carry the families that come, and what remains open?',
  parameters: sponsorshipParameters,
  outputs: OUTPUTS,
  series: SERIES,
  ratios: RATIOS,
  purposes: PURPOSES,
  entryCodes: ENTRY_CODES,
  worstBy: 'gap',
  accounts: () => ACCOUNTS,
  extent: (parameters) => {
    const { months, sponsors, families } = parameters
    const arrivals = arrivalsByMonth(parameters).reduce((sum, one) => sum + one, 0)
    return {
      months,
      factors: sponsors.correlation > 0 ? 1 : 0,
      entities: sponsors.invited + Math.ceil(arrivals) + families.hosts,
    }
  },
  kernel: (parameters) => new SponsorshipKernel(parameters),
  reference: (parameters) => new SponsorshipReference(parameters),
  closedForms: sponsorshipClosedForms,
}
