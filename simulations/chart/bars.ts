import { type Chart, type ChartOptions, chartOf, EDGE, WIDTH } from './chart.ts'
import { valueText } from './format.ts'
import { labelColumn, rowLabel } from './rows.ts'
import { box, line, SMALL_SIZE, text } from './svg.ts'
import { textWidth } from './text-box.ts'
import { word } from './words.ts'

/** Values that are not below zero, of one unit. */
export interface BarsData {
  readonly unit: string
  readonly rows: readonly { readonly label: string; readonly value: number }[]
  /** How exactly they are known, in the unit. */
  readonly near?: number
  /** What the whole width is; the largest value where it is left out. */
  readonly most?: number
}

const ROW = 34

/** Values side by side, each written behind its bar. */
export function barsChart(data: BarsData, options: ChartOptions): Chart {
  const { language, width = WIDTH } = options
  const { unit, rows, near } = data
  const told = rows.map(({ value }) => valueText(value, unit, language, near))
  const longest = [...rows].sort((a, b) => b.value - a.value)[0]
  const most = Math.max(data.most ?? 0, longest?.value ?? 0)
  return chartOf(options, (top) => {
    const left = labelColumn(
      rows.map(({ label }) => label),
      width,
    )
    const room = Math.max(0, ...told.map((one) => textWidth(one, SMALL_SIZE))) + 10
    const wide = width - EDGE - room - left
    const first = top + 6
    const end = (value: number): number => left + (most > 0 ? (value / most) * wide : 0)
    return {
      parts: [
        ...rows.flatMap(({ label, value }, index) => {
          const y = first + index * ROW
          return [
            ...rowLabel(label, left, y + ROW / 2),
            box(left, y + 7, end(value), y + ROW - 7, { class: 'c-bar' }),
            text(end(value) + 7, y + ROW / 2 + 4, told[index] ?? '', {
              ...{ size: SMALL_SIZE, kind: 'strong' },
            }),
          ]
        }),
        line(left, first, left, first + rows.length * ROW, 'axis'),
      ],
      height: first + rows.length * ROW + 8,
      table: {
        heads: [word('step', language), word('value', language)],
        rows: rows.map(({ label, value }) => [label, value]),
      },
      alternative: word('barsSay', language, {
        first: longest?.label ?? '',
        value: valueText(longest?.value ?? 0, unit, language, near),
      }),
    }
  })
}
