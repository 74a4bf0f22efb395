import { WIDTH } from './chart.ts'
import { tickText } from './format.ts'
import type { Language } from './language.ts'
import type { Scale } from './scale.ts'
import { line, SMALL_SIZE, text } from './svg.ts'
import { plate, textWidth } from './text-box.ts'

/** Where things are drawn, between the axes. */
export interface Area {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

export interface AxisOptions {
  readonly unit: string
  readonly language: Language
  readonly title: string
  /** Of the chart, where that is not as wide as others. */
  readonly width?: number
  /** What stands at a tick, where it is not the number in its unit. */
  readonly label?: (tick: number) => string
}

/** The room that the texts of an upright axis take. */
export function tickRoom(scale: Scale, options: AxisOptions): number {
  return Math.max(
    ...scale.ticks.map((tick) => textWidth(labelOf(scale, tick, options), SMALL_SIZE)),
  )
}

/** The title of an upright axis, above it. It is drawn last, over what passes there. */
export function uprightTitle({ left, top }: Area, { title }: AxisOptions): string {
  return plate(left, top - 10, title, { size: SMALL_SIZE, kind: 'muted' })
}

/** An upright axis at the left, with lines across. */
export function uprightAxis(scale: Scale, area: Area, options: AxisOptions): readonly string[] {
  const { left, right } = area
  return scale.ticks.flatMap((tick) => {
    const y = scale.at(tick)
    const label = labelOf(scale, tick, options)
    return [
      line(left, y, right, y, 'grid'),
      text(left - 6, y + 4, label, { anchor: 'end', size: SMALL_SIZE, kind: 'muted' }),
    ]
  })
}

/** A level axis below, its title under it. Where its texts would touch, only every second or third is written. */
export function levelAxis(scale: Scale, area: Area, options: AxisOptions): readonly string[] {
  const { left, right, bottom } = area
  const { width = WIDTH } = options
  const labels = scale.ticks.map((tick) => labelOf(scale, tick, options))
  const every = everyNth(scale, labels)
  return [
    line(left, bottom, right, bottom, 'axis'),
    ...scale.ticks.flatMap((tick, index) => {
      const x = scale.at(tick)
      const mark = line(x, bottom, x, bottom + 4, 'axis')
      if (index % every !== 0) return [mark]
      const label = labels[index] ?? ''
      // At the right edge of the chart a long text moves inwards.
      const middle = Math.min(x, width - 2 - textWidth(label, SMALL_SIZE) / 2)
      return [
        mark,
        text(middle, bottom + 18, label, { anchor: 'middle', size: SMALL_SIZE, kind: 'muted' }),
      ]
    }),
    text((left + right) / 2, bottom + 36, options.title, {
      ...{ anchor: 'middle', size: SMALL_SIZE, kind: 'muted' },
    }),
  ]
}

/** The room that a level axis takes below the area. */
export const LEVEL_AXIS_ROOM = 46

function labelOf(scale: Scale, tick: number, options: AxisOptions): string {
  return options.label?.(tick) ?? tickText(tick, scale.step, options.unit, options.language)
}

function everyNth(scale: Scale, labels: readonly string[]): number {
  const widest = Math.max(...labels.map((label) => textWidth(label, SMALL_SIZE))) + 8
  const [first = 0, second = 1] = scale.ticks
  const distance = Math.abs(scale.at(second) - scale.at(first))
  return Math.max(1, Math.ceil(widest / distance))
}
