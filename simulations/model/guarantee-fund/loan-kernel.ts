import { normalCdf } from '../../random/normal.ts'
import type { Kernel, Path } from '../model.ts'
import { CUTS, thresholdsOf } from './chain.ts'
import { MOVES } from './kernel.ts'
import { scrambled } from './moves.ts'
import { type Grade, type GuaranteeFund, RUNNING_STATES } from './parameters.ts'
import { type Portfolio, portfolioOf } from './portfolio.ts'
import { Settlement } from './settlement.ts'

const CELLS = RUNNING_STATES.length
/** A loan's fortune is the upper 30 bits of its word. */
const FORTUNES = 2 ** 30
/** The standard normal law between -8 and 8; on straight lines between its points it is off by less than 10^-6. */
const LEAST = -8
const PER_ONE = 256
const LAW = Float64Array.from(
  { length: -2 * LEAST * PER_ONE + 2 },
  (_, point) => normalCdf(LEAST + point / PER_ONE) * FORTUNES,
)
/** The state of a loan that left, after the four of those that run. */
const GONE = 4

/**
 * Runs every loan by itself, for loans of which few are alike. Most are current and stay so: each month it works out for
 * every grade between which fortunes even the loan with the least luck stays current, and only what lies outside is
 * looked at closely.
 *
 * A loan's fortune comes from the same place in the stream of a month whatever becomes of the others: a change to one loan
 * changes no other. Two loans share a word, which the second reads from its middle on: the half that they have the
 * other way round decides one in 2^16.
 */
export class LoanKernel implements Kernel {
  readonly #portfolio: Portfolio
  readonly #settlement: Settlement
  readonly #persistence: number
  readonly #innovation: number
  readonly #states: Int32Array
  /** The economy of the month: in an array, because a number that is handed on is allocated. */
  readonly #economy = new Float64Array(1)
  /**
   * Of each class, at `(class * 4 + state) * CUTS + cut`: the thresholds on the scale of what is a loan's own; and how
   * much the economy takes off them.
   */
  readonly #thresholds: Float64Array
  readonly #loading: Float64Array
  /**
   * Loans that have one loading are guarded together: of each such group, after the classes, the strictest thresholds of
   * staying current, as its first two.
   */
  readonly #guards: number
  readonly #group: Int32Array
  /** In a month, of each group, then of loans that are late, then of those that left: from which fortune on nothing changes, and how many. */
  readonly #low: Int32Array
  readonly #room: Uint32Array
  /** Of each loan: where to look in the two, and its state. */
  readonly #cell: Int32Array
  readonly #state: Uint8Array
  /** The loans that are looked at closely, with their fortunes. */
  readonly #close: Int32Array
  readonly #fortune: Int32Array

