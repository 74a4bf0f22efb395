import { exp } from '../../random/elementary.ts'
import type { Stream } from '../../random/stream.ts'
import { type ChainTable, CUTS, WORST_FIRST } from './chain.ts'

const STATES = 4
const STEP_32 = 2 ** -32
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
  /** 1 / k for the probabilities of counts. */
  readonly #inverse: Float64Array

  constructor(table: ChainTable, loans: number) {
    this.after = new Int32Array(table.grades * 6)
    this.#counts = new Int32Array(table.grades * STATES)
    this.#table = table
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
    const { state } = stream
    let s0 = state[0] as number
    let s1 = state[1] as number
    let s2 = state[2] as number
    let s3 = state[3] as number
    after.fill(0)
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
        const count = this.#moversOf(cell, movers, point, part, word)
        after[row] = (after[row] as number) + movers - count
        movers = count
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

  /** Draws how many current loans of a grade move, and sets the cuts between those that are late now and those paid back. */
  #moversOf(cell: number, count: number, point: number, part: number, word: number): number {
    const { cuts: all, logStay, odds, grades } = this.#table
    const at = point * grades + (cell >> 2)
    const lowStay = logStay[at] as number
    const lowOdds = odds[at] as number
    const stay = lowStay + part * ((logStay[at + grades] as number) - lowStay)
    const ratio = lowOdds + part * ((odds[at + grades] as number) - lowOdds)
    const inverse = this.#inverse
    let term = exp(count * stay)
    let left = (word + 0.5) * STEP_32 - term
    if (left <= 0) return 0
    const here = at * STATES * CUTS
    const next = here + grades * STATES * CUTS
    const late = (all[here + 3] as number) * (1 - part) + (all[next + 3] as number) * part
    const kept = (all[here + 4] as number) * (1 - part) + (all[next + 4] as number) * part
    const share = late / (late + (1 / STEP_32 - kept)) / STEP_32
    this.#cuts.fill(0, 0, 3)
    this.#cuts[3] = share
    this.#cuts[4] = share
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
