import type { Path } from '../model.ts'
import { borneBy } from './claims.ts'
import { ACCOUNT, CODE, OUTPUT, SERIES_PLACE } from './layout.ts'
import type { InsuranceParameters } from './parameters.ts'
import type { YearlyTerms } from './premium.ts'

const MONTHS_A_YEAR = 12

/** What the claims of a month come to, in cents. */
export interface MonthOfClaims {
  count: number
  gross: number
  /** Of the gross, what the reinsurance of single claims bears. */
  ceded: number
}

/**
 * The money of the fund, common to the kernel and its reference: premiums, running costs, reinsurance, claims; ruin where
 * the fund cannot pay what is due in a month, income first.
 */
export class FundMoney {
  readonly #parameters: InsuranceParameters
  readonly #terms: YearlyTerms
  /** Claims of this year that the reinsurance of single claims left. */
  #yearKept = 0
  #yearStopped = 0

  constructor(parameters: InsuranceParameters, terms: YearlyTerms) {
    this.#parameters = parameters
    this.#terms = terms
  }

  begin(path: Path): void {
    path.books.month = 0
    path.books.post(CODE.capital, ACCOUNT.owner, ACCOUNT.fund, this.#parameters.capital)
    path.series[SERIES_PLACE.fund * (this.#parameters.months + 1)] = this.#parameters.capital
  }

  /** A month's part of premiums and costs. What the fund lacks for costs its owner pays. */
  earn(path: Path, month: number): void {
    const { books } = path
    const due = partOf(this.#terms.premium, month)
    const running = Math.round(due * this.#parameters.expenses)
    const ceded = partOf(this.#terms.reinsurancePremium, month)
    books.post(CODE.premium, ACCOUNT.insured, ACCOUNT.fund, due)
    this.#payCost(path, CODE.running, ACCOUNT.running, running)
    this.#payCost(path, CODE.ceded, ACCOUNT.ceded, ceded)
    add(path, OUTPUT.premiums, due)
    add(path, OUTPUT.costs, running + ceded)
    if (month % MONTHS_A_YEAR === 1) {
      this.#yearKept = 0
      this.#yearStopped = 0
    }
  }

  settle(path: Path, month: number, claims: MonthOfClaims): void {
    const { books, outputs, series } = path
    const { reinsurance, months } = this.#parameters
    this.#yearKept += claims.gross - claims.ceded
    const stopped = borneBy(reinsurance.stopLoss, this.#yearKept) - this.#yearStopped
    this.#yearStopped += stopped
    const recovered = claims.ceded + stopped
    books.post(CODE.recovery, ACCOUNT.reinsurer, ACCOUNT.fund, recovered)
    const paid = books.postAtMost(CODE.claim, ACCOUNT.fund, ACCOUNT.claims, claims.gross)
    add(path, OUTPUT.claims, claims.count)
    add(path, OUTPUT.grossClaims, claims.gross)
    add(path, OUTPUT.recovered, recovered)
    add(path, OUTPUT.netClaims, claims.gross - recovered)
    add(path, OUTPUT.costs, claims.gross - recovered)
    add(path, OUTPUT.unpaid, claims.gross - paid)
    if (paid < claims.gross) outputs[OUTPUT.ruined] = 1
    series[SERIES_PLACE.fund * (months + 1) + month] = books.balance(ACCOUNT.fund)
    series[SERIES_PLACE.grossClaims * (months + 1) + month] = outputs[OUTPUT.grossClaims] as number
  }

  end(path: Path): void {
    const { outputs, books } = path
    const isAbove = (outputs[OUTPUT.grossClaims] as number) > (outputs[OUTPUT.premiums] as number)
    outputs[OUTPUT.claimsAbovePremiums] = isAbove ? 1 : 0
    outputs[OUTPUT.fundAtEnd] = books.balance(ACCOUNT.fund)
  }

  #payCost(path: Path, code: number, account: number, cents: number): void {
    const paid = path.books.postAtMost(code, ACCOUNT.fund, account, cents)
    path.books.post(code, ACCOUNT.owner, account, cents - paid)
  }
}

/** A month's part of a yearly amount: the twelve parts of a year add up to it. */
export function partOf(yearly: number, month: number): number {
  const inYear = (month - 1) % MONTHS_A_YEAR
  const until = (months: number) => Math.floor((yearly * months) / MONTHS_A_YEAR + 0.5)
  return until(inYear + 1) - until(inYear)
}

function add(path: Path, place: number, amount: number): void {
  path.outputs[place] = (path.outputs[place] as number) + amount
}
