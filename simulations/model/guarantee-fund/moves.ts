import { exp } from '../../random/elementary.ts'
import type { Stream } from '../../random/stream.ts'
import { type ChainTable, CUTS, WORST_FIRST } from './chain.ts'

const STATES = 4
const WORDS = 2 ** 32
const NEXT = Int32Array.from(WORST_FIRST)

/**
 * How many loans of each grade are in each state, and how they move. What is taken in at the top of a month's function are
 * local copies, the four words of xoshiro128** among them: it is where a run spends its time.
 */
export class Moves {
  /** At `grade * 6 + state`: how many loans are there after the month, those that left in it under their two states. */
  readonly after: Int32Array
  readonly #counts: Int32Array
  readonly #table: ChainTable
  readonly #cuts = new Float64Array(CUTS)
  /** Of each grade: that no current loan moves, the odds of one, and of those that move the part that is late. */
  readonly #none: Float64Array
  readonly #ratio: Float64Array
  readonly #late: Float64Array
  /** 1 / k for the probabilities of counts. */
  readonly #inverse: Float64Array

  constructor(table: ChainTable, loans: number) {
    this.after = new Int32Array(table.grades * 6)
    this.#counts = new Int32Array(table.grades * STATES)
    this.#table = table
    this.#none = new Float64Array(table.grades)
    this.#ratio = new Float64Array(table.grades)
    this.#late = new Float64Array(table.grades)
    this.#inverse = Float64Array.from({ length: loans + 1 }, (_, k) => 1 / k)
  }

  /** Begins a path: all loans are current. @param loans how many there are of each grade */
  open(loans: Int32Array): void {
    this.#counts.fill(0)
    for (let grade = 0; grade < loans.length; grade++) {
      this.#counts[grade * STATES] = loans[grade] as number
    }
  }

  /**
   * Moves all loans by a month.
   *
   * @param point the point of the table below the state of the economy
   * @param part the part of the way from there to the next
   */
  month(stream: Stream, point: number, part: number): void {
    const counts = this.#counts
    const { after } = this
    const cuts = this.#cuts
    this.#prepare(point, part)
    const { state } = stream
    let s0 = state[0] as number
    let s1 = state[1] as number
    let s2 = state[2] as number
    let s3 = state[3] as number
    for (let place = 0; place < after.length; place++) after[place] = 0
    for (let cell = 0; cell < counts.length; cell++) {
      let movers = counts[cell] as number
      if (movers === 0) continue
      const row = (cell >> 2) * 6
      if ((cell & 3) === 0) {
        const word = scrambled(s1)
        const shifted = s1 << 9
        s2 ^= s0
        s3 ^= s1
        s1 ^= s2
        s0 ^= s3
        s2 ^= shifted
        s3 = (s3 << 11) | (s3 >>> 21)
        const count = this.#moversAt(word, cell >> 2, movers)
        after[row] = (after[row] as number) + movers - count
        movers = count
        const late = this.#late[cell >> 2] as number
        cuts[0] = 0
        cuts[1] = 0
        cuts[2] = 0
        cuts[3] = late
        cuts[4] = late
      } else this.#cutsOf(cell, point, part)
      const c0 = cuts[0] as number
      const c1 = cuts[1] as number
      const c2 = cuts[2] as number
      const c3 = cuts[3] as number
      const c4 = cuts[4] as number
      for (; movers > 0; movers--) {
        const word = scrambled(s1)
        const shifted = s1 << 9
        s2 ^= s0
        s3 ^= s1
        s1 ^= s2
        s0 ^= s3
        s2 ^= shifted
        s3 = (s3 << 11) | (s3 >>> 21)
        // Counted without a branch: whichever way it goes cannot be foreseen.
        const fortune =
          Number(word >= c0) +
          Number(word >= c1) +
          Number(word >= c2) +
          Number(word >= c3) +
          Number(word >= c4)
        const place = row + (NEXT[fortune] as number)
        after[place] = (after[place] as number) + 1
      }
    }
    this.#keep()
  }

  /**
   * Works out for each grade what its current loans may do. All grades at once, before anything is drawn: what does not
   * wait for a draw the processor does side by side.
   */
  #prepare(point: number, part: number): void {
    const { cuts, logStay, odds, grades } = this.#table
    const none = this.#none
    const ratio = this.#ratio
    const late = this.#late
    const counts = this.#counts
    const rest = 1 - part
    for (let grade = 0; grade < grades; grade++) {
      const at = point * grades + grade
      const next = at + grades
      const stay = (logStay[at] as number) * rest + (logStay[next] as number) * part
      none[grade] = exp((counts[grade * STATES] as number) * stay)
      ratio[grade] = (odds[at] as number) * rest + (odds[next] as number) * part
      const here = at * STATES * CUTS
      const there = next * STATES * CUTS
      const worse = (cuts[here + 3] as number) * rest + (cuts[there + 3] as number) * part
      const kept = (cuts[here + 4] as number) * rest + (cuts[there + 4] as number) * part
      late[grade] = (worse / (worse + WORDS - kept)) * WORDS
    }
  }

  /** How many of a grade's current loans move, at the probability of a word. */
  #moversAt(word: number, grade: number, count: number): number {
    const inverse = this.#inverse
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

  /** Reads the cuts of a cell from the table. */
  #cutsOf(cell: number, point: number, part: number): void {
    const { cuts: all, grades } = this.#table
    const cuts = this.#cuts
    const wide = grades * STATES * CUTS
    const here = point * wide + cell * CUTS
    for (let cut = 0; cut < CUTS; cut++) {
      const low = all[here + cut] as number
      cuts[cut] = low + part * ((all[here + wide + cut] as number) - low)
    }
  }

  /** Those that still run are where they begin the next month. */
  #keep(): void {
    const counts = this.#counts
    for (let cell = 0; cell < counts.length; cell++) {
      counts[cell] = this.after[(cell >> 2) * 6 + (cell & 3)] as number
    }
  }
}

/** The word that xoshiro128** makes of its state. */
function scrambled(s1: number): number {
  const fives = Math.imul(s1, 5)
  return Math.imul((fives << 7) | (fives >>> 25), 9) >>> 0
}
