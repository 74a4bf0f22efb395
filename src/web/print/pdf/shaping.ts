import { createRequire } from 'node:module'
import type { Bidi } from 'bidi-js'
import { Direction, Buffer as GlyphBuffer, shape } from 'harfbuzzjs'
import { fontsOf, type PrintFont, type Weight } from './fonts.ts'

export interface TextStyle {
  readonly weight: Weight
  readonly direction: 'ltr' | 'rtl'
  /** BCP 47: some letters have another form in Urdu than in Arabic. */
  readonly language: string
}

/** A glyph where it is to be drawn; lengths in ems, from the left end of the line's base. */
export interface PlacedGlyph {
  readonly font: PrintFont
  readonly id: number
  readonly x: number
  readonly y: number
  /** What it stands for; empty where a glyph before it says it already. */
  readonly text: string
}

/** A line of text in the order in which it is seen. */
export interface ShapedLine {
  readonly text: string
  readonly style: TextStyle
  readonly glyphs: readonly PlacedGlyph[]
  /** In ems. */
  readonly width: number
}

/** A part of a line in one font and one direction. */
interface Run {
  readonly start: number
  end: number
  readonly font: PrintFont
  readonly level: number
}

/** What this package exports is a function; its types tell of a module with one. */
const bidi: Bidi = createRequire(import.meta.url)('bidi-js')()
const LINES_KEPT = 500
const kept = new Map<string, ShapedLine>()

/**
 * Sets a line: parts in the order of the Unicode bidirectional algorithm, letters joined, stacked and reordered as their
 * script asks. Cards say the same again and again, so lines that were set lately are kept.
 */
export function shapeLine(text: string, style: TextStyle): ShapedLine {
  const key = `${style.weight} ${style.direction} ${style.language} ${text}`
  const known = kept.get(key)
  if (known !== undefined) return known
  const line = shapeAnew(text, style)
  if (kept.size >= LINES_KEPT) kept.delete(kept.keys().next().value ?? '')
  kept.set(key, line)
  return line
}

function shapeAnew(text: string, style: TextStyle): ShapedLine {
  const glyphs: PlacedGlyph[] = []
  let pen = 0
  for (const run of inSeenOrder(runsOf(text, style))) {
    pen = shapeRun(text, run, style, pen, glyphs)
  }
  return { text, style, glyphs, width: pen }
}

function runsOf(text: string, { weight, direction }: TextStyle): readonly Run[] {
  const { levels } = bidi.getEmbeddingLevels(text, direction)
  const fonts = fontsOf(weight)
  const runs: Run[] = []
  let at = 0
  for (const character of text) {
    const level = levels[at] ?? 0
    const last = runs.at(-1)
    const font = fontFor(character, last?.font, fonts)
    if (last !== undefined && last.font === font && last.level === level) {
      last.end = at + character.length
    } else {
      runs.push({ start: at, end: at + character.length, font, level })
    }
    at += character.length
  }
  return runs
}

/** Marks, spaces and full stops stay with the letters before them, where that font has them. */
function fontFor(
  character: string,
  last: PrintFont | undefined,
  fonts: readonly PrintFont[],
): PrintFont {
  const codePoint = character.codePointAt(0) ?? 0
  if (last?.has(codePoint)) return last
  const [first] = fonts
  const found = fonts.find((font) => font.has(codePoint)) ?? last ?? first
  if (found === undefined) throw new RangeError('no font')
  return found
}

/** Source: Unicode Standard Annex 9, rule L2. */
function inSeenOrder(runs: readonly Run[]): readonly Run[] {
  const order = [...runs]
  const highest = Math.max(0, ...runs.map(({ level }) => level))
  for (let level = highest; level > 0; level -= 1) {
    for (let start = 0; start < order.length; start += 1) {
      let end = start
      while ((order[end]?.level ?? -1) >= level) end += 1
      if (end > start) order.splice(start, end - start, ...order.slice(start, end).reverse())
      start = end
    }
  }
  return order
}

function shapeRun(
  text: string,
  { start, end, font, level }: Run,
  { language }: TextStyle,
  from: number,
  glyphs: PlacedGlyph[],
): number {
  const buffer = new GlyphBuffer()
  // The whole line goes along, so that letters at the ends of the part know their neighbours.
  buffer.addText(text, start, end - start)
  buffer.setLanguage(language)
  buffer.guessSegmentProperties()
  buffer.setDirection(level % 2 === 1 ? Direction.RTL : Direction.LTR)
  shape(font.shaper, buffer)
  const shaped = buffer.getGlyphInfosAndPositions()
  const ends = clusterEnds(
    shaped.map(({ cluster }) => cluster),
    end,
  )
  const inEms = (units = 0) => units / font.unitsPerEm
  const said = new Set<number>()
  let pen = from
  for (const { codepoint, cluster, xAdvance, xOffset, yOffset } of shaped) {
    glyphs.push({
      font,
      id: codepoint,
      x: pen + inEms(xOffset),
      y: inEms(yOffset),
      text: said.has(cluster) ? '' : text.slice(cluster, ends.get(cluster)),
    })
    said.add(cluster)
    pen += inEms(xAdvance)
  }
  return pen
}

/** Where the text of each cluster ends: where the next one begins. */
function clusterEnds(clusters: readonly number[], end: number): ReadonlyMap<number, number> {
  const sorted = [...new Set(clusters)].sort((one, other) => one - other)
  return new Map(sorted.map((cluster, index) => [cluster, sorted[index + 1] ?? end]))
}

/**
 * Breaks a text into lines of at most this width, between words. What does not fit into so many lines ends with an
 * ellipsis; a word that is too long alone is cut.
 *
 * @param width in ems
 */
export function wrapText(
  text: string,
  style: TextStyle,
  width: number,
  linesMax: number,
): readonly ShapedLine[] {
  const fits = (part: string) => shapeLine(part, style).width <= width
  const lines: string[] = []
  let line = ''
  const words = text.trim().split(/\s+/)
  for (const [index, word] of words.entries()) {
    const longer = line === '' ? word : `${line} ${word}`
    if (fits(longer) || line === '') line = longer
    else if (lines.length + 1 < linesMax) {
      lines.push(line)
      line = word
    } else {
      line = [line, ...words.slice(index)].join(' ')
      break
    }
  }
  lines.push(line)
  return lines.map((one) => shapeLine(fits(one) ? one : shortened(one, fits), style))
}

function shortened(text: string, fits: (part: string) => boolean): string {
  const characters = [...text]
  while (characters.length > 0 && !fits(`${characters.join('').trimEnd()}…`)) characters.pop()
  return `${characters.join('').trimEnd()}…`
}
