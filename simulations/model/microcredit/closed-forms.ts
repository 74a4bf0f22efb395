import { defaultsWeights, studentDefaultsWeights } from '../../analytic/factor.ts'
import { type LargePool, largePoolQuantile, largePoolShortfall } from '../../analytic/large-pool.ts'
import type { ClosedForm } from '../model.ts'
import { DEFAULTED, hazardsByMonth, PREPAID, RESTRUCTURED, rowOf } from './chances.ts'
import { isLentNow, owedAfter, type Portfolio, portfolioOf } from './contracts.ts'
import { freedomOf } from './kernel.ts'
import { type Grade, type Microcredit, RUNNING_STATES } from './parameters.ts'
import { guaranteedOf, ownRecovery } from './workout.ts'

/** Pools up to this size are counted exactly; larger ones are told the limit. */
const POOL_MAX = 1000
const LEVELS = [0.95, 0.99]

/**
 * What is known without simulation. Means: where the state of the economy is another every month (or does not matter), a loan
 * is a Markov chain by the rows themselves. The law of defaults: of loans that are all alike, for a single month.
 */
export function closedForms(parameters: Microcredit): readonly ClosedForm[] {
  return [...chainMeans(parameters), ...poolTails(parameters)]
}

/** Sums over all loans of what each is expected to come to. */
const SUMS = {
  defaults: 0,
  exposure: 0,
  grossLoss: 0,
  guaranteed: 0,
  lenderLoss: 0,
  prepaid: 0,
  repaid: 0,
  lent: 0,
  income: 0,
  loanMonths: 0,
}

type Sums = typeof SUMS

function chainMeans(parameters: Microcredit): readonly ClosedForm[] {
  const { persistence, grades, guarantee, restructured } = parameters
  const isChain = persistence === 0 || grades.every(({ correlation }) => correlation === 0)
  if (!isChain || restructured > 0) return []
  const portfolio = portfolioOf(parameters)
  const rows = rowsByMonth(parameters)
  const sums = { ...SUMS }
  const known = new Map<string, Sums>()
  for (let loan = 0; loan < portfolio.loans; loan++) {
    const { grade, plan, base, start, late } = portfolio
    const kind = [grade, plan, base, start, late].map((of) => of[loan]).join(' ')
    const mean = known.get(kind) ?? meanOfLoan(loan, portfolio, parameters, rows)
    known.set(kind, mean)
    for (const name of Object.keys(SUMS) as (keyof Sums)[]) sums[name] += mean[name]
  }
  const isCapped = guarantee.cap < guarantee.coverage
  const formula = 'sum over loans and months of the Markov chain'
  return (Object.keys(SUMS) as (keyof Sums)[])
    .filter((name) => !isCapped || (name !== 'guaranteed' && name !== 'lenderLoss'))
    .map((of) => ({ of, statistic: 'mean', value: sums[of], formula, nature: 'exact' }))
}

type Rows = readonly (readonly (readonly number[])[])[]

/** For each month, grade and running state the probabilities of the outcomes. */
function rowsByMonth(parameters: Microcredit): readonly Rows[] {
  const { grades, restructured } = parameters
  const of = (grade: Grade, hazards: number) =>
    RUNNING_STATES.map((_, state) => rowOf(grade, state, hazards, restructured))
  return hazardsByMonth(parameters).map((hazards) => grades.map((grade) => of(grade, hazards)))
}

