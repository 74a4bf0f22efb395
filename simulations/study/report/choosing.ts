import { barsChart } from '../../chart/bars.ts'
import { numberText } from '../../chart/format.ts'
import { scatterChart } from '../../chart/scatter.ts'
import { element, escaped } from '../../chart/svg.ts'
import { tornadoChart } from '../../chart/tornado.ts'
import { number, paragraph, row, section, table } from '../../report/page.ts'
import type { Weighing } from '../findings.ts'
import type { IndicatorHead } from '../table.ts'
import { beside, bullets, figure, HALF_WIDTH } from './parts.ts'
import { SCORE, SCORE_POINTS, type StudyReader } from './study-reader.ts'

/** As many inputs as are told to be worth knowing. */
const INPUTS_MAX = 3
/** Less than half a hundredth of a point is nothing. */
const WORTH_MIN = 0.00005
const CENTRAL_MAX = 3
/** Inputs that move less are in the files alone. */
const SWINGS_MAX = 8

/** Which designs no other beats in everything. */
export function front(reader: StudyReader): string {
  const { findings } = reader.result
  const rows = reader.ordered.flatMap(({ name }) => {
    const found = findings.front.find(({ design }) => design === name)
    if (found === undefined) return []
    const beaten = found.dominatedBy.map((one) => reader.design(one)).join('; ')
    return [
      row(
        escaped(reader.design(name)),
        { html: escaped(reader.say(found.isOnFront ? 'yes' : 'no')) },
        number(reader.percent(found.probability)),
        { html: escaped(beaten === '' ? reader.say('nobody') : beaten) },
      ),
    ]
  })
  const heads = [
    { html: escaped(reader.say('design')) },
    { html: escaped(reader.say('onFront')) },
    { html: escaped(reader.say('inWorlds')), isNumber: true },
    { html: escaped(reader.say('dominatedBy')) },
  ]
  const title = reader.say('front')
  return section(
    title,
    paragraph(reader.say('frontHow')),
    ...frontChart(reader),
    ...(rows.length === 0 ? [] : [table(title, heads, rows)]),
  )
}

/** The two deciding indicators that weigh most, of different units where there are such. */
function frontChart(reader: StudyReader): readonly string[] {
  const byWeight = [...reader.result.indicators].sort(
    (a, b) => Number(b.isDeciding) - Number(a.isDeciding) || b.weight - a.weight,
  )
  const [up] = byWeight
  const across = byWeight.slice(1).find(({ unit }) => unit !== up?.unit) ?? byWeight[1]
  if (up === undefined || across === undefined) return []
  const { language, result } = reader
  const axis = ({ title, unit, worst, best }: IndicatorHead) => {
    return { title: reader.text(title), unit, isUpBetter: best > worst }
  }
  const points = reader.ordered.flatMap(({ name, title }) => {
    const [x, y] = [reader.estimate(name, across.name), reader.estimate(name, up.name)]
    if (x === undefined || y === undefined) return []
    return [
      {
        label: reader.text(title),
        across: { value: x.mean, ...x.interval },
        up: { value: y.mean, ...y.interval },
        isOnFront: result.findings.front.some(
          ({ design, isOnFront }) => design === name && isOnFront,
        ),
      },
    ]
  })
  if (points.length === 0) return []
  const title = reader.say('frontTitle', {
    up: reader.text(up.title),
    across: reader.text(across.title),
  })
  const options = { language, id: 'front', title }
  return [figure(scatterChart({ up: axis(up), across: axis(across), points }, options))]
}

/** Which design is best under which weights. */
export function weights(reader: StudyReader): string {
  const rows = reader.ordered.flatMap(({ name, title }) => {
    const found = reader.weighing(name)
    return found === undefined ? [] : [{ label: reader.text(title), value: found.shareOfWeights }]
  })
  const chart = barsChart(
    { unit: 'share', rows, near: 0.1 },
    {
      ...{ language: reader.language, id: 'weights', title: reader.say('weightsTitle') },
      width: HALF_WIDTH,
    },
  )
  const central = reader.ordered.flatMap(({ name }) => {
    const found = reader.weighing(name)
    return found?.centralWeights ? [centralText(found, reader)] : []
  })
  return section(
    reader.say('weights'),
    paragraph(reader.say('weightsHow')),
    beside(rows.length === 0 ? '' : figure(chart), bullets(central).join('')),
    ...viewpoints(reader),
  )
}

