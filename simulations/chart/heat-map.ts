import { type Chart, type ChartOptions, chartOf, EDGE, WIDTH } from './chart.ts'
import { valueText } from './format.ts'
import { labelColumn, rowLabel } from './rows.ts'
import { box, SMALL_SIZE, text } from './svg.ts'
import { wrapped } from './text-box.ts'
import { word } from './words.ts'

/** A result for each pair of two parameters. */
export interface HeatMapData {
  readonly unit: string
  /** What stands in the columns and in the rows. */
  readonly columnsAre: string
  readonly rowsAre: string
  readonly columns: readonly string[]
  readonly rows: readonly string[]
  /** By row, then by column; nothing where it is not told. */
  readonly values: readonly (readonly (number | null)[])[]
  /** Cells at or below it (or at or above it) have a thick border. */
  readonly target?: { readonly value: number; readonly side: 'at most' | 'at least' }
}

const ROW = 40
const LINE = 15
const SHADES = 6
/** From this shade on the text is that of dark cells. */
const DARK_FROM = 3

/** A table whose cells are darker where the value is higher; each value is written in its cell. */
export function heatMap(data: HeatMapData, options: ChartOptions): Chart {
  const { language } = options
  const { unit, values, target } = data
  const known = values.flat().filter((value): value is number => value !== null)
  const low = Math.min(...known)
  const high = Math.max(...known)
  const shadeOf = (value: number): number =>
    high === low ? 0 : Math.min(SHADES - 1, Math.floor(((value - low) / (high - low)) * SHADES))
  const isWithin = (value: number): boolean =>
    target !== undefined &&
    (target.side === 'at most' ? value <= target.value : value >= target.value)
  const { says, targetSays } = textsOf(data, low, high, language)
  return chartOf(options, (top) => {
    const left = labelColumn([...data.rows, data.rowsAre])
    const wide = (WIDTH - EDGE - left) / data.columns.length
    const heads = data.columns.map((column) => wrapped(column, wide - 6, SMALL_SIZE, 4))
    const lines = Math.max(1, ...heads.map(({ length }) => length))
    const head = top + 46 + (lines - 1) * LINE
    const cells = values.flatMap((row, index) =>
      row.flatMap((value, column) => {
        const [x, y] = [left + column * wide, head + index * ROW]
        const middle = { anchor: 'middle', size: SMALL_SIZE } as const
        if (value === null) return [text(x + wide / 2, y + ROW / 2 + 4, '–', middle)]
        const shade = shadeOf(value)
        const kind = shade >= DARK_FROM ? 'heat-high' : 'heat-low'
        return [
          box(x + 2, y + 2, x + wide - 2, y + ROW - 2, { class: `c-heat-${shade}` }),
          ...(isWithin(value)
            ? [box(x + 3, y + 3, x + wide - 3, y + ROW - 3, { class: 'c-target' })]
            : []),
          text(x + wide / 2, y + ROW / 2 + 4, cellText(value, unit, language, wide), {
            ...middle,
            kind,
          }),
        ]
      }),
    )
    const bottom = head + data.rows.length * ROW
    return {
      parts: [
        text((left + WIDTH - EDGE) / 2, top + 16, data.columnsAre, {
          ...{ anchor: 'middle', size: SMALL_SIZE, kind: 'muted' },
        }),
        text(left - 12, head - 10, data.rowsAre, {
          anchor: 'end',
          size: SMALL_SIZE,
          kind: 'muted',
        }),
        ...heads.flatMap((column, index) =>
          column.map((one, line) =>
            text(left + (index + 0.5) * wide, head - 10 - (column.length - 1 - line) * LINE, one, {
              ...{ anchor: 'middle', size: SMALL_SIZE },
            }),
          ),
        ),
        ...data.rows.flatMap((row, index) => rowLabel(row, left, head + (index + 0.5) * ROW)),
        ...cells,
        ...targetSays.map((one) =>
          text(left, bottom + 18, one, { size: SMALL_SIZE, kind: 'muted' }),
        ),
      ],
      height: bottom + 12 + targetSays.length * 18,
      table: {
        heads: [`${data.rowsAre} / ${data.columnsAre}`, ...data.columns],
        rows: data.rows.map((row, index) => [row, ...(values[index] ?? [])]),
      },
      alternative: [says, ...targetSays].join(' '),
    }
  })
}

/** What a map says in words: what it shows, and what its thick borders are. */
function textsOf(data: HeatMapData, low: number, high: number, language: ChartOptions['language']) {
  const { unit, target } = data
  const says = word('heatSays', language, {
    rows: data.rowsAre,
    columns: data.columnsAre,
    low: valueText(low, unit, language),
    high: valueText(high, unit, language),
  })
  const targetSays =
    target === undefined
      ? []
      : [word('heatTarget', language, { value: valueText(target.value, unit, language) })]
  return { says, targetSays }
}

function cellText(
  value: number,
  unit: string,
  language: ChartOptions['language'],
  wide: number,
): string {
  return fitted(valueText(value, unit, language, unit === 'cents' ? 100 : undefined), wide)
}

function fitted(content: string, wide: number): string {
  return wrapped(content, wide - 6, SMALL_SIZE, 1)[0] ?? ''
}
