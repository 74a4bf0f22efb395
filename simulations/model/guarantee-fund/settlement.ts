import type { Path } from '../model.ts'
import {
  CLAIM_LEFT,
  CLAIM_PAID,
  DEFAULT,
  DEFAULTED_LOANS,
  DEFAULTS,
  FEE,
  FUND,
  FUND_AT_END,
  GIVEN,
  GROSS_CLAIMS,
  LENDER,
  LENT,
  LOANS,
  PAID_CLAIMS,
  PREPAID_ENTRY,
  REPAID,
  RUIN,
  SPONSORS,
  UNCOVERED,
  UNPAID,
} from './accounts.ts'
import type { GuaranteeFund } from './parameters.ts'
import { claimOf, exposureOf, type Portfolio } from './portfolio.ts'
import { LOANS_AT_ONCE, Repayments } from './repayments.ts'

/**
 * The money of one path: what the loans owe, what the fund is paid and pays. Whoever runs the loans says who left in a
 * month and closes it; the order is fee, instalments, early repayments, defaults, claims.
 */
export class Settlement {
  readonly #portfolio: Portfolio
  readonly #feeRate: number
  readonly #fundShare: number
  readonly #repayments: Repayments
  readonly #gone: Uint8Array
  /** Of this month: who left, and where to. */
  readonly #defaulted: Int32Array
  readonly #prepaid: Int32Array
  readonly #leavers: Int32Array
  #defaults = 0
  #prepayments = 0
  /** What the loans that run owe. */
  #owed = 0
  /** What the fund paid in the month that was settled last. */
  #paid = 0

  constructor(parameters: GuaranteeFund, portfolio: Portfolio) {
    this.#portfolio = portfolio
    this.#feeRate = (parameters.fee / 12) * parameters.coverage
    this.#fundShare = parameters.fund
    this.#repayments = new Repayments(portfolio)
    this.#gone = new Uint8Array(portfolio.loans)
    this.#defaulted = new Int32Array(portfolio.loans)
    this.#prepaid = new Int32Array(portfolio.loans)
    this.#leavers = new Int32Array(portfolio.loans + LOANS_AT_ONCE)
  }

