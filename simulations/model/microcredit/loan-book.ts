import type { Path } from '../model.ts'
import { DEFAULTED, PREPAID, RESTRUCTURED } from './chances.ts'
import { type Portfolio, portfolioOf } from './contracts.ts'
import type { Microcredit } from './parameters.ts'
import { type Opening, openingOf, Settlement } from './settlement.ts'

/** States of a loan besides those that run, 0 to 3. */
export const GONE = 4
export const NOT_YET = 5

/**
 * How every loan of a path stands. A loan's state is how many instalments it is behind, so how much of its plan is paid
 * follows from it: a month in which it goes from one behind to none pays two instalments.
 */
export class LoanBook {
  readonly portfolio: Portfolio
  /** Of each loan, 0 to 3 while it runs. */
  readonly state: Uint8Array
  /**
   * Loans of one kind have the same plan from the same month on. While a loan is up to date its kind is all that is needed
   * of it: `stayed` counts, kind by kind, those that paid their instalment in time.
   */
  readonly kind: Int32Array
  readonly stayed: Int32Array
  /** The month of the last instalment of a loan that was never late; before it, a loan can be counted by its kind. */
  readonly lastMonth: Int32Array
  readonly #kindLoan: Int32Array
  readonly #lastMonths: Int32Array
  /** Whether its instalments were moved once already. */
  readonly #wasMoved: Uint8Array
  readonly #settlement: Settlement
  readonly #base: Int32Array
  /** The loans in the order in which they are lent; the first are those of the beginning. */
  readonly #order: Int32Array
  readonly #opening: Opening
  readonly #states: Uint8Array
  #lent = 0
  #running = 0

  constructor(parameters: Microcredit) {
    const portfolio = portfolioOf(parameters)
    const { loans, start, late } = portfolio
    this.portfolio = portfolio
    this.#settlement = new Settlement(parameters, portfolio)
    this.state = new Uint8Array(loans)
    this.#wasMoved = new Uint8Array(loans)
    this.#base = new Int32Array(loans)
    const kinds = kindsOf(portfolio)
    this.kind = kinds.kind
    this.#kindLoan = kinds.loans
    this.stayed = new Int32Array(kinds.loans.length)
    this.#lastMonths = portfolio.base.map((base, loan) => base + (portfolio.rows[loan] ?? 0))
    this.lastMonth = new Int32Array(loans)
    this.#order = Int32Array.from(late.keys()).sort(
      (a, b) => (start[a] ?? 0) - (start[b] ?? 0) || a - b,
    )
    this.#opening = openingOf(portfolio)
    this.#states = late.map((state, loan) => ((start[loan] ?? 0) === 0 ? state : NOT_YET))
  }

  /** Begins a path: the loans of the beginning are lent. */
  open(path: Path): void {
    const { base } = this.portfolio
    this.state.set(this.#states)
    this.#wasMoved.fill(0)
    this.stayed.fill(0)
    this.#base.set(base)
    this.#lent = 0
    this.#running = 0
    this.#settlement.open(path)
    this.#settlement.begin(0)
    if (path.books.mode === 'full') {
      // Each loan is lent and paid by itself, whoever moves it.
      this.lastMonth.fill(0)
    } else {
      this.lastMonth.set(this.#lastMonths)
      this.#settlement.lendTogether(this.#opening)
      this.#lent = this.#opening.loans
    }
    this.close(0)
  }

  /** Begins a month. */
  begin(month: number): void {
    this.#settlement.begin(month)
    this.#running = 0
  }

  /** Moves a loan that runs. @param outcome where to: a running state, or an end */
  move(loan: number, month: number, outcome: number): void {
    const state = this.state[loan] as number
    const rows = this.portfolio.rows[loan] as number
    const paid = month - 1 - (this.#base[loan] as number) - state
    this.#running += 1
    if (outcome < DEFAULTED) {
      const due = paid + 1 + state - outcome
      const after = due < rows ? due : rows
      if (after > paid) this.#settlement.pays(loan, paid, after)
      this.state[loan] = after === rows ? GONE : outcome
      if (after < rows) this.#settlement.stands(loan, outcome, after)
    } else if (outcome === RESTRUCTURED && this.#wasMoved[loan] === 0) {
      this.#wasMoved[loan] = 1
      this.#base[loan] = month - paid
      // It is like no other of its kind any more.
      this.lastMonth[loan] = 0
      this.state[loan] = 0
      this.#settlement.restructures()
      this.#settlement.stands(loan, 0, paid)
    } else {
      this.state[loan] = GONE
      const due = paid + 1 + state
      if (outcome === PREPAID) this.#settlement.prepays(loan, paid, due < rows ? due : rows)
      else this.#settlement.defaults(loan, paid, month)
    }
  }

  /** Pays the instalments of the loans that were only counted. */
  settleStayed(month: number): void {
    const { stayed } = this
    const { base } = this.portfolio
    for (let kind = 0; kind < stayed.length; kind++) {
      const count = stayed[kind] as number
      if (count === 0) continue
      const loan = this.#kindLoan[kind] as number
      this.#settlement.payTogether(loan, month - (base[loan] as number), count)
      this.#running += count
      stayed[kind] = 0
    }
  }

  /** Lends what is lent at the end of the month, and closes it. */
  close(month: number): void {
    const { start, base, late } = this.portfolio
    const order = this.#order
    for (; this.#lent < order.length; this.#lent++) {
      const loan = order[this.#lent] as number
      if ((start[loan] as number) > month) break
      const state = late[loan] as number
      const paid = month - (base[loan] as number) - state
      this.state[loan] = state
      this.#settlement.lends(loan, paid)
      this.#settlement.stands(loan, state, paid)
    }
    this.#settlement.close(month, this.#running)
  }
}

/** The kind of each loan, and a loan of each kind. */
function kindsOf({ loans, plan, base }: Portfolio): {
  readonly kind: Int32Array
  readonly loans: Int32Array
} {
  const known = new Map<string, number>()
  const first: number[] = []
  const kind = Int32Array.from({ length: loans }, (_, loan) => {
    const key = `${plan[loan]} ${base[loan]}`
    const found = known.get(key) ?? first.length
    if (found === first.length) first.push(loan)
    known.set(key, found)
    return found
  })
  return { kind, loans: Int32Array.from(first) }
}
