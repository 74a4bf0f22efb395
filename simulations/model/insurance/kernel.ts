import { binomial } from '../../random/distributions.ts'
import type { Kernel, Path } from '../model.ts'
import { borneBy, claimSize, paidOf, sizesOf, yearlyClaims } from './claims.ts'
import { FundMoney, type MonthOfClaims } from './fund.ts'
import { PURPOSE } from './layout.ts'
import type { InsuranceParameters, Line } from './parameters.ts'
import { yearlyTerms } from './premium.ts'
import { type Surges, surgesOf } from './surges.ts'

const MONTHS_A_YEAR = 12

/** A line whose claims have few sizes: what each size costs the policy, and the reinsurance of single claims. */
interface SizedLine {
  readonly paid: Float64Array
  readonly ceded: Float64Array
  /** The share of each size among it and those after it. */
  readonly odds: Float64Array
}

/**
 * The fast way. The claims of a year are drawn as a number and split over its months; where claims have few sizes, they
 * are split over the sizes in the same way, and not drawn one by one.
 */
export class InsuranceKernel implements Kernel {
  readonly #parameters: InsuranceParameters
  readonly #money: FundMoney
  readonly #surges: Surges
  readonly #sized: readonly (SizedLine | undefined)[]
  /** Claims of the year, by line, that are still to be given to a month. */
  readonly #left: Float64Array
  readonly #claims: MonthOfClaims = { count: 0, gross: 0, ceded: 0 }

  constructor(parameters: InsuranceParameters) {
    this.#parameters = parameters
    this.#money = new FundMoney(parameters, yearlyTerms(parameters))
    this.#surges = surgesOf(parameters)
    this.#sized = parameters.lines.map((line) => sizedLine(line, parameters))
    this.#left = new Float64Array(parameters.lines.length)
  }

  run(path: Path): void {
    const { months } = this.#parameters
    this.#money.begin(path)
    for (let month = 1; month <= months; month++) {
      path.books.month = month
      this.#money.earn(path, month)
      this.#happen(path, month)
      this.#money.settle(path, month, this.#claims)
    }
    this.#money.end(path)
  }

  #happen(path: Path, month: number): void {
    const inYear = (month - 1) % MONTHS_A_YEAR
    const lines = this.#surges.lines[(month - 1 - inYear) / MONTHS_A_YEAR] as readonly Line[]
    const share = this.#surges.share[month] as number
    this.#claims.count = 0
    this.#claims.gross = 0
    this.#claims.ceded = 0
    for (let index = 0; index < lines.length; index++) {
      const line = lines[index] as Line
      if (inYear === 0) {
        const stream = path.stream(PURPOSE.frequency, month, index)
        this.#left[index] = yearlyClaims(stream, line.frequency)
      }
      const left = this.#left[index] as number
      if (left === 0) continue
      const now = binomial(path.stream(PURPOSE.months, month, index), left, share)
      this.#left[index] = left - now
      if (now > 0) this.#claim(path, index, now)
    }
  }

  /** So many claims of a line in this month. */
  #claim(path: Path, index: number, count: number): void {
    const claims = this.#claims
    const sized = this.#sized[index]
    const stream = path.stream(PURPOSE.severity, path.books.month, index)
    claims.count += count
    if (sized === undefined) {
      const { lines, reinsurance } = this.#parameters
      const line = lines[index] as Line
      for (let one = 0; one < count; one++) {
        const paid = paidOf(line, claimSize(stream, line.severity))
        claims.gross += paid
        claims.ceded += borneBy(reinsurance.excess, paid)
      }
      return
    }
    let rest = count
    for (let place = 0; rest > 0; place++) {
      const some = binomial(stream, rest, sized.odds[place] as number)
      claims.gross += some * (sized.paid[place] as number)
      claims.ceded += some * (sized.ceded[place] as number)
      rest -= some
    }
  }
}

function sizedLine(line: Line, { reinsurance }: InsuranceParameters): SizedLine | undefined {
  const sizes = sizesOf(line.severity)
  if (sizes === undefined) return undefined
  const paid = sizes.cents.map((cents) => paidOf(line, cents))
  const odds = new Float64Array(paid.length)
  let after = 0
  for (let place = paid.length - 1; place >= 0; place--) {
    const share = sizes.shares[place] as number
    // The last size that there is takes all that are left.
    odds[place] = after === 0 ? 1 : share / (share + after)
    if (share === 0) odds[place] = 0
    after += share
  }
  return { paid, odds, ceded: paid.map((cents) => borneBy(reinsurance.excess, cents)) }
}
