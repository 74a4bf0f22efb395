import type { Pair, Verdict } from '../findings.ts'
import type { StudyTable } from '../table.ts'
import { SCORE } from './score.ts'

/** So many inputs are named that would decide it. */
const INPUTS_NAMED = 3

/**
 * The verdict of a study. The design with the best score is recommended where its score is surely better than that of every other, and where on
 * each deciding indicator it is surely better, worse or alike, compared with the second best and with both baselines. Anything else is undecided.
 *
 * @param order the numbers of the designs, the one with the best score first
 * @param decisive what of the unknown decides pairs that are open, the most decisive first
 */
export function verdictOf(
  table: StudyTable,
  order: readonly number[],
  pairs: readonly Pair[],
  decisive: (open: readonly Pair[]) => readonly string[],
): Verdict {
  const nameOf = (design: number | undefined) =>
    design === undefined ? null : (table.designs[design]?.name ?? null)
  const design = nameOf(order[0]) ?? ''
  const rival = nameOf(order[1])
  const deciding = new Set(
    table.indicators.flatMap(({ name, isDeciding }) => (isDeciding ? [name] : [])),
  )
  const beside = new Set([
    rival,
    ...table.designs.flatMap(({ name, baseline }) => (baseline === undefined ? [] : [name])),
  ])
  const looked = pairs.filter(
    (pair) =>
      pair.design === design &&
      (pair.indicator === SCORE || (deciding.has(pair.indicator) && beside.has(pair.against))),
  )
  // A score that is alike recommends neither.
  const isOpen = ({ indicator, state }: Pair) =>
    indicator === SCORE ? state !== 'better' : state === 'open'
  const open = looked.filter(isOpen)
  return {
    kind: open.length === 0 ? 'decided' : 'undecided',
    design,
    rival,
    open,
    settled: looked.filter((pair) => !isOpen(pair)),
    wants: wantsOf(open, decisive),
  }
}

/** What would decide it: more worlds where these are enough for all, and else what should be known first. */
function wantsOf(
  open: readonly Pair[],
  decisive: (open: readonly Pair[]) => readonly string[],
): Verdict['wants'] {
  const times = open.flatMap(({ timesWorlds }) => (timesWorlds === null ? [] : [timesWorlds]))
  const unknown = open.filter(({ needs }) => needs === 'evidence')
  return {
    timesWorlds: times.length === 0 ? null : Math.max(...times),
    inputs: unknown.length === 0 ? [] : decisive(unknown).slice(0, INPUTS_NAMED),
  }
}
