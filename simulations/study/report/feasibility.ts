import { element, escaped } from '../../chart/svg.ts'
import { type Cell, paragraph, row, section, table } from '../../report/page.ts'
import { DIMENSIONS, type Dimension, type JudgedCriterion } from '../study-result.ts'
import { lightMark, standingMark } from './marks.ts'
import type { StudyReader } from './study-reader.ts'

/** Whether each design can be done: a light for each dimension, and the criteria behind them, each told once. */
export function feasibility(reader: StudyReader): string {
  const shown = DIMENSIONS.filter((dimension) =>
    reader.result.feasibility.some((one) => one.dimension === dimension),
  )
  return section(
    reader.say('feasibility'),
    paragraph(reader.say('feasibilityHow')),
    lightsTable(reader.ordered, reader, reader.say('feasibility')),
    ...(shown.length === 0 ? [] : [criteriaTable(shown, reader)]),
  )
}

/** A row for each design, a light for each dimension. */
export function lightsTable(
  designs: StudyReader['ordered'],
  reader: StudyReader,
  title: string,
): string {
  const rows = designs.map(({ name }) =>
    row(
      escaped(reader.design(name)),
      ...DIMENSIONS.map((dimension) => ({
        html: lightMark(judgedOf(name, dimension, reader)?.light ?? 'unknown', reader),
      })),
    ),
  )
  const heads = [
    reader.say('design'),
    ...DIMENSIONS.map((dimension) => reader.say(`dimension ${dimension}`)),
  ]
  return table(
    title,
    heads.map((html) => ({ html: escaped(html) })),
    rows,
  )
}

function judgedOf(design: string, dimension: Dimension, { result }: StudyReader) {
  return result.feasibility.find((one) => one.design === design && one.dimension === dimension)
}

function criteriaTable(shown: readonly Dimension[], reader: StudyReader): string {
  const heads = (['criterion', 'light', 'ofDesigns', 'found'] as const).map((name) => ({
    html: escaped(reader.say(name)),
  }))
  const rows = shown.flatMap((dimension) => [
    element(
      'tr',
      {},
      element(
        'th',
        { scope: 'rowgroup', colspan: heads.length },
        escaped(reader.say(`dimension ${dimension}`)),
      ),
    ),
    ...criteriaOf(dimension, reader).flatMap((one) => criterionRows(one, reader)),
    ...unseenRow(dimension, reader),
  ])
  return table(reader.say('criteria'), heads, rows)
}

/** What was found of one criterion, with the designs that it was found of. */
interface Found {
  readonly criterion: JudgedCriterion
  readonly designs: string[]
}

/** The criteria of a dimension; of each, the designs together of which the same was found. */
function criteriaOf(dimension: Dimension, reader: StudyReader): readonly (readonly Found[])[] {
  const criteria = new Map<string, Map<string, Found>>()
  for (const { name: design } of reader.ordered) {
    for (const criterion of judgedOf(design, dimension, reader)?.criteria ?? []) {
      const groups = criteria.get(criterion.name) ?? new Map<string, Found>()
      criteria.set(criterion.name, groups)
      const key = `${criterion.light} ${reader.text(criterion.found)}`
      const group = groups.get(key) ?? { criterion, designs: [] }
      groups.set(key, group)
      group.designs.push(design)
    }
  }
  return [...criteria.values()].map((groups) => [...groups.values()])
}

function criterionRows(groups: readonly Found[], reader: StudyReader): readonly string[] {
  const [first] = groups
  if (first === undefined) return []
  const { title, evidence } = first.criterion
  const grounds = evidence.map(({ text, standing }) =>
    element('span', { class: 'of' }, standingMark(standing, reader), escaped(`: ${text}`)),
  )
  const none = element('span', { class: 'of' }, escaped(reader.say('noEvidence')))
  const head = escaped(reader.text(title)) + (grounds.length === 0 ? none : grounds.join(''))
  return groups.map(({ criterion, designs }, index) =>
    row(
      index === 0 ? head : element('span', { class: 'again' }, escaped(reader.text(title))),
      { html: lightMark(criterion.light, reader) },
      designsCell(designs, reader),
      { html: escaped(reader.text(criterion.found)) },
    ),
  )
}

/** The designs of which nobody looked at anything in a dimension. */
function unseenRow(dimension: Dimension, reader: StudyReader): readonly string[] {
  const unseen = reader.ordered
    .map(({ name }) => name)
    .filter((name) => (judgedOf(name, dimension, reader)?.criteria ?? []).length === 0)
  if (unseen.length === 0) return []
  const nothing = escaped(reader.say('noCriterion'))
  return [
    row(nothing, { html: lightMark('unknown', reader) }, designsCell(unseen, reader), {
      html: escaped(reader.say('nobodyLooked')),
    }),
  ]
}

function designsCell(designs: readonly string[], reader: StudyReader): Cell {
  const isAll = designs.length === reader.result.designs.length
  const names = designs.map((name) => reader.design(name)).join('; ')
  return { html: escaped(isAll ? reader.say('allDesigns') : names) }
}
