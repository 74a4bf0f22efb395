import type { AccountDefinition } from '../../books.ts'
import type { Path } from '../model.ts'
import { inProportion, shareOf } from './cents.ts'
import type { BackingTerms } from './parameters.ts'

/** The accounts of a fund's world; those of a model come after them. */
export const ACCOUNT = {
  payers: 0,
  sponsors: 1,
  counter: 2,
  debtors: 3,
  fund: 4,
  called: 5,
  claims: 6,
} as const

export const BACKING_ACCOUNTS: readonly AccountDefinition[] = [
  { name: 'equity:payers' },
  { name: 'equity:sponsors' },
  { name: 'equity:counter-guarantor' },
  { name: 'equity:debtors' },
  { name: 'liabilities:fund', limit: 'debits_must_not_exceed_credits' },
  // What was called and is not paid: below zero, so that nobody is paid more than was called.
  { name: 'liabilities:called', limit: 'credits_must_not_exceed_debits' },
  { name: 'expenses:claims' },
]

/** The codes of its entries; those of a model come after them. */
export const CODE = {
  opening: 1,
  income: 2,
  counter: 3,
  claim: 4,
  recovery: 5,
  recoveryPassedOn: 6,
  injection: 7,
  topUp: 8,
  call: 9,
} as const

export const BACKING_CODES = [
  'opening of the fund',
  'fee or contribution',
  'paid by the counter-guarantor',
  'claim paid',
  'recovered',
  'recovered for the counter-guarantor',
  'planned payment into the fund',
  'fund filled up',
  'called',
] as const

/**
 * The money of a fund that pays claims, month by month: {@link earn}, {@link call}, {@link endCalls}, {@link recover},
 * {@link settle}, {@link close}, in this order. The counter-guarantor pays its part of every call, also where the fund
 * cannot pay its own; then the fund is ruined in this path, pays what it has, and goes on.
 */
export class Backing {
  readonly #terms: BackingTerms
  readonly #injected: Float64Array
  /** Cents since the beginning: called of fund and counter-guarantor, paid by both, by the counter-guarantor. */
  called = 0
  paid = 0
  counterPaid = 0
  /** What came back to the fund, and what was filled up. */
  recovered = 0
  filledUp = 0
  ruined = false
  /** The least opening fund with which this path would not have been ruined, without filling up. */
  needed = 0
  #calledNow = 0
  /** What was taken out less what came in, had the fund had no end. */
  #drawn = 0

  /** @param months how long a path runs */
  constructor(terms: BackingTerms, months: number) {
    this.#terms = terms
    this.#injected = new Float64Array(months + 1)
    for (const { month, amount } of terms.injections) {
      if (month <= months) this.#injected[month] = (this.#injected[month] as number) + amount
    }
  }

  /** Begins a path. */
  open({ books }: Path): void {
    this.called = 0
    this.paid = 0
    this.counterPaid = 0
    this.recovered = 0
    this.filledUp = 0
    this.ruined = false
    this.needed = 0
    this.#calledNow = 0
    this.#drawn = 0
    books.month = 0
    books.post(CODE.opening, ACCOUNT.sponsors, ACCOUNT.fund, this.#terms.fund)
  }

  /** The contribution of a month, and a fee, in cents. */
  earn({ books }: Path, fee: number): void {
    const earned = fee + this.#terms.income
    books.post(CODE.income, ACCOUNT.payers, ACCOUNT.fund, earned)
    this.#drawn -= earned
  }

  /** So many calls of so many cents each, to be paid in this month or later; in books in full an entry each. */
  call({ books }: Path, count: number, each: number): void {
    this.#calledNow += count * each
    if (books.mode === 'aggregate' || each === 0) return
    for (let one = 0; one < count; one++) {
      books.post(CODE.call, ACCOUNT.called, ACCOUNT.claims, each)
    }
  }

  /** Returns what was called in this month, in cents. */
  endCalls({ books }: Path): number {
    const cents = this.#calledNow
    this.#calledNow = 0
    if (books.mode === 'aggregate') books.post(CODE.call, ACCOUNT.called, ACCOUNT.claims, cents)
    return cents
  }

  /** Debtors pay so much of what was called for them; the counter-guarantor gets its part, in proportion to what it bore. */
  recover({ books }: Path, ofCalled: number): void {
    if (ofCalled === 0) return
    const passedOn = inProportion(ofCalled, this.counterPaid, this.called)
    // Of calls that were paid in part only, the rest comes back to who is still owed it.
    const cents = inProportion(ofCalled, this.paid, this.called)
    const behind = this.paid === 0 ? 0 : inProportion(cents, this.counterPaid, this.paid)
    books.post(CODE.recovery, ACCOUNT.debtors, ACCOUNT.fund, cents)
    books.post(CODE.recoveryPassedOn, ACCOUNT.fund, ACCOUNT.counter, behind)
    this.recovered += cents - behind
    this.#drawn -= ofCalled - passedOn
  }

  /**
   * Pays the calls whose time has come.
   *
   * @param due cents
   * @returns what nobody paid, in cents
   */
  settle({ books }: Path, due: number): number {
    if (due === 0) return 0
    const counter = this.#terms.counterGuarantee
    this.called += due
    const behind =
      counter === null
        ? 0
        : Math.min(shareOf(this.called, counter.share), counter.cap) - this.counterPaid
    books.post(CODE.counter, ACCOUNT.counter, ACCOUNT.called, behind)
    const own = due - behind
    const paid = books.postAtMost(CODE.claim, ACCOUNT.fund, ACCOUNT.called, own)
    this.counterPaid += behind
    this.paid += paid + behind
    if (paid < own) this.ruined = true
    this.#drawn += own
    if (this.#drawn > this.needed) this.needed = this.#drawn
    return own - paid
  }

  /** The end of a month: planned payments, then what is filled up. */
  close({ books }: Path, month: number): void {
    const planned = this.#injected[month] as number
    books.post(CODE.injection, ACCOUNT.sponsors, ACCOUNT.fund, planned)
    this.#drawn -= planned
    const { topUp, fund } = this.#terms
    if (topUp === null) return
    const held = books.balance(ACCOUNT.fund)
    if (held >= shareOf(fund, topUp.below)) return
    const lacking = shareOf(fund, topUp.to) - held
    const added = Math.min(lacking, topUp.limit - this.filledUp)
    if (added <= 0) return
    books.post(CODE.topUp, ACCOUNT.sponsors, ACCOUNT.fund, added)
    this.filledUp += added
  }
}
