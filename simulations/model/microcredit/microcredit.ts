import type { Model } from '../model.ts'
import { closedForms } from './closed-forms.ts'
import { MicrocreditKernel } from './kernel.ts'
import { ACCOUNTS, ENTRY_CODES, OUTPUTS, PURPOSES, RATIOS, SERIES } from './layout.ts'
import { type Microcredit, parametersSchema } from './parameters.ts'
import { referenceKernel } from './reference.ts'

/** A lender of small loans, with tutors beside the borrowers and a guarantor behind. */
export const microcredit: Model<Microcredit> = {
  name: 'microcredit',
  version: 1,
  description: 'What small loans lose, what tutoring is worth, and whether the lender can go on',
  parameters: parametersSchema,
  outputs: OUTPUTS,
  series: SERIES,
  ratios: RATIOS,
  purposes: PURPOSES,
  entryCodes: ENTRY_CODES,
  worstBy: 'grossLoss',
  accounts: () => ACCOUNTS,
  extent: ({ horizon, portfolio }) => ({
    months: horizon,
    factors: horizon,
    entities: portfolio.reduce((loans, { copies }) => loans + copies, 0),
  }),
  economy: ({ persistence }) => ({ persistence }),
  kernel: (parameters) => new MicrocreditKernel(parameters),
  reference: referenceKernel,
  closedForms,
}
