import type { Language } from './language.ts'
import { colourRules } from './style.ts'
import { element, escaped, TEXT_SIZE, text } from './svg.ts'
import { wrapped } from './text-box.ts'

/** A chart: a drawing, the same as a table, and the same in words. */
export interface Chart {
  /** `<svg role="img">`; its colours come from {@link chartStyles}, so that a page's style is the page's. */
  readonly svg: string
  readonly table: ChartTable
  /** What somebody is told who does not see it. */
  readonly alternative: string
}

export interface ChartTable {
  readonly heads: readonly string[]
  /** Numbers in the units of the result: amounts in cents. */
  readonly rows: readonly (readonly (string | number | null)[])[]
}

export interface ChartOptions {
  readonly language: Language
  /** What stands above it. */
  readonly title: string
  /** Of its own in the page; letters, digits and hyphens. */
  readonly id: string
  /** How wide it is drawn, where that is not as wide as others: beside another one, say. */
  readonly width?: number
}

/** How wide charts are drawn; they are shown as wide as there is room. */
export const WIDTH = 640
/** The room at the sides. */
export const EDGE = 12
const TITLE_LINE = 20
/** Bold letters are about so much wider. */
const BOLD = 1.1

/** What a kind of chart gives: what is drawn from `top` on, and how high it is with that. */
export interface Drawn {
  readonly parts: readonly string[]
  readonly height: number
  readonly table: ChartTable
  readonly alternative: string
}

/** Puts a chart together: title, description, patterns, and what is drawn below the title. */
export function chartOf(options: ChartOptions, draw: (top: number) => Drawn): Chart {
  const { id, title, language, width = WIDTH } = options
  const lines = wrapped(title, (width - 2 * EDGE) / BOLD, TEXT_SIZE + 1)
  const top = 10 + lines.length * TITLE_LINE
  const { parts, height, table, alternative } = draw(top)
  const heading = lines.map((one, index) =>
    text(EDGE, 20 + index * TITLE_LINE, one, { kind: 'title', size: TEXT_SIZE + 1 }),
  )
  const svg = element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${width} ${Math.ceil(height)}`,
      class: 'c-chart',
      role: 'img',
      lang: language,
      'aria-labelledby': `${id}-title ${id}-text`,
    },
    element('title', { id: `${id}-title` }, escaped(title)),
    element('desc', { id: `${id}-text` }, escaped(alternative)),
    element('defs', {}, hatchOf(id)),
    ...heading,
    ...parts,
  )
  return { svg, table, alternative }
}

/** The fill of what is told apart by hatching. */
export function hatchFill(id: string): string {
  return `url(#${id}-hatch)`
}

function hatchOf(id: string): string {
  return element(
    'pattern',
    {
      id: `${id}-hatch`,
      width: 6,
      height: 6,
      patternUnits: 'userSpaceOnUse',
      patternTransform: 'rotate(45)',
    },
    element('rect', { width: 6, height: 6, class: 'c-hatch-ground' }),
    element('rect', { width: 3, height: 6, class: 'c-hatch-stroke' }),
  )
}

/** A chart as a file of its own, which carries its colours: those of a white page. */
export function standaloneSvg({ svg }: Chart): string {
  const style = element('style', {}, colourRules())
  const ground = element('rect', { width: '100%', height: '100%', class: 'c-ground' })
  const head = svg.indexOf('<defs>')
  return `${svg.slice(0, head)}${style}${ground}${svg.slice(head)}\n`
}

/** The data of a chart as CSV (RFC 4180). */
export function chartCsv({ table }: Chart): string {
  const rows = [table.heads, ...table.rows]
  return rows.map((row) => `${row.map(cellOf).join(',')}\r\n`).join('')
}

function cellOf(cell: string | number | null): string {
  const written = cell === null ? '' : String(cell)
  return /[",\r\n]/.test(written) ? `"${written.replaceAll('"', '""')}"` : written
}
