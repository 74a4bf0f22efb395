import type { Kernel, Path } from '../model.ts'
import { chainTableOf, placeInTable } from './chain.ts'
import { Moves, scrambled } from './moves.ts'
import type { GuaranteeFund } from './parameters.ts'
import { portfolioOf } from './portfolio.ts'
import { Settlement } from './settlement.ts'

/** The one purpose of randomness. */
export const MOVES = 0

const STEP_32 = 2 ** -32

/**
 * Runs the loans of a grade together: given the state of the economy they have the same chances, so it is enough to know how
 * many are in each state. Which loan it was that defaulted or was paid back is drawn only then, from all of its grade
 * that still run: each is as likely. This is exact, whatever the amounts, terms and losses of the loans.
 */
export class LumpedKernel implements Kernel {
  readonly #moves: Moves
  readonly #settlement: Settlement
  readonly #months: number
  readonly #persistence: number
  readonly #innovation: number
  /** The loans that still run, grade by grade; those that left lie behind them. */
  readonly #running: Int32Array
  readonly #everyLoan: Int32Array
  /** Where a grade begins in them, how many loans it had and how many still run. */
  readonly #start: Int32Array
  readonly #size: Int32Array
  readonly #left: Int32Array
  /** Of each month the state of its stream, at `4 * month`. */
  readonly #states: Int32Array

  constructor(parameters: GuaranteeFund, portfolio = portfolioOf(parameters)) {
    const grades = portfolio.classes.length
    this.#moves = new Moves(chainTableOf(portfolio.classes), portfolio.loans)
    this.#settlement = new Settlement(parameters, portfolio)
    this.#months = portfolio.months
    this.#persistence = parameters.persistence
    this.#innovation = Math.sqrt(1 - parameters.persistence * parameters.persistence)
    this.#start = new Int32Array(grades)
    this.#size = new Int32Array(grades)
    this.#left = new Int32Array(grades)
    this.#everyLoan = byGrade(portfolio.class, this.#start, this.#size)
    this.#running = new Int32Array(portfolio.loans)
    this.#states = new Int32Array(4 * (portfolio.months + 1))
  }

  run(path: Path): void {
    const { factors } = path
    const settlement = this.#settlement
    const states = this.#states
    this.#running.set(this.#everyLoan)
    this.#left.set(this.#size)
    this.#moves.open(this.#size)
    settlement.open(path)
    path.openMonths(states, this.#months, MOVES)
    let economy = 0
    for (let month = 1; month <= this.#months; month++) {
      const innovation = factors[month - 1] as number
      economy =
        month === 1 ? innovation : this.#persistence * economy + this.#innovation * innovation
      this.#moves.place[0] = economy
      placeInTable(this.#moves.place)
      this.#moves.month(states, 4 * month)
      this.#drawLeavers(states, 4 * month)
      settlement.close(path, month)
    }
  }

  /** Draws which loans they were that left. Their words come after those of the month's moves, so they shift none of them. */
  #drawLeavers(states: Int32Array, at: number): void {
    const { defaulted, prepaid, defaults, prepayments } = this.#moves
    const settlement = this.#settlement
    const leavers = defaults + prepayments
    let s0 = states[at] as number
    let s1 = states[at + 1] as number
    let s2 = states[at + 2] as number
    let s3 = states[at + 3] as number
    for (let index = 0; index < leavers; index++) {
      const word = scrambled(s1) >>> 0
      const shifted = s1 << 9
      s2 ^= s0
      s3 ^= s1
      s1 ^= s2
      s0 ^= s3
      s2 ^= shifted
      s3 = (s3 << 11) | (s3 >>> 21)
      if (index < defaults) settlement.defaults(this.#leave(defaulted[index] as number, word))
      else settlement.prepays(this.#leave(prepaid[index - defaults] as number, word))
    }
    states[at] = s0
    states[at + 1] = s1
    states[at + 2] = s2
    states[at + 3] = s3
  }

  /** Takes the loan out that a word points to. */
  #leave(grade: number, word: number): number {
    const running = this.#running
    const start = this.#start[grade] as number
    const left = (this.#left[grade] as number) - 1
    const place = start + ((word * STEP_32 * (left + 1)) | 0)
    const loan = running[place] as number
    running[place] = running[start + left] as number
    running[start + left] = loan
    this.#left[grade] = left
    return loan
  }
}

/** The loans ordered by grade; fills in where each grade begins and how many it has. */
function byGrade(grade: Int32Array, start: Int32Array, size: Int32Array): Int32Array {
  const ordered: number[] = []
  for (let one = 0; one < start.length; one++) {
    start[one] = ordered.length
    for (const [loan, its] of grade.entries()) if (its === one) ordered.push(loan)
    size[one] = ordered.length - (start[one] ?? 0)
  }
  return Int32Array.from(ordered)
}
