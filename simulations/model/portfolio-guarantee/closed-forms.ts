import { aggregateWeights, severityMean } from '../../analytic/aggregate.ts'
import {
  defaultsWeights,
  groupedLossWeights,
  studentDefaultsWeights,
} from '../../analytic/factor.ts'
import { type Frequency, frequencyMean } from '../../analytic/frequency.ts'
import { type Law, latticeLaw, mappedLaw, shareAbove } from '../../analytic/law.ts'
import { monthlyRuin } from '../../analytic/monthly-fund.ts'
import { roundedCents, shareOf } from '../backing/cents.ts'
import { commonUnit, formsOfLaw } from '../law-forms.ts'
import type { ClosedForm } from '../model.ts'
import type { Claims, Loans, PortfolioGuarantee } from './parameters.ts'
import { type GroupTable, groupTables } from './portfolio.ts'
import { callFor, termsOf } from './terms.ts'

/** Laws with more points, or of more loans, would take longer than a run. */
const POINTS_MAX = 5_000
const STUDENT_LOANS_MAX = 400

/** What is known without simulation. */
export function closedForms(parameters: PortfolioGuarantee): readonly ClosedForm[] {
  const { portfolio } = parameters
  if (portfolio.kind === 'claims') return ofClaims(parameters, portfolio)
  const groups = groupTables(portfolio)
  const law = parameters.horizon === 1 ? onePeriodLaw(portfolio, groups) : undefined
  if (law !== undefined) return ofOnePeriod(parameters, groups, law)
  const isChain =
    portfolio.persistence === 0 || portfolio.groups.every(({ correlation }) => correlation === 0)
  return isChain ? meansOf(parameters, groups) : []
}

/** Where the months are independent, each has its hazard, whatever happened before. */
function meansOf(
  parameters: PortfolioGuarantee,
  groups: readonly GroupTable[],
): readonly ClosedForm[] {
  const terms = termsOf(parameters)
  const sums = { defaults: 0, losses: 0, calls: 0 }
  for (const { loans, start, term, hazard, lost } of groups) {
    let left = loans
    for (let age = 1; age <= Math.min(term, parameters.horizon - start); age++) {
      const gone = left * hazard
      left -= gone
      sums.defaults += gone
      sums.losses += gone * (lost[age] ?? 0)
      sums.calls += gone * callFor(terms, lost[age] ?? 0)
    }
  }
  const formula = 'Σ n (1 - h)^(t - 1) h loss(t)'
  return (['defaults', 'losses', 'calls'] as const)
    .filter((of) => of !== 'calls' || terms.isIndividual)
    .map((of) => ({ of, statistic: 'mean', value: sums[of], formula, nature: 'exact' }))
}

/** What a pool loses in its only month, in cents; nothing where that would be too much to work out. */
function onePeriodLaw(
  { groups: given, copula }: Loans,
  groups: readonly GroupTable[],
): Law | undefined {
  const rho = given[0]?.correlation ?? 0
  if (given.some(({ correlation, start }) => correlation !== rho || start > 0)) return undefined
  const losses = groups.map(({ lost }) => lost[1] ?? 0)
  const unit = commonUnit(losses)
  const loanGroups = groups.map(({ loans: count, hazard: probability }, index) => ({
    ...{ count, probability },
    lossUnits: unit === 0 ? 0 : (losses[index] ?? 0) / unit,
  }))
  const [first] = loanGroups
  const points = loanGroups.reduce((sum, { count, lossUnits }) => sum + count * lossUnits, 1)
  if (first === undefined || unit === 0 || points > POINTS_MAX) return undefined
  const isAlike = loanGroups.length === 1
  if (copula.law === 'student') {
    if (!isAlike || first.count > STUDENT_LOANS_MAX) return undefined
    const { count, probability } = first
    return latticeLaw(studentDefaultsWeights(count, probability, rho, copula.freedom), unit)
  }
  return latticeLaw(
    isAlike
      ? defaultsWeights(first.count, first.probability, rho)
      : groupedLossWeights(loanGroups, rho),
    unit,
  )
}

