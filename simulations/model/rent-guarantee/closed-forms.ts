import { compoundBinomialWeights } from '../../analytic/factor.ts'
import { type Law, latticeLaw, shareAbove } from '../../analytic/law.ts'
import { commonUnit, formsOfLaw } from '../law-forms.ts'
import type { ClosedForm } from '../model.ts'
import type { RentGuarantee } from './parameters.ts'
import { cureAfter, type HomeTable, homeTables, monthlyChance } from './tables.ts'

const POINTS_MAX = 20_000

/** What is known without simulation: means where the months are independent, and the whole law of a single month. */
export function closedForms(parameters: RentGuarantee): readonly ClosedForm[] {
  const { arrears } = parameters
  if (arrears.persistence > 0 && arrears.correlation > 0) return []
  const homes = homeTables(parameters)
  const forms = meansOf(parameters, homes)
  const law = lawOfOneMonth(parameters, homes)
  if (law === undefined) return forms
  const formula = 'n-fold convolution of what a household costs'
  const others = forms.filter(({ of }) => of !== 'calls')
  const ofLaw = [...others, ...formsOfLaw('calls', law, formula)]
  if (!isBare(parameters)) return ofLaw
  const value = shareAbove(law, parameters.fund)
  return [
    ...ofLaw,
    { of: 'ruined', statistic: 'probability', value, formula, nature: 'exact' },
    ...formsOfLaw('fundNeeded', law, formula),
  ]
}

/** The numbers of homes in each state, on average, month after month. */
function meansOf(parameters: RentGuarantee, homes: readonly HomeTable[]): readonly ClosedForm[] {
  const { arrears, cover } = parameters
  const sums = { arrears: 0, triggered: 0, cleared: 0, calls: 0 }
  for (const home of homes) {
    const reached = reachedBy(parameters, home.homes)
    const ended = reached[arrears.endsAfter] ?? 0
    sums.arrears += reached[1] ?? 0
    sums.triggered += reached[cover.trigger] ?? 0
    sums.cleared += ended
    sums.calls += ended * home.cleared
    sums.calls += ended * arrears.damaged * (home.clearedDamaged - home.cleared)
    for (const [months, cents] of home.called.entries())
      sums.calls += (reached[months] ?? 0) * cents
  }
  const formula = 'mean numbers of a Markov chain'
  return (['arrears', 'triggered', 'cleared', 'calls'] as const).map((of) => ({
    ...{ of, statistic: 'mean', value: sums[of], formula, nature: 'exact' },
  }))
}

/** How many households, on average, reach each number of months without rent in the whole time. */
function reachedBy(parameters: RentGuarantee, homes: number): readonly number[] {
  const { horizon, arrears } = parameters
  const { endsAfter, vacancy } = arrears
  const begins = monthlyChance(arrears.begins)
  const reached = new Array<number>(endsAfter + 1).fill(0)
  let unpaid = new Array<number>(endsAfter).fill(0)
  const empty = new Array<number>(vacancy).fill(0)
  let paying = homes
  for (let month = 1; month < horizon + endsAfter; month++) {
    const stop = month <= horizon ? paying * begins : 0
    const next = new Array<number>(endsAfter + 1).fill(0)
    paying -= stop
    next[1] = stop
    for (let months = 1; months < endsAfter; months++) {
      const here = unpaid[months] ?? 0
      const cured = here * cureAfter(parameters, months)
      paying += cured
      next[months + 1] = here - cured
    }
    for (const [months, households] of next.entries()) {
      reached[months] = (reached[months] ?? 0) + households
    }
    paying += empty.shift() ?? 0
    empty.push(next[endsAfter] ?? 0)
    unpaid = next.slice(0, endsAfter)
  }
  return reached
}

/** What all calls come to where households stop in the first month only, each by itself; nothing where it is too large. */
function lawOfOneMonth(parameters: RentGuarantee, homes: readonly HomeTable[]): Law | undefined {
  const { horizon, arrears } = parameters
  const [home] = homes
  if (horizon !== 1 || arrears.correlation > 0 || home === undefined || homes.length > 1) {
    return undefined
  }
  const costs = costsOf(parameters, home)
  const unit = commonUnit(costs.map(({ cents }) => cents))
  if (unit === 0 || (home.homes * home.most) / unit > POINTS_MAX) return undefined
  const severity = new Float64Array(home.most / unit + 1)
  for (const { cents, share } of costs) {
    severity[cents / unit] = (severity[cents / unit] ?? 0) + share
  }
  const chance = monthlyChance(arrears.begins)
  return latticeLaw(compoundBinomialWeights(home.homes, chance, severity), unit)
}

/** What a household that stopped paying costs in the end, and how probable that is. */
function costsOf(
  parameters: RentGuarantee,
  home: HomeTable,
): readonly { readonly cents: number; readonly share: number }[] {
  const { endsAfter, damaged } = parameters.arrears
  const costs: { cents: number; share: number }[] = []
  let left = 1
  let cents = 0
  for (let months = 1; months < endsAfter; months++) {
    cents += home.called[months] ?? 0
    const cure = cureAfter(parameters, months)
    costs.push({ cents, share: left * cure })
    left *= 1 - cure
  }
  cents += home.called[endsAfter] ?? 0
  costs.push({ cents: cents + home.cleared, share: left * (1 - damaged) })
  costs.push({ cents: cents + home.clearedDamaged, share: left * damaged })
  return costs
}

/** Whether the fund has nothing but what it begins with, and pays all by itself. */
function isBare(parameters: RentGuarantee): boolean {
  const { fee, income, injections, topUp, counterGuarantee, recovery } = parameters
  const others = [topUp, counterGuarantee, recovery]
  return fee + income + injections.length === 0 && others.every((one) => one === null)
}
