import type { Path } from '../model.ts'
import { ACCOUNT, CODE, OUTPUT } from './layout.ts'
import type { Microcredit } from './parameters.ts'

const { cash, defaulted, provisions, impairment } = ACCOUNT

/** What becomes of loans in default: the guarantor pays, something is recovered, the rest is written off. */
export class Workout {
  readonly #coverage: number
  readonly #cap: number
  readonly #lags: Pick<Microcredit, 'recoveryLag' | 'writeOffLag'> & { readonly guarantee: number }
  /** Of the loans in default, in their order: when, owed, promised by the guarantor, to be recovered. */
  readonly #when: Int32Array
  readonly #exposure: Float64Array
  readonly #promised: Float64Array
  readonly #recovery: Float64Array
  #count = 0
  /** How many of them the guarantor has paid for, are recovered and written off. */
  #paid = 0
  #recovered = 0
  #writtenOff = 0
  /** What the guarantor may still be called for. */
  #capLeft = 0
  /** What the guarantor has promised and not paid yet, in cents. */
  pending = 0

  /** @param loans how many can default */
  constructor({ portfolio, guarantee, recoveryLag, writeOffLag }: Microcredit, loans: number) {
    const principal = portfolio.reduce((sum, one) => sum + one.copies * one.principal, 0)
    this.#coverage = guarantee.coverage
    this.#cap = Math.floor(guarantee.cap * principal + 0.5)
    this.#lags = { guarantee: guarantee.delay, recoveryLag, writeOffLag }
    this.#when = new Int32Array(loans)
    this.#exposure = new Float64Array(loans)
    this.#promised = new Float64Array(loans)
    this.#recovery = new Float64Array(loans)
  }

  open(): void {
    this.#count = 0
    this.#paid = 0
    this.#recovered = 0
    this.#writtenOff = 0
    this.#capLeft = this.#cap
    this.pending = 0
  }

  /**
   * A loan defaults.
   *
   * @param exposure what it owes, in cents
   * @param lost the share of it that will be lost
   */
  add(outputs: Float64Array, exposure: number, lost: number, month: number): void {
    const recovery = Math.floor((1 - lost) * exposure + 0.5)
    const promised = Math.min(guaranteedOf(exposure, this.#coverage), this.#capLeft)
    const place = this.#count++
    this.#when[place] = month
    this.#exposure[place] = exposure
    this.#promised[place] = promised
    this.#recovery[place] = recovery
    this.#capLeft -= promised
    this.pending += promised
    const lenders = exposure - promised - ownRecovery(exposure, promised, recovery)
    add(outputs, OUTPUT.defaults, 1)
    add(outputs, OUTPUT.exposure, exposure)
    add(outputs, OUTPUT.grossLoss, exposure - recovery)
    add(outputs, OUTPUT.guaranteed, promised)
    add(outputs, OUTPUT.lenderLoss, lenders)
  }

  /** Makes the entries that are due in a month: payments of the guarantor, recoveries, write-offs. */
  follow({ books, outputs }: Path, month: number): void {
    const { guarantee, recoveryLag, writeOffLag } = this.#lags
    const isFull = books.mode === 'full'
    let called = 0
    let own = 0
    let left = 0
    for (; this.#isDue(this.#paid, guarantee, month); this.#paid++) {
      const promised = this.#promised[this.#paid] as number
      this.pending -= promised
      if (isFull) books.post(CODE.guarantee, cash, defaulted, promised)
      else called += promised
    }
    books.post(CODE.guarantee, cash, defaulted, called)
    for (; this.#isDue(this.#recovered, recoveryLag, month); this.#recovered++) {
      const part = this.#ownPart(this.#recovered)
      add(outputs, OUTPUT.recovered, this.#recovery[this.#recovered] as number)
      if (isFull) books.post(CODE.recovery, cash, defaulted, part)
      else own += part
    }
    books.post(CODE.recovery, cash, defaulted, own)
    for (; this.#isDue(this.#writtenOff, writeOffLag, month); this.#writtenOff++) {
      const place = this.#writtenOff
      const rest =
        (this.#exposure[place] as number) - (this.#promised[place] as number) - this.#ownPart(place)
      add(outputs, OUTPUT.writtenOff, rest)
      if (isFull) writeOff(books, rest)
      else left += rest
    }
    writeOff(books, left)
  }

  #isDue(place: number, lag: number, month: number): boolean {
    return place < this.#count && (this.#when[place] as number) + lag <= month
  }

  #ownPart(place: number): number {
    const exposure = this.#exposure[place] as number
    return ownRecovery(exposure, this.#promised[place] as number, this.#recovery[place] as number)
  }
}

/** What a guarantor owes of an exposure; the half cent stays with the lender, as in `src/credit/core/guarantee.ts`. */
export function guaranteedOf(exposure: number, coverage: number): number {
  // Whole percents of whole cents are exact here; 0.8 times 5 would be as well, 0.29 times 100 not.
  return Math.floor((exposure * Math.round(coverage * 1e6)) / 1e6)
}

/** What is left of a recovery for the lender: the guarantor gets the part that it bore. */
export function ownRecovery(exposure: number, promised: number, recovery: number): number {
  return exposure === 0 ? 0 : recovery - Math.floor((recovery * promised) / exposure)
}

/** The provisions bear a loss as far as they reach. */
function writeOff(books: Path['books'], cents: number): void {
  const borne = books.postAtMost(CODE.writeOff, provisions, defaulted, cents)
  books.post(CODE.writeOff, impairment, defaulted, cents - borne)
}

function add(outputs: Float64Array, place: number, value: number): void {
  outputs[place] = (outputs[place] as number) + value
}
