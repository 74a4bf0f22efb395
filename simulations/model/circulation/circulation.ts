import type { Model } from '../model.ts'
import { circulationClosedForms } from './closed-forms.ts'
import { CirculationKernel } from './kernel.ts'
import { accountsOf, ENTRY_CODES, PURPOSES } from './layout.ts'
import { OUTPUTS, RATIOS, SERIES } from './outputs.ts'
import { type CirculationParameters, circulationParameters } from './parameters.ts'
import { populationOf } from './population.ts'
import { CirculationReference } from './reference.ts'

/**
 * People get or buy an instrument and pay shops with it; shops pay suppliers, people and associations, or change it back to
 * euro; what is kept ages and expires. Its page: docs/models/circulation.md.
 */
export const circulation: Model<CirculationParameters> = {
  name: 'circulation',
  version: 2,
  description:
    'How does a voucher or currency circulate, whom does it reach, and what does it cost?',
  parameters: circulationParameters,
  outputs: OUTPUTS,
  series: SERIES,
  ratios: RATIOS,
  purposes: PURPOSES,
  entryCodes: ENTRY_CODES,
  worstBy: 'changeRefused',
  accounts: accountsOf,
  extent: (parameters) => ({
    months: parameters.months,
    factors: parameters.economy.correlation > 0 ? parameters.months : 0,
    entities: populationOf(parameters).holders,
  }),
  kernel: (parameters) => new CirculationKernel(parameters),
  reference: (parameters) => new CirculationReference(parameters),
  closedForms: circulationClosedForms,
}
