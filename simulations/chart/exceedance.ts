import { LEVEL_AXIS_ROOM, levelAxis, tickRoom, uprightAxis, uprightTitle } from './axes.ts'
import { type Chart, type ChartOptions, chartOf, EDGE, WIDTH } from './chart.ts'
import { numberText, unitTitle, valueText } from './format.ts'
import type { Language } from './language.ts'
import { linearScale, logScale } from './scale.ts'
import { element, type Point, SMALL_SIZE, text, through } from './svg.ts'
import { textWidth } from './text-box.ts'
import { word } from './words.ts'

/** With which probability a value is passed. */
export interface ExceedanceData {
  readonly unit: string
  /** By falling probability. */
  readonly points: readonly { readonly value: number; readonly probability: number }[]
  /** Whether it is passed upwards or downwards. */
  readonly side: 'upper' | 'lower'
}

const HEIGHT = 230
const DECADES = [0.1, 0.01, 0.001]

/** The exceedance curve, on a logarithmic scale of probability: what happens once in ten, a hundred, a thousand. */
export function exceedanceChart(data: ExceedanceData, options: ChartOptions): Chart {
  const { language } = options
  const { unit, side } = data
  const points = data.points.filter(({ probability }) => probability > 0)
  const least = Math.min(0.1, ...points.map(({ probability }) => probability))
  return chartOf(options, (top) => {
    const area = { top: top + 24, bottom: top + 24 + HEIGHT, left: 0, right: WIDTH - EDGE - 14 }
    const y = logScale(least, 1, 10, [area.bottom, area.top])
    const title = word(side === 'upper' ? 'exceeds' : 'fallsShort', language)
    const label = (tick: number): string => oneIn(tick, language)
    const axis = { unit: 'share', language, title, label }
    area.left = EDGE + tickRoom(y, axis) + 8
    const values = points.map(({ value }) => value)
    const x = linearScale(values, [area.left, area.right], { ticks: 6 })
    const curve = points.map(({ value, probability }): Point => [x.at(value), y.at(probability)])
    const marked = DECADES.flatMap((decade) => {
      const point = points.find(({ probability }) => probability <= decade * (1 + 1e-9))
      return point === undefined ? [] : [{ ...point, decade }]
    })
    const told = marked.map(({ value, decade }) => {
      return `${oneIn(decade, language)}: ${valueText(value, unit, language)}`
    })
    return {
      parts: [
        ...uprightAxis(y, area, axis),
        element('path', { d: through(curve), class: 'c-main' }),
        ...marked.flatMap(({ value, decade }) => {
          const written = valueText(value, unit, language)
          const at = x.at(value)
          const isRight = at + 10 + textWidth(written, SMALL_SIZE) < area.right
          // On the side from which the curve does not come.
          const isAbove = isRight === (side === 'upper')
          return [
            element('circle', { cx: at, cy: y.at(decade), r: 4, class: 'c-fill-ink' }),
            text(isRight ? at + 9 : at - 9, y.at(decade) + (isAbove ? -6 : 16), written, {
              ...{ anchor: isRight ? 'start' : 'end', size: SMALL_SIZE },
            }),
          ]
        }),
        uprightTitle(area, axis),
        ...levelAxis(x, area, { unit, language, title: unitTitle(unit, language) }),
      ],
      height: area.bottom + LEVEL_AXIS_ROOM,
      table: {
        heads: [word('value', language), title],
        rows: points.map(({ value, probability }) => [value, probability]),
      },
      alternative: word('exceedanceSays', language, { marks: told.join('; ') }),
    }
  })
}

function oneIn(probability: number, language: Language): string {
  if (probability >= 1) return '100\u00a0%'
  const count = numberText(Math.round(1 / probability), language)
  return word('oneIn', language, { count })
}
