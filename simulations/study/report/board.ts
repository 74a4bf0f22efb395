import { levelText, numberText } from '../../chart/format.ts'
import { intervalsChart } from '../../chart/intervals.ts'
import { element, escaped } from '../../chart/svg.ts'
import { type Cell, paragraph, row, table } from '../../report/page.ts'
import type { Standing } from '../table.ts'
import { lightsTable } from './feasibility.ts'
import { stateMark } from './marks.ts'
import { bullets, designHead, figure } from './parts.ts'
import { placeText } from './stresses.ts'
import { SCORE, SCORE_POINTS, type StudyReader } from './study-reader.ts'
import { verdictText } from './verdict-text.ts'

/** More designs than this do not fit on a page with all else. */
const DESIGNS_MAX = 5
const LIMITS_MAX = 3
const COSTS_MAX = 2
/** Deciding indicators in the table; the verdict tells all of them. */
const COLUMNS_MAX = 3
/** The chart stands beside text, and is drawn narrower for it. */
const CHART_WIDTH = 470

/** The first page: question, verdict, designs side by side, a chart, whether it can be done, costs, limits. */
export function board(reader: StudyReader): string {
  const { result } = reader
  const places = reader.listed(result.places.map(({ title }) => reader.text(title)))
  return element(
    'div',
    { class: 'board' },
    paragraph(`${reader.say('study')} · ${places}`, 'kicker'),
    element('h1', {}, escaped(reader.text(result.title))),
    paragraph(reader.text(result.question), 'lead'),
    verdict(reader),
    designsTable(reader),
    element(
      'div',
      { class: 'columns' },
      element('div', {}, ...scoreFigure(reader), limits(reader)),
      element('div', {}, howSure(reader), costs(reader)),
    ),
    lights(reader),
  )
}

function verdict(reader: StudyReader): string {
  const { head, lead, wants } = verdictText(reader)
  return element(
    'section',
    { class: `verdict ${reader.result.findings.verdict.kind}` },
    element('h2', {}, escaped(head)),
    paragraph(lead),
    ...(wants === null ? [] : [paragraph(wants, 'wants')]),
  )
}

/** The best, its rival and the baselines are always there; others by score, as far as there is room. */
function shownDesigns(reader: StudyReader) {
  const { design, rival } = reader.result.findings.verdict
  const all = reader.ordered
  const isWanted = ({ name, baseline }: (typeof all)[number]): boolean =>
    name === design || name === rival || baseline !== undefined
  const room = DESIGNS_MAX - all.filter(isWanted).length
  const others = all.filter((one) => !isWanted(one)).slice(0, Math.max(0, room))
  return all.filter((one) => isWanted(one) || others.includes(one))
}

function designsTable(reader: StudyReader): string {
  const { result } = reader
  const best = result.findings.verdict.design
  const shown = [...reader.deciding].sort((a, b) => b.weight - a.weight).slice(0, COLUMNS_MAX)
  const names = [SCORE, ...shown.map(({ name }) => name)]
  const rows = shownDesigns(reader).map(({ name }) => {
    const cells = names.map((indicator) => figureCell(name, indicator, reader))
    const whole = row(designHead(name, reader), ...cells)
    return name === best ? whole.replace('<tr>', '<tr class="best">') : whole
  })
  const heads = [reader.say('design'), ...names.map((one) => reader.indicator(one))]
  const title = reader.say('atAGlance')
  const level = levelText(result.level, reader.language)
  const more = result.designs.length - rows.length
  return element(
    'section',
    {},
    element('h2', {}, escaped(title)),
    table(
      title,
      heads.map((html) => ({ html: escaped(html) })),
      rows,
    ),
    paragraph(
      reader.say('tableHow', { level, design: reader.quoted(reader.design(best)) }),
      'small',
    ),
    ...(more > 0 ? [paragraph(reader.say('moreDesigns', { count: String(more) }), 'small')] : []),
  )
}

/** A value, where it lies, and how it stands against the best design. */
export function figureCell(design: string, indicator: string, reader: StudyReader): Cell {
  const { design: best } = reader.result.findings.verdict
  const told = toldOf(design, indicator, reader)
  const pair = reader.pair(design, best, indicator)
  return {
    html: [
      element('b', {}, escaped(told.value)),
      ...(pair === undefined ? [] : [' ', stateMark(pair.state, reader)]),
      element('span', { class: 'of' }, escaped(told.range)),
    ].join(''),
  }
}

function toldOf(design: string, indicator: string, reader: StudyReader) {
  if (indicator === SCORE) {
    const found = reader.weighing(design)
    if (found === undefined) return { value: '–', range: '' }
    const range = reader.scoreRange(found.scoreInterval)
    return { value: reader.points(found.score), range }
  }
  const found = reader.estimate(design, indicator)
  if (found === undefined) return { value: '–', range: '' }
  const unit = reader.unitOf(indicator)
  return {
    value: reader.value(found.mean, unit, found.interval),
    range: reader.range(found.interval, unit),
  }
}

