import { LEVEL_AXIS_ROOM, levelAxis, tickRoom, uprightAxis, uprightTitle } from './axes.ts'
import { type Chart, type ChartOptions, chartOf, EDGE, WIDTH } from './chart.ts'
import { numberText, unitTitle, valueText } from './format.ts'
import { linearScale, type Scale } from './scale.ts'
import { element, line, type Point, SMALL_SIZE, text, through } from './svg.ts'
import { spread, textWidth } from './text-box.ts'
import { word } from './words.ts'

/** A figure by months: quantiles over paths, from month 0. */
export interface FanData {
  readonly unit: string
  /** Over how many paths the quantiles are. */
  readonly paths: number
  /** Left out where only quantiles are told. */
  readonly mean?: readonly number[]
  /** Quantiles by level; those of 5, 25, 50, 75 and 95 % are drawn. */
  readonly bands: readonly { readonly level: number; readonly values: readonly number[] }[]
}

const LEVELS = [0.05, 0.25, 0.5, 0.75, 0.95] as const
const HEIGHT = 250
const STEPS = [1, 2, 3, 6, 12, 24, 60, 120]
const TICKS_MAX = 8
const KINDS: Readonly<Record<number, string>> = {
  0.05: 'outer',
  0.25: 'inner',
  0.5: 'main',
  0.75: 'inner',
  0.95: 'outer',
}

/** How a figure may go, month by month: the middle, the middle half, the middle nine tenths. */
export function fanChart(data: FanData, options: ChartOptions): Chart {
  const { language, width = WIDTH } = options
  const { unit } = data
  const bands = LEVELS.flatMap((level) => data.bands.filter((band) => band.level === level))
  const means = data.mean === undefined ? [] : [data.mean]
  const of = (level: number): readonly number[] =>
    bands.find((band) => band.level === level)?.values ?? data.mean ?? []
  const lastMonth = Math.max(0, of(0.5).length - 1)
  const last = (values: readonly number[]): string => valueText(values.at(-1) ?? 0, unit, language)
  return chartOf(options, (top) => {
    const axis = { unit, language, title: unitTitle(unit, language) }
    const area = { top: top + 24, bottom: top + 24 + HEIGHT, left: 0, right: 0 }
    const all = [...means.flat(), ...bands.flatMap(({ values }) => values)]
    const y = linearScale(all, [area.bottom, area.top], { withZero: true })
    area.left = EDGE + tickRoom(y, axis) + 8
    area.right = width - EDGE - labelRoom(language)
    const months = monthScale(lastMonth, [area.left, area.right])
    const points = (values: readonly number[]): readonly Point[] =>
      values.map((value, month) => [months.at(month), y.at(value)])
    const between = (low: number, high: number, kind: string): string =>
      element('path', {
        d: through([...points(of(low)), ...[...points(of(high))].reverse()], true),
        class: `c-fill-${kind}`,
      })
    return {
      parts: [
        ...uprightAxis(y, area, axis),
        between(0.05, 0.95, 'soft'),
        between(0.25, 0.75, 'middle'),
        ...bands.map(({ level, values }) =>
          element('path', { d: through(points(values)), class: `c-${KINDS[level]}` }),
        ),
        ...means.map((mean) => element('path', { d: through(points(mean)), class: 'c-dashed' })),
        ...levelAxis(months, area, {
          ...{ unit: 'none', language, width, title: word('month', language) },
        }),
        uprightTitle(area, axis),
        ...endLabels([...bands], means, y, area, language),
      ],
      height: area.bottom + LEVEL_AXIS_ROOM,
      table: {
        heads: [
          word('month', language),
          ...means.map(() => word('mean', language)),
          ...bands.map(({ level }) => `${level * 100} %`),
        ],
        rows: of(0.5).map((_, month) => [
          month,
          ...[...means, ...bands.map((band) => band.values)].map((values) => values[month] ?? null),
        ]),
      },
      alternative: word('fanSays', language, {
        paths: numberText(data.paths, language),
        median: last(of(0.5)),
        low: last(of(0.05)),
        high: last(of(0.95)),
      }),
    }
  })
}

/** Months in steps of which a year is made, or of years. */
function monthScale(last: number, [begin, end]: readonly [number, number]): Scale {
  const most = Math.max(1, last)
  const step = STEPS.find((one) => most / one <= TICKS_MAX) ?? most
  const ticks = Array.from({ length: Math.floor(most / step) + 1 }, (_, index) => index * step)
  return { ticks, step, least: 0, most, at: (month) => begin + (month / most) * (end - begin) }
}

function labelOf(level: number, language: ChartOptions['language']): string {
  return level === 0.5 ? word('median', language) : `${level * 100}\u00a0%`
}

function labelRoom(language: ChartOptions['language']): number {
  return 22 + Math.max(...['median', 'mean'].map((name) => widthOf(name as 'mean', language)))
}

function widthOf(name: 'median' | 'mean', language: ChartOptions['language']): number {
  return textWidth(word(name, language), SMALL_SIZE)
}

/** What each line is, at its end; moved apart where the lines are close, with a leader to each. */
function endLabels(
  bands: readonly { readonly level: number; readonly values: readonly number[] }[],
  means: readonly (readonly number[])[],
  y: Scale,
  area: { top: number; bottom: number; right: number },
  language: ChartOptions['language'],
): readonly string[] {
  const labels = [
    ...bands.map(({ level, values }) => ({ label: labelOf(level, language), values })),
    ...means.map((values) => ({ label: word('mean', language), values })),
  ]
  const ends = labels.map(({ values }) => y.at(values.at(-1) ?? 0))
  const places = spread(ends, SMALL_SIZE + 3, area.top + 2, area.bottom - 2)
  return labels.flatMap(({ label }, index) => [
    line(area.right, ends[index] ?? 0, area.right + 14, places[index] ?? 0, 'leader'),
    text(area.right + 18, (places[index] ?? 0) + 4, label, { size: SMALL_SIZE }),
  ])
}
