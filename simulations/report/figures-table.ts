import { levelText, valueText } from '../chart/format.ts'
import type { Language } from '../chart/language.ts'
import { element, escaped } from '../chart/svg.ts'
import type { Result } from '../result.ts'
import type { Figure } from '../summary.ts'
import { number, row, table } from './page.ts'
import { isReportWord, reasonText, say } from './report-words.ts'
import { nameOf } from './result-charts.ts'

/** What a figure of an output is: mean, value at risk 99 %, … */
export function statisticText({ statistic, level }: Figure, language: Language): string {
  const name = `stat ${statistic}`
  if (!isReportWord(name)) return statistic
  return say(name, language, { level: level === undefined ? '' : levelText(level, language) })
}

/** All figures of a result with error, interval and closed form, under the output that they are of. */
export function figuresTable(result: Result, language: Language): string {
  const names = [...new Set(result.figures.map(({ of }) => of))]
  const rows = names.flatMap((of) => [
    element(
      'tr',
      {},
      element(
        'th',
        { scope: 'rowgroup', colspan: 5 },
        `${escaped(nameOf(of, result, language))} ${element('code', {}, escaped(of))}`,
      ),
    ),
    ...result.figures.filter((figure) => figure.of === of).map((one) => figureRow(one, language)),
  ])
  const heads = (['figure', 'value', 'error', 'interval', 'known'] as const).map((name, index) => ({
    html: escaped(say(name, language)),
    isNumber: index > 0,
  }))
  return table(say('figures', language), heads, rows)
}

function figureRow(figure: Figure, language: Language): string {
  const { unit, value, standardError, interval, closedForm, withheld } = figure
  const name = escaped(statisticText(figure, language))
  if (value === null || interval === null) {
    const reason = escaped(reasonText(withheld ?? '', language))
    return element(
      'tr',
      {},
      element('th', { scope: 'row' }, name),
      `<td colspan="4">${reason}</td>`,
    )
  }
  const near = standardError ?? 0
  const written = (one: number): string => valueText(one, unit, language, near)
  const known = closedForm === undefined ? '' : written(closedForm.value)
  const limit = closedForm?.nature === 'limit'
  return row(
    name,
    number(written(value)),
    number(valueText(near, unit, language, near)),
    number(`${written(interval.lower)} – ${written(interval.upper)}`),
    number(limit ? say('knownLimit', language, { value: known }) : known),
  )
}
