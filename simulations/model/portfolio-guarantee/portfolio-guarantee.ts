import type { Model } from '../model.ts'
import { closedForms } from './closed-forms.ts'
import { ClaimsKernel, PortfolioKernel } from './kernel.ts'
import { ACCOUNTS, ENTRY_CODES, OUTPUTS, PURPOSES, RATIOS, SERIES } from './layout.ts'
import { monthsOf, type PortfolioGuarantee, portfolioGuaranteeParameters } from './parameters.ts'
import { referenceKernel } from './reference.ts'

/**
 * A guarantee of single loans or of a portfolio, under all the terms that such guarantees have, and the fund behind it.
 * Its page: docs/models/portfolio-guarantee.md.
 */
export const portfolioGuarantee: Model<PortfolioGuarantee> = {
  name: 'portfolio-guarantee',
  version: 1,
  description: 'What a guarantee of loans costs under its terms, and how large its fund must be',
  parameters: portfolioGuaranteeParameters,
  outputs: OUTPUTS,
  series: SERIES,
  ratios: RATIOS,
  purposes: PURPOSES,
  entryCodes: ENTRY_CODES,
  worstBy: 'losses',
  accounts: () => ACCOUNTS,
  extent: (parameters) => {
    const { portfolio } = parameters
    const months = monthsOf(parameters)
    if (portfolio.kind === 'claims') return { months, factors: months, entities: 1 }
    const entities = portfolio.groups.reduce((sum, { loans }) => sum + loans, 0)
    return { months, factors: months, entities }
  },
  economy: ({ portfolio }) => ({
    persistence: portfolio.kind === 'loans' ? portfolio.persistence : 0,
  }),
  kernel: (parameters) =>
    parameters.portfolio.kind === 'loans'
      ? new PortfolioKernel(parameters, parameters.portfolio)
      : new ClaimsKernel(parameters, parameters.portfolio),
  reference: referenceKernel,
  closedForms,
}