function ofOnePeriod(
  parameters: PortfolioGuarantee,
  groups: readonly GroupTable[],
  losses: Law,
): readonly ClosedForm[] {
  const formula = 'binomial law mixed over the common factor'
  const forms = [...formsOfLaw('losses', losses, formula)]
  const terms = termsOf(parameters)
  const isPlain = parameters.injections.length === 0 && parameters.topUp === null
  if (terms.isIndividual || !isPlain) return forms
  const owed = groups.reduce((sum, { loans, owed: each }) => sum + loans * (each[1] ?? 0), 0)
  const income =
    parameters.income * (1 + parameters.waiting) + roundedCents((owed * parameters.fee) / 12)
  const held = parameters.fund + income
  const counter = parameters.counterGuarantee ?? { share: 0, cap: 0 }
  const callsFor = (loss: number): number => callFor(terms, loss)
  const behindFor = (loss: number): number =>
    Math.min(shareOf(callsFor(loss), counter.share), counter.cap)
  const ownFor = (loss: number): number => callsFor(loss) - behindFor(loss)
  const fundPays = (loss: number): number => Math.min(ownFor(loss), held)
  const own = mappedLaw(losses, ownFor)
  const counted = mappedLaw(losses, (loss) =>
    shareOf(Math.max(0, loss - terms.attach), terms.coverage),
  )
  forms.push(
    ...formsOfLaw('calls', mappedLaw(losses, callsFor), formula),
    ...formsOfLaw('fundPaid', mappedLaw(losses, fundPays), formula),
    ...formsOfLaw(
      'lenderLoss',
      mappedLaw(losses, (loss) => loss - fundPays(loss) - behindFor(loss)),
      formula,
    ),
    ...formsOfLaw(
      'fundNeeded',
      mappedLaw(own, (cents) => Math.max(0, cents - income)),
      formula,
    ),
  )
  const chance = { statistic: 'probability', formula, nature: 'exact' } as const
  forms.push({ ...chance, of: 'capHit', value: shareAbove(counted, terms.cap) })
  forms.push({ ...chance, of: 'ruined', value: shareAbove(own, held) })
  return forms
}

/** The mean of the losses, and ruin where everything is in whole units. */
function ofClaims(parameters: PortfolioGuarantee, claims: Claims): readonly ClosedForm[] {
  const { horizon } = parameters
  const severity = [0, ...claims.sizes]
  const frequency: Frequency =
    claims.frequency.law === 'poisson'
      ? { kind: 'poisson', mean: claims.frequency.mean }
      : { kind: 'counts', weights: claims.frequency.shares }
  const mean = horizon * frequencyMean(frequency) * severityMean(severity) * claims.unit
  const forms: ClosedForm[] = [
    {
      ...{ of: 'losses', statistic: 'mean', nature: 'exact' },
      ...{ value: mean, formula: 'months E[N] E[X]' },
    },
  ]
  if (!isInUnits(parameters, claims)) return forms
  const units = (cents: number): number => cents / claims.unit
  const injections = new Map(
    parameters.injections.map(({ month, amount }) => [month, units(amount)]),
  )
  const fund = { fund: units(parameters.fund), income: units(parameters.income), injections }
  const claimWeights = aggregateWeights(frequency, severity)
  forms.push({
    ...{ of: 'ruined', statistic: 'probability', nature: 'exact' },
    value: monthlyRuin({ ...fund, claims: claimWeights }, horizon),
    formula: 'law of the fund, month by month',
  })
  return forms
}

/** Whether the fund pays every loss in full and at once, and all its amounts are whole units. */
function isInUnits(parameters: PortfolioGuarantee, { unit, sizes }: Claims): boolean {
  const { guarantee, waiting, recovery, counterGuarantee, topUp, fund, income } = parameters
  if (guarantee.kind !== 'individual' || guarantee.coverage !== 1) return false
  if (guarantee.cap < sizes.length * unit || waiting > 0) return false
  if (recovery !== null || counterGuarantee !== null || topUp !== null) return false
  const months = parameters.injections.map(({ month }) => month)
  if (new Set(months).size < months.length) return false
  const amounts = [fund, income, ...parameters.injections.map(({ amount }) => amount)]
  return amounts.every((amount) => amount % unit === 0)
}
