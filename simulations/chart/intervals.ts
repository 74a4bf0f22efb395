import { CONFIDENCE } from '../stats/intervals.ts'
import { LEVEL_AXIS_ROOM, levelAxis } from './axes.ts'
import { type Chart, type ChartOptions, chartOf, EDGE, WIDTH } from './chart.ts'
import { levelText, unitTitle, valueText } from './format.ts'
import type { Language } from './language.ts'
import { labelColumn, rowLabel } from './rows.ts'
import { linearScale } from './scale.ts'
import { element, line, SMALL_SIZE, text, through } from './svg.ts'
import { textWidth } from './text-box.ts'
import { word } from './words.ts'

/** Estimates of the same unit, each with its interval. */
export interface IntervalsData {
  readonly unit: string
  readonly rows: readonly {
    readonly label: string
    readonly value: number
    readonly lower: number
    readonly upper: number
    /** What is known without simulation. */
    readonly known?: number
    /** Told apart by a hollow dot. */
    readonly isHollow?: boolean
  }[]
  /** What the rows with a hollow dot are. */
  readonly hollow?: string
  /** Rows as close as their texts allow. */
  readonly isDense?: boolean
  /** Of the intervals; 0.95 where it is left out. */
  readonly level?: number
  /** Whether the axis begins at zero. */
  readonly withZero?: boolean
}

const ROW = 40
const DENSE_ROW = 32

/** Estimates with their errors, side by side. */
export function intervalsChart(data: IntervalsData, options: ChartOptions): Chart {
  const { language, width = WIDTH } = options
  const { unit, rows, level = CONFIDENCE } = data
  const high = data.isDense === true ? DENSE_ROW : ROW
  const told = rows.map(({ value, lower, upper }) =>
    valueText(value, unit, language, (upper - lower) / 4),
  )
  return chartOf(options, (top) => {
    const left = labelColumn(
      rows.map(({ label }) => label),
      width,
    )
    const room = Math.max(0, ...told.map((one) => textWidth(one, SMALL_SIZE))) + 12
    const area = {
      ...{ left, right: width - EDGE - room, top: top + 6, bottom: top + 6 + rows.length * high },
    }
    const all = rows.flatMap(({ value, lower, upper, known = value }) => [lower, upper, known])
    const x = linearScale(all, [left, area.right], { ticks: 4, withZero: data.withZero === true })
    return {
      parts: [
        ...x.ticks.map((tick) => line(x.at(tick), area.top, x.at(tick), area.bottom, 'grid')),
        ...rows.flatMap(({ label, value, lower, upper, known, isHollow }, index) => {
          const y = area.top + (index + 0.5) * high
          return [
            ...rowLabel(label, left, y),
            line(x.at(lower), y, x.at(upper), y, 'main'),
            line(x.at(lower), y - 6, x.at(lower), y + 6, 'main'),
            line(x.at(upper), y - 6, x.at(upper), y + 6, 'main'),
            ...(known === undefined ? [] : [diamond(x.at(known), y)]),
            element('circle', {
              ...{ cx: x.at(value), cy: y, r: isHollow === true ? 5 : 4 },
              class: isHollow === true ? 'c-known' : 'c-fill-ink',
            }),
            text(width - EDGE, y + 4, told[index] ?? '', {
              ...{ anchor: 'end', size: SMALL_SIZE, kind: 'strong' },
            }),
          ]
        }),
        ...levelAxis(x, area, { unit, language, width, title: unitTitle(unit, language) }),
      ],
      height: area.bottom + LEVEL_AXIS_ROOM,
      table: {
        heads: (['step', 'value', 'lower', 'upper', 'known'] as const).map((name) =>
          word(name, language, { level: levelText(level, language) }),
        ),
        rows: rows.map(({ label, value, lower, upper, known = null }) => [
          ...[label, value, lower, upper, known],
        ]),
      },
      alternative: saysOf(data, language),
    }
  })
}

function saysOf({ rows, hollow, level = CONFIDENCE }: IntervalsData, language: Language): string {
  return [
    word('intervalsSay', language, { level: levelText(level, language) }),
    ...(rows.some(({ known }) => known !== undefined) ? [word('intervalsKnown', language)] : []),
    ...(hollow === undefined ? [] : [word('intervalsHollow', language, { what: hollow })]),
  ].join(' ')
}

function diamond(x: number, y: number): string {
  const corners = [
    [x - 8, y],
    [x, y - 8],
    [x + 8, y],
    [x, y + 8],
  ] as const
  return element('path', { d: through(corners, true), class: 'c-known' })
}
