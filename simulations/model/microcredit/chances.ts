import { normalCdf, normalQuantile } from '../../random/normal.ts'
import { incompleteBeta } from '../../stats/incomplete-beta.ts'
import { type Grade, type Microcredit, RUNNING_STATES } from './parameters.ts'

/** Where a month can lead a loan besides the states that run, 0 to 3. */
export const DEFAULTED = 4
export const PREPAID = 5
export const RESTRUCTURED = 6
const RUNNING = RUNNING_STATES.length
/** From the worst fortune to the best. */
export const WORST_FIRST = Uint8Array.of(DEFAULTED, RESTRUCTURED, 3, 2, 1, 0, PREPAID)
const WORDS = 2 ** 32

/** How loans of one kind move: for each state they can be in, the probabilities from the worst outcome to the best. */
export interface Chain {
  readonly correlation: number
  readonly rows: readonly (readonly number[])[]
}

/** The row of a state of a grade by outcome: the four running states, default, early repayment, restructuring. */
export function rowOf(
  grade: Grade,
  state: number,
  hazards: number,
  restructured: number,
): readonly number[] {
  const parts: Readonly<Partial<Record<string, number>>> = grade[RUNNING_STATES[state] ?? 'current']
  const row = [...RUNNING_STATES, 'defaulted', 'prepaid'].map((name) => parts[name] ?? 0)
  const isWorse = (next: number): boolean => (next > state && next < RUNNING) || next === DEFAULTED
  const worse = row.reduce((sum, part, next) => sum + (isWorse(next) ? part : 0), 0)
  const wanted = Math.min(1, worse * hazards)
  const stressed =
    hazards === 1 || worse === 0
      ? row
      : row.map((part, next) =>
          isWorse(next)
            ? (part * wanted) / worse
            : worse < 1
              ? (part * (1 - wanted)) / (1 - worse)
              : 0,
        )
  const spared = state === 0 ? 0 : (stressed[DEFAULTED] ?? 0) * restructured
  return stressed.map((part, next) => (next === DEFAULTED ? part - spared : part)).concat(spared)
}

/** The chains of all grades, their hazards multiplied. */
export function chainsOf({ grades, restructured }: Microcredit, hazards: number): readonly Chain[] {
  return grades.map((grade) => ({
    correlation: grade.correlation,
    rows: RUNNING_STATES.map((_, state) => {
      const row = rowOf(grade, state, hazards, restructured)
      return Array.from(WORST_FIRST, (next) => row[next] ?? 0)
    }),
  }))
}

/** By how much the hazards of each month are multiplied, at the place of the month; place 0 is not used. */
export function hazardsByMonth({ horizon, tutoring, shocks }: Microcredit): readonly number[] {
  return Array.from({ length: horizon + 1 }, (_, month) =>
    shocks.reduce(
      (product, { start, duration, hazards }) =>
        month >= start && month < start + duration ? product * hazards : product,
      tutoring.hazards,
    ),
  )
}

/** The thresholds of a row on the scale of a fortune, worst first; infinite where nothing lies beyond. */
export function thresholdsOf(
  row: readonly number[],
  freedom: number | undefined,
): readonly number[] {
  let sum = 0
  return row.slice(0, -1).map((part) => {
    sum += part
    if (sum < 1e-15) return Number.NEGATIVE_INFINITY
    if (sum > 1 - 1e-15) return Number.POSITIVE_INFINITY
    return freedom === undefined ? normalQuantile(sum) : studentQuantile(sum, freedom)
  })
}

/**
 * Where fortunes are cut, given what all loans have in common. A fortune is √ρ z + √(1 - ρ) ε, divided by the root of a
 * common number W/ν where the copula is Student's; a loan goes where its own ε lies between the cuts of its row.
 */
export class Chances {
  /**
   * At `(chain * states + state) * cuts + cut`, the probability of that outcome or a worse one, times 2^32, to be compared
   * with a random word.
   */
  readonly cuts: Float64Array
  readonly cutsPerRow: number
  readonly #thresholds: Float64Array
  readonly #loading: Float64Array
  readonly #own: Float64Array

  /** @param freedom the degrees of freedom of Student's copula; nothing for the Gaussian one */
  constructor(chains: readonly Chain[], freedom?: number) {
    const thresholds = chains.flatMap(({ rows }) =>
      rows.flatMap((row) => thresholdsOf(row, freedom)),
    )
    const perRow = (chains[0]?.rows[0]?.length ?? 1) - 1
    this.cutsPerRow = perRow
    this.cuts = new Float64Array(thresholds.length)
    this.#thresholds = Float64Array.from(thresholds)
    const eachCut = (of: (chain: Chain) => number) =>
      Float64Array.from(
        chains.flatMap((chain) => new Array<number>(chain.rows.length * perRow).fill(of(chain))),
      )
    this.#loading = eachCut(({ correlation }) => Math.sqrt(correlation))
    this.#own = eachCut(({ correlation }) => 1 / Math.sqrt(1 - correlation))
  }

  /**
   * Works out the cuts.
   *
   * @param economy z
   * @param root the root of W/ν; 1 for the Gaussian copula
   */
  set(economy: number, root: number): void {
    const { cuts } = this
    const thresholds = this.#thresholds
    const loading = this.#loading
    const own = this.#own
    for (let cut = 0; cut < cuts.length; cut++) {
      const common = (loading[cut] as number) * economy
      cuts[cut] =
        normalFromTable(((thresholds[cut] as number) * root - common) * (own[cut] as number)) *
        WORDS
    }
  }
}

/** The table of the normal law: its ends, and how many points to one. */
const END = 9
const PER_ONE = 1024
const TABLE = Float64Array.from({ length: 2 * END * PER_ONE + 2 }, (_, point) =>
  normalCdf(point / PER_ONE - END),
)

/** The normal law on straight lines between the points of a table; off by less than one part in a hundred thousand. */
function normalFromTable(x: number): number {
  if (!(x > -END)) return 0
  if (x >= END) return 1
  const place = (x + END) * PER_ONE
  const point = Math.floor(place)
  const below = TABLE[point] as number
  return below + (place - point) * ((TABLE[point + 1] as number) - below)
}

/** Student's law. Source: DLMF 8.17.23. */
function studentCdf(x: number, freedom: number): number {
  const tail = incompleteBeta(freedom / 2, 0.5, freedom / (freedom + x * x)) / 2
  return x < 0 ? tail : 1 - tail
}

/**
 * The quantile of Student's law, by halving: the same on every machine. @param p above 0, below 1
 *
 * @example studentQuantile(0.05, 4) // -2.13185
 */
export function studentQuantile(p: number, freedom: number): number {
  if (p > 0.5) return -studentQuantile(1 - p, freedom)
  let low = -1
  while (studentCdf(low, freedom) > p) low *= 2
  let high = 0
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2
    if (studentCdf(middle, freedom) < p) low = middle
    else high = middle
  }
  return (low + high) / 2
}
