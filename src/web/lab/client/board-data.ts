import type { LossData } from '../../../../simulations/chart/loss.ts'
import type { Figure, Statistic } from '../../../../simulations/summary.ts'
import type { BoardAnswer } from './board-run.ts'

/** How what is claimed is distributed over the paths, with its tail and with what the fund holds. */
export function lossDataOf(
  answer: BoardAnswer,
  fund: { readonly label: string; readonly value: number },
): LossData {
  const { unit = 'cents', bins = [] } =
    answer.distributions.find(({ of }) => of === 'grossClaims') ?? {}
  const tails = (['valueAtRisk', 'expectedShortfall'] as const).flatMap((kind) => {
    const value = figureOf(answer, 'grossClaims', kind, 0.95)?.value
    return value === undefined || value === null ? [] : [{ kind, level: 0.95, value }]
  })
  return { unit, bins, marks: [{ kind: 'border', ...fund }, ...tails], side: 'upper' }
}

/** The figure of an output; of several levels, the one that is asked for. */
export function figureOf(
  { figures }: Pick<BoardAnswer, 'figures'>,
  of: string,
  statistic: Statistic,
  level?: number,
): Figure | undefined {
  return figures.find((one) => one.of === of && one.statistic === statistic && one.level === level)
}
