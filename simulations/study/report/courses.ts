import { fanChart } from '../../chart/fan.ts'
import { levelText } from '../../chart/format.ts'
import { sankeyChart } from '../../chart/sankey.ts'
import { element, escaped } from '../../chart/svg.ts'
import { accountTitle } from '../../report/labels/accounts.ts'
import { number, paragraph, row, section, table } from '../../report/page.ts'
import { FAN_LEVELS, type Flow } from '../study-result.ts'
import { designHead, figure, folded, HALF_WIDTH, sideBySide } from './parts.ts'
import type { StudyReader } from './study-reader.ts'

/** More fans, and flows of more designs, are folded away. */
const FANS_SHOWN = 4
const FLOWS_SHOWN = 2
/** Of the largest flow; what is smaller is in the files alone. */
const FLOW_SHARE_MIN = 0.02

/** Months as fans, those of the best design first. */
export function months(reader: StudyReader): readonly string[] {
  const { fans, provenance } = reader.result
  if (fans.length === 0) return []
  const charts = inOrder(fans, reader).map(({ design, name, title, unit, quantiles }) =>
    figure(
      fanChart(
        {
          unit,
          paths: provenance.worlds * provenance.paths,
          bands: FAN_LEVELS.map((level, index) => ({ level, values: quantiles[index] ?? [] })),
        },
        {
          language: reader.language,
          width: HALF_WIDTH,
          id: `fan-${design}-${name}`,
          title: reader.say('fanTitle', {
            title: reader.text(title),
            design: reader.design(design),
          }),
        },
      ),
    ),
  )
  const more = charts.slice(FANS_SHOWN)
  return [
    section(
      reader.say('months'),
      paragraph(reader.say('monthsHow')),
      sideBySide(charts.slice(0, FANS_SHOWN)),
      ...(more.length === 0 ? [] : [folded(reader.say('monthsFolded'), sideBySide(more))]),
    ),
  ]
}

/** Where the money goes, of the best design and its rival first. */
export function flows(reader: StudyReader): readonly string[] {
  if (reader.result.flows.length === 0) return []
  const charts = inOrder(reader.result.flows, reader).map(({ design, flows: found }) =>
    figure(
      sankeyChart(
        { unit: 'cents', flows: largeFlows(found, reader) },
        { language: reader.language, id: `flows-${design}`, title: reader.design(design) },
      ),
    ),
  )
  const how = reader.say('flowsHow', { share: reader.percent(FLOW_SHARE_MIN) })
  const more = charts.slice(FLOWS_SHOWN)
  return [
    section(
      reader.say('flows'),
      paragraph(how),
      element('div', { class: 'flows' }, ...charts.slice(0, FLOWS_SHOWN)),
      ...(more.length === 0 ? [] : [folded(reader.say('flowsFolded'), ...more)]),
    ),
  ]
}

/** Between what has a name of its own; flows too small to be seen are left out. */
function largeFlows(flows: readonly Flow[], reader: StudyReader) {
  const most = Math.max(...flows.map(({ cents }) => cents))
  return flows
    .filter(({ cents }) => cents >= FLOW_SHARE_MIN * most)
    .map(({ from, to, cents }) => ({
      from: accountTitle(from, reader.language),
      to: accountTitle(to, reader.language),
      amount: cents,
    }))
}

function inOrder<Kind extends { readonly design: string }>(
  list: readonly Kind[],
  reader: StudyReader,
): readonly Kind[] {
  return reader.ordered.flatMap(({ name }) => list.filter(({ design }) => design === name))
}

/** The smallest reserve and fund of each design. */
export function reserves(reader: StudyReader): readonly string[] {
  const { smallest } = reader.result
  if (smallest.length === 0) return []
  const rows = inOrder(smallest, reader).map(({ design, title, level, value, interval }) =>
    row(
      designHead(design, reader),
      { html: escaped(reader.text(title)) },
      number(levelText(level, reader.language)),
      number(
        value === null ? reader.say('tooFew') : reader.value(value, 'cents', interval ?? undefined),
      ),
      number(interval === null ? '' : reader.range(interval, 'cents')),
    ),
  )
  const heads = [
    { html: escaped(reader.say('design')) },
    { html: escaped(reader.say('quantity')) },
    ...[
      reader.say('enoughIn'),
      reader.say('amount'),
      reader.say('interval', { level: levelText(reader.result.level, reader.language) }),
    ].map((head) => ({ html: escaped(head), isNumber: true })),
  ]
  const title = reader.say('reserves')
  return [section(title, paragraph(reader.say('reservesHow')), table(title, heads, rows))]
}
