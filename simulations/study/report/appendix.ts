import { levelText } from '../../chart/format.ts'
import { element, escaped } from '../../chart/svg.ts'
import { type Cell, number, paragraph, row, section, table } from '../../report/page.ts'
import type { Estimated } from '../findings.ts'
import { stateMark } from './marks.ts'
import { folded } from './parts.ts'
import { SCORE, type StudyReader } from './study-reader.ts'

/** All figures: every estimate, and every pair of designs once. */
export function appendix(reader: StudyReader): string {
  return section(
    reader.say('appendix'),
    paragraph(reader.say('appendixHow', { level: levelOf(reader) })),
    overview(reader),
    folded(reader.say('estimatesFolded'), estimates(reader)),
    folded(reader.say('pairsFolded'), pairs(reader)),
  )
}

/** Every indicator of every design: the mean, and where it lies. */
function overview(reader: StudyReader): string {
  const rows = reader.result.indicators.map(({ name, title, unit }) =>
    row(
      escaped(reader.text(title)),
      ...reader.ordered.map((design): Cell => {
        const found = reader.estimate(design.name, name)
        if (found === undefined) return { html: '–' }
        const { mean, interval } = found
        const range = element('span', { class: 'of' }, escaped(reader.range(interval, unit)))
        return { html: escaped(reader.value(mean, unit, interval)) + range }
      }),
    ),
  )
  const heads = [
    { html: escaped(reader.say('indicator')) },
    ...reader.ordered.map(({ title }) => ({ html: escaped(reader.text(title)) })),
  ]
  return table(reader.say('appendix'), heads, rows, 'even')
}

function group(title: string, columns: number): string {
  const head = element('th', { scope: 'rowgroup', colspan: columns }, escaped(title))
  return element('tr', {}, head)
}

function levelOf({ result, language }: StudyReader): string {
  return levelText(result.level, language)
}

function estimates(reader: StudyReader): string {
  const rows = reader.result.indicators.flatMap(({ name, title, unit }) => [
    group(reader.text(title), 5),
    ...reader.ordered.flatMap((design) => {
      const found = reader.estimate(design.name, name)
      return found === undefined ? [] : [estimateRow(found, unit, reader)]
    }),
  ])
  const heads = [
    { html: escaped(reader.say('design')) },
    ...[
      reader.say('mean'),
      reader.say('standardError'),
      reader.say('interval', { level: levelOf(reader) }),
      reader.say('unknownShare'),
    ].map((head) => ({ html: escaped(head), isNumber: true })),
  ]
  return table(reader.say('estimates'), heads, rows)
}

function estimateRow(found: Estimated, unit: string, reader: StudyReader): string {
  const { design, mean, standardError, interval, unknownShare } = found
  const fine = { lower: mean - standardError / 2, upper: mean + standardError / 2 }
  return row(
    escaped(reader.design(design)),
    number(reader.value(mean, unit, fine)),
    number(reader.value(standardError, unit, fine)),
    number(reader.range(interval, unit)),
    number(reader.percent(unknownShare)),
  )
}

/** Each pair in the one order only: the other is the same with the signs turned. */
function pairs(reader: StudyReader): string {
  const { result } = reader
  const order = reader.ordered.map(({ name }) => name)
  const once = result.findings.pairs.filter(
    ({ design, against }) => order.indexOf(design) < order.indexOf(against),
  )
  const names = [SCORE, ...result.indicators.map(({ name }) => name)]
  const rows = names.flatMap((name) => [
    group(reader.indicator(name), 5),
    ...once
      .filter(({ indicator }) => indicator === name)
      .map((pair) => {
        const { difference, range } = reader.pairTexts(pair)
        return row(
          escaped(`${reader.design(pair.design)} − ${reader.design(pair.against)}`),
          number(difference),
          number(range),
          number(reader.percent(pair.betterIn)),
          { html: stateMark(pair.state, reader) },
        )
      }),
  ])
  const heads = [
    { html: escaped(reader.say('pairColumn')) },
    ...[
      reader.say('difference'),
      reader.say('interval', { level: levelOf(reader) }),
      reader.say('betterIn'),
    ].map((head) => ({ html: escaped(head), isNumber: true })),
    { html: escaped(reader.say('state')) },
  ]
  return table(reader.say('allPairs'), heads, rows)
}
