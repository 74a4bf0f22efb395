import { log } from '../../random/elementary.ts'
import { normalCdf, normalQuantile } from '../../random/normal.ts'
import { type Grade, RUNNING_STATES } from './parameters.ts'

/** States by number: 0 to 3 are `RUNNING_STATES`. */
export const DEFAULTED = 4
export const PREPAID = 5
/** From the worst fortune to the best; a loan's fortune is compared with the thresholds between them. */
export const WORST_FIRST = [DEFAULTED, 3, 2, 1, 0, PREPAID] as const
/** How many thresholds there are between six states. */
export const CUTS = 5

const NAMES = ['current', 'days30', 'days60', 'days90', 'defaulted', 'prepaid'] as const

/** The probabilities of a row, by the number of the state that it leads to. */
export function rowOf(grade: Grade, state: number): readonly number[] {
  const row = grade[RUNNING_STATES[state] ?? 'current']
  return NAMES.map((name) => row[name])
}

/**
 * A grade whose loans have so many times the odds to fall further behind, from every state: those moves become likelier in
 * one proportion, all others less likely in another.
 */
export function withHazard(grade: Grade, hazard: number): Grade {
  if (hazard === 1) return grade
  const rows = RUNNING_STATES.map((name, state) => {
    const row = grade[name]
    const isWorse = (next: number): boolean => next !== PREPAID && next > state
    const worse = rowOf(grade, state).reduce((sum, one, next) => sum + (isWorse(next) ? one : 0), 0)
    const other = 1 - worse
    const odds = 1 / (other + hazard * worse)
    const parts = NAMES.map((next, to) => [next, row[next] * odds * (isWorse(to) ? hazard : 1)])
    return [name, Object.fromEntries(parts)]
  })
  return { ...grade, ...Object.fromEntries(rows) }
}

/** The thresholds of a row on the scale of a standard normal fortune, worst first; infinite where nothing lies beyond. */
export function thresholdsOf(grade: Grade, state: number): readonly number[] {
  const row = rowOf(grade, state)
  let sum = 0
  return WORST_FIRST.slice(0, CUTS).map((next) => {
    sum += row[next] ?? 0
    if (sum < 1e-15) return Number.NEGATIVE_INFINITY
    return sum > 1 - 1e-15 ? Number.POSITIVE_INFINITY : normalQuantile(sum)
  })
}

/** The least state of the economy in the table, and the step; beyond its ends they count as its ends. */
const LEAST = -8
const PER_ONE = 64
const POINTS = 16 * PER_ONE + 1
/** How many numbers a grade has in `ChainTable.current`. */
export const CURRENT_NUMBERS = 3
/** The low bits of a word say which of two points counts, the others where a loan goes. */
export const PART_BITS = 6
/** How many fortunes there are. */
export const FORTUNES = 2 ** (32 - PART_BITS)

/**
 * Tables over the state of the economy: how likely each move is, given it. Between two points the probabilities are those on
 * a straight line, which is off by less than one part in ten thousand.
 */
export interface ChainTable {
  readonly grades: number
  /**
   * At `(point * grades * 4 + grade * 4 + state) * CUTS + cut`: the probability of that cut or worse, times 2^26, to be
   * compared with the upper 26 bits of a word.
   */
  readonly cuts: Int32Array
  /**
   * At `(point * grades + grade) * CURRENT_NUMBERS`, of a current loan: the logarithm of the probability that it stays so;
   * how many times likelier it is to move than to stay; of those that move, the part that is late.
   */
  readonly current: Float64Array
}

/** Works out the tables of some grades. */
export function chainTableOf(grades: readonly Grade[]): ChainTable {
  const width = grades.length * 4
  const cuts = new Int32Array(POINTS * width * CUTS)
  const current = new Float64Array(POINTS * grades.length * CURRENT_NUMBERS)
  for (const [number, grade] of grades.entries()) {
    const loading = Math.sqrt(grade.correlation)
    const own = Math.sqrt(1 - grade.correlation)
    for (let state = 0; state < 4; state++) {
      const thresholds = thresholdsOf(grade, state)
      for (let point = 0; point < POINTS; point++) {
        const z = LEAST + point / PER_ONE
        const chances = thresholds.map((threshold) => normalCdf((threshold - loading * z) / own))
        const place = (point * width + number * 4 + state) * CUTS
        for (const [cut, chance] of chances.entries()) {
          cuts[place + cut] = Math.floor(chance * FORTUNES + 0.5)
        }
        if (state > 0) continue
        const [late = 0, notPrepaid = 1] = chances.slice(3)
        const stay = notPrepaid - late
        const move = 1 - stay
        const at = (point * grades.length + number) * CURRENT_NUMBERS
        current[at] = log(stay)
        current[at + 1] = move / stay
        current[at + 2] = move > 0 ? late / move : 0
      }
    }
  }
  return { grades: grades.length, cuts, current }
}

/**
 * Puts in place of a state of the economy where it lies in the tables: the point below it, with the part of the way to the
 * next. In an array, because a number that is handed on is allocated.
 */
export function placeInTable(economy: Float64Array): void {
  const place = ((economy[0] as number) - LEAST) * PER_ONE
  economy[0] = place > 0 ? Math.min(place, POINTS - 1.001) : 0
}
