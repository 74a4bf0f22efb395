import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Blob, Face, Font } from 'harfbuzzjs'
import { type FontTables, readWoff, writeTrueType } from './woff.ts'

export type Weight = 'regular' | 'bold'

/** A font of one script and weight, to be shaped with and to be put into a file. */
export interface PrintFont {
  /** As a PDF names it. */
  readonly name: string
  readonly shaper: Font
  /** Units of its grid to the em. */
  readonly unitsPerEm: number
  /** In thousandths of the em: bounding box, then how far it reaches up and down. */
  readonly box: readonly [number, number, number, number]
  readonly ascent: number
  readonly descent: number
  /** A TrueType file with what a PDF reader needs to draw glyphs. */
  readonly outlines: Uint8Array
  has(codePoint: number): boolean
  /** How wide a glyph is, in thousandths of the em. */
  widthOf(glyph: number): number
}

/** The scripts of the nine languages, and those that names and products may be written in; the first that fits is taken. */
const SCRIPTS = [
  'sans/latin',
  'sans/latin-ext',
  'sans/cyrillic',
  'sans/cyrillic-ext',
  'sans/greek',
  'sans-arabic/arabic',
  'sans-bengali/bengali',
] as const

/** What drawing needs. How letters join was decided before, by the shaper. */
const OUTLINE_TABLES: ReadonlySet<string> = new Set(
  'glyf head hhea hmtx loca maxp cvt fpgm prep'.split(' '),
)
const WEIGHTS = { regular: 400, bold: 700 } as const

const resolve = createRequire(import.meta.url).resolve
const kept = new Map<Weight, readonly PrintFont[]>()

/** Noto Sans in a weight, one font for each script. Read once, at the first print. */
export function fontsOf(weight: Weight): readonly PrintFont[] {
  const known = kept.get(weight)
  if (known !== undefined) return known
  const fonts = SCRIPTS.map((script) => readFont(script, weight))
  kept.set(weight, fonts)
  return fonts
}

function readFont(script: (typeof SCRIPTS)[number], weight: Weight): PrintFont {
  const [family = '', subset = ''] = script.split('/')
  const file = `noto-${family}-${subset}-${WEIGHTS[weight]}-normal.woff`
  const tables = readWoff(readFileSync(resolve(`@fontsource/noto-${family}/files/${file}`)))
  const face = new Face(new Blob(writeTrueType(tables)))
  const shaper = new Font(face)
  const codePoints = new Set(face.collectUnicodes())
  const unitsPerEm = face.upem
  const scaled = (units: number) => Math.round((units * 1000) / unitsPerEm)
  const { ascender, descender } = shaper.hExtents()
  return {
    name: `NotoSans-${family.split('-').at(-1)}-${subset}-${weight}`,
    ...{ shaper, unitsPerEm, box: boxOf(tables, scaled) },
    ...{ ascent: scaled(ascender), descent: scaled(descender) },
    outlines: writeTrueType(
      new Map([...tables].filter(([tag]) => OUTLINE_TABLES.has(tag.trimEnd()))),
    ),
    has: (codePoint) => codePoints.has(codePoint),
    widthOf: (glyph) => scaled(shaper.glyphHAdvance(glyph)),
  }
}

/** Source: OpenType 1.9, table `head`. */
function boxOf(tables: FontTables, scaled: (units: number) => number): PrintFont['box'] {
  const head = tables.get('head')
  if (head === undefined) throw new RangeError('a font without a head')
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength)
  const [left = 0, bottom = 0, right = 0, top = 0] = [36, 38, 40, 42].map((at) =>
    scaled(view.getInt16(at)),
  )
  return [left, bottom, right, top]
}
