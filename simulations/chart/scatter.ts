import { LEVEL_AXIS_ROOM, levelAxis, tickRoom, uprightAxis, uprightTitle } from './axes.ts'
import { type Chart, type ChartOptions, chartOf, EDGE, WIDTH } from './chart.ts'
import { unitTitle } from './format.ts'
import type { Language } from './language.ts'
import { linearScale } from './scale.ts'
import { element, line, SMALL_SIZE, text } from './svg.ts'
import { plate, spread, textWidth, wrapped } from './text-box.ts'
import { word } from './words.ts'

/** A value with where it may lie. */
export interface Reach {
  readonly value: number
  readonly lower: number
  readonly upper: number
}

/** Choices by two figures. */
export interface ScatterData {
  readonly across: ScatterAxis
  readonly up: ScatterAxis
  readonly points: readonly {
    readonly label: string
    readonly across: Reach
    readonly up: Reach
    /** Whether no other is at least as good in everything and better in something. */
    readonly isOnFront: boolean
  }[]
}

interface ScatterAxis {
  readonly title: string
  readonly unit: string
  /** Whether more of it is better. */
  readonly isUpBetter: boolean
}

const HEIGHT = 270
const LINE = 15

/** Choices as dots with their reach in both directions; those on the front are solid. */
export function scatterChart(data: ScatterData, options: ChartOptions): Chart {
  const { language } = options
  const { points } = data
  return chartOf(options, (top) => {
    const upTitle = titleOf(data.up, language)
    const upAxis = { unit: data.up.unit, language, title: upTitle }
    const area = { top: top + 26, bottom: top + 26 + HEIGHT, left: 0, right: 0 }
    const reach = (one: Reach): readonly number[] => [one.lower, one.value, one.upper]
    const y = linearScale(
      points.flatMap(({ up }) => reach(up)),
      [area.bottom, area.top],
    )
    area.left = EDGE + tickRoom(y, upAxis) + 8
    const texts = points.map(({ label }) => wrapped(label, 150, SMALL_SIZE, 2))
    const widest = Math.max(0, ...texts.flat().map((one) => textWidth(one, SMALL_SIZE)))
    area.right = WIDTH - EDGE - widest - 26
    const x = linearScale(
      points.flatMap(({ across }) => reach(across)),
      [area.left, area.right],
      { ticks: 5 },
    )
    const ends = points.map(({ up }) => y.at(up.value))
    const places = spread(ends, 2 * LINE + 3, area.top + LINE, area.bottom - LINE)
    return {
      parts: [
        ...uprightAxis(y, area, upAxis),
        ...points.flatMap(({ across, up }, index) => [
          line(x.at(across.value), y.at(up.value), area.right + 18, places[index] ?? 0, 'grid'),
          line(x.at(across.lower), y.at(up.value), x.at(across.upper), y.at(up.value), 'outer'),
          line(x.at(across.value), y.at(up.lower), x.at(across.value), y.at(up.upper), 'outer'),
        ]),
        ...points.map(({ across, up, isOnFront }) =>
          element('circle', {
            ...{ cx: x.at(across.value), cy: y.at(up.value), r: 6 },
            class: isOnFront ? 'c-fill-main' : 'c-known',
          }),
        ),
        ...texts.flatMap((lines, index) =>
          lines.map((one, row) =>
            text(
              area.right + 22,
              (places[index] ?? 0) + 4 + (row - (lines.length - 1) / 2) * LINE,
              one,
              { size: SMALL_SIZE },
            ),
          ),
        ),
        ...levelAxis(x, area, {
          ...{ unit: data.across.unit, language, title: titleOf(data.across, language) },
        }),
        uprightTitle(area, upAxis),
        plate(
          data.across.isUpBetter ? area.right - 6 : area.left + 6,
          data.up.isUpBetter ? area.top + 14 : area.bottom - 8,
          word('better', language),
          {
            ...{ anchor: data.across.isUpBetter ? 'end' : 'start', size: SMALL_SIZE },
            kind: 'main-text',
          },
        ),
      ],
      height: area.bottom + LEVEL_AXIS_ROOM,
      table: tableOf(data, language),
      alternative: word('scatterSays', language, {
        corner: cornerOf(data, language),
        front: points.flatMap(({ label, isOnFront }) => (isOnFront ? [label] : [])).join(', '),
      }),
    }
  })
}

function titleOf({ title, unit }: ScatterAxis, language: Language): string {
  const written = unitTitle(unit, language)
  return written === '' ? title : `${title} (${written})`
}

function cornerOf({ across, up }: ScatterData, language: Language): string {
  const height = word(up.isUpBetter ? 'atTop' : 'atBottom', language)
  return `${height} ${word(across.isUpBetter ? 'atRight' : 'atLeft', language)}`
}

function tableOf({ across, up, points }: ScatterData, language: Language) {
  return {
    heads: [word('step', language), titleOf(across, language), titleOf(up, language)],
    rows: points.map((point) => [point.label, point.across.value, point.up.value]),
  }
}
