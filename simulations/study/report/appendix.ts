import { levelText } from '../../chart/format.ts'
import { element, escaped } from '../../chart/svg.ts'
import { number, row, section, table } from '../../report/page.ts'
import type { Estimated } from '../findings.ts'
import { stateMark } from './marks.ts'
import { SCORE, type StudyReader } from './study-reader.ts'

/** All figures: every estimate, and every pair of designs once. */
export function appendix(reader: StudyReader): string {
  return section(reader.say('appendix'), ...estimates(reader), ...pairs(reader))
}

function group(title: string, columns: number): string {
  const head = element('th', { scope: 'rowgroup', colspan: columns }, escaped(title))
  return element('tr', {}, head)
}

function levelOf({ result, language }: StudyReader): string {
  return levelText(result.level, language)
}

function estimates(reader: StudyReader): readonly string[] {
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
  const title = reader.say('estimates')
  return [element('h3', {}, escaped(title)), table(title, heads, rows)]
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
function pairs(reader: StudyReader): readonly string[] {
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
  const title = reader.say('allPairs')
  return [element('h3', {}, escaped(title)), table(title, heads, rows)]
}
