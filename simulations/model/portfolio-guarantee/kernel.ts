import { binomial, discrete, gamma } from '../../random/distributions.ts'
import { exp } from '../../random/elementary.ts'
import { addedUp } from '../added-up.ts'
import { nextEconomy } from '../economy.ts'
import type { Kernel, Path } from '../model.ts'
import { tabledNormalCdf } from '../normal-table.ts'
import { PURPOSE } from './layout.ts'
import { type Claims, type Loans, monthsOf, type PortfolioGuarantee } from './parameters.ts'
import { type GroupTable, groupTables } from './portfolio.ts'
import { Settlement } from './settlement.ts'

/** The fast way: the loans of a group are alike, so given the economy how many default is one binomial number. */
export class PortfolioKernel implements Kernel {
  readonly #parameters: PortfolioGuarantee
  readonly #loans: Loans
  readonly #settlement: Settlement
  readonly #months: number
  readonly #groups: readonly GroupTable[]
  readonly #running: Float64Array
  readonly #opening: number

  constructor(parameters: PortfolioGuarantee, loans: Loans) {
    this.#parameters = parameters
    this.#loans = loans
    this.#settlement = new Settlement(parameters)
    this.#months = monthsOf(parameters)
    this.#groups = groupTables(loans)
    this.#running = new Float64Array(this.#groups.length)
    this.#opening = this.#groups.reduce(
      (sum, { loans: number, owed, start }) => sum + (start === 0 ? number * (owed[1] ?? 0) : 0),
      0,
    )
  }

  run(path: Path): void {
    const { persistence, copula } = this.#loans
    const { horizon } = this.#parameters
    const settlement = this.#settlement
    for (let group = 0; group < this.#running.length; group++) {
      this.#running[group] = (this.#groups[group] as GroupTable).loans
    }
    settlement.open(path, this.#opening)
    let economy = 0
    let owed = this.#opening
    for (let month = 1; month <= this.#months; month++) {
      path.books.month = month
      economy = nextEconomy(month, economy, path.factors[month - 1] as number, persistence)
      settlement.earn(path, owed)
      if (month <= horizon) {
        const root = copula.law === 'student' ? rootOfDivisor(path, month, copula.freedom) : 1
        this.#default(path, month, economy, root)
      }
      owed = this.#owedAfter(month)
      settlement.settle(path, month, owed)
    }
    settlement.end(path)
  }

  #default(path: Path, month: number, economy: number, root: number): void {
    const running = this.#running
    for (let place = 0; place < running.length; place++) {
      const group = this.#groups[place] as GroupTable
      const age = month - group.start
      const left = running[place] as number
      if (age < 1 || age > group.term || left === 0) continue
      const chance = chanceGiven(group, economy, root)
      if (chance <= 0) continue
      const gone = binomial(path.stream(PURPOSE.defaults, month, place), left, chance)
      running[place] = left - gone
      if (gone > 0) this.#settlement.lose(path, gone, group.lost[age] as number)
    }
  }

  /** What the loans that run owe when a month is over, those that begin with the next included. */
  #owedAfter(month: number): number {
    if (month >= this.#parameters.horizon) return 0
    let owed = 0
    for (let place = 0; place < this.#running.length; place++) {
      const group = this.#groups[place] as GroupTable
      const age = month + 1 - group.start
      if (age < 1 || age > group.term) continue
      owed += (this.#running[place] as number) * (group.owed[age] as number)
    }
    return owed
  }
}

/** How probable default is, given the economy and the common divisor. */
function chanceGiven(group: GroupTable, economy: number, root: number): number {
  if (group.loading === 0 && root === 1) return group.hazard
  return tabledNormalCdf((group.threshold * root - group.loading * economy) / group.own)
}

/** The root of what divides all fortunes of a month: chi-square over its degrees of freedom. */
export function rootOfDivisor(path: Path, month: number, freedom: number): number {
  return Math.sqrt((2 * gamma(path.stream(PURPOSE.divisor, month), freedom / 2)) / freedom)
}

/**
 * A portfolio of which only the losses are known: so many in a month, each of so many units. How many there are is read
 * from the economy of the month, more of them the worse it is, so that it can be pushed and drawn evenly.
 */
export class ClaimsKernel implements Kernel {
  readonly #settlement: Settlement
  readonly #months: number
  readonly #horizon: number
  readonly #claims: Claims
  readonly #counts: Float64Array
  readonly #sizes: Float64Array

  constructor(parameters: PortfolioGuarantee, claims: Claims) {
    this.#settlement = new Settlement(parameters)
    this.#months = monthsOf(parameters)
    this.#horizon = parameters.horizon
    this.#claims = claims
    this.#counts = addedUp(countsOf(claims.frequency))
    this.#sizes = addedUp(claims.sizes)
  }

  run(path: Path): void {
    const settlement = this.#settlement
    settlement.open(path, 0)
    for (let month = 1; month <= this.#months; month++) {
      path.books.month = month
      settlement.earn(path, 0)
      if (month <= this.#horizon) this.#happen(path, month)
      settlement.settle(path, month, 0)
    }
    settlement.end(path)
  }

  #happen(path: Path, month: number): void {
    const { unit } = this.#claims
    const count = discrete(tabledNormalCdf(-(path.factors[month - 1] as number)), this.#counts)
    if (count === 0) return
    const stream = path.stream(PURPOSE.losses, month)
    for (let loss = 0; loss < count; loss++) {
      const units = 1 + discrete(stream.uniform(), this.#sizes)
      this.#settlement.lose(path, 1, units * unit)
    }
  }
}

/** How probable 0, 1, 2, … losses are in a month. */
function countsOf(frequency: Claims['frequency']): readonly number[] {
  if (frequency.law === 'counts') return frequency.shares
  const { mean } = frequency
  const weights = [exp(-mean)]
  for (let count = 1; count < mean || (weights[count - 1] as number) > 1e-18; count++) {
    weights.push(((weights[count - 1] as number) * mean) / count)
  }
  return weights
}
