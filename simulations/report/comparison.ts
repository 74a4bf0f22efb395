import { valueText } from '../chart/format.ts'
import { intervalsChart } from '../chart/intervals.ts'
import type { Language } from '../chart/language.ts'
import { element, escaped } from '../chart/svg.ts'
import type { Result } from '../result.ts'
import type { Figure } from '../summary.ts'
import { statisticText } from './figures-table.ts'
import { htmlPage, number, paragraph, row, section, table } from './page.ts'
import { say } from './report-words.ts'
import { nameOf } from './result-charts.ts'

/** Differences of scenarios from the first, path by path with the same randomness. */
export interface PairedDifference {
  /** The name of the scenario that is compared with the first. */
  readonly scenario: string
  readonly of: string
  readonly unit: string
  readonly difference: number
  readonly standardError: number
  readonly lower: number
  readonly upper: number
}

const STATISTICS: readonly Figure['statistic'][] = ['mean', 'probability', 'ratio']

/**
 * Results side by side as a page: a chart for each figure that several of them tell, and, where they were run with the same
 * randomness, what differs for certain.
 */
export function comparisonReport(
  results: readonly Result[],
  language: Language,
  paired: readonly PairedDifference[] = [],
): string {
  const [first] = results
  const title = say('comparison', language)
  if (first === undefined) return htmlPage(title, language, element('h1', {}, escaped(title)))
  const names = results.map(({ scenario }) => String(scenario.name))
  return htmlPage(
    title,
    language,
    element('h1', {}, escaped(title)),
    element('ol', {}, ...names.map((name) => element('li', {}, escaped(name)))),
    ...(paired.length === 0 ? [] : [differences(first, paired, language)]),
    section(
      say('charts', language),
      paragraph(say('compared', language)),
      ...sideBySide(results, language),
    ),
    section(
      say('provenance', language),
      ...results.map(({ scenario, provenance: { scenarioHash, seed, paths } }) =>
        paragraph(
          `${String(scenario.name)}: ${scenarioHash}, ${say('seed', language)} ${seed}, ${paths} ${say('paths', language)}`,
          'small',
        ),
      ),
    ),
  )
}

function sideBySide(results: readonly Result[], language: Language): readonly string[] {
  const [first] = results
  if (first === undefined) return []
  const wanted = first.figures.filter(({ statistic }) => STATISTICS.includes(statistic))
  return wanted.flatMap((figure) => {
    const { of, statistic, unit } = figure
    const rows = results.flatMap(({ scenario, figures }) => {
      const same = figures.find((one) => one.of === of && one.statistic === statistic)
      if (same === undefined || same.value === null || same.interval === null) return []
      return [{ label: String(scenario.name), value: same.value, ...same.interval }]
    })
    if (rows.length < 2) return []
    const title = `${nameOf(of, first, language)}: ${statisticText(figure, language)}`
    const { svg, alternative } = intervalsChart({ unit, rows }, { language, id: of, title })
    const caption = element('figcaption', {}, escaped(alternative))
    return [element('figure', {}, element('div', {}, svg), caption)]
  })
}

function differences(
  first: Result,
  paired: readonly PairedDifference[],
  language: Language,
): string {
  const rows = paired.map(({ scenario, of, unit, difference, standardError, lower, upper }) => {
    const written = (value: number): string => valueText(value, unit, language, standardError)
    const verdict = lower > 0 ? 'more' : upper < 0 ? 'less' : 'undecided'
    return row(
      `${escaped(nameOf(of, first, language))} ${element('code', {}, escaped(scenario))}`,
      number(written(difference)),
      number(`${written(lower)} – ${written(upper)}`),
      { html: escaped(say(verdict, language)) },
    )
  })
  const heads = [
    { html: escaped(say('figure', language)) },
    { html: escaped(say('difference', language)), isNumber: true },
    { html: escaped(say('interval', language)), isNumber: true },
    { html: '' },
  ]
  const title = say('differences', language)
  const base = String(first.scenario.name)
  return section(
    title,
    paragraph(say('differencesHow', language, { base })),
    table(title, heads, rows),
  )
}
