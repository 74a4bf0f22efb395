import { expectedShortfall, meanOf, quantileOf, shareAbove } from '../../analytic/law.ts'
import type { ClosedForm, Model } from '../model.ts'
import { InsuranceKernel } from './kernel.ts'
import { ACCOUNTS, ENTRY_CODES, OUTPUTS, PURPOSES, RATIOS, SERIES } from './layout.ts'
import { type InsuranceParameters, insuranceParameters } from './parameters.ts'
import { yearlyTerms } from './premium.ts'
import { InsuranceReference } from './reference.ts'
import { surgesOf } from './surges.ts'

const MONTHS_A_YEAR = 12
const LEVELS = [0.95, 0.99, 0.995] as const

/**
 * A fund that insures landlords against unpaid rent and liability: premiums by a principle, claims of a yearly number and
 * a law of sizes, reinsurance in layers. Its page: docs/models/insurance.md.
 */
export const insurance: Model<InsuranceParameters> = {
  name: 'insurance',
  version: 2,
  description: 'Do the premiums carry the claims, and how much capital keeps the fund from ruin?',
  parameters: insuranceParameters,
  outputs: OUTPUTS,
  series: SERIES,
  ratios: RATIOS,
  purposes: PURPOSES,
  entryCodes: ENTRY_CODES,
  worstBy: 'grossClaims',
  accounts: () => ACCOUNTS,
  extent: ({ months, lines }) => ({ months, factors: 0, entities: lines.length }),
  kernel: (parameters) => new InsuranceKernel(parameters),
  reference: (parameters) => new InsuranceReference(parameters),
  closedForms,
}

/** The whole law of a year where claims have few sizes; the mean in any number of whole years. */
function closedForms(parameters: InsuranceParameters): readonly ClosedForm[] {
  const { months } = parameters
  if (months % MONTHS_A_YEAR !== 0) return []
  const calm = yearlyTerms(parameters)
  const { premium } = calm
  // What happens may be more than what the premium foresaw.
  const happening = surgesOf(parameters).lines.map((lines) =>
    lines === parameters.lines ? calm : yearlyTerms({ ...parameters, lines: [...lines] }),
  )
  const [first] = happening
  const years = happening.length
  if (first === undefined) return []
  const { law, exact } = first
  const expected = happening.reduce((sum, { expectedClaims }) => sum + expectedClaims, 0)
  const ratio = { of: 'lossRatio', statistic: 'mean', nature: 'exact' } as const
  const forms: ClosedForm[] = [
    {
      ...{ of: 'grossClaims', statistic: 'mean', nature: 'exact' },
      value: expected,
      formula: 'Σ E[N] E[X]',
    },
  ]
  const paid = years * premium
  if (premium > 0) forms.push({ ...ratio, value: expected / paid, formula: 'E[S] / P' })
  if (!exact || years !== 1) return forms
  const formula = Math.abs(meanOf(law) - first.expectedClaims) < 1 ? 'Panjer' : 'Fourier transform'
  for (const level of LEVELS) {
    const of = { of: 'grossClaims', level, formula, nature: 'exact' } as const
    forms.push({ ...of, statistic: 'quantile', value: quantileOf(law, level) })
    forms.push({ ...of, statistic: 'expectedShortfall', value: expectedShortfall(law, level) })
  }
  forms.push({
    ...{ of: 'claimsAbovePremiums', statistic: 'probability', nature: 'exact', formula },
    value: shareAbove(law, premium),
  })
  return forms
}
