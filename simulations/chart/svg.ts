/** A small writer of SVG: text in, text out, and the same bytes every time. */
export type Attributes = Readonly<Record<string, string | number | undefined>>

/** An element with its attributes and what is in it. */
export function element(name: string, attributes: Attributes, ...children: string[]): string {
  const written = Object.entries(attributes)
    .flatMap(([key, value]) => (value === undefined ? [] : [` ${key}="${attributeText(value)}"`]))
    .join('')
  return children.length === 0
    ? `<${name}${written}/>`
    : `<${name}${written}>${children.join('')}</${name}>`
}

/** Text as it stands in HTML or XML. */
export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

export interface TextOptions {
  readonly anchor?: 'start' | 'middle' | 'end'
  readonly size?: number
  readonly kind?: string
}

export const TEXT_SIZE = 14
export const SMALL_SIZE = 12.5

/** A line of text; `y` is its baseline. */
export function text(x: number, y: number, content: string, options: TextOptions = {}): string {
  const { anchor = 'start', size = TEXT_SIZE, kind = 'ink' } = options
  const attributes = { x, y, 'text-anchor': anchor, 'font-size': size, class: `c-text c-${kind}` }
  return element('text', attributes, escaped(content))
}

/** A straight line. */
export function line(x1: number, y1: number, x2: number, y2: number, kind: string): string {
  return element('line', { x1, y1, x2, y2, class: `c-${kind}` })
}

/** A box; its sides may be given in any order. */
export function box(
  x1: number,
  y1: number,
  x2: number,
  y2: number,
  attributes: Attributes,
): string {
  return element('rect', {
    x: Math.min(x1, x2),
    y: Math.min(y1, y2),
    width: Math.abs(x2 - x1),
    height: Math.abs(y2 - y1),
    ...attributes,
  })
}

export type Point = readonly [x: number, y: number]

/** The `d` of a path through points. */
export function through(points: readonly Point[], isClosed = false): string {
  const parts = points.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${short(x)} ${short(y)}`)
  return `${parts.join('')}${isClosed ? 'Z' : ''}`
}

function attributeText(value: string | number): string {
  return typeof value === 'number' ? short(value) : escaped(value)
}

/** A tenth of a unit is less than anybody sees. */
function short(value: number): string {
  const rounded = Math.round(value * 10) / 10
  return String(rounded === 0 ? 0 : rounded)
}
