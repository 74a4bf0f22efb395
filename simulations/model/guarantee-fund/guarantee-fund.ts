import type { Kernel, Model } from '../model.ts'
import { ACCOUNTS, ENTRY_CODES } from './accounts.ts'
import { closedForms } from './closed-forms.ts'
import { LumpedKernel } from './kernel.ts'
import { LoanKernel } from './loan-kernel.ts'
import { type GuaranteeFund, parametersSchema } from './parameters.ts'
import { portfolioOf } from './portfolio.ts'
import { referenceKernel } from './reference.ts'

/** Below so many loans in a class, to run them together takes longer than one by one. */
const ALIKE_MIN = 8

/** A fund that guarantees a portfolio of small loans. */
export const guaranteeFund: Model<GuaranteeFund> = {
  name: 'guarantee-fund',
  version: 2,
  description: 'How often a guarantee fund runs dry, and what is claimed of it',
  parameters: parametersSchema,
  outputs: [
    {
      name: 'grossClaims',
      description: 'What the lender claims of the fund, paid or not',
      kind: 'amount',
      unit: 'cents',
      tail: 'upper',
    },
    {
      name: 'paidClaims',
      description: 'What the fund pays',
      kind: 'amount',
      unit: 'cents',
      tail: 'upper',
    },
    {
      name: 'ruin',
      description: 'Whether a claim came that the fund could not pay in full',
      kind: 'indicator',
      unit: 'probability',
      tail: 'upper',
    },
    {
      name: 'fundAtEnd',
      description: 'What is left in the fund',
      kind: 'amount',
      unit: 'cents',
      tail: 'lower',
    },
    {
      name: 'defaults',
      description: 'How many loans default',
      kind: 'number',
      unit: 'loans',
      tail: 'upper',
    },
  ],
  series: [
    { name: 'fund', description: 'What the fund holds', unit: 'cents' },
    { name: 'outstanding', description: 'What the loans that run still owe', unit: 'cents' },
  ],
  ratios: [
    {
      name: 'paidOfClaimed',
      description: 'Of all that is claimed, the part that is paid',
      unit: 'share',
      numerator: 'paidClaims',
      denominator: 'grossClaims',
    },
  ],
  purposes: ['moves'],
  entryCodes: ENTRY_CODES,
  worstBy: 'grossClaims',
  accounts: () => ACCOUNTS,
  extent: (parameters) => ({
    months: parameters.horizon,
    factors: parameters.horizon,
    entities: portfolioOf(parameters).loans,
  }),
  economy: ({ persistence }) => ({ persistence }),
  kernel: kernelOf,
  reference: referenceKernel,
  closedForms,
}

function kernelOf(parameters: GuaranteeFund): Kernel {
  const portfolio = portfolioOf(parameters)
  const { classes, loans } = portfolio
  const isMixed = classes.length > parameters.grades.length && classes.length * ALIKE_MIN > loans
  return isMixed ? new LoanKernel(parameters, portfolio) : new LumpedKernel(parameters, portfolio)
}
