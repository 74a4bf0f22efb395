import { gamma } from '../../random/distributions.ts'
import type { Stream } from '../../random/stream.ts'
import type { Kernel, Path } from '../model.ts'
import { Chances, chainsOf, hazardsByMonth, WORST_FIRST } from './chances.ts'
import { PURPOSE } from './layout.ts'
import { LoanBook } from './loan-book.ts'
import { type Microcredit, RUNNING_STATES } from './parameters.ts'

const STATES = RUNNING_STATES.length
/** The cut below the outcome that a loan is up to date; the next is the one above it. */
const STAY = WORST_FIRST.indexOf(0) - 1

/**
 * The fast way: given what all loans have in common in a month, where one goes is where a random word lies between cuts that
 * are worked out once for all loans of its grade and state. Every loan has a word of its own in every month, whether
 * it runs or not, so what becomes of one never depends on the others, and two scenarios of one seed differ only where
 * their parameters do.
 */
export class MicrocreditKernel implements Kernel {
  readonly #book: LoanBook
  readonly #parameters: Microcredit
  /** The chances of each month; months of the same hazards share them. */
  readonly #chances: readonly Chances[]
  readonly #innovation: number

  constructor(parameters: Microcredit) {
    const freedom = freedomOf(parameters)
    const known = new Map<number, Chances>()
    this.#parameters = parameters
    this.#book = new LoanBook(parameters)
    this.#chances = hazardsByMonth(parameters).map((hazards) => {
      const chances = known.get(hazards) ?? new Chances(chainsOf(parameters, hazards), freedom)
      known.set(hazards, chances)
      return chances
    })
    this.#innovation = Math.sqrt(1 - parameters.persistence * parameters.persistence)
  }

  run(path: Path): void {
    const { horizon, persistence } = this.#parameters
    const freedom = freedomOf(this.#parameters)
    const { factors } = path
    const book = this.#book
    book.open(path)
    let economy = 0
    for (let month = 1; month <= horizon; month++) {
      const innovation = factors[month - 1] as number
      economy = month === 1 ? innovation : persistence * economy + this.#innovation * innovation
      const chances = this.#chances[month] as Chances
      chances.set(economy, freedom === undefined ? 1 : mixingRoot(path, month, freedom))
      book.begin(month)
      this.#moveAll(path.stream(PURPOSE.moves, month), chances, month)
      book.settleStayed(month)
      book.close(month)
    }
  }

  /** Moves every loan; the words of xoshiro128** are made in local variables, which is four times as fast. */
  #moveAll(stream: Stream, { cuts, cutsPerRow }: Chances, month: number): void {
    const book = this.#book
    const { state: states, portfolio, kind, stayed, lastMonth } = book
    const { grade, loans } = portfolio
    const { state } = stream
    let s0 = state[0] as number
    let s1 = state[1] as number
    let s2 = state[2] as number
    let s3 = state[3] as number
    for (let loan = 0; loan < loans; loan++) {
      const fives = Math.imul(s1, 5)
      const word = Math.imul((fives << 7) | (fives >>> 25), 9) >>> 0
      const shifted = s1 << 9
      s2 ^= s0
      s3 ^= s1
      s1 ^= s2
      s0 ^= s3
      s2 ^= shifted
      s3 = (s3 << 11) | (s3 >>> 21)
      const from = states[loan] as number
      if (from >= STATES) continue
      const first = ((grade[loan] as number) * STATES + from) * cutsPerRow
      if (from === 0 && month < (lastMonth[loan] as number)) {
        // Most loans are up to date and stay so.
        if (word < (cuts[first + STAY + 1] as number) && word >= (cuts[first + STAY] as number)) {
          const its = kind[loan] as number
          stayed[its] = (stayed[its] as number) + 1
          continue
        }
      }
      book.move(loan, month, WORST_FIRST[placeOf(cuts, first, cutsPerRow, word)] as number)
    }
  }
}

/** How many cuts of a row a word lies at or above: the place of its outcome, from the worst. Most words lie near the best. */
export function placeOf(cuts: Float64Array, first: number, count: number, word: number): number {
  let place = count
  while (place > 0 && word < (cuts[first + place - 1] as number)) place -= 1
  return place
}

/** The degrees of freedom of Student's copula; nothing for the Gaussian one. */
export function freedomOf({ copula }: Microcredit): number | undefined {
  return copula.kind === 't' ? copula.freedom : undefined
}

/** The root of W/ν of a month, W being chi-square with ν degrees of freedom. */
export function mixingRoot(path: Path, month: number, freedom: number): number {
  return Math.sqrt((2 * gamma(path.stream(PURPOSE.mixing, month), freedom / 2)) / freedom)
}
