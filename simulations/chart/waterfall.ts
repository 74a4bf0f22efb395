import { LEVEL_AXIS_ROOM, levelAxis } from './axes.ts'
import { type Chart, type ChartOptions, chartOf, EDGE, hatchFill, WIDTH } from './chart.ts'
import { numberText, unitTitle, valueText } from './format.ts'
import { labelColumn, rowLabel } from './rows.ts'
import { linearScale } from './scale.ts'
import { box, line, SMALL_SIZE, text } from './svg.ts'
import { textWidth } from './text-box.ts'
import { word } from './words.ts'

/** How an account came from one balance to another. */
export interface WaterfallData {
  readonly unit: string
  /** Over how many paths the amounts are means. */
  readonly paths: number
  readonly start: { readonly label: string; readonly amount: number }
  /** What came in (above zero) and went out (below). */
  readonly steps: readonly { readonly label: string; readonly amount: number }[]
  readonly end: string
}

const ROW = 34

/** Where the money went: from the first balance, item by item, to the last. */
export function waterfallChart(data: WaterfallData, options: ChartOptions): Chart {
  const { language, id } = options
  const { unit, start } = data
  const rows = rowsOf(data)
  const near = unit === 'cents' ? 100 : undefined
  const labels = rows.map(({ from, to, isTotal }) => {
    const amount = isTotal ? to : to - from
    const written = valueText(amount, unit, language, near)
    return !isTotal && amount > 0 ? `+${written}` : written
  })
  return chartOf(options, (top) => {
    const left = labelColumn(rows.map(({ label }) => label))
    const room = Math.max(...labels.map((label) => textWidth(label, SMALL_SIZE))) + 10
    const area = {
      ...{ left, right: WIDTH - EDGE - room, top: top + 6, bottom: top + 6 + rows.length * ROW },
    }
    const values = rows.flatMap(({ from, to }) => [from, to])
    const x = linearScale(values, [left, area.right], { withZero: true, ticks: 4 })
    return {
      parts: [
        ...rows.flatMap(({ label, from, to, isTotal }, index) => {
          const y = area.top + index * ROW
          const isOut = !isTotal && to < from
          const paint = isOut ? { fill: hatchFill(id), class: 'c-hatched' } : { class: 'c-bar' }
          const solid = isTotal ? { class: 'c-fill-main' } : paint
          const edge = Math.max(x.at(from), x.at(to))
          return [
            ...rowLabel(label, left, y + ROW / 2),
            box(x.at(from), y + 6, x.at(to), y + ROW - 6, solid),
            text(edge + 6, y + ROW / 2 + 4, labels[index] ?? '', {
              ...{ size: SMALL_SIZE, kind: isTotal ? 'strong' : 'ink' },
            }),
            ...(index + 1 < rows.length
              ? [line(x.at(to), y + ROW - 6, x.at(to), y + ROW + 6, 'leader')]
              : []),
          ]
        }),
        line(x.at(0), area.top, x.at(0), area.bottom, 'axis'),
        ...levelAxis(x, area, { unit, language, title: unitTitle(unit, language) }),
      ],
      height: area.bottom + LEVEL_AXIS_ROOM,
      table: {
        heads: [word('step', language), word('amount', language)],
        rows: rows.map(({ label, from, to, isTotal }) => [label, isTotal ? to : to - from]),
      },
      alternative: word('waterfallSays', language, {
        paths: numberText(data.paths, language),
        start: valueText(start.amount, unit, language, near),
        end: valueText(rows.at(-1)?.to ?? 0, unit, language, near),
      }),
    }
  })
}

interface Row {
  readonly label: string
  readonly from: number
  readonly to: number
  readonly isTotal: boolean
}

function rowsOf({ start, steps, end }: WaterfallData): readonly Row[] {
  const rows: Row[] = [{ label: start.label, from: 0, to: start.amount, isTotal: true }]
  let level = start.amount
  for (const { label, amount } of steps) {
    rows.push({ label, from: level, to: level + amount, isTotal: false })
    level += amount
  }
  return [...rows, { label: end, from: 0, to: level, isTotal: true }]
}
