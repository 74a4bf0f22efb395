import type { Chart } from '../../../simulations/chart/chart.ts'
import { convergenceChart } from '../../../simulations/chart/convergence.ts'
import { fanChart } from '../../../simulations/chart/fan.ts'
import { lossDistribution, type Mark } from '../../../simulations/chart/loss.ts'
import { findModel } from '../../../simulations/model/models.ts'
import type { Result } from '../../../simulations/result.ts'
import { fill } from '../desk/show.ts'
import type { LabRunTexts } from '../messages/lab-run.ts'
import type { LabLanguage } from './kit.tsx'
import { outputName } from './labels.tsx'

/** A chart of a run, by a name that goes into addresses. */
export interface NamedChart {
  readonly name: string
  readonly title: string
  readonly chart: Chart
}

/** Every chart that the result of a run has. */
export function chartsOf(
  result: Result,
  texts: LabRunTexts,
  language: LabLanguage,
): readonly NamedChart[] {
  const model = result.provenance.model.name
  const titled = (name: string, pattern: string, of: string, draw: (options: Options) => Chart) => {
    const title = fill(pattern, { name: outputName(model, of, language).text })
    return { name, title, chart: draw({ language, title, id: name }) }
  }
  const worst = findModel(model)?.worstBy
  const rank = (of: string): number => (of === worst ? 0 : 1)
  const losses = [...result.distributions]
    .sort((a, b) => rank(a.of) - rank(b.of))
    .map(({ of, unit, bins }) =>
      titled(`loss-${of}`, texts.loss, of, (options) =>
        lossDistribution(
          { unit, bins, marks: marksOf(result, of), side: sideOf(model, of) },
          options,
        ),
      ),
    )
  const fans = result.series.map((series) =>
    titled(`fan-${series.name}`, texts.fan, series.name, (options) => fanChart(series, options)),
  )
  const { convergence } = result
  const narrowed =
    convergence === null
      ? []
      : [
          titled(`narrowed-${convergence.of}`, texts.narrowed, convergence.of, (options) =>
            convergenceChart(convergence, options),
          ),
        ]
  return [...losses.slice(0, 1), ...fans, ...losses.slice(1), ...narrowed]
}

interface Options {
  readonly language: LabLanguage
  readonly title: string
  readonly id: string
}

/** Mean, value at risk and expected shortfall of an output, where they are told. */
function marksOf({ figures }: Result, of: string): readonly Mark[] {
  return figures.flatMap((figure): Mark[] => {
    const { statistic, value, level } = figure
    if (figure.of !== of || value === null) return []
    if (statistic === 'mean') return [{ kind: 'mean', value }]
    const isTail = statistic === 'valueAtRisk' || statistic === 'expectedShortfall'
    return isTail && level !== undefined ? [{ kind: statistic, level, value }] : []
  })
}

function sideOf(model: string, of: string): 'upper' | 'lower' | 'none' {
  return findModel(model)?.outputs.find(({ name }) => name === of)?.tail ?? 'none'
}
