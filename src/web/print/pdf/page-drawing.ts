import { pdfNumber, pdfText } from './file.ts'
import { type FontBook, hexOf } from './font-book.ts'
import {
  type PlacedGlyph,
  type ShapedLine,
  shapeLine,
  type TextStyle,
  wrapText,
} from './shaping.ts'

/** Points of a PDF in a millimetre. */
const POINTS = 72 / 25.4
/** A type size of one point, in millimetres. */
const POINT_MM = 25.4 / 72

/** A place on a page in millimetres, from its upper left corner. */
export interface Place {
  readonly x: number
  readonly y: number
}

export interface TextPlacing extends Place, Partial<TextStyle> {
  /** In points. */
  readonly size: number
  /** Which part of the text `x` is; the start of a line from right to left is its right end. */
  readonly align?: 'left' | 'centre' | 'right'
}

/** A column that a text has to fit into. */
export interface TextColumn extends Place, Partial<TextStyle> {
  readonly size: number
  readonly width: number
  readonly linesMax: number
  /** From one line to the next, in sizes. */
  readonly leading?: number
  readonly align?: 'centre'
}

/** Black and white squares; `data` is not 0 where a square is black. */
export interface Modules {
  readonly size: number
  readonly data: ArrayLike<number>
}

const PLAIN: TextStyle = { weight: 'regular', direction: 'ltr', language: 'it' }

/** Draws a page in black: shapes and text, in millimetres from the upper left corner. */
export class PageDrawing {
  private readonly operators: string[] = []
  private readonly fonts: FontBook
  private readonly height: number

  /** @param height of the page, in millimetres */
  constructor(fonts: FontBook, height: number) {
    this.fonts = fonts
    this.height = height
  }

  /** A line of text; `y` is the line that letters stand on. */
  text(text: string, placing: TextPlacing): void {
    this.line(shapeLine(text, styleOf(placing)), placing)
  }

  /** A text of several lines, `y` the base of the first. Returns the base of the last. */
  column(text: string, column: TextColumn): number {
    const { x, y, size, width, linesMax, leading = 1.35 } = column
    const style = styleOf(column)
    const lines = wrapText(text, style, width / (size * POINT_MM), linesMax)
    const [align, at] =
      column.align === 'centre'
        ? (['centre', x + width / 2] as const)
        : style.direction === 'rtl'
          ? (['right', x + width] as const)
          : (['left', x] as const)
    const step = size * POINT_MM * leading
    for (const [index, line] of lines.entries()) {
      this.line(line, { x: at, y: y + index * step, size, align })
    }
    return y + (lines.length - 1) * step
  }

  /** A stroke of a thickness in millimetres; with `dash`, so long and so far apart. */
  stroke(from: Place, to: Place, thickness: number, dash?: number): void {
    const gap = dash === undefined ? '' : pdfNumber(dash * POINTS)
    this.operators.push(
      `${pdfNumber(thickness * POINTS)} w [${gap}] 0 d ${this.at(from)} m ${this.at(to)} l S`,
    )
  }

  /** Squares from `place` on, so large in all; what is black and side by side is one rectangle. */
  modules({ size, data }: Modules, { x, y }: Place, width: number): void {
    const unit = (width / size) * POINTS
    const left = x * POINTS
    const top = (this.height - y) * POINTS
    for (let row = 0; row < size; row += 1) {
      for (let column = 0; column < size; column += 1) {
        const first = column
        while (column < size && data[row * size + column]) column += 1
        if (column === first) continue
        const corner = `${pdfNumber(left + first * unit)} ${pdfNumber(top - (row + 1) * unit)}`
        this.operators.push(`${corner} ${pdfNumber((column - first) * unit)} ${pdfNumber(unit)} re`)
      }
    }
    this.operators.push('f')
  }

  /** What was drawn, as the content of a page. */
  content(): string {
    return this.operators.join('\n')
  }

  private line(line: ShapedLine, { x, y, size, align = 'left' }: TextPlacing): void {
    if (line.glyphs.length === 0) return
    const width = line.width * size * POINT_MM
    const left = align === 'left' ? x : align === 'right' ? x - width : x - width / 2
    const origin = { x: left * POINTS, y: (this.height - y) * POINTS }
    const { direction, language } = line.style
    // Where glyphs do not stand in the order of the letters, readers are told the text itself.
    const isPlain = direction === 'ltr' && line.glyphs.every(({ text }) => text.length === 1)
    const span = `/Span << /Lang (${language}) /ActualText ${pdfText(line.text)} >> BDC`
    if (!isPlain) this.operators.push(span)
    this.operators.push('BT', ...this.glyphs(line.glyphs, origin, size), 'ET')
    if (!isPlain) this.operators.push('EMC')
  }

  /** Glyphs of one font on one height are one text, with what the shaper moved them to either side. */
  private *glyphs(glyphs: readonly PlacedGlyph[], origin: Place, size: number): Generator<string> {
    let name = ''
    let text = ''
    let next = { x: Number.NaN, y: Number.NaN }
    for (const glyph of glyphs) {
      const x = origin.x + glyph.x * size
      const y = origin.y + glyph.y * size
      const font = this.fonts.use(glyph)
      if (font !== name || y !== next.y) {
        if (text !== '') yield `[<${text}>] TJ`
        if (font !== name) yield `/${font} ${pdfNumber(size)} Tf`
        yield `1 0 0 1 ${pdfNumber(x)} ${pdfNumber(y)} Tm`
        text = ''
      } else {
        const moved = Math.round(((x - next.x) / size) * 1000)
        if (moved !== 0) text += `> ${-moved} <`
      }
      name = font
      text += hexOf(glyph.id)
      next = { x: x + (glyph.font.widthOf(glyph.id) / 1000) * size, y }
    }
    if (text !== '') yield `[<${text}>] TJ`
  }

  private at({ x, y }: Place): string {
    return `${pdfNumber(x * POINTS)} ${pdfNumber((this.height - y) * POINTS)}`
  }
}

function styleOf(given: Partial<TextStyle>): TextStyle {
  const { weight, direction, language } = PLAIN
  return {
    weight: given.weight ?? weight,
    direction: given.direction ?? direction,
    language: given.language ?? language,
  }
}