/** The scores of the designs with their intervals; baselines are hollow. */
function scoreFigure(reader: StudyReader): readonly string[] {
  const { level } = reader.result
  const rows = shownDesigns(reader).flatMap(({ name, baseline }) => {
    const found = reader.weighing(name)
    if (found === undefined) return []
    const { lower, upper } = found.scoreInterval
    return [
      {
        label: reader.design(name),
        value: found.score * SCORE_POINTS,
        lower: lower * SCORE_POINTS,
        upper: upper * SCORE_POINTS,
        isHollow: baseline !== undefined,
      },
    ]
  })
  if (rows.length === 0) return []
  const chart = intervalsChart(
    {
      unit: 'points',
      rows,
      level,
      hollow: reader.say('baselinesAre'),
      isDense: true,
    },
    {
      language: reader.language,
      id: 'board-score',
      width: CHART_WIDTH,
      title: reader.say('scoreTitle', { level: levelText(level, reader.language) }),
    },
  )
  const alternative = `${chart.alternative} ${reader.say('overlap')}`
  return [figure({ ...chart, alternative })]
}

function lights(reader: StudyReader): string {
  const title = reader.say('feasibleTitle')
  return element(
    'section',
    { class: 'lights' },
    element('h2', {}, escaped(title)),
    lightsTable(shownDesigns(reader), reader, title),
  )
}

function costs(reader: StudyReader): string {
  const { result } = reader
  const { design } = result.findings.verdict
  const amounts = result.indicators
    .filter(({ unit }) => unit === 'cents')
    .slice(0, COSTS_MAX)
    .flatMap(({ name, unit }) => {
      const found = reader.estimate(design, name)
      if (found === undefined || found.mean === 0) return []
      const value = reader.value(found.mean, unit, found.interval)
      const range = reader.range(found.interval, unit)
      return [reader.say('costItem', { title: reader.indicator(name), value, range })]
    })
  const needs = result.smallest
    .filter((one) => one.design === design)
    .map(({ title, value, level, interval }) =>
      value === null
        ? reader.say('smallestUnknown', { title: reader.text(title) })
        : reader.say('smallestItem', {
            title: reader.text(title),
            value: reader.value(value, 'cents', interval ?? undefined),
            cases: casesText(level, reader),
          }),
    )
  const items = [
    reader.say('budgetIs', { budget: reader.text(result.budget) }),
    ...amounts,
    ...needs,
    ...worstStress(design, reader),
  ]
  return element(
    'section',
    {},
    element(
      'h2',
      {},
      escaped(reader.say('costs', { design: reader.quoted(reader.design(design)) })),
    ),
    ...bullets(items),
  )
}

/** What is sure against the second and the baselines, and what all of it rests on. */
function howSure(reader: StudyReader): string {
  const { inputs, provenance } = reader.result
  const counted = (standing: Standing): string =>
    String(inputs.filter((one) => one.standing === standing).length)
  const rests = reader.say('restsOn', {
    count: String(inputs.length),
    ...{
      evidence: counted('evidence'),
      prior: counted('prior'),
      assumption: counted('assumption'),
    },
    worlds: numberText(provenance.worlds, reader.language),
  })
  const items = [...verdictText(reader).reasons, ...(inputs.length === 0 ? [] : [rests])]
  if (items.length === 0) return ''
  return element(
    'section',
    {},
    element('h2', {}, escaped(reader.say('howSure'))),
    ...bullets(items),
  )
}

/** The stress that takes most from a design. */
function worstStress(design: string, reader: StudyReader): readonly string[] {
  const [worst] = reader.result.stressedScores
    .filter((one) => one.design === design && one.difference < 0)
    .sort((a, b) => a.difference - b.difference)
  if (worst === undefined) return []
  const { stress, difference } = worst
  const place = placeText(worst, reader)
  return [
    reader.say('worstStress', {
      ...{ stress: reader.stress(stress), difference: reader.points(difference), place },
    }),
  ]
}

function limits(reader: StudyReader): string {
  const told = reader.result.limits.slice(0, LIMITS_MAX).map((one) => reader.text(one))
  return element(
    'section',
    {},
    element('h2', {}, escaped(reader.say('boardLimits'))),
    ...bullets(told),
  )
}

/** How many of a hundred a level is. */
function casesText(level: number, reader: StudyReader): string {
  const cases = Number((level * 100).toPrecision(6))
  return numberText(cases, reader.language, Number.isInteger(cases) ? 0 : 1)
}
