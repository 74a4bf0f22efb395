import type { ClosedForm } from '../model.ts'
import { DEFAULTED, rowOf } from './chain.ts'
import type { GuaranteeFund } from './parameters.ts'
import { claimOf, exposureOf, portfolioOf } from './portfolio.ts'

/**
 * What is known without simulation. The mean of what is claimed: where the state of the economy is another every month (or does
 * not matter), a loan's state is a Markov chain by the rows themselves, and the mean is a sum over loans and months.
 */
export function closedForms(parameters: GuaranteeFund): readonly ClosedForm[] {
  const isChain =
    parameters.persistence === 0 || parameters.grades.every((grade) => grade.correlation === 0)
  if (!isChain) return []
  const portfolio = portfolioOf(parameters)
  const byMonth = portfolio.classes.map((grade) => defaultsByMonth(grade, portfolio.months))
  let claims = 0
  let defaults = 0
  for (const [loan, its] of portfolio.class.entries()) {
    for (const [month, probability] of (byMonth[its] ?? []).entries()) {
      claims += probability * claimOf(portfolio, loan, exposureOf(portfolio, loan, month))
      defaults += probability
    }
  }
  const formula = 'sum over loans and months of the Markov chain'
  return [
    { of: 'grossClaims', statistic: 'mean', value: claims, formula, nature: 'exact' },
    { of: 'defaults', statistic: 'mean', value: defaults, formula, nature: 'exact' },
  ]
}

/** The probability that a loan defaults in each month, from month 0. */
export function defaultsByMonth(
  grade: GuaranteeFund['grades'][number],
  months: number,
): readonly number[] {
  const rows = [0, 1, 2, 3].map((state) => rowOf(grade, state))
  let states = [1, 0, 0, 0]
  const defaults = [0]
  for (let month = 1; month <= months; month++) {
    const to = (next: number): number =>
      states.reduce((sum, probability, state) => sum + probability * (rows[state]?.[next] ?? 0), 0)
    defaults.push(to(DEFAULTED))
    states = [to(0), to(1), to(2), to(3)]
  }
  return defaults
}