  /** Opens the books: the loans are lent, the fund is given. */
  open({ books, series }: Path): void {
    const { owedByAll, loans, owed, months } = this.#portfolio
    this.#repayments.open()
    this.#defaults = 0
    this.#prepayments = 0
    books.month = 0
    const opening = owedByAll[0] as number
    this.#owed = opening
    if (books.mode === 'full') {
      this.#gone.fill(0)
      for (let loan = 0; loan < loans; loan++) {
        books.post(LENT, LOANS, LENDER, owed[loan * (months + 1)] as number)
      }
    } else books.post(LENT, LOANS, LENDER, opening)
    books.post(GIVEN, SPONSORS, FUND, Math.floor(this.#fundShare * opening + 0.5))
    series[0] = books.balance(FUND)
    series[months + 1] = opening
  }

  /** Notes that a loan defaults in this month. */
  defaults(loan: number): void {
    this.#leavers[this.#defaults + this.#prepayments] = loan
    this.#defaulted[this.#defaults++] = loan
  }

  /** Notes that a loan is paid back early in this month. */
  prepays(loan: number): void {
    this.#leavers[this.#defaults + this.#prepayments] = loan
    this.#prepaid[this.#prepayments++] = loan
  }

  /** Closes a month: makes its entries, and adds to the outputs what came of it. */
  close(path: Path, month: number): void {
    const { books, outputs, series } = path
    const { months } = this.#portfolio
    books.month = month
    books.post(FEE, LENDER, FUND, Math.floor(this.#feeRate * this.#owed + 0.5))
    const claimed =
      books.mode === 'full' ? this.#eachLoan(path, month) : this.#together(path, month)
    const paid = this.#paid
    outputs[GROSS_CLAIMS] = (outputs[GROSS_CLAIMS] as number) + claimed
    outputs[PAID_CLAIMS] = (outputs[PAID_CLAIMS] as number) + paid
    outputs[DEFAULTED_LOANS] = (outputs[DEFAULTED_LOANS] as number) + this.#defaults
    if (paid < claimed) outputs[RUIN] = 1
    const fund = books.balance(FUND)
    series[month] = fund
    series[months + 1 + month] = this.#owed
    if (month === months) outputs[FUND_AT_END] = fund
    this.#defaults = 0
    this.#prepayments = 0
  }

  /** One entry of each kind. Returns what was claimed. */
  #together({ books }: Path, month: number): number {
    const portfolio = this.#portfolio
    const { owed, months } = portfolio
    const defaulted = this.#defaulted
    const width = months + 1
    const prepaid = this.#leave(month)
    let booked = 0
    let exposed = 0
    let claimed = 0
    for (let index = 0; index < this.#defaults; index++) {
      const loan = defaulted[index] as number
      booked += owed[loan * width + month - 1] as number
      const exposure = exposureOf(portfolio, loan, month)
      exposed += exposure
      claimed += claimOf(portfolio, loan, exposure)
    }
    const running = this.#owed - prepaid - booked
    const repaid = this.#repayments.of(month)
    this.#owed = running - repaid
    books.post(REPAID, LENDER, LOANS, repaid)
    books.post(PREPAID_ENTRY, LENDER, LOANS, prepaid)
    books.post(UNPAID, LOANS, LENDER, exposed - booked)
    books.post(DEFAULT, DEFAULTS, LOANS, exposed)
    this.#paid = books.postAtMost(CLAIM_PAID, FUND, DEFAULTS, claimed)
    books.post(CLAIM_LEFT, UNCOVERED, DEFAULTS, claimed - this.#paid)
    return claimed
  }

  /** The same, an entry for each loan. */
  #eachLoan({ books }: Path, month: number): number {
    const portfolio = this.#portfolio
    const { owed, loans, months } = portfolio
    const width = months + 1
    this.#leave(month)
    for (let index = 0; index < this.#prepayments; index++) {
      this.#gone[this.#prepaid[index] as number] = 1
    }
    for (let index = 0; index < this.#defaults; index++) {
      this.#gone[this.#defaulted[index] as number] = 1
    }
    this.#owed = 0
    for (let loan = 0; loan < loans; loan++) {
      const place = loan * width + month
      if (this.#gone[loan] === 1) continue
      books.post(REPAID, LENDER, LOANS, (owed[place - 1] as number) - (owed[place] as number))
      this.#owed += owed[place] as number
    }
    for (let index = 0; index < this.#prepayments; index++) {
      const place = (this.#prepaid[index] as number) * width + month
      books.post(PREPAID_ENTRY, LENDER, LOANS, owed[place - 1] as number)
    }
    let claimed = 0
    this.#paid = 0
    for (let index = 0; index < this.#defaults; index++) {
      const loan = this.#defaulted[index] as number
      const place = loan * width + month
      const exposed = exposureOf(portfolio, loan, month)
      const asked = claimOf(portfolio, loan, exposed)
      books.post(UNPAID, LOANS, LENDER, exposed - (owed[place - 1] as number))
      books.post(DEFAULT, DEFAULTS, LOANS, exposed)
      const paid = books.postAtMost(CLAIM_PAID, FUND, DEFAULTS, asked)
      books.post(CLAIM_LEFT, UNCOVERED, DEFAULTS, asked - paid)
      claimed += asked
      this.#paid += paid
    }
    return claimed
  }

  /** Those who leave repay nothing any more from this month on. Returns what those who leave early repay at once. */
  #leave(month: number): number {
    const { owed, months } = this.#portfolio
    this.#repayments.withdraw(this.#leavers, this.#defaults + this.#prepayments, month)
    let prepaid = 0
    for (let index = 0; index < this.#prepayments; index++) {
      prepaid += owed[(this.#prepaid[index] as number) * (months + 1) + month - 1] as number
    }
    return prepaid
  }
}
