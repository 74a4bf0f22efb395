import { ACCOUNT, Backing } from '../backing/backing.ts'
import { inProportion, roundedCents, shareOf } from '../backing/cents.ts'
import type { Path } from '../model.ts'
import { LENDER, LENDER_RECOVERY_CODE, LOSS_CODE, LOST, OUTPUT, SERIES_PLACE } from './layout.ts'
import { monthsOf, type PortfolioGuarantee, volumeOf } from './parameters.ts'
import { callFor, type Terms, termsOf } from './terms.ts'

/**
 * What follows from losses, common to the kernel and its reference: what is called, when it is paid, what comes back.
 */
export class Settlement {
  readonly #parameters: PortfolioGuarantee
  readonly #terms: Terms
  readonly #backing: Backing
  readonly #months: number
  readonly #volume: number
  /** By month: calls that are paid then, and what comes back then to guarantor and lender. */
  readonly #due: Float64Array
  readonly #back: Float64Array
  readonly #backToLender: Float64Array
  #losses = 0
  #calls = 0
  #lostNow = 0
  #defaults = 0
  #isBeyond = false

  constructor(parameters: PortfolioGuarantee) {
    this.#parameters = parameters
    this.#terms = termsOf(parameters)
    this.#months = monthsOf(parameters)
    this.#backing = new Backing(parameters, this.#months)
    this.#volume = volumeOf(parameters.portfolio)
    this.#due = new Float64Array(this.#months + 1)
    this.#back = new Float64Array(this.#months + 1)
    this.#backToLender = new Float64Array(this.#months + 1)
  }

  /** Begins a path. @param outstanding what loans owe at the beginning, in cents */
  open(path: Path, outstanding: number): void {
    this.#backing.open(path)
    this.#due.fill(0)
    this.#back.fill(0)
    this.#backToLender.fill(0)
    this.#losses = 0
    this.#calls = 0
    this.#defaults = 0
    this.#isBeyond = false
    this.#note(path, 0, outstanding)
  }

  /** The fee of a month, on what the loans owed when it began. */
  earn(path: Path, owed: number): void {
    this.#lostNow = 0
    this.#backing.earn(path, roundedCents((owed * this.#parameters.fee) / 12))
  }

  /** So many loans lose so many cents each; in books in full an entry each. */
  lose(path: Path, loans: number, each: number): void {
    const { books } = path
    if (books.mode === 'full') {
      for (let loan = 0; loan < loans; loan++) books.post(LOSS_CODE, LENDER, LOST, each)
    }
    this.#defaults += loans
    this.#lostNow += loans * each
    if (!this.#terms.isIndividual) return
    if (shareOf(each, this.#terms.coverage) > this.#terms.cap) this.#isBeyond = true
    this.#backing.call(path, loans, callFor(this.#terms, each))
  }

  /** The end of a month. @param outstanding what the loans that run owe now */
  settle(path: Path, month: number, outstanding: number): void {
    const { waiting, recovery } = this.#parameters
    this.#losses += this.#lostNow
    if (!this.#terms.isIndividual) {
      this.#backing.call(path, 1, callFor(this.#terms, this.#losses) - this.#calls)
      const { attach, coverage, cap } = this.#terms
      if (shareOf(Math.max(0, this.#losses - attach), coverage) > cap) this.#isBeyond = true
    }
    const calledNow = this.#backing.endCalls(path)
    this.#calls += calledNow
    if (path.books.mode === 'aggregate') {
      path.books.post(LOSS_CODE, LENDER, LOST, this.#lostNow)
    }
    const paidIn = month + waiting
    if (calledNow > 0) this.#due[paidIn] = calledNow
    if (recovery !== null && this.#lostNow > 0) {
      // Pari passu: as the loss was borne, the cent that is left to the lender.
      const ofAll = roundedCents(this.#lostNow * recovery.share)
      const back = inProportion(ofAll, calledNow, this.#lostNow)
      this.#back[paidIn + recovery.lag] = back
      this.#backToLender[paidIn + recovery.lag] = ofAll - back
    }
    this.#backing.recover(path, this.#back[month] as number)
    path.books.post(
      LENDER_RECOVERY_CODE,
      ACCOUNT.debtors,
      LENDER,
      this.#backToLender[month] as number,
    )
    this.#backing.settle(path, this.#due[month] as number)
    this.#backing.close(path, month)
    this.#note(path, month, outstanding)
  }

  end({ outputs, books }: Path): void {
    const backing = this.#backing
    outputs[OUTPUT.losses] = this.#losses
    outputs[OUTPUT.calls] = this.#calls
    outputs[OUTPUT.paid] = backing.paid
    outputs[OUTPUT.fundPaid] = backing.paid - backing.counterPaid
    outputs[OUTPUT.counterPaid] = backing.counterPaid
    outputs[OUTPUT.lenderLoss] = this.#losses - backing.paid
    outputs[OUTPUT.recovered] = backing.recovered
    outputs[OUTPUT.filledUp] = backing.filledUp
    outputs[OUTPUT.ruined] = backing.ruined ? 1 : 0
    outputs[OUTPUT.capHit] = this.#isBeyond ? 1 : 0
    outputs[OUTPUT.fundNeeded] = backing.needed
    outputs[OUTPUT.fundAtEnd] = books.balance(ACCOUNT.fund)
    outputs[OUTPUT.defaults] = this.#defaults
    outputs[OUTPUT.volume] = this.#volume
    outputs[OUTPUT.opening] = this.#parameters.fund
  }

  #note({ books, series }: Path, month: number, outstanding: number): void {
    const places = this.#months + 1
    series[SERIES_PLACE.fund * places + month] = books.balance(ACCOUNT.fund)
    series[SERIES_PLACE.losses * places + month] = this.#losses
    series[SERIES_PLACE.outstanding * places + month] = outstanding
  }
}
