import { LEVEL_AXIS_ROOM, levelAxis, tickRoom, uprightAxis, uprightTitle } from './axes.ts'
import { type Chart, type ChartOptions, chartOf, EDGE, WIDTH } from './chart.ts'
import { levelText, numberText, unitTitle } from './format.ts'
import { linearScale } from './scale.ts'
import { element, type Point, through } from './svg.ts'
import { word } from './words.ts'

/** A share that falls day by day, with where it may lie. Before its first step it is whole. */
export interface StepsData {
  readonly rows: readonly {
    readonly days: number
    readonly value: number
    readonly lower: number
    readonly upper: number
  }[]
  /** Of the intervals. */
  readonly level: number
}

const HEIGHT = 210

/** What still waits after so many days: a line in steps, and around it where it may lie. */
export function stepsChart({ rows, level }: StepsData, options: ChartOptions): Chart {
  const { language } = options
  return chartOf(options, (top) => {
    const axis = { unit: 'share', language, title: unitTitle('share', language) }
    const area = { top: top + 24, bottom: top + 24 + HEIGHT, left: 0, right: WIDTH - EDGE - 14 }
    const y = linearScale([0, 1], [area.bottom, area.top], { ticks: 4 })
    area.left = EDGE + tickRoom(y, axis) + 8
    const reach: readonly [number, number] = [area.left, area.right]
    const x = linearScale([0, ...rows.map(({ days }) => days)], reach, { ticks: 6, least: 1 })
    const along = (of: 'value' | 'lower' | 'upper'): readonly Point[] => {
      let last = y.at(1)
      const points: Point[] = [[x.at(0), last]]
      for (const row of rows) {
        const [here, next] = [x.at(row.days), y.at(row[of])]
        points.push([here, last], [here, next])
        last = next
      }
      return points
    }
    const band = through([...along('lower'), ...[...along('upper')].reverse()], true)
    const title = unitTitle('days', language)
    const end = rows.at(-1)
    return {
      parts: [
        ...uprightAxis(y, area, axis),
        element('path', { d: band, class: 'c-fill-soft' }),
        element('path', { d: through(along('value')), class: 'c-main' }),
        ...levelAxis(x, area, { unit: 'days', language, title }),
        uprightTitle(area, axis),
      ],
      height: area.bottom + LEVEL_AXIS_ROOM,
      table: {
        heads: [
          title,
          ...(['value', 'lower', 'upper'] as const).map((name) =>
            word(name, language, { level: levelText(level, language) }),
          ),
        ],
        rows: rows.map(({ days, value, lower, upper }) => [days, value, lower, upper]),
      },
      alternative: word('stepsSay', language, {
        level: levelText(level, language),
        days: numberText(end?.days ?? 0, language),
        value: levelText(Number((end?.value ?? 1).toFixed(3)), language),
      }),
    }
  })
}
