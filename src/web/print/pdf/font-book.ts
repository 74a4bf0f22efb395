import { type ObjectId, type PdfFile, pdfNumber } from './file.ts'
import type { PrintFont } from './fonts.ts'
import type { PlacedGlyph } from './shaping.ts'

/** A font of a file, and what of it the file uses. */
interface UsedFont {
  readonly font: PrintFont
  /** As pages name it. */
  readonly name: string
  /** The glyphs that were drawn, each with a text that it stands for. */
  readonly glyphs: Map<number, string>
}

/** In ToUnicode tables, at most so many entries stand together. Source: ISO 32000-1, section 9.10.3. */
const ENTRIES_MAX = 100

/** The fonts that the pages of one file use. */
export class FontBook {
  private readonly used = new Map<PrintFont, UsedFont>()

  /** Notes that a glyph is drawn. Returns the name of its font on the pages. */
  use({ font, id, text }: PlacedGlyph): string {
    let used = this.used.get(font)
    if (used === undefined) {
      used = { font, name: `F${this.used.size + 1}`, glyphs: new Map() }
      this.used.set(font, used)
    }
    if (!used.glyphs.has(id) || used.glyphs.get(id) === '') used.glyphs.set(id, text)
    return used.name
  }

  /** Writes the fonts, each once and whole, and the resources that all pages share. */
  *write(file: PdfFile, resources: ObjectId): Generator<Uint8Array> {
    const entries: string[] = []
    for (const used of this.used.values()) {
      const id = file.reserve()
      entries.push(`/${used.name} ${id} 0 R`)
      yield* writeFont(file, id, used)
    }
    yield file.object(resources, `<< /Font << ${entries.join(' ')} >> >>`)
  }
}

/** Glyphs are named by their numbers in the font. Source: ISO 32000-1, sections 9.7 and 9.8. */
function* writeFont(file: PdfFile, id: ObjectId, { font, glyphs }: UsedFont) {
  const [descendant, descriptor, outlines, unicode] = [
    file.reserve(),
    file.reserve(),
    file.reserve(),
    file.reserve(),
  ] as const
  yield file.object(
    id,
    `<< /Type /Font /Subtype /Type0 /BaseFont /${font.name} /Encoding /Identity-H
/DescendantFonts [${descendant} 0 R] /ToUnicode ${unicode} 0 R >>`,
  )
  const sorted = [...glyphs.keys()].sort((one, other) => one - other)
  const widths = sorted.map((glyph) => `${glyph} [${pdfNumber(font.widthOf(glyph))}]`)
  yield file.object(
    descendant,
    `<< /Type /Font /Subtype /CIDFontType2 /BaseFont /${font.name} /CIDToGIDMap /Identity
/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>
/FontDescriptor ${descriptor} 0 R /W [${widths.join(' ')}] >>`,
  )
  yield file.object(
    descriptor,
    `<< /Type /FontDescriptor /FontName /${font.name} /Flags 4 /FontBBox [${font.box.join(' ')}]
/ItalicAngle 0 /Ascent ${font.ascent} /Descent ${font.descent} /CapHeight 714 /StemV 80
/FontFile2 ${outlines} 0 R >>`,
  )
  yield file.stream(outlines, font.outlines, `/Length1 ${font.outlines.length}`)
  yield file.stream(unicode, unicodeTable(glyphs))
}

/** So that what is drawn can be searched and copied. */
function unicodeTable(glyphs: ReadonlyMap<number, string>): string {
  const lines = [...glyphs]
    .filter(([, text]) => text !== '')
    .map(
      ([glyph, text]) =>
        `<${hexOf(glyph)}> <${Buffer.from(text, 'utf16le').swap16().toString('hex')}>`,
    )
  const blocks: string[] = []
  for (let first = 0; first < lines.length; first += ENTRIES_MAX) {
    const block = lines.slice(first, first + ENTRIES_MAX)
    blocks.push(`${block.length} beginbfchar\n${block.join('\n')}\nendbfchar`)
  }
  return `/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange
${blocks.join('\n')}
endcmap
CMapName currentdict /CMap defineresource pop
end
end`
}

/** The number of a glyph as a text on a page has it. */
export function hexOf(glyph: number): string {
  return glyph.toString(16).padStart(4, '0')
}
