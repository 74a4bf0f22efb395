import type { Model } from '../model.ts'
import { closedForms } from './closed-forms.ts'
import { CommunityKernel } from './kernel.ts'
import { ACCOUNTS, ENTRY_CODES, OUTPUTS, PURPOSES, RATIOS, SERIES } from './layout.ts'
import { PairsKernel } from './pairs.ts'
import { type CommunityGuarantee, communityGuaranteeParameters } from './parameters.ts'
import { referenceKernel } from './reference.ts'

/**
 * Members of groups answer for each other, by joint liability, as neighbours with pledges, or as partners who chose each
 * other; behind them a reserve, then supporters. Its page: docs/models/community-guarantee.md.
 */
export const communityGuarantee: Model<CommunityGuarantee> = {
  name: 'community-guarantee',
  version: 1,
  description: 'What a community that answers for its members saves, and what that costs whom',
  parameters: communityGuaranteeParameters,
  outputs: OUTPUTS,
  series: SERIES,
  ratios: RATIOS,
  purposes: PURPOSES,
  entryCodes: ENTRY_CODES,
  worstBy: 'missing',
  accounts: () => ACCOUNTS,
  extent: ({ months, groups, size }) => ({ months, factors: months, entities: groups * size }),
  economy: ({ persistence }) => ({ persistence }),
  kernel: (parameters) =>
    parameters.arrangement.kind === 'matching'
      ? new PairsKernel(parameters, parameters.arrangement)
      : new CommunityKernel(parameters),
  reference: referenceKernel,
  closedForms,
}
