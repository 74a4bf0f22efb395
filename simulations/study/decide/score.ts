import type { Cell, IndicatorHead, StudyTable } from '../table.ts'

/** The name of the sum of all indicators, beside their names. */
export const SCORE = 'score'

/** What a value is worth: 0 at the worst, 1 at the best, evenly between, and no more beyond either. */
export function worthOf({ worst, best }: Pick<IndicatorHead, 'worst' | 'best'>, value: number) {
  return Math.min(1, Math.max(0, (value - worst) / (best - worst)))
}

/** Weights that add up to 1. */
export function weightsOf(indicators: readonly IndicatorHead[]): readonly number[] {
  const sum = indicators.reduce((total, { weight }) => total + weight, 0)
  return indicators.map(({ weight }) => weight / sum)
}

/** What every value of an indicator is worth, in each world, with what the paths add to it. */
export function worthCell(indicator: IndicatorHead, cell: Cell, paths: number): Cell {
  const { worst, best } = indicator
  const values = cell.values.map((value) => worthOf(indicator, value))
  const parts = cell.parts.map((part, at) => {
    const worth = values[Math.floor(at / paths)] as number
    return worth > 0 && worth < 1 ? part / (best - worst) : 0
  })
  return { values, parts }
}

/** The score of a design: what its indicators are worth, by weight. */
export function scoreCell(table: StudyTable, design: number, weights: readonly number[]): Cell {
  const values = new Float64Array(table.worlds)
  const parts = new Float64Array(table.worlds * table.paths)
  for (const [index, indicator] of table.indicators.entries()) {
    const weight = weights[index] as number
    const worth = worthCell(indicator, table.cells[design]?.[index] as Cell, table.paths)
    for (const [at, value] of worth.values.entries())
      values[at] = (values[at] as number) + weight * value
    for (const [at, part] of worth.parts.entries())
      parts[at] = (parts[at] as number) + weight * part
  }
  return { values, parts }
}

export function averageOf(values: ArrayLike<number>): number {
  let sum = 0
  for (let at = 0; at < values.length; at++) sum += values[at] as number
  return sum / values.length
}