  constructor(parameters: GuaranteeFund, portfolio = portfolioOf(parameters)) {
    const { loans, months, classes } = portfolio
    this.#portfolio = portfolio
    this.#settlement = new Settlement(parameters, portfolio)
    this.#persistence = parameters.persistence
    this.#innovation = Math.sqrt(1 - parameters.persistence * parameters.persistence)
    this.#states = new Int32Array(4 * (months + 1))
    const correlations = [...new Set(classes.map(({ correlation }) => correlation))]
    const groups = correlations.length
    this.#guards = classes.length
    this.#thresholds = new Float64Array((classes.length + groups) * CELLS * CUTS)
    this.#loading = new Float64Array(classes.length + groups)
    for (let group = 0; group < groups; group++) {
      const row = (classes.length + group) * CELLS * CUTS
      this.#thresholds[row] = Number.NEGATIVE_INFINITY
      this.#thresholds[row + 1] = Number.POSITIVE_INFINITY
    }
    const groupOf = classes.map(({ correlation }) => correlations.indexOf(correlation))
    for (const [its, grade] of classes.entries()) this.#prepare(grade, its, groupOf[its] ?? 0)
    this.#group = Int32Array.from(portfolio.class, (its) => groupOf[its] ?? 0)
    // A late loan is always looked at, one that left never.
    this.#low = new Int32Array(groups + 2)
    this.#room = Uint32Array.from({ length: groups + 2 }, (_, cell) =>
      cell === groups ? 0 : FORTUNES,
    )
    // One more where they are odd, which has left.
    this.#cell = new Int32Array(loans + (loans % 2)).fill(groups + 1)
    this.#state = new Uint8Array(loans)
    this.#close = new Int32Array(loans)
    this.#fortune = new Int32Array(loans)
  }

  #prepare(grade: Grade, its: number, group: number): void {
    const thresholds = this.#thresholds
    const own = Math.sqrt(1 - grade.correlation)
    const guard = this.#guards + group
    this.#loading[its] = Math.sqrt(grade.correlation) / own
    this.#loading[guard] = this.#loading[its] as number
    const scaled = RUNNING_STATES.map((_, state) =>
      thresholdsOf(grade, state).map((threshold) => threshold / own),
    )
    thresholds.set(scaled.flat(), its * CELLS * CUTS)
    const [low = 0, high = 0] = scaled[0]?.slice(3) ?? []
    const row = guard * CELLS * CUTS
    thresholds[row] = Math.max(thresholds[row] as number, low)
    thresholds[row + 1] = Math.min(thresholds[row + 1] as number, high)
  }

  run(path: Path): void {
    const { factors } = path
    const { months } = this.#portfolio
    this.#cell.set(this.#group)
    this.#state.fill(0)
    this.#settlement.open(path)
    path.openMonths(this.#states, months, MOVES)
    let economy = 0
    for (let month = 1; month <= months; month++) {
      const innovation = factors[month - 1] as number
      economy =
        month === 1 ? innovation : this.#persistence * economy + this.#innovation * innovation
      this.#economy[0] = economy
      this.#guard()
      const count = this.#findMovers(4 * month)
      for (let index = 0; index < count; index++) {
        this.#move(this.#close[index] as number, this.#fortune[index] as number)
      }
      this.#settlement.close(path, month)
    }
  }

  /** Works out which fortunes change nothing, a hair less, so that what is near an end is looked at closely. */
  #guard(): void {
    const low = this.#low
    for (let group = 0; group < low.length - 2; group++) {
      const guard = this.#guards + group
      const row = guard * CELLS * CUTS
      low[group] = this.#fortunesBelow(guard, row) + 2
      const room = this.#fortunesBelow(guard, row + 1) - 2 - (low[group] as number)
      this.#room[group] = room > 0 ? room : 0
    }
  }

  /** Draws a fortune for each loan; returns how many are not so that nothing changes. */
  #findMovers(at: number): number {
    const states = this.#states
    const cells = this.#cell
    const low = this.#low
    const room = this.#room
    const close = this.#close
    const fortunes = this.#fortune
    let s0 = states[at] as number
    let s1 = states[at + 1] as number
    let s2 = states[at + 2] as number
    let s3 = states[at + 3] as number
    let count = 0
    for (let loan = 0; loan < cells.length; loan += 2) {
      const word = scrambled(s1)
      const shifted = s1 << 9
      s2 ^= s0
      s3 ^= s1
      s1 ^= s2
      s0 ^= s3
      s2 ^= shifted
      s3 = (s3 << 11) | (s3 >>> 21)
      const cell = cells[loan] as number
      const fortune = word >>> 2
      if ((fortune - (low[cell] as number)) >>> 0 >= (room[cell] as number)) {
        close[count] = loan
        fortunes[count] = fortune
        count += 1
      }
      const next = cells[loan + 1] as number
      const turned = ((word << 16) | (word >>> 16)) >>> 2
      if ((turned - (low[next] as number)) >>> 0 >= (room[next] as number)) {
        close[count] = loan + 1
        fortunes[count] = turned
        count += 1
      }
    }
    return count
  }

  /** Finds where a loan goes: its fortune lies below one of the cuts of its row, worst first, or above all. */
  #move(loan: number, fortune: number): void {
    const its = this.#portfolio.class[loan] as number
    const state = this.#state[loan] as number
    const row = (its * CELLS + state) * CUTS
    // Most that are current and looked at stay so after all.
    let cut = state === 0 && fortune >= this.#fortunesBelow(its, row + 3) ? 4 : 0
    while (cut < CUTS && fortune >= this.#fortunesBelow(its, row + cut)) cut += 1
    const next = cut === 0 ? GONE : 4 - cut
    if (next === state) return
    const groups = this.#low.length - 2
    if (cut === 0 || cut === CUTS) {
      this.#cell[loan] = groups + 1
      this.#state[loan] = GONE
      if (cut === 0) this.#settlement.defaults(loan)
      else this.#settlement.prepays(loan)
      return
    }
    this.#state[loan] = next
    this.#cell[loan] = next === 0 ? (this.#group[loan] as number) : groups
  }

  /** How many of 2^30 fortunes lie below a threshold of a class or a guard, in the economy of the month. */
  #fortunesBelow(its: number, threshold: number): number {
    const shift = (this.#loading[its] as number) * (this.#economy[0] as number)
    const place = ((this.#thresholds[threshold] as number) - shift - LEAST) * PER_ONE
    if (!(place > 0)) return 0
    if (place >= -2 * LEAST * PER_ONE) return FORTUNES
    const point = place | 0
    const here = LAW[point] as number
    return (here + (place - point) * ((LAW[point + 1] as number) - here)) | 0
  }
}
