import { EDGE, WIDTH } from './chart.ts'
import { SMALL_SIZE, text } from './svg.ts'
import { textWidth, wrapped } from './text-box.ts'

/** Texts at the left take at most this part of a chart. */
const LABELS_MAX = 0.4
const LINE = 15

/** Where the drawing begins when rows have these texts at its left. */
export function labelColumn(labels: readonly string[], width = WIDTH): number {
  const widest = Math.max(0, ...labels.map((label) => textWidth(label, SMALL_SIZE)))
  return EDGE + Math.min(widest, width * LABELS_MAX) + 12
}

/** The text of a row, in up to three lines around its middle, which end where the drawing begins. */
export function rowLabel(label: string, left: number, middle: number): readonly string[] {
  const lines = wrapped(label, left - EDGE - 10, SMALL_SIZE)
  const first = middle - ((lines.length - 1) * LINE) / 2 + 4
  return lines.map((one, index) =>
    text(left - 12, first + index * LINE, one, { anchor: 'end', size: SMALL_SIZE }),
  )
}
