import { PDFiumLibrary } from '@hyzyla/pdfium'
import jsQR from 'jsqr'
import { PNG } from 'pngjs'

/** A page as a printer would see it. */
export interface PrintedPage {
  /** Millimetres. */
  readonly width: number
  readonly height: number
  /** What can be searched and copied, in the order in which it is seen. */
  readonly text: string
  /** Draws it, so many dots an inch, with what browsers draw PDFs with. */
  render(dotsPerInch: number): Promise<PNG>
}

const POINTS_PER_INCH = 72
const toMillimetres = (points: number) => (points / POINTS_PER_INCH) * 25.4

/**
 * Reads a PDF with PDFium, which has nothing in common with what wrote it.
 *
 * @example for await (const page of readPdf(bytes)) expect(page.text).toContain('FRA NOI')
 */
export async function* readPdf(bytes: Uint8Array): AsyncGenerator<PrintedPage> {
  const library = await PDFiumLibrary.init()
  const document = await library.loadDocument(bytes)
  try {
    for (let index = 0; index < document.getPageCount(); index += 1) {
      const page = document.getPage(index)
      const { originalWidth, originalHeight } = page.getOriginalSize()
      yield {
        width: toMillimetres(originalWidth),
        height: toMillimetres(originalHeight),
        // Before it is drawn: the library closes a page that it has drawn.
        text: page.getText(),
        render: async (dotsPerInch) => {
          const scale = dotsPerInch / POINTS_PER_INCH
          const { width, height, data } = await document
            .getPage(index)
            .render({ scale, render: 'bitmap' })
          const picture = new PNG({ width, height })
          picture.data = Buffer.from(data)
          return picture
        },
      }
    }
  } finally {
    document.destroy()
    library.destroy()
  }
}

/** As a phone does: what cannot be read is looked at from a little nearer. */
const DOTS_PER_INCH = [110, 150, 203] as const

/**
 * Cuts a page into so many columns and rows and reads the QR code in each, row by row; nothing where there is none.
 *
 * @param count how many of them have a code
 */
export async function readCodes(
  page: PrintedPage,
  cells: { readonly columns: number; readonly rows: number; readonly count: number },
): Promise<readonly (string | undefined)[]> {
  let read: readonly (string | undefined)[] = []
  for (const dots of DOTS_PER_INCH) {
    const known = read
    const seen = decodeCells(await page.render(dots), cells.columns, cells.rows, (index) => {
      return index < cells.count && known[index] === undefined
    })
    read = seen.map((code, index) => known[index] ?? code)
    if (read.filter((code) => code !== undefined).length >= cells.count) break
  }
  return read
}

/** Cuts a picture into so many columns and rows, and reads the QR code in each, row by row. */
export function decodeCells(
  picture: PNG,
  columns: number,
  rows: number,
  isWanted: (index: number) => boolean = () => true,
): readonly (string | undefined)[] {
  const width = Math.floor(picture.width / columns)
  const height = Math.floor(picture.height / rows)
  return Array.from({ length: columns * rows }, (_, index) => {
    if (!isWanted(index)) return undefined
    const cell = new PNG({ width, height })
    const [left, top] = [(index % columns) * width, Math.floor(index / columns) * height]
    PNG.bitblt(picture, cell, left, top, width, height, 0, 0)
    const options = { inversionAttempts: 'dontInvert' } as const
    return jsQR.default(new Uint8ClampedArray(cell.data), width, height, options)?.data
  })
}