/** One loan, its state a Markov chain; what is paid in a month follows from the states before and after. */
function meanOfLoan(
  loan: number,
  portfolio: Portfolio,
  parameters: Microcredit,
  rows: readonly Rows[],
): Sums {
  const at = (numbers: ArrayLike<number>): number => numbers[loan] ?? 0
  const { interest, drawn, repaid, rows: all, fee, start, base } = portfolio
  const place = at(portfolio.plan)
  const between = (of: Float64Array, from: number, to: number): number =>
    (of[place + to] ?? 0) - (of[place + from] ?? 0)
  const last = at(all)
  const late = at(portfolio.late)
  const paidBefore = at(start) - at(base) - late
  const sums = { ...SUMS, lent: owedAfter(portfolio, loan, paidBefore) }
  if (isLentNow(portfolio, loan)) sums.income += at(fee)
  let states: number[] = RUNNING_STATES.map((_, state) => (state === late ? 1 : 0))
  for (let month = at(start) + 1; month <= parameters.horizon; month++) {
    const next = [0, 0, 0, 0]
    for (const [state, before] of states.entries()) {
      if (before === 0) continue
      const paid = month - 1 - at(base) - state
      sums.loanMonths += before
      for (const [outcome, share] of (
        rows[month]?.[at(portfolio.grade)]?.[state] ?? []
      ).entries()) {
        const weight = before * share
        if (weight === 0 || outcome === RESTRUCTURED) continue
        const due = Math.min(last, paid + 1 + state - (outcome < DEFAULTED ? outcome : 0))
        if (outcome === DEFAULTED) {
          addDefault(
            sums,
            weight,
            owedAfter(portfolio, loan, paid),
            at(portfolio.lossGivenDefault),
            parameters,
          )
        } else if (outcome === PREPAID) {
          sums.prepaid += weight
          sums.repaid += weight * owedAfter(portfolio, loan, paid)
          sums.income += weight * between(interest, paid, due)
        } else {
          const after = Math.max(paid, due)
          sums.repaid += weight * between(repaid, paid, after)
          sums.lent += weight * between(drawn, paid, after)
          sums.income += weight * between(interest, paid, after)
          if (after < last) next[outcome] = (next[outcome] ?? 0) + weight
        }
      }
    }
    states = next
  }
  return sums
}

function addDefault(
  sums: Sums,
  weight: number,
  exposure: number,
  lost: number,
  { guarantee }: Microcredit,
): void {
  const recovery = Math.floor((1 - lost) * exposure + 0.5)
  const promised = guaranteedOf(exposure, guarantee.coverage)
  sums.defaults += weight
  sums.exposure += weight * exposure
  sums.grossLoss += weight * (exposure - recovery)
  sums.guaranteed += weight * promised
  sums.lenderLoss += weight * (exposure - promised - ownRecovery(exposure, promised, recovery))
}

/** Value at risk and expected shortfall of the defaults of one month. */
function poolTails(parameters: Microcredit): readonly ClosedForm[] {
  const { horizon, grades, portfolio } = parameters
  const [grade] = grades
  const areAlike = portfolio.every(({ start, late }) => start === 0 && late === 'current')
  if (horizon > 1 || grades.length > 1 || grade === undefined || !areAlike) return []
  const hazards = hazardsByMonth(parameters)[1] ?? 1
  const probability = rowOf(grade, 0, hazards, 0)[DEFAULTED] ?? 0
  const freedom = freedomOf(parameters)
  const rho = grade.correlation
  const loans = portfolio.reduce((sum, { copies }) => sum + copies, 0)
  if (loans > POOL_MAX) {
    if (freedom !== undefined || probability === 0) return []
    return limits({ probability, rho, lossGivenDefault: 1 }, loans)
  }
  const weights =
    freedom === undefined
      ? defaultsWeights(loans, probability, rho)
      : studentDefaultsWeights(loans, probability, rho, freedom)
  const formula = 'binomial law mixed over the common factor'
  return LEVELS.flatMap((level) => {
    const { quantile, shortfall } = tailOf(weights, level)
    return [
      { of: 'defaults', statistic: 'quantile', level, value: quantile, formula, nature: 'exact' },
      {
        of: 'defaults',
        statistic: 'expectedShortfall',
        level,
        value: shortfall,
        formula,
        nature: 'exact',
      },
    ] as const
  })
}

function limits(pool: LargePool, loans: number): readonly ClosedForm[] {
  const formula = 'limit of infinitely many loans (Vasicek)'
  return LEVELS.flatMap(
    (level) =>
      [
        {
          of: 'defaults',
          statistic: 'quantile',
          level,
          value: loans * largePoolQuantile(pool, level),
          formula,
          nature: 'limit',
        },
        {
          of: 'defaults',
          statistic: 'expectedShortfall',
          level,
          value: loans * largePoolShortfall(pool, level),
          formula,
          nature: 'limit',
        },
      ] as const,
  )
}

/** Of a law on 0, 1, 2, …; the shortfall as Acerbi and Tasche define it. */
function tailOf(
  weights: Float64Array,
  level: number,
): { readonly quantile: number; readonly shortfall: number } {
  let below = 0
  let quantile = 0
  while (quantile < weights.length - 1 && below + (weights[quantile] ?? 0) < level) {
    below += weights[quantile++] ?? 0
  }
  const upTo = below + (weights[quantile] ?? 0)
  let beyond = 0
  for (let k = quantile + 1; k < weights.length; k++) beyond += k * (weights[k] ?? 0)
  return { quantile, shortfall: (beyond + quantile * (upTo - level)) / (1 - level) }
}
