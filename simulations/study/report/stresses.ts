import { levelText, numberText } from '../../chart/format.ts'
import { heatMap } from '../../chart/heat-map.ts'
import { element, escaped } from '../../chart/svg.ts'
import { type Cell, number, paragraph, row, section, table } from '../../report/page.ts'
import type { StressedScore } from '../study-result.ts'
import { stateMark } from './marks.ts'
import { bullets, designHead, figure, folded } from './parts.ts'
import { SCORE_POINTS, type StudyReader } from './study-reader.ts'

/** What is left when things go wrong: of every design, under every stress, and whether the order is another. */
export function stresses(reader: StudyReader): readonly string[] {
  const { stresses: heads, stressWorlds, findings } = reader.result
  if (heads.length === 0) return []
  const how = reader.say('stressHow', {
    worlds: numberText(stressWorlds, reader.language),
    design: reader.quoted(reader.design(findings.verdict.design)),
    level: levelText(reader.result.level, reader.language),
  })
  return [
    section(
      reader.say('stresses'),
      paragraph(how),
      ...bullets(heads.map(({ name }) => orderText(name, reader))),
      figure(stressMap(reader)),
      scoresTable(reader),
      folded(reader.say('stressFolded'), indicatorsTable(reader)),
    ),
  ]
}

/** Who comes first under a stress, and whether that is somebody else than before. */
function orderText(stress: string, reader: StudyReader): string {
  const scores = reader.result.stressedScores.filter((one) => one.stress === stress)
  const first = scores.find(({ placeAfter }) => placeAfter === 1)
  const before = scores.find(({ placeBefore }) => placeBefore === 1)
  if (first === undefined || before === undefined) return reader.stress(stress)
  const isMoved = scores.some(({ placeBefore, placeAfter }) => placeBefore !== placeAfter)
  const isSure = first.againstBest === 'better'
  const kind =
    first.design === before.design
      ? isMoved
        ? 'orderBelow'
        : 'orderSame'
      : isSure
        ? 'orderSurely'
        : 'orderPerhaps'
  return reader.say(kind, {
    stress: reader.stress(stress),
    first: reader.quoted(reader.design(first.design)),
    points: reader.points(first.after),
    before: reader.quoted(reader.design(before.design)),
    left: reader.points(before.after),
  })
}

function scoreOf(stress: string, design: string, { result }: StudyReader) {
  return result.stressedScores.find((one) => one.stress === stress && one.design === design)
}

function stressMap(reader: StudyReader) {
  const heads = reader.result.stresses
  const columns = reader.ordered
  const rounded = (score: number | undefined): number | null =>
    score === undefined ? null : Math.round(score * SCORE_POINTS)
  const [any] = heads
  const planned = columns.map(({ name }) =>
    rounded(any === undefined ? undefined : scoreOf(any.name, name, reader)?.before),
  )
  const rows = heads.map(({ name }) =>
    columns.map((design) => rounded(scoreOf(name, design.name, reader)?.after)),
  )
  return heatMap(
    {
      unit: 'number',
      columnsAre: reader.say('design'),
      rowsAre: reader.say('stress'),
      columns: columns.map(({ title }) => reader.text(title)),
      rows: [reader.say('asPlanned'), ...heads.map(({ title }) => reader.text(title))],
      values: [planned, ...rows],
    },
    { language: reader.language, id: 'stress-map', title: reader.say('stressTitle') },
  )
}

/** A row for each design: under each stress the change of its score, its place, and how it stands against the best. */
function scoresTable(reader: StudyReader): string {
  const heads = [
    reader.say('design'),
    ...reader.result.stresses.map(({ title }) => reader.text(title)),
  ].map((html) => ({ html: escaped(html) }))
  const rows = reader.ordered.map(({ name }) =>
    row(
      designHead(name, reader),
      ...reader.result.stresses.map(({ name: stress }) =>
        scoreCell(scoreOf(stress, name, reader), reader),
      ),
    ),
  )
  return table(reader.say('stresses'), heads, rows, 'even')
}

/** Its place by score, and whether it had another. */
export function placeText({ placeBefore, placeAfter }: StressedScore, reader: StudyReader): string {
  return reader.say(placeBefore === placeAfter ? 'placeKept' : 'placeMoved', {
    before: String(placeBefore),
    after: String(placeAfter),
  })
}

function scoreCell(found: StressedScore | undefined, reader: StudyReader): Cell {
  if (found === undefined) return { html: '–' }
  const { difference, interval, againstBest } = found
  return {
    html: [
      element('b', {}, escaped(reader.signedPoints(difference))),
      ...(againstBest === null ? [] : [' ', stateMark(againstBest, reader)]),
      element('span', { class: 'of' }, escaped(reader.signedPointsRange(interval))),
      element('span', { class: 'of' }, escaped(placeText(found, reader))),
    ].join(''),
  }
}

/** The deciding indicators of every design, where a stress changes them. */
function indicatorsTable(reader: StudyReader): string {
  const names = reader.deciding.map(({ name }) => name)
  const changed = reader.result.stressed.filter(
    ({ indicator, difference }) => names.includes(indicator) && difference !== 0,
  )
  const rows = reader.result.stresses.flatMap(({ name, title }) => [
    element(
      'tr',
      {},
      element('th', { scope: 'rowgroup', colspan: 5 }, escaped(reader.text(title))),
    ),
    ...reader.ordered.flatMap(({ name: design }) =>
      changed
        .filter((one) => one.stress === name && one.design === design)
        .map(({ indicator, before, after, difference, interval }) => {
          const unit = reader.unitOf(indicator)
          const of = element('span', { class: 'of' }, escaped(reader.indicator(indicator)))
          return row(
            escaped(reader.design(design)) + of,
            number(reader.value(before, unit, interval)),
            number(reader.value(after, unit, interval)),
            number(reader.difference(difference, unit, interval)),
            number(reader.differenceRange(interval, unit)),
          )
        }),
    ),
  ])
  const level = levelText(reader.result.level, reader.language)
  const heads = [
    { html: escaped(reader.say('design')) },
    ...[
      reader.say('before'),
      reader.say('after'),
      reader.say('change'),
      reader.say('interval', { level }),
    ].map((head) => ({ html: escaped(head), isNumber: true })),
  ]
  return table(reader.say('stressFolded'), heads, rows)
}
