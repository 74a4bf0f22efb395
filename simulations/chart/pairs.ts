import { type Chart, type ChartOptions, chartOf, EDGE, WIDTH } from './chart.ts'
import { valueText } from './format.ts'
import { labelColumn, rowLabel } from './rows.ts'
import { box, line, SMALL_SIZE, text } from './svg.ts'
import { textWidth } from './text-box.ts'
import { word } from './words.ts'

/** What was and what would be, of one unit and not below zero; nothing where it is not told. */
export interface PairsData {
  readonly unit: string
  readonly first: string
  readonly second: string
  /** What stands where there is nothing. */
  readonly untold: string
  readonly rows: readonly {
    readonly label: string
    readonly first: number | undefined
    readonly second: number | undefined
  }[]
}

const BAR = 17
const ROW = 2 * BAR + 16

/** Two values of each kind under each other: the first pale, the second dark. */
export function pairsChart(data: PairsData, options: ChartOptions): Chart {
  const { language } = options
  const { unit, rows, untold } = data
  const told = (value: number | undefined) =>
    value === undefined ? untold : valueText(value, unit, language)
  const values = rows.flatMap(({ first, second }) => [first, second])
  const most = Math.max(0, ...values.map((value) => value ?? 0))
  return chartOf(options, (top) => {
    const left = labelColumn(rows.map(({ label }) => label))
    const room = Math.max(0, ...values.map((value) => textWidth(told(value), SMALL_SIZE))) + 10
    const wide = WIDTH - EDGE - room - left
    const start = top + 30
    const end = (value = 0): number => left + (most > 0 ? (value / most) * wide : 0)
    const bar = (value: number | undefined, y: number, kind: string): readonly string[] => [
      ...(value === undefined ? [] : [box(left, y, end(value), y + BAR, { class: kind })]),
      text(end(value) + 7, y + BAR - 4, told(value), { size: SMALL_SIZE, kind: 'ink' }),
    ]
    const keyAt = EDGE + 20 + textWidth(data.first, SMALL_SIZE) + 24
    const key = (x: number, label: string, kind: string): readonly string[] => [
      box(x, top + 3, x + 14, top + 15, { class: kind }),
      text(x + 20, top + 14, label, { size: SMALL_SIZE }),
    ]
    return {
      parts: [
        ...key(EDGE, data.first, 'c-bar'),
        ...key(keyAt, data.second, 'c-fill-main'),
        ...rows.flatMap(({ label, first, second }, index) => {
          const y = start + index * ROW
          return [
            ...rowLabel(label, left, y + BAR),
            ...bar(first, y, 'c-bar'),
            ...bar(second, y + BAR + 1, 'c-fill-main'),
          ]
        }),
        line(left, start - 4, left, start + rows.length * ROW - 10, 'axis'),
      ],
      height: start + rows.length * ROW,
      table: {
        heads: [word('step', language), data.first, data.second],
        rows: rows.map(({ label, first, second }) => [label, first ?? null, second ?? null]),
      },
      alternative: word('pairsSay', language, { first: data.first, second: data.second }),
    }
  })
}
