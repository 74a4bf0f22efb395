import { normalCdf } from '../../random/normal.ts'
import type { Kernel, Path } from '../model.ts'
import { CUTS, thresholdsOf } from './chain.ts'
import { MOVES } from './kernel.ts'
import { scrambled } from './moves.ts'
import { type GuaranteeFund, RUNNING_STATES } from './parameters.ts'
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
  /** Loans that have one loading are guarded together; of each such group the strictest thresholds of staying current. */
  readonly #guardLow: Float64Array
  readonly #guardHigh: Float64Array
  readonly #guardLoading: Float64Array
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
    this.#thresholds = new Float64Array(classes.length * CELLS * CUTS)
    this.#loading = new Float64Array(classes.length)
    const correlations = [...new Set(classes.map(({ correlation }) => correlation))]
    const groups = correlations.length
    this.#guardLow = new Float64Array(groups).fill(Number.NEGATIVE_INFINITY)
    this.#guardHigh = new Float64Array(groups).fill(Number.POSITIVE_INFINITY)
    this.#guardLoading = new Float64Array(groups)
    const groupOf = new Int32Array(classes.length)
    for (const [index, grade] of classes.entries()) {
      const own = Math.sqrt(1 - grade.correlation)
      const group = correlations.indexOf(grade.correlation)
      groupOf[index] = group
      this.#loading[index] = Math.sqrt(grade.correlation) / own
      this.#guardLoading[group] = this.#loading[index] as number
      const scaled = RUNNING_STATES.map((_, state) =>
        thresholdsOf(grade, state).map((threshold) => threshold / own),
      )
      this.#thresholds.set(scaled.flat(), index * CELLS * CUTS)
      const [low = 0, high = 0] = scaled[0]?.slice(3) ?? []
      this.#guardLow[group] = Math.max(this.#guardLow[group] as number, low)
      this.#guardHigh[group] = Math.min(this.#guardHigh[group] as number, high)
    }
    this.#group = Int32Array.from(portfolio.class, (its) => groupOf[its] as number)
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

  #guard(): void {
    const economy = this.#economy[0] as number
    const loading = this.#guardLoading
    for (let group = 0; group < loading.length; group++) {
      const shift = (loading[group] as number) * economy
      // A hair outwards, so that what is near an end is looked at closely.
      const low = lawAt((this.#guardLow[group] as number) - shift) + 2
      this.#low[group] = low
      this.#room[group] = Math.max(0, lawAt((this.#guardHigh[group] as number) - shift) - 2 - low)
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
    const thresholds = this.#thresholds
    const row = (its * CELLS + state) * CUTS
    const shift = (this.#loading[its] as number) * (this.#economy[0] as number)
    let cut = 0
    if (state === 0) {
      // Most that are looked at stay current after all.
      if (fortune >= lawAt((thresholds[row + 3] as number) - shift)) cut = 4
    }
    while (cut < CUTS && fortune >= lawAt((thresholds[row + cut] as number) - shift)) cut += 1
    const next = cut === 0 ? GONE : 4 - cut
    if (next === state) return
    const groups = this.#guardLoading.length
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
}

/** How many of 2^30 fortunes lie below a threshold. */
function lawAt(threshold: number): number {
  const place = (threshold - LEAST) * PER_ONE
  if (!(place > 0)) return 0
  if (place >= -2 * LEAST * PER_ONE) return FORTUNES
  const point = place | 0
  const here = LAW[point] as number
  return here + (place - point) * ((LAW[point + 1] as number) - here)
}
