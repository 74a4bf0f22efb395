import { numberText } from '../chart/format.ts'
import type { Language } from '../chart/language.ts'
import { element, escaped } from '../chart/svg.ts'
import { findModel } from '../model/models.ts'
import type { Result } from '../result.ts'
import { assumptionsOf } from './assumptions.ts'
import { figuresTable } from './figures-table.ts'
import { keyFigures } from './key-figures.ts'
import { modelTexts } from './labels/labels.ts'
import { htmlPage, paragraph, row, section, table } from './page.ts'
import { isReportWord, say } from './report-words.ts'
import { chartsOf, type NamedChart, nameOf } from './result-charts.ts'

/**
 * A result as a page for people who decide: question, one page of key figures, charts, all figures with their errors,
 * assumptions with their sources, limits, checks, provenance. It needs nothing from elsewhere, and has no clock in it.
 */
export function htmlReport(
  result: Result,
  language: Language,
  charts: readonly NamedChart[] = chartsOf(result, language),
): string {
  const name = String(result.scenario.name)
  const [first, ...others] = charts
  return htmlPage(
    `${name} – ${say('report', language)}`,
    language,
    element('div', { class: 'sheet' }, ...summary(result, name, first, language)),
    section(say('charts', language), ...others.map(figureOf)),
    section(say('figures', language), figuresTable(result, language)),
    assumptions(result, language),
    ...limits(result, language),
    section(say('checks', language), ...checks(result, language)),
    provenance(result, language),
  )
}

function summary(
  result: Result,
  name: string,
  first: NamedChart | undefined,
  language: Language,
): readonly string[] {
  const model = findModel(result.provenance.model.name)
  const texts = modelTexts(result.provenance.model.name)
  const title = texts?.title[language] ?? result.provenance.model.name
  const months = Math.max(0, ...result.series.map(({ mean }) => mean.length - 1))
  const how = say('summaryHow', language, {
    paths: numberText(result.provenance.paths, language),
    months: numberText(months, language),
  })
  return [
    paragraph(`${say('report', language)} · ${title}`, 'small'),
    element('h1', {}, escaped(name)),
    section(
      say('question', language),
      paragraph(texts?.question[language] ?? model?.description ?? '', 'lead'),
    ),
    section(say('summary', language), keyFigures(result, language), paragraph(how, 'small')),
    ...(first === undefined ? [] : [figureOf(first)]),
  ]
}

/** A chart with its words under it. */
function figureOf({ chart }: NamedChart): string {
  return element(
    'figure',
    {},
    element('div', { role: 'group', 'aria-label': chart.alternative, tabindex: 0 }, chart.svg),
    element('figcaption', {}, escaped(chart.alternative)),
  )
}

function assumptions(result: Result, language: Language): string {
  const about = result.sources['']
  const rows = assumptionsOf(result, language).map(({ path, label, value, source }) =>
    row(
      `${escaped(label)} ${element('code', {}, escaped(path))}`,
      { html: escaped(value) },
      { html: escaped(source) },
    ),
  )
  const heads = (['parameter', 'value', 'source'] as const).map((name) => ({
    html: escaped(say(name, language)),
  }))
  const title = say('assumptions', language)
  return section(
    title,
    paragraph(say('assumptionsHow', language)),
    ...(about === undefined
      ? []
      : [paragraph(say('aboutFile', language, { text: about }), 'small')]),
    table(title, heads, rows, 'even'),
  )
}

function limits(result: Result, language: Language): readonly string[] {
  const known = modelTexts(result.provenance.model.name)?.limits ?? []
  if (known.length === 0) return []
  const items = known.map((limit) => element('li', {}, escaped(limit[language])))
  return [section(say('limits', language), element('ul', {}, ...items))]
}

function checks({ audit, figures }: Result, language: Language): readonly string[] {
  const known = figures.filter(({ closedForm }) => closedForm !== undefined)
  const distances = known.flatMap(({ value, standardError, closedForm }) =>
    value === null || !standardError || closedForm?.nature !== 'exact'
      ? []
      : [Math.abs(value - closedForm.value) / standardError],
  )
  const books = say('books', language, {
    audited: numberText(audit.paths, language),
    worst: audit.worst.slice(0, 5).join(', '),
    entries: numberText(audit.entries, language),
  })
  const furthest = numberText(Math.max(0, ...distances), language, 1)
  return [
    paragraph(books),
    paragraph(say('oracles', language, { count: String(known.length) })),
    ...(distances.length === 0
      ? []
      : [paragraph(say('knownAway', language, { errors: furthest }))]),
  ]
}

function provenance(result: Result, language: Language): string {
  const { scenarioHash, seed, paths, engine, model, nodeMajor } = result.provenance
  const ending = `ending ${result.ending}`
  const mean = result.figures.find(({ statistic, value }) => statistic === 'mean' && value !== null)
  const error = (mean?.standardError ?? 0) / Math.abs(mean?.value ?? 0)
  const precision =
    mean === undefined || !Number.isFinite(error)
      ? []
      : [
          [
            say('relative', language, { of: nameOf(mean.of, result, language) }),
            `${numberText(error * 100, language, 2)}\u00a0%`,
          ] as const,
        ]
  const facts: readonly (readonly [string, string])[] = [
    [say('scenarioHash', language), scenarioHash],
    [say('model', language), `${model.name} ${model.version}`],
    [say('seed', language), String(seed)],
    [say('paths', language), numberText(paths, language)],
    [say('effective', language), numberText(result.effectivePaths, language)],
    [say('ending', language), isReportWord(ending) ? say(ending, language) : result.ending],
    ...precision,
    [say('engine', language), String(engine)],
    [say('node', language), String(nodeMajor)],
  ]
  const items = facts.map(
    ([name, value]) => element('dt', {}, escaped(name)) + element('dd', {}, escaped(value)),
  )
  return section(
    say('provenance', language),
    paragraph(say('provenanceHow', language)),
    element('dl', {}, ...items),
  )
}
