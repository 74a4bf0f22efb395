import { element, escaped } from '../../chart/svg.ts'
import { paragraph, row, section, table } from '../../report/page.ts'
import { DIMENSIONS, type Dimension, type JudgedCriterion } from '../study-result.ts'
import { lightMark, standingMark } from './marks.ts'
import { designHead } from './parts.ts'
import type { StudyReader } from './study-reader.ts'

/** Whether each design can be done, dimension by dimension: light, sentence, and the criteria behind them. */
export function feasibility(reader: StudyReader): string {
  const parts = DIMENSIONS.filter((dimension) =>
    reader.result.feasibility.some((one) => one.dimension === dimension),
  )
  return section(
    reader.say('feasibility'),
    paragraph(reader.say('feasibilityHow')),
    ...parts.flatMap((dimension) => dimensionParts(dimension, reader)),
  )
}

function dimensionParts(dimension: Dimension, reader: StudyReader): readonly string[] {
  const title = reader.say(`dimension ${dimension}`)
  const judged = reader.ordered.flatMap(({ name }) =>
    reader.result.feasibility.filter((one) => one.design === name && one.dimension === dimension),
  )
  const rows = judged.map(({ design, light, sentence, criteria }) =>
    row(
      designHead(design, reader),
      { html: lightMark(light, reader) },
      {
        html: [
          element('strong', {}, escaped(reader.text(sentence))),
          ...(criteria.length === 0
            ? []
            : [
                element('ul', { class: 'plain' }, ...criteria.map((one) => criterion(one, reader))),
              ]),
        ].join(''),
      },
    ),
  )
  const heads = (['design', 'light', 'found'] as const).map((name) => ({
    html: escaped(reader.say(name)),
  }))
  return [element('h3', {}, escaped(title)), table(title, heads, rows)]
}

/** A criterion with its light, what was found, and what speaks for it. */
function criterion(
  { title, light, found, evidence }: JudgedCriterion,
  reader: StudyReader,
): string {
  const grounds = evidence.map(({ text, standing }) =>
    element('span', { class: 'of' }, standingMark(standing, reader), escaped(`: ${text}`)),
  )
  return element(
    'li',
    {},
    `${escaped(reader.text(title))} `,
    lightMark(light, reader),
    escaped(` – ${reader.text(found)}`),
    ...(grounds.length === 0
      ? [element('span', { class: 'of' }, escaped(reader.say('noEvidence')))]
      : grounds),
  )
}
