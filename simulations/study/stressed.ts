import { tableOf } from './cells.ts'
import { comparedBy, pairOf } from './decide/pairs.ts'
import { averageOf, SCORE, scoreCell, weightsOf } from './decide/score.ts'
import { cellBetween, intervalOf, spreadOf } from './decide/spread.ts'
import type { PreparedStudy } from './prepare.ts'
import type { Stressed, StressedScore } from './study-result.ts'
import type { Cell, StudyTable } from './table.ts'
import { type StudyRows, stressWorldsOf } from './tasks.ts'

/** What stresses do: to each indicator and to the score of each design. */
export interface UnderStress {
  readonly stressWorlds: number
  readonly stressed: readonly Stressed[]
  readonly stressedScores: readonly StressedScore[]
}

/**
 * Each stress in the same worlds and on the same paths as without it.
 *
 * @param best the design that others are held against
 */
export function underStress(prepared: PreparedStudy, rows: StudyRows, best: string): UnderStress {
  const { file } = prepared
  const worlds = file.stresses.length === 0 ? 0 : stressWorldsOf(file)
  if (worlds === 0) return { stressWorlds: 0, stressed: [], stressedScores: [] }
  const before = tableOf(prepared, rows, { worlds })
  const after = file.stresses.map((_, stress) => tableOf(prepared, rows, { worlds, stress }))
  const of = (stress: number) => ({
    ...{ stress: file.stresses[stress]?.name ?? '', before, after: after[stress] as StudyTable },
  })
  return {
    stressWorlds: worlds,
    stressed: after.flatMap((_, stress) => indicatorsOf(of(stress))),
    stressedScores: after.flatMap((_, stress) => scoresOf(of(stress), best)),
  }
}

interface BeforeAndAfter {
  readonly stress: string
  readonly before: StudyTable
  readonly after: StudyTable
}

function indicatorsOf({ stress, before, after }: BeforeAndAfter): readonly Stressed[] {
  return after.designs.flatMap(({ name: design }, index) =>
    after.indicators.map(({ name: indicator }, place): Stressed => {
      const [then, now] = [before, after].map((one) => one.cells[index]?.[place] as Cell)
      return { stress, design, indicator, ...changeOf(then as Cell, now as Cell, after) }
    }),
  )
}

function scoresOf(
  { stress, before, after }: BeforeAndAfter,
  best: string,
): readonly StressedScore[] {
  const [then, now] = [before, after].map((table) => {
    const weights = weightsOf(table.indicators)
    return table.designs.map((_, design) => scoreCell(table, design, weights))
  }) as [Cell[], Cell[]]
  const compared = comparedBy(after, now).find(({ indicator }) => indicator === SCORE)
  const bestAt = after.designs.findIndex(({ name }) => name === best)
  return after.designs.map(({ name: design }, index) => {
    const pair =
      index === bestAt || compared === undefined ? null : pairOf(after, compared, [index, bestAt])
    return {
      ...{ stress, design, ...changeOf(then[index] as Cell, now[index] as Cell, after) },
      ...{ placeBefore: placeOf(then, index), placeAfter: placeOf(now, index) },
      againstBest: pair?.state ?? null,
    }
  })
}

function changeOf(then: Cell, now: Cell, { paths, level }: StudyTable) {
  const spread = spreadOf(cellBetween(now, then), paths)
  return {
    before: averageOf(then.values),
    after: averageOf(now.values),
    difference: spread.mean,
    interval: intervalOf(spread, level),
  }
}

/** 1 where no other is greater. */
function placeOf(cells: readonly Cell[], index: number): number {
  const means = cells.map(({ values }) => averageOf(values))
  return 1 + means.filter((mean) => mean > (means[index] as number)).length
}
