import { CONFIDENCE } from '../stats/intervals.ts'
import { LEVEL_AXIS_ROOM, levelAxis, tickRoom, uprightAxis, uprightTitle } from './axes.ts'
import { type Chart, type ChartOptions, chartOf, EDGE, WIDTH } from './chart.ts'
import { levelText, numberText, unitTitle, valueText } from './format.ts'
import { linearScale, logScale } from './scale.ts'
import { element, line, type Point, SMALL_SIZE, text, through } from './svg.ts'
import { textWidth } from './text-box.ts'
import { word } from './words.ts'

/** An estimate after ever more paths. */
export interface ConvergenceData {
  readonly unit: string
  readonly points: readonly {
    readonly paths: number
    readonly value: number
    readonly lower: number
    readonly upper: number
  }[]
  /** What is known without simulation. */
  readonly known?: number
}

const HEIGHT = 200

/** How an estimate and its 95 % interval narrow while paths are added. */
export function convergenceChart(data: ConvergenceData, options: ChartOptions): Chart {
  const { language } = options
  const { unit, points, known } = data
  const last = points.at(-1)
  const near = last === undefined ? 0 : (last.upper - last.lower) / 4
  const written = (value: number): string => valueText(value, unit, language, near)
  return chartOf(options, (top) => {
    const axis = { unit, language, title: unitTitle(unit, language) }
    const area = { top: top + 24, bottom: top + 24 + HEIGHT, left: 0, right: WIDTH - EDGE - 24 }
    const all = points.flatMap(({ lower, upper }) => [lower, upper])
    const y = linearScale(
      [...all, ...(known === undefined ? [] : [known])],
      [area.bottom, area.top],
    )
    area.left = EDGE + tickRoom(y, axis) + 8
    const counts = points.map(({ paths }) => paths)
    const x = logScale(Math.min(...counts), Math.max(...counts), 4, [area.left, area.right])
    const shown = { ...x, ticks: x.ticks.filter((tick) => tick >= Math.min(...counts)) }
    const along = (of: 'value' | 'lower' | 'upper'): readonly Point[] =>
      points.map((point) => [x.at(point.paths), y.at(point[of])])
    const band = through([...along('lower'), ...[...along('upper')].reverse()], true)
    const knownText = `${word('known', language)}: ${written(known ?? 0)}`
    const room = textWidth(knownText, SMALL_SIZE)
    const knownParts =
      known === undefined
        ? []
        : [
            line(area.left, y.at(known), area.right, y.at(known), 'dashed'),
            line(
              area.right - room - 34,
              area.top - 14,
              area.right - room - 6,
              area.top - 14,
              'dashed',
            ),
            text(area.right, area.top - 10, knownText, {
              ...{ anchor: 'end', size: SMALL_SIZE },
            }),
          ]
    return {
      parts: [
        ...uprightAxis(y, area, axis),
        element('path', { d: band, class: 'c-fill-soft' }),
        element('path', { d: through(along('lower')), class: 'c-outer' }),
        element('path', { d: through(along('upper')), class: 'c-outer' }),
        element('path', { d: through(along('value')), class: 'c-main' }),
        ...knownParts,
        uprightTitle(area, axis),
        ...levelAxis(shown, area, {
          ...{ unit: 'none', language, title: word('pathsRun', language) },
          label: (tick) => numberText(tick, language),
        }),
      ],
      height: area.bottom + LEVEL_AXIS_ROOM,
      table: {
        heads: (['paths', 'value', 'lower', 'upper'] as const).map((name) =>
          word(name, language, { level: levelText(CONFIDENCE, language) }),
        ),
        rows: points.map(({ paths, value, lower, upper }) => [paths, value, lower, upper]),
      },
      alternative: word('convergenceSays', language, {
        value: written(last?.value ?? 0),
        low: written(last?.lower ?? 0),
        high: written(last?.upper ?? 0),
      }),
    }
  })
}
