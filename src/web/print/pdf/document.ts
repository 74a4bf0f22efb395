import type { PrintItem } from './card-face.ts'
import { type ObjectId, PdfFile, pdfNumber, pdfText } from './file.ts'
import { FontBook } from './font-book.ts'
import { PageDrawing } from './page-drawing.ts'
import { PAGE_KINDS, type PageKind, type PrintForm } from './pages.ts'

/** A PDF of the cards of vouchers. See {@link printPages}. */
export function printPdf(
  groups: AsyncIterable<readonly PrintItem[]>,
  form: PrintForm,
): AsyncGenerator<Uint8Array> {
  return printPages(groups, PAGE_KINDS[form])
}

/**
 * A PDF of cards, written while they are read: of all the pages before, only their numbers are remembered. The same cards
 * give the same file, to the byte.
 *
 * @param groups the cards, in groups of any size
 */
export async function* printPages<Item>(
  groups: AsyncIterable<readonly Item[]> | Iterable<readonly Item[]>,
  kind: PageKind<Item>,
): AsyncGenerator<Uint8Array> {
  const file = new PdfFile()
  const fonts = new FontBook()
  const ids = { catalogue: file.reserve(), tree: file.reserve(), resources: file.reserve() }
  const pages: ObjectId[] = []
  yield file.begin()
  let waiting: readonly Item[] = []
  const draw = (items: readonly Item[]) => drawPage({ file, fonts, kind, pages, ids }, items)
  for await (const group of groups) {
    waiting = [...waiting, ...group]
    for (; waiting.length >= kind.cards; waiting = waiting.slice(kind.cards)) {
      yield* draw(waiting.slice(0, kind.cards))
    }
  }
  // A file without a page is none: where there is nothing to print, the page is empty.
  if (waiting.length > 0 || pages.length === 0) yield* draw(waiting)
  yield* fonts.write(file, ids.resources)
  yield* close(file, kind, pages, ids)
}

interface Open<Item> {
  readonly file: PdfFile
  readonly fonts: FontBook
  readonly kind: PageKind<Item>
  readonly pages: ObjectId[]
  readonly ids: Readonly<Record<'catalogue' | 'tree' | 'resources', ObjectId>>
}

function* drawPage<Item>({ file, fonts, kind, pages, ids }: Open<Item>, items: readonly Item[]) {
  const drawing = new PageDrawing(fonts, kind.height)
  kind.draw(drawing, items)
  const [page, content] = [file.reserve(), file.reserve()] as const
  pages.push(page)
  yield file.object(
    page,
    `<< /Type /Page /Parent ${ids.tree} 0 R /Resources ${ids.resources} 0 R /Contents ${content} 0 R >>`,
  )
  yield file.stream(content, drawing.content())
}

function* close(
  file: PdfFile,
  { width, height }: Pick<PageKind<never>, 'width' | 'height'>,
  pages: readonly ObjectId[],
  ids: Open<never>['ids'],
) {
  const [right, top] = [width, height].map((side) => pdfNumber((side * 72) / 25.4))
  yield file.object(
    ids.tree,
    `<< /Type /Pages /Count ${pages.length} /MediaBox [0 0 ${right} ${top}]
/Kids [${pages.map((page) => `${page} 0 R`).join(' ')}] >>`,
  )
  yield file.object(
    ids.catalogue,
    `<< /Type /Catalog /Pages ${ids.tree} 0 R /Lang (it)
/ViewerPreferences << /PrintScaling /None /DisplayDocTitle true >> >>`,
  )
  const information = file.reserve()
  yield file.object(information, `<< /Title ${pdfText('FRA NOI')} >>`)
  yield file.end(ids.catalogue, information)
}
