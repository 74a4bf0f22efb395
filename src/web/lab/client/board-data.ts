import type { LossData } from '../../../../simulations/chart/loss.ts'
import type { Figure, Statistic } from '../../../../simulations/summary.ts'
import type { BoardAnswer } from './board-run.ts'

const BINS = 24

/** How what is claimed is distributed over the paths, with the value at risk and what the fund holds. */
export function lossDataOf(
  answer: BoardAnswer,
  fund: { readonly label: string; readonly value: number },
): LossData {
  const values = answer.outputs.grossClaims ?? new Float64Array(0)
  const most = values.reduce((max, value) => Math.max(max, value), 1)
  const width = niceWidth(most / BINS)
  const count = Math.ceil((most + 1) / width)
  const shares = new Array<number>(count).fill(0)
  for (const value of values) {
    const bin = Math.min(count - 1, Math.floor(value / width))
    shares[bin] = (shares[bin] ?? 0) + 1 / values.length
  }
  const tails = (['valueAtRisk', 'expectedShortfall'] as const).flatMap((kind) => {
    const value = figureOf(answer, 'grossClaims', kind, 0.95)?.value
    return value === undefined || value === null ? [] : [{ kind, level: 0.95, value }]
  })
  return {
    unit: 'cents',
    bins: shares.map((share, bin) => ({ from: bin * width, to: (bin + 1) * width, share })),
    marks: [{ kind: 'border', ...fund }, ...tails],
    side: 'upper',
  }
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

/** The next larger of 1, 2 and 5 times a power of ten. */
function niceWidth(least: number): number {
  let power = 1
  while (power * 10 <= least) power *= 10
  return power * ([1, 2, 5, 10].find((one) => one * power >= least) ?? 10)
}
