import { levelText, numberText } from '../../chart/format.ts'
import { heatMap } from '../../chart/heat-map.ts'
import { intervalsChart } from '../../chart/intervals.ts'
import { element, escaped } from '../../chart/svg.ts'
import { type Cell, number, paragraph, row, section, table } from '../../report/page.ts'
import type { IndicatorHead } from '../table.ts'
import { stateMark } from './marks.ts'
import { designHead, figure, HALF_WIDTH, sideBySide } from './parts.ts'
import { SCORE, SCORE_POINTS, type StudyReader } from './study-reader.ts'
import { notToldApart } from './verdict-text.ts'

/** How the report is read: worlds, courses, level, what does not matter, what the words mean. */
export function howTo(reader: StudyReader): string {
  const { result, language } = reader
  const { worlds, paths } = result.provenance
  const level = levelText(result.level, language)
  const items = result.indicators.map(({ title, unit, indifference }) =>
    reader.say('howIndifferenceItem', {
      indicator: reader.text(title),
      value: reader.exact(indifference, unit),
    }),
  )
  return section(
    reader.say('howTo'),
    paragraph(
      reader.say('howWorlds', {
        worlds: numberText(worlds, language),
        paths: numberText(paths, language),
      }),
    ),
    paragraph(reader.say('howInterval', { level })),
    paragraph(reader.say('howStates')),
    paragraph(reader.say('howIndifference', { list: items.join('; ') })),
  )
}

/** What is compared, for whom and where. */
export function designs(reader: StudyReader): string {
  const { result } = reader
  const places = reader.listed(result.places.map(({ title }) => reader.text(title)))
  const population = reader.text(result.population)
  const told = reader.ordered.map(({ name, description, parts, models }) => {
    const titles = models.map((model) => reader.model(model))
    const made = reader.say('parts', { parts: titles.join('; ') })
    return (
      element('dt', {}, designHead(name, reader)) +
      element(
        'dd',
        {},
        escaped(reader.text(description)),
        element(
          'span',
          { class: 'of' },
          `${escaped(made)} `,
          element('code', {}, escaped(parts.join(', '))),
        ),
      )
    )
  })
  return section(
    reader.say('designs'),
    paragraph(reader.say('populationIs', { population, places })),
    paragraph(reader.say('budgetIs', { budget: reader.text(result.budget) })),
    element('dl', { class: 'designs' }, ...told),
  )
}

/** A chart for each indicator, and all of them in points. */
export function indicators(reader: StudyReader): string {
  return section(
    reader.say('indicators'),
    ...(reader.result.findings.estimates.length === 0 ? [] : [figure(pointsMap(reader))]),
    sideBySide(reader.result.indicators.flatMap((indicator) => indicatorFigure(indicator, reader))),
  )
}

function indicatorFigure(indicator: IndicatorHead, reader: StudyReader): readonly string[] {
  const { name, title, unit } = indicator
  const { level } = reader.result
  const rows = reader.ordered.flatMap(({ name: design, baseline }) => {
    const found = reader.estimate(design, name)
    if (found === undefined) return []
    const label = reader.design(design)
    return [{ label, value: found.mean, ...found.interval, isHollow: baseline !== undefined }]
  })
  if (rows.length === 0) return []
  const chart = intervalsChart(
    { unit, rows, level, hollow: reader.say('baselinesAre'), isDense: true },
    {
      ...{ language: reader.language, id: `indicator-${name}`, title: reader.text(title) },
      width: HALF_WIDTH,
    },
  )
  return [figure({ ...chart, alternative: wordsOf(indicator, reader) })]
}

function wordsOf(indicator: IndicatorHead, reader: StudyReader): string {
  const { title, unit, worst, best, weight, isDeciding } = indicator
  const all = reader.result.indicators.reduce((sum, one) => sum + one.weight, 0)
  const how = reader.say('indicatorHow', {
    indicator: reader.text(title),
    direction: reader.say(best > worst ? 'more' : 'less'),
    weight: reader.percent(all > 0 ? weight / all : 0),
    worst: reader.exact(worst, unit),
    best: reader.exact(best, unit),
  })
  return isDeciding ? `${how} ${reader.say('deciding')}` : how
}

/** Every mean in points: 0 at the worst, 100 at the best. */
function pointsMap(reader: StudyReader) {
  const { result, language } = reader
  const columns = reader.ordered
  return heatMap(
    {
      unit: 'number',
      columnsAre: reader.say('design'),
      rowsAre: reader.say('indicator'),
      columns: columns.map(({ title }) => reader.text(title)),
      rows: result.indicators.map(({ title }) => reader.text(title)),
      values: result.indicators.map(({ name, worst, best }) =>
        columns.map((design) => {
          const mean = reader.estimate(design.name, name)?.mean
          if (mean === undefined) return null
          const share = Math.min(1, Math.max(0, (mean - worst) / (best - worst)))
          return Math.round(share * SCORE_POINTS)
        }),
      ),
    },
    { language, id: 'points-map', title: reader.say('heatTitle') },
  )
}

/** The best design against each other one, on the score and every indicator. */
export function differences(reader: StudyReader): string {
  const { result, language } = reader
  const { design } = result.findings.verdict
  const others = reader.ordered.filter(({ name }) => name !== design)
  const names = [SCORE, ...result.indicators.map(({ name }) => name)]
  const rows = names.map((indicator) =>
    row(
      escaped(reader.indicator(indicator)),
      ...others.map(({ name }) => pairCell(design, name, indicator, reader)),
    ),
  )
  const heads = [
    { html: escaped(reader.say('indicator')) },
    ...others.map(({ title }) => ({
      html: escaped(reader.say('pairsAgainst', { against: reader.text(title) })),
    })),
  ]
  const title = reader.say('pairs')
  return section(
    title,
    paragraph(
      reader.say('pairsHow', {
        design: reader.quoted(reader.design(design)),
        level: levelText(result.level, language),
      }),
    ),
    table(title, heads, rows, 'even'),
    ...apart(reader),
  )
}

/** Which scores are not told apart, in words. */
function apart(reader: StudyReader): readonly string[] {
  const sentences = notToldApart(reader)
  if (sentences.length === 0) return []
  return [paragraph(reader.say('pairsApart', { list: sentences.join(' ') }))]
}

function pairCell(design: string, against: string, indicator: string, reader: StudyReader): Cell {
  const pair = reader.pair(design, against, indicator)
  if (pair === undefined) return number('–')
  const { difference, range } = reader.pairTexts(pair)
  return {
    html: [
      element('b', {}, escaped(difference)),
      ' ',
      stateMark(pair.state, reader),
      element('span', { class: 'of' }, escaped(range)),
    ].join(''),
  }
}