/** On which indicators the weights lie for which a design is best. */
function centralText({ design, centralWeights }: Weighing, reader: StudyReader): string {
  const heaviest = Object.entries(centralWeights ?? {})
    .sort(([, a], [, b]) => b - a)
    .slice(0, CENTRAL_MAX)
    .map(([name]) => reader.quoted(reader.indicator(name)))
  return reader.say('centralHow', {
    design: reader.quoted(reader.design(design)),
    list: reader.listed(heaviest),
  })
}

function viewpoints(reader: StudyReader): readonly string[] {
  const { viewpoints: found } = reader.result.findings
  if (found.length === 0) return []
  const rows = found.map(({ viewpoint, scores, best, isSure }) => {
    const design = reader.quoted(reader.design(best))
    return row(
      escaped(reader.viewpoint(viewpoint)) +
        element(
          'span',
          { class: 'of' },
          escaped(reader.say(isSure ? 'surely' : 'perhaps', { design })),
        ),
      ...reader.ordered.map(({ name }) => {
        const score = scores[name]
        const text = score === undefined ? '–' : reader.points(score)
        const html = name === best ? element('b', {}, escaped(text)) : escaped(text)
        return { html, isNumber: true }
      }),
    )
  })
  const heads = [
    { html: escaped(reader.say('viewpoint')) },
    ...reader.ordered.map(({ title }) => ({ html: escaped(reader.text(title)), isNumber: true })),
  ]
  const title = reader.say('viewpoints')
  return [
    element('h3', {}, escaped(title)),
    paragraph(reader.say('viewpointsHow')),
    table(title, heads, rows),
  ]
}

/** What it would be worth to know before choosing, and what each input does to the choice. */
export function information(reader: StudyReader): string {
  const { findings } = reader.result
  const most = [...findings.information]
    .filter(({ value, standardError }) => value > standardError && value > WORTH_MIN)
    .sort((a, b) => b.value - a.value)
    .slice(0, INPUTS_MAX)
  const title = reader.say('information')
  if (most.length === 0) {
    return section(title, paragraph(reader.say('informationNone')), ...tornado(reader))
  }
  const chart = barsChart(
    {
      unit: 'points',
      near: 0.1,
      rows: most.map(({ input, value }) => {
        return { label: reader.input(input), value: value * SCORE_POINTS }
      }),
    },
    {
      ...{ language: reader.language, id: 'information', title: reader.say('informationTitle') },
      width: HALF_WIDTH,
    },
  )
  const items = most.map(({ input, value, standardError, share }) => {
    const head = reader.result.inputs.find(({ name }) => name === input)
    return reader.say('informationItem', {
      input: reader.quoted(reader.input(input)),
      value: numberText(value * SCORE_POINTS, reader.language, 2),
      error: numberText(standardError * SCORE_POINTS, reader.language, 2),
      share: reader.percent(share),
      standing: reader.say(`standing ${head?.standing ?? 'assumption'}`),
      source: head?.source ?? '',
    })
  })
  return section(
    title,
    paragraph(reader.say('informationHow', { all: reader.points(findings.perfectInformation) })),
    beside(figure(chart), bullets(items).join('')),
    ...tornado(reader),
  )
}

function tornado(reader: StudyReader): readonly string[] {
  const { swings, inputs } = reader.result
  const [first] = swings
  if (first === undefined) return []
  const { design, against } = first
  const reach = ({ low, high }: (typeof swings)[number]): number =>
    Math.abs(high.difference - low.difference)
  const strongest = [...swings].sort((a, b) => reach(b) - reach(a)).slice(0, SWINGS_MAX)
  const bars = strongest.map(({ input, low, high }) => {
    const unit = inputs.find(({ name }) => name === input)?.unit ?? 'none'
    const end = (one: typeof low) => ({
      setting: reader.setting(one.input, unit),
      value: one.difference * SCORE_POINTS,
    })
    return { label: reader.input(input), low: end(low), high: end(high) }
  })
  const base = (reader.pair(design, against, SCORE)?.difference ?? 0) * SCORE_POINTS
  const title = reader.say('tornadoTitle', {
    design: reader.quoted(reader.design(design)),
    against: reader.quoted(reader.design(against)),
  })
  const options = { language: reader.language, id: 'tornado', title }
  const more = swings.length - bars.length
  return [
    figure(tornadoChart({ unit: 'points', base, bars }, options)),
    ...(more > 0 ? [paragraph(reader.say('moreSwings', { count: String(more) }), 'small')] : []),
  ]
}
