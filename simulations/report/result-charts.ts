import type { Chart } from '../chart/chart.ts'
import { convergenceChart } from '../chart/convergence.ts'
import { exceedanceChart } from '../chart/exceedance.ts'
import { fanChart } from '../chart/fan.ts'
import { isShare } from '../chart/format.ts'
import { intervalsChart } from '../chart/intervals.ts'
import type { Language } from '../chart/language.ts'
import { lossDistribution, type Mark } from '../chart/loss.ts'
import { waterfallChart } from '../chart/waterfall.ts'
import type { Distribution } from '../distribution.ts'
import type { OutputDefinition } from '../model/model.ts'
import { findModel } from '../model/models.ts'
import type { Result } from '../result.ts'
import { labelOf } from './labels/labels.ts'
import { type ReportWord, say } from './report-words.ts'

/** A chart of a result, with the name of its file. */
export interface NamedChart {
  readonly name: string
  readonly chart: Chart
}

/** More fans than this are too many for a reader; the months are all in the files. */
const FANS_MAX = 4

/** The charts of a result, in the order in which a report shows them. */
export function chartsOf(result: Result, language: Language): readonly NamedChart[] {
  const drawer = new Drawer(result, language)
  return [
    ...drawer.losses(),
    ...drawer.fans(),
    ...drawer.money(),
    ...drawer.shares(),
    ...drawer.convergence(),
  ]
}

/** What an output, series or ratio of a result is, in a language; its name where the model says nothing. */
export function nameOf(of: string, result: Result, language: Language): string {
  const model = findModel(result.provenance.model.name)
  const all = [...(model?.outputs ?? []), ...(model?.series ?? []), ...(model?.ratios ?? [])]
  const found = all.find(({ name }) => name === of)
  const sentence = found?.description ?? of
  // What stands behind a semicolon is a remark.
  const label = labelOf(sentence, result.provenance.model.name, language)
  return label.split(';')[0] ?? label
}

class Drawer {
  readonly #result: Result
  readonly #language: Language

  constructor(result: Result, language: Language) {
    this.#result = result
    this.#language = language
  }

  /** Of the output by which paths are ranked, and of the first amount that is bad when it is low. */
  losses(): readonly NamedChart[] {
    const model = findModel(this.#result.provenance.model.name)
    const first = model?.outputs.find(({ name }) => name === model.worstBy)
    const low = model?.outputs.find(({ unit, tail }) => unit === 'cents' && tail === 'lower')
    const outputs = [first, low].flatMap((one) => (one === undefined ? [] : [one]))
    return [...new Set(outputs)].flatMap((output) => this.#lossesOf(output))
  }

  #lossesOf({ name, unit, tail }: OutputDefinition): readonly NamedChart[] {
    const found = this.#result.distributions.find(({ of }) => of === name)
    if (found === undefined || found.bins.length < 2) return []
    const loss = lossDistribution(
      { unit, bins: found.bins, marks: this.#marksOf(name), side: tail },
      this.#options(`loss-${name}`, 'lossTitle', name),
    )
    const histogram = { name: `loss-${name}`, chart: loss }
    if (tail === 'none') return [histogram]
    const title = tail === 'upper' ? 'exceedanceTitle' : 'fallTitle'
    const exceedance = exceedanceChart(
      { unit, points: pointsOf(found, tail), side: tail },
      this.#options(`exceedance-${name}`, title, name),
    )
    return [histogram, { name: `exceedance-${name}`, chart: exceedance }]
  }

  #marksOf(name: string): readonly Mark[] {
    const levels = this.#result.figures.flatMap(({ of, level }) =>
      of === name && level !== undefined ? [level] : [],
    )
    const last = Math.max(...levels)
    return this.#result.figures.flatMap((figure): readonly Mark[] => {
      const { of, statistic, level = 0, value } = figure
      if (of !== name || value === null) return []
      if (statistic === 'mean') return [{ kind: 'mean', value }]
      if (statistic === 'valueAtRisk') return [{ kind: 'valueAtRisk', level, value }]
      const isLast = statistic === 'expectedShortfall' && level === last
      return isLast ? [{ kind: 'expectedShortfall', level, value }] : []
    })
  }

  fans(): readonly NamedChart[] {
    return this.#result.series.slice(0, FANS_MAX).map((series) => ({
      name: `fan-${series.name}`,
      chart: fanChart(series, this.#options(`fan-${series.name}`, 'fanTitle', series.name)),
    }))
  }

  money(): readonly NamedChart[] {
    const { account, moved, paths } = this.#result.flows
    const model = this.#result.provenance.model.name
    const language = this.#language
    const steps = new Map<string, number>()
    let start = 0
    for (const { entry, debit, credit, isOpening, cents } of moved) {
      if (debit !== account && credit !== account) continue
      const amount = credit === account ? cents : -cents
      const label = labelOf(entry, model, language)
      if (isOpening) start += amount
      else steps.set(label, (steps.get(label) ?? 0) + amount)
    }
    if (steps.size === 0) return []
    const chart = waterfallChart(
      {
        unit: 'cents',
        paths,
        start: { label: say('atStart', language), amount: start },
        steps: [...steps].map(([label, amount]) => ({ label, amount })),
        end: say('atEnd', language),
      },
      this.#options('money', 'moneyTitle'),
    )
    return [{ name: 'money', chart }]
  }

  shares(): readonly NamedChart[] {
    const rows = this.#result.figures.flatMap(
      ({ of, statistic, unit, value, interval, closedForm }) => {
        const isOne = statistic === 'probability' || statistic === 'ratio'
        if (!isOne || !isShare(unit) || value === null || interval === null) return []
        const known = closedForm === undefined ? {} : { known: closedForm.value }
        return [{ label: nameOf(of, this.#result, this.#language), value, ...interval, ...known }]
      },
    )
    if (rows.length === 0) return []
    const data = { unit: 'share', rows, withZero: true }
    return [{ name: 'shares', chart: intervalsChart(data, this.#options('shares', 'sharesTitle')) }]
  }

  convergence(): readonly NamedChart[] {
    const found = this.#result.convergence
    if (found === null || found.points.length < 3) return []
    const figure = this.#result.figures.find(
      ({ of, statistic }) => of === found.of && statistic === 'mean',
    )
    const known = figure?.closedForm === undefined ? {} : { known: figure.closedForm.value }
    const options = this.#options('convergence', 'convergenceTitle', found.of)
    return [{ name: 'convergence', chart: convergenceChart({ ...found, ...known }, options) }]
  }

  #options(id: string, title: ReportWord, of?: string) {
    const language = this.#language
    const fill = of === undefined ? {} : { of: nameOf(of, this.#result, language) }
    return { language, id, title: say(title, language, fill) }
  }
}

/** From the quantiles, with which probability each is passed; both ends have what lies in the tail. */
function pointsOf({ quantiles }: Distribution, side: 'upper' | 'lower') {
  const points = quantiles.map(({ level, value }) => ({
    value,
    probability: side === 'upper' ? Number((1 - level).toPrecision(6)) : level,
  }))
  return points.sort((a, b) => b.probability - a.probability)
}
