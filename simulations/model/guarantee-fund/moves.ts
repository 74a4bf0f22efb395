import { binomial } from '../../random/distributions.ts'
import { exp } from '../../random/elementary.ts'
import { Stream } from '../../random/stream.ts'
import { type ChainTable, CURRENT_NUMBERS, CUTS, FORTUNES, PART_BITS } from './chain.ts'

const STATES = 4
const STEP_32 = 2 ** -32
/** e to the powers 0, -1/64, … -64; a thing less likely than the last is drawn in another way. */
const EXP_PER_ONE = 64
const EXP_LEAST = -64
const EXPONENTIALS = Float64Array.from({ length: -EXP_LEAST * EXP_PER_ONE + 1 }, (_, index) =>
  exp(-index / EXP_PER_ONE),
)
const PARTS = 2 ** PART_BITS
/** How many cuts a fortune lies above, as a place in these bits: 0 default, 1 to 3 late, 4 current, 5 paid back. */
const DEFAULT_BITS = 0b000001
const LATE_BITS = 0b001110
const CURRENT_BITS = 0b010000
const PREPAID_BITS = 0b100000

/**
 * How the loans of all grades move by a month: how many are current, which late loans there are, and who leaves. It is where
 * a run spends its time: the words of xoshiro128** are made in local variables, and where a loan goes is written down
 * everywhere and counted only there, because a branch that cannot be foreseen costs more than all the rest.
 */
export class Moves {
  /** Of each loan that defaulted in the month, and of each that was paid back, its grade. */
  readonly defaulted: Int32Array
  readonly prepaid: Int32Array
  defaults = 0
  prepayments = 0
  /** Where the economy of the month lies in the table, as `placeInTable` says. */
  readonly place = new Float64Array(1)
  /** How many loans of a grade are current. */
  readonly #current: Int32Array
  /** Of each loan that is late, `grade * 4 + state`. */
  #late: Int32Array
  #nextLate: Int32Array
  #lateCount = 0
  readonly #table: ChainTable
  /** Of each grade: that no current loan moves, the odds of one, and of those that move the part that is late, in 2^26. */
  readonly #none: Float64Array
  readonly #odds: Float64Array
  readonly #lateShare: Int32Array
  /** How many current loans of a grade move. */
  readonly #movers: Int32Array
  /** Whether there is a grade of which none would stay as it is only by a wonder. */
  #isLarge = false
  readonly #stream = new Stream()
  /** 1 / k for the probabilities of counts. */
  readonly #inverse: Float64Array

  constructor(table: ChainTable, loans: number) {
    // One place more than there are loans: what is written and not counted lies behind the last.
    this.defaulted = new Int32Array(loans + 1)
    this.prepaid = new Int32Array(loans + 1)
    this.#late = new Int32Array(loans + 1)
    this.#nextLate = new Int32Array(loans + 1)
    this.#current = new Int32Array(table.grades)
    this.#table = table
    this.#none = new Float64Array(table.grades)
    this.#odds = new Float64Array(table.grades)
    this.#lateShare = new Int32Array(table.grades)
    this.#movers = new Int32Array(table.grades)
    this.#inverse = Float64Array.from({ length: loans + 1 }, (_, k) => 1 / k)
  }

  /** Begins a path: all loans are current. @param loans how many there are of each grade */
  open(loans: Int32Array): void {
    this.#current.set(loans)
    this.#lateCount = 0
  }

  /**
   * Moves all loans by a month.
   *
   * @param states has at `at` the state of the month's stream, which moves on
   */
  month(states: Int32Array, at: number): void {
    this.#prepare()
    this.#countMovers(states, at)
    if (this.#isLarge) this.#countManyMovers(states.subarray(at, at + 4))
    const count = this.#moveCurrent(states, at)
    this.#lateCount = this.#moveLate(states, at, count)
    const late = this.#late
    this.#late = this.#nextLate
    this.#nextLate = late
  }

  /** Works out for each grade what its current loans may do; all at once, so that the processor does it side by side. */
  #prepare(): void {
    const place = this.place[0] as number
    const point = place | 0
    const part = place - point
    const { current: table, grades } = this.#table
    const none = this.#none
    const odds = this.#odds
    const lateShare = this.#lateShare
    const current = this.#current
    const wide = grades * CURRENT_NUMBERS
    let at = point * wide
    let isLarge = false
    for (let grade = 0; grade < grades; grade++, at += CURRENT_NUMBERS) {
      const stay = table[at] as number
      const ratio = table[at + 1] as number
      const share = table[at + 2] as number
      const next = at + wide
      const exponent = (current[grade] as number) * (stay + part * ((table[next] as number) - stay))
      // Zero where it is too unlikely, or no number.
      const whole = exponent > EXP_LEAST ? (exponent * -EXP_PER_ONE) | 0 : EXPONENTIALS.length
      const rest = exponent + whole / EXP_PER_ONE
      const tail = 1 + rest * (1 + rest * (1 / 2 + rest * (1 / 6 + rest * (1 / 24))))
      const nobody = whole < EXPONENTIALS.length ? (EXPONENTIALS[whole] as number) * tail : 0
      none[grade] = nobody
      odds[grade] = ratio + part * ((table[next + 1] as number) - ratio)
      lateShare[grade] = (share + part * ((table[next + 2] as number) - share)) * FORTUNES
      if (nobody === 0) isLarge = true
    }
    this.#isLarge = isLarge
  }

