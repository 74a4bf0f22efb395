import type { Portfolio } from './portfolio.ts'

/** The upper of two months in one number counts so many cents: a number is exact to 53 bits. */
const UPPER = 2 ** 26
/** How many loans are taken out at a time. */
export const LOANS_AT_ONCE = 4

/**
 * What all loans that run repay by their schedules, month for month, to the cent. A loan that leaves is taken out of all
 * months to come, which is where a path spends its time; so there are two months in each number, wherever all loans
 * together repay less than 2^26 cents in a month.
 */
export class Repayments {
  /** How many months are in a number: 1 or 2. */
  readonly #lanes: 1 | 2
  /** How many numbers a loan has. */
  readonly #width: number
  /** Of loan i, at `i * width + ceil(month / lanes)`. A loan more repays nothing. */
  readonly #own: Float64Array
  readonly #all: Float64Array
  readonly #left: Float64Array
  /** The loan that repays nothing. */
  readonly #nobody: number

  constructor({ loans, months, owed }: Portfolio) {
    const at = (loan: number, month: number): number =>
      month > months
        ? 0
        : (owed[loan * (months + 1) + month - 1] as number) -
          (owed[loan * (months + 1) + month] as number)
    let greatest = 0
    for (let month = 1; month <= months; month++) {
      let sum = 0
      for (let loan = 0; loan < loans; loan++) sum += at(loan, month)
      greatest = Math.max(greatest, sum)
    }
    this.#lanes = greatest < UPPER ? 2 : 1
    this.#width = Math.ceil(months / this.#lanes)
    this.#own = new Float64Array((loans + 1) * this.#width)
    this.#all = new Float64Array(this.#width)
    this.#left = new Float64Array(this.#width)
    this.#nobody = loans
    for (let loan = 0; loan < loans; loan++) {
      for (let place = 0; place < this.#width; place++) {
        const first = place * this.#lanes + 1
        const both = at(loan, first) + (this.#lanes === 2 ? at(loan, first + 1) * UPPER : 0)
        this.#own[loan * this.#width + place] = both
        this.#all[place] = (this.#all[place] as number) + both
      }
    }
  }

  /** Begins a path: all loans run. */
  open(): void {
    this.#left.set(this.#all)
  }

  /** What is repaid in a month, from 1. */
  of(month: number): number {
    if (this.#lanes === 1) return this.#left[month - 1] as number
    const both = this.#left[(month - 1) >> 1] as number
    const upper = Math.floor(both / UPPER)
    return month % 2 === 0 ? upper : both - upper * UPPER
  }

  /**
   * Takes loans out from a month on; what they repaid before must not be asked for any more. Four go at once, since what
   * a short loop costs is its end.
   *
   * @param loans as many as {@link LOANS_AT_ONCE} less one may be written behind the last
   */
  withdraw(loans: Int32Array, count: number, month: number): void {
    const own = this.#own
    const left = this.#left
    const width = this.#width
    const nobody = this.#nobody
    const first = this.#lanes === 1 ? month - 1 : (month - 1) >> 1
    loans[count] = nobody
    loans[count + 1] = nobody
    loans[count + 2] = nobody
    for (let index = 0; index < count; index += LOANS_AT_ONCE) {
      let a = (loans[index] as number) * width + first
      let b = (loans[index + 1] as number) * width + first
      let c = (loans[index + 2] as number) * width + first
      let d = (loans[index + 3] as number) * width + first
      for (let place = first; place < width; place++, a++, b++, c++, d++) {
        const gone =
          (own[a] as number) + (own[b] as number) + ((own[c] as number) + (own[d] as number))
        left[place] = (left[place] as number) - gone
      }
    }
  }
}
