import { exp } from '../../random/elementary.ts'
import type { Stream } from '../../random/stream.ts'
import { type ChainTable, CUTS, WORST_FIRST } from './chain.ts'

const STATES = 4
const WORDS = 2 ** 32
/** For the cut that a fortune lies below: whether the loan is current then, late, in default, paid back. */
const CURRENT = Int32Array.from(WORST_FIRST, (state) => Number(state === 0))
const LATE = Int32Array.from(WORST_FIRST, (state) => Number(state >= 1 && state <= 3))
const DEFAULT = Int32Array.from(WORST_FIRST, (state) => Number(state === 4))
const PREPAID = Int32Array.from(WORST_FIRST, (state) => Number(state === 5))
const STATE = Int32Array.from(WORST_FIRST)

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
  /** How many loans of a grade are current. */
  readonly #current: Int32Array
  /** Of each loan that is late, `grade * 4 + state`. */
  #late: Int32Array
  #nextLate: Int32Array
  #lateCount = 0
  readonly #table: ChainTable
  /** Of each grade: that no current loan moves, the odds of one, and of those that move the part that is late. */
  readonly #none: Float64Array
  readonly #ratio: Float64Array
  readonly #lateShare: Float64Array
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
    this.#ratio = new Float64Array(table.grades)
    this.#lateShare = new Float64Array(table.grades)
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
   * @param point the point of the table below the state of the economy
   * @param part the part of the way from there to the next
   */
  month(stream: Stream, point: number, part: number): void {
    this.defaults = 0
    this.prepayments = 0
    this.#prepare(point, part)
    const count = this.#moveCurrent(stream)
    this.#lateCount = this.#moveLate(stream, count, point, part)
    const late = this.#late
    this.#late = this.#nextLate
    this.#nextLate = late
  }

  /** Works out for each grade what its current loans may do; all at once, so that the processor does it side by side. */
  #prepare(point: number, part: number): void {
    const { cuts, logStay, odds, grades } = this.#table
    const none = this.#none
    const ratio = this.#ratio
    const lateShare = this.#lateShare
    const current = this.#current
    const rest = 1 - part
    for (let grade = 0; grade < grades; grade++) {
      const at = point * grades + grade
      const next = at + grades
      const stay = (logStay[at] as number) * rest + (logStay[next] as number) * part
      none[grade] = exp((current[grade] as number) * stay)
      ratio[grade] = (odds[at] as number) * rest + (odds[next] as number) * part
      const here = at * STATES * CUTS
      const there = next * STATES * CUTS
      const worse = (cuts[here + 3] as number) * rest + (cuts[there + 3] as number) * part
      const kept = (cuts[here + 4] as number) * rest + (cuts[there + 4] as number) * part
      lateShare[grade] = (worse / (worse + WORDS - kept)) * WORDS
    }
  }

  /** Of the many that are current few move: how many is drawn at once, then where each goes. Returns how many are late now. */
  #moveCurrent(stream: Stream): number {
    const { state } = stream
    const { prepaid } = this
    const current = this.#current
    const nextLate = this.#nextLate
    const lateShare = this.#lateShare
    let s0 = state[0] as number
    let s1 = state[1] as number
    let s2 = state[2] as number
    let s3 = state[3] as number
    let late = 0
    let gone = 0
    let movers = -1
    for (let grade = 0; grade < current.length; ) {
      const word = scrambled(s1)
      const shifted = s1 << 9
      s2 ^= s0
      s3 ^= s1
      s1 ^= s2
      s0 ^= s3
      s2 ^= shifted
      s3 = (s3 << 11) | (s3 >>> 21)
      // The first word of a grade tells how many move, each that follows where one of them goes.
      if (movers < 0) {
        movers = this.#moversAt(word, grade)
        current[grade] = (current[grade] as number) - movers
      } else {
        const isLate = Number(word < (lateShare[grade] as number))
        nextLate[late] = grade * STATES + 1
        late += isLate
        prepaid[gone] = grade
        gone += 1 - isLate
        movers -= 1
      }
      if (movers === 0) {
        grade += 1
        movers = -1
      }
    }
    state[0] = s0
    state[1] = s1
    state[2] = s2
    state[3] = s3
    this.prepayments = gone
    return late
  }

  /** Those that are late are few, and each may go anywhere. Returns how many are late now. */
  #moveLate(stream: Stream, lateBefore: number, point: number, part: number): number {
    const { state } = stream
    const { defaulted, prepaid } = this
    const { cuts, grades } = this.#table
    const current = this.#current
    const late = this.#late
    const nextLate = this.#nextLate
    const wide = grades * STATES * CUTS
    let s0 = state[0] as number
    let s1 = state[1] as number
    let s2 = state[2] as number
    let s3 = state[3] as number
    let count = lateBefore
    let defaults = 0
    let gone = this.prepayments
    for (let loan = 0; loan < this.#lateCount; loan++) {
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
      const here = point * wide + cell * CUTS
      let below = 0
      for (let cut = here; cut < here + CUTS; cut++) {
        const low = cuts[cut] as number
        below += Number(word >= low + part * ((cuts[cut + wide] as number) - low))
      }
      current[grade] = (current[grade] as number) + (CURRENT[below] as number)
      nextLate[count] = grade * STATES + (STATE[below] as number)
      count += LATE[below] as number
      defaulted[defaults] = grade
      defaults += DEFAULT[below] as number
      prepaid[gone] = grade
      gone += PREPAID[below] as number
    }
    state[0] = s0
    state[1] = s1
    state[2] = s2
    state[3] = s3
    this.defaults = defaults
    this.prepayments = gone
    return count
  }

  /** How many of a grade's current loans move, at the probability of a word. */
  #moversAt(word: number, grade: number): number {
    const inverse = this.#inverse
    const count = this.#current[grade] as number
    const ratio = this.#ratio[grade] as number
    let term = this.#none[grade] as number
    let left = (word + 0.5) / WORDS - term
    let movers = 0
    while (left > 0 && movers < count) {
      movers += 1
      term *= ratio * (count - movers + 1) * (inverse[movers] as number)
      left -= term
    }
    return movers
  }
}

/** The word that xoshiro128** makes of its state. */
function scrambled(s1: number): number {
  const fives = Math.imul(s1, 5)
  return Math.imul((fives << 7) | (fives >>> 25), 9) >>> 0
}
