import { discrete } from '../../random/distributions.ts'
import { addedUp } from '../added-up.ts'
import type { Kernel, Path } from '../model.ts'
import { borneBy, claimSize, paidOf, sizesOf, yearlyClaims } from './claims.ts'
import { FundMoney, type MonthOfClaims } from './fund.ts'
import { PURPOSE } from './layout.ts'
import type { InsuranceParameters, Line } from './parameters.ts'
import { yearlyTerms } from './premium.ts'
import { type Surges, surgesOf } from './surges.ts'

const MONTHS_A_YEAR = 12

/** The slow and obvious way: each claim by itself has its month of the year and its size. */
export class InsuranceReference implements Kernel {
  readonly #parameters: InsuranceParameters
  readonly #money: FundMoney
  readonly #surges: Surges

  constructor(parameters: InsuranceParameters) {
    this.#parameters = parameters
    this.#money = new FundMoney(parameters, yearlyTerms(parameters))
    this.#surges = surgesOf(parameters)
  }

  run(path: Path): void {
    const { months } = this.#parameters
    this.#money.begin(path)
    let year: readonly MonthOfClaims[] = []
    for (let month = 1; month <= months; month++) {
      const inYear = (month - 1) % MONTHS_A_YEAR
      path.books.month = month
      this.#money.earn(path, month)
      if (inYear === 0) year = this.#year(path, month)
      this.#money.settle(path, month, year[inYear] ?? { count: 0, gross: 0, ceded: 0 })
    }
    this.#money.end(path)
  }

  #year(path: Path, month: number): readonly MonthOfClaims[] {
    const { reinsurance } = this.#parameters
    const lines = this.#surges.lines[(month - 1) / MONTHS_A_YEAR] ?? []
    const odds = addedUp(this.#surges.odds.subarray(month, month + MONTHS_A_YEAR))
    const year = Array.from({ length: MONTHS_A_YEAR }, () => ({ count: 0, gross: 0, ceded: 0 }))
    for (const [index, line] of lines.entries()) {
      const count = yearlyClaims(path.stream(PURPOSE.frequency, month, index), line.frequency)
      const when = path.stream(PURPOSE.months, month, index)
      const size = path.stream(PURPOSE.severity, month, index)
      for (let one = 0; one < count; one++) {
        const claims = year[discrete(when.uniform(), odds)]
        const paid = paidOf(line, sizeOf(line, size))
        if (claims === undefined) throw new RangeError('a year has twelve months')
        claims.count += 1
        claims.gross += paid
        claims.ceded += borneBy(reinsurance.excess, paid)
      }
    }
    return year
  }
}

function sizeOf(line: Line, stream: Parameters<typeof claimSize>[0]): number {
  const sizes = sizesOf(line.severity)
  if (sizes === undefined) return claimSize(stream, line.severity)
  return sizes.cents[discrete(stream.uniform(), addedUp(sizes.shares))] ?? 0
}
