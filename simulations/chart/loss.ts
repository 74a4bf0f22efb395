import {
  type Area,
  LEVEL_AXIS_ROOM,
  levelAxis,
  tickRoom,
  uprightAxis,
  uprightTitle,
} from './axes.ts'
import { type Chart, type ChartOptions, chartOf, EDGE, hatchFill, WIDTH } from './chart.ts'
import { numberText, unitTitle, valueText } from './format.ts'
import type { Language } from './language.ts'
import { linearScale, type Scale } from './scale.ts'
import { box, element, line, SMALL_SIZE } from './svg.ts'
import { plate, textWidth } from './text-box.ts'
import { word } from './words.ts'

/** A value that is marked in a distribution. */
export type Mark =
  | { readonly kind: 'mean'; readonly value: number }
  | {
      readonly kind: 'valueAtRisk' | 'expectedShortfall'
      readonly level: number
      readonly value: number
    }
  | { readonly kind: 'border'; readonly label: string; readonly value: number }

/** How an output is distributed over the paths. */
export interface LossData {
  readonly unit: string
  /** Classes from left to right, without gaps, each with its share of the paths. */
  readonly bins: readonly { readonly from: number; readonly to: number; readonly share: number }[]
  readonly marks: readonly Mark[]
  /** On which side it is bad. */
  readonly side: 'upper' | 'lower' | 'none'
}

const HEIGHT = 220
const ROW = 19

/** A histogram with the value at risk and the expected shortfall marked; the classes of the tail are hatched. */
export function lossDistribution(data: LossData, options: ChartOptions): Chart {
  const { language, id } = options
  const { unit, bins } = data
  const marks = data.marks.filter(({ value }) => Number.isFinite(value))
  return chartOf(options, (top) => {
    const axis = { unit: 'share', language, title: word('share', language) }
    const head = top + marks.length * ROW + 26
    const area = { top: head, bottom: head + HEIGHT, left: 0, right: WIDTH - EDGE - 10 }
    const shares = bins.map(({ share }) => share)
    const y = linearScale(shares, [area.bottom, area.top], { withZero: true })
    area.left = EDGE + tickRoom(y, axis) + 8
    const ends = bins.flatMap(({ from, to }) => [from, to])
    const values = [...ends, ...marks.map(({ value }) => value)]
    const x = linearScale(values, [area.left, area.right], { ticks: 6 })
    const bars = bins.map(({ from, to, share }) =>
      box(x.at(from), y.at(share), x.at(to), area.bottom, {
        ...(isInTail(data, (from + to) / 2)
          ? { fill: hatchFill(id), class: 'c-hatched' }
          : { class: 'c-bar' }),
      }),
    )
    return {
      parts: [
        ...uprightAxis(y, area, axis),
        ...bars,
        ...levelAxis(x, area, { unit, language, title: unitTitle(unit, language) }),
        ...markLabels(marks, data, x, { ...area, top: top + 14 }, language),
        uprightTitle(area, axis),
      ],
      height: area.bottom + LEVEL_AXIS_ROOM,
      table: {
        heads: [word('from', language), word('to', language), word('share', language)],
        rows: bins.map(({ from, to, share }) => [from, to, share]),
      },
      alternative: word('lossSays', language, {
        marks: marks.map((mark) => markText(mark, unit, language)).join('; '),
      }),
    }
  })
}

/** Beyond the least severe value at risk that is marked. */
function isInTail({ marks, side }: LossData, value: number): boolean {
  const borders = marks.flatMap((mark) => (mark.kind === 'valueAtRisk' ? [mark.value] : []))
  if (borders.length === 0 || side === 'none') return false
  return side === 'upper' ? value > Math.min(...borders) : value < Math.max(...borders)
}

function markText(mark: Mark, unit: string, language: Language): string {
  const value = valueText(mark.value, unit, language)
  if (mark.kind === 'mean') return word('meanIs', language, { value })
  if (mark.kind === 'border') return word('border', language, { label: mark.label, value })
  const level = `${levelText(mark.level, language)}\u00a0%`
  return word(mark.kind, language, { level, value })
}

function levelText(level: number, language: Language): string {
  const percent = Number((level * 100).toPrecision(6))
  return numberText(percent, language, Number.isInteger(percent) ? 0 : 2)
}

/**
 * Each mark has a row of its own above the drawing. They fall towards the side to which the texts reach, so that few lines
 * pass behind a text.
 */
function markLabels(
  marks: readonly Mark[],
  { unit, side }: LossData,
  x: Scale,
  area: Area,
  language: Language,
): readonly string[] {
  const isLeft = side !== 'lower'
  const ordered = [...marks].sort((a, b) => (isLeft ? b.value - a.value : a.value - b.value))
  const strokes = ordered.map((mark, row) => {
    const at = x.at(mark.value)
    const kind = mark.kind === 'valueAtRisk' ? 'bad' : 'bad-dashed'
    const stroke = mark.kind === 'mean' || mark.kind === 'border' ? 'dashed' : kind
    const y = area.top + row * ROW - 4
    return [
      line(at, y, at, area.bottom, stroke),
      element('circle', { cx: at, cy: y, r: 3, class: 'c-fill-ink' }),
    ]
  })
  const labels = ordered.map((mark, row) => {
    const at = x.at(mark.value)
    const label = markText(mark, unit, language)
    const wide = textWidth(label, SMALL_SIZE)
    const fits = isLeft ? at - 8 - wide >= EDGE : at + 8 + wide <= WIDTH - EDGE
    const reachesLeft = fits === isLeft
    return plate(reachesLeft ? at - 8 : at + 8, area.top + row * ROW, label, {
      ...{ anchor: reachesLeft ? 'end' : 'start', size: SMALL_SIZE },
    })
  })
  return [...strokes.flat(), ...labels]
}
