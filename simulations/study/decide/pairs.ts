import { standardErrorsOf } from '../../stats/intervals.ts'
import type { Pair, PairState } from '../findings.ts'
import type { Cell, StudyTable } from '../table.ts'
import { SCORE } from './score.ts'
import { budgetIntervalOf, cellBetween, intervalOf, type Spread, spreadOf } from './spread.ts'

/** What two designs are compared by. */
export interface Compared {
  readonly indicator: string
  /** 1 where more is better, -1 where less is. */
  readonly direction: 1 | -1
  readonly indifference: number
  /** Of each design. */
  readonly cells: readonly Cell[]
}

/** What is compared: every indicator, and the score. */
export function comparedBy(table: StudyTable, scores: readonly Cell[]): readonly Compared[] {
  const byIndicator = table.indicators.map(
    (head, index): Compared => ({
      indicator: head.name,
      direction: head.best > head.worst ? 1 : -1,
      indifference: head.indifference,
      cells: table.cells.map((cells) => cells[index] as Cell),
    }),
  )
  const indifference = table.scoreIndifference
  return [...byIndicator, { indicator: SCORE, direction: 1, indifference, cells: scores }]
}

/** One design against another, in the same worlds and on the same paths. */
export function pairOf(
  table: StudyTable,
  compared: Compared,
  [one, other]: readonly [number, number],
): Pair {
  const { indicator, direction, indifference, cells } = compared
  const between = cellBetween(cells[one] as Cell, cells[other] as Cell)
  const spread = spreadOf(between, table.paths)
  const interval = intervalOf(spread, table.level)
  const difference = spread.mean
  const better = between.values.reduce(
    (count, value) => count + (direction * value > 0 ? 1 : value === 0 ? 0.5 : 0),
    0,
  )
  const state = stateOf(difference, interval, { direction, indifference })
  return {
    design: table.designs[one]?.name ?? '',
    against: table.designs[other]?.name ?? '',
    indicator,
    difference,
    interval,
    budgetInterval: budgetIntervalOf(spread, table.level),
    betterIn: better / table.worlds,
    state,
    ...needsOf(spread, table.level, { state, indifference }),
  }
}

/** A verdict needs an interval that is narrower than the gap that it decides. */
function stateOf(
  difference: number,
  { lower, upper }: Pair['interval'],
  { direction, indifference }: Pick<Compared, 'direction' | 'indifference'>,
): PairState {
  // What does not matter is never a gap.
  if (lower >= -indifference && upper <= indifference) return 'alike'
  if (upper - lower < Math.abs(difference)) return direction * difference > 0 ? 'better' : 'worse'
  return 'open'
}

/** What would close an open pair. */
function needsOf(
  { mean, unknown, unknownAtLeast, standardError, worlds }: Spread,
  level: number,
  { state, indifference }: { readonly state: PairState; readonly indifference: number },
): Pick<Pair, 'needs' | 'timesWorlds'> {
  if (state !== 'open') return { needs: 'nothing', timesWorlds: null }
  const z = standardErrorsOf(level)
  // So wide may the interval be to either side: half of the gap, or what is left of what does not matter.
  const allowed = Math.max(Math.abs(mean) / 2, indifference - Math.abs(mean))
  const all = (allowed / z) ** 2
  if (all <= unknownAtLeast) return { needs: 'evidence', timesWorlds: null }
  const room = all - (all > unknown ? unknown : unknownAtLeast)
  const wanted = (standardError ** 2 * worlds) / room
  return { needs: 'worlds', timesWorlds: Math.max(2, Math.ceil(wanted / worlds)) }
}
