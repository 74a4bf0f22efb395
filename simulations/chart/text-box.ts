import { box, TEXT_SIZE, type TextOptions, text } from './svg.ts'

/** Widths of Helvetica in thousandths of its size, by groups of letters. Source: Adobe, "Helvetica" AFM 2.0. */
const WIDTHS: readonly (readonly [letters: string, width: number])[] = [
  ["ijl'’ìí|", 222],
  ['ft.,:;!/\\ I()[]\u00a0-·', 290],
  ['r', 333],
  ['csvxyzkJ', 500],
  ['CDHNRUw&', 722],
  ['GOQ', 778],
  ['mM%—', 870],
  ['W@', 960],
  ['ABEKPSVXY', 667],
]
const WIDTH_ELSE = 580
/** Fonts differ from machine to machine; DejaVu Sans is about so much wider. */
const RESERVE = 1.2

/** About how wide a line of text is drawn, rather too much than too little. */
export function textWidth(content: string, size = TEXT_SIZE): number {
  let sum = 0
  for (const letter of content) {
    sum += WIDTHS.find(([letters]) => letters.includes(letter))?.[1] ?? WIDTH_ELSE
  }
  return (sum / 1000) * size * RESERVE
}

/** A line of text on a plate of the ground's colour, for where lines pass. */
export function plate(x: number, y: number, content: string, options: TextOptions = {}): string {
  const { anchor = 'start', size = TEXT_SIZE } = options
  const wide = textWidth(content, size)
  const left = x - { start: 0, middle: wide / 2, end: wide }[anchor]
  const ground = box(left - 2, y - size + 1, left + wide + 2, y + 4, { class: 'c-ground' })
  return ground + text(x, y, content, options)
}

/** Breaks text into lines of at most this width, where there are spaces; what does not fit at last ends with an ellipsis. */
export function wrapped(content: string, width: number, size: number, most = 3): readonly string[] {
  const lines: string[] = []
  let current = ''
  for (const part of content.split(' ')) {
    const longer = current === '' ? part : `${current} ${part}`
    if (current !== '' && textWidth(longer, size) > width) {
      lines.push(current)
      current = part
    } else current = longer
  }
  if (current !== '') lines.push(current)
  if (lines.length <= most) return lines.map((one) => shortened(one, width, size))
  const last = shortened(`${lines[most - 1]} ${lines[most]}`, width, size)
  return [...lines.slice(0, most - 1), last.endsWith('…') ? last : `${last}…`]
}

function shortened(content: string, width: number, size: number): string {
  if (textWidth(content, size) <= width) return content
  let kept = content
  while (kept.length > 1 && textWidth(`${kept}…`, size) > width) kept = kept.slice(0, -1)
  return `${kept.trimEnd()}…`
}

/**
 * Moves places apart until none is nearer to another than the gap, in the order they are in, and all stay within the
 * bounds where there is room.
 */
export function spread(
  places: readonly number[],
  gap: number,
  least: number,
  most: number,
): readonly number[] {
  const order = places.map((_, index) => index)
  order.sort((a, b) => (places[a] ?? 0) - (places[b] ?? 0) || a - b)
  const moved = [...places]
  let next = least
  for (const index of order) {
    moved[index] = Math.max(moved[index] ?? 0, next)
    next = (moved[index] ?? 0) + gap
  }
  next = most
  for (const index of order.reverse()) {
    moved[index] = Math.min(moved[index] ?? 0, next)
    next = (moved[index] ?? 0) - gap
  }
  return moved
}