  /** Of the many that are current few move: how many is drawn at once, by adding up the probabilities of ever more. */
  #countMovers(states: Int32Array, at: number): void {
    const current = this.#current
    const movers = this.#movers
    const none = this.#none
    const odds = this.#odds
    const inverse = this.#inverse
    let s0 = states[at] as number
    let s1 = states[at + 1] as number
    let s2 = states[at + 2] as number
    let s3 = states[at + 3] as number
    for (let grade = 0; grade < current.length; grade++) {
      const word = scrambled(s1)
      const shifted = s1 << 9
      s2 ^= s0
      s3 ^= s1
      s1 ^= s2
      s0 ^= s3
      s2 ^= shifted
      s3 = (s3 << 11) | (s3 >>> 21)
      const count = current[grade] as number
      const ratio = odds[grade] as number
      let term = none[grade] as number
      let left = ((word >>> 0) + 0.5) * STEP_32 - term
      let moved = 0
      while (left > 0 && moved < count) {
        term *= ratio * (count - moved)
        moved += 1
        term *= inverse[moved] as number
        left -= term
      }
      movers[grade] = moved
    }
    states[at] = s0
    states[at + 1] = s1
    states[at + 2] = s2
    states[at + 3] = s3
  }

  /** Where so many loans are current that adding up begins with next to nothing, they are drawn by rejection. */
  #countManyMovers(state: Int32Array): void {
    const stream = this.#stream
    stream.state.set(state)
    const current = this.#current
    for (let grade = 0; grade < current.length; grade++) {
      if (this.#none[grade] !== 0) continue
      const odds = this.#odds[grade] as number
      const chance = odds < Number.POSITIVE_INFINITY ? odds / (1 + odds) : 1
      this.#movers[grade] = binomial(stream, current[grade] as number, chance)
    }
    state.set(stream.state)
  }

  /** Draws where each that moves goes. Returns how many are late now. */
  #moveCurrent(states: Int32Array, at: number): number {
    const { prepaid } = this
    const current = this.#current
    const movers = this.#movers
    const nextLate = this.#nextLate
    const lateShare = this.#lateShare
    let s0 = states[at] as number
    let s1 = states[at + 1] as number
    let s2 = states[at + 2] as number
    let s3 = states[at + 3] as number
    let late = 0
    let gone = 0
    for (let grade = 0; grade < current.length; grade++) {
      const moving = movers[grade] as number
      const border = lateShare[grade] as number
      const cell = grade * STATES + 1
      current[grade] = (current[grade] as number) - moving
      for (let mover = 0; mover < moving; mover++) {
        const word = scrambled(s1)
        const shifted = s1 << 9
        s2 ^= s0
        s3 ^= s1
        s1 ^= s2
        s0 ^= s3
        s2 ^= shifted
        s3 = (s3 << 11) | (s3 >>> 21)
        const isLate = ((word >>> PART_BITS) - border) >>> 31
        nextLate[late] = cell
        late += isLate
        prepaid[gone] = grade
        gone += 1 - isLate
      }
    }
    states[at] = s0
    states[at + 1] = s1
    states[at + 2] = s2
    states[at + 3] = s3
    this.prepayments = gone
    return late
  }

  /** Those that are late are few, and each may go anywhere. Returns how many are late now. */
  #moveLate(states: Int32Array, at: number, lateBefore: number): number {
    const { defaulted, prepaid } = this
    const { cuts, grades } = this.#table
    const current = this.#current
    const late = this.#late
    const nextLate = this.#nextLate
    const wide = grades * STATES * CUTS
    const place = this.place[0] as number
    const point = place | 0
    const base = point * wide
    const parts = ((place - point) * PARTS + 0.5) | 0
    let s0 = states[at] as number
    let s1 = states[at + 1] as number
    let s2 = states[at + 2] as number
    let s3 = states[at + 3] as number
    let count = lateBefore
    let defaults = 0
    let gone = this.prepayments
    const lateNow = this.#lateCount
    for (let loan = 0; loan < lateNow; loan++) {
      const word = scrambled(s1)
      const shifted = s1 << 9
      s2 ^= s0
      s3 ^= s1
      s1 ^= s2
      s0 ^= s3
      s2 ^= shifted
      s3 = (s3 << 11) | (s3 >>> 21)
      const cell = late[loan] as number
      const grade = cell >> 2
      // The point below or the one above, each as often as the economy is near to it.
      const row = base + cell * CUTS + ((((word & (PARTS - 1)) - parts) >> 31) & wide)
      const fortune = word >>> PART_BITS
      // Above the third cut the last two count, else the first two.
      const half = 3 & ~((fortune - (cuts[row + 2] as number)) >> 31)
      const above =
        half +
        2 +
        ((fortune - (cuts[row + half] as number)) >> 31) +
        ((fortune - (cuts[row + half + 1] as number)) >> 31)
      current[grade] = (current[grade] as number) + ((CURRENT_BITS >> above) & 1)
      nextLate[count] = grade * STATES + STATES - above
      count += (LATE_BITS >> above) & 1
      defaulted[defaults] = grade
      defaults += (DEFAULT_BITS >> above) & 1
      prepaid[gone] = grade
      gone += (PREPAID_BITS >> above) & 1
    }
    states[at] = s0
    states[at + 1] = s1
    states[at + 2] = s2
    states[at + 3] = s3
    this.defaults = defaults
    this.prepayments = gone
    return count
  }
}

/** The word that xoshiro128** makes of its state, with a sign. */
export function scrambled(s1: number): number {
  const fives = Math.imul(s1, 5)
  return Math.imul((fives << 7) | (fives >>> 25), 9)
}
