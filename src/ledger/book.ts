import type { Database, Tx } from '../db/client.ts'
import { UUID_ZERO } from '../kernel/ids.ts'
import { selectGroups } from './balance-store.ts'
import { selectBookAccounts, selectBookTransfers, selectExtent } from './book-store.ts'
import type { BookAccount, BookTransfer } from './core/book.ts'
import { BOOK_LANGUAGES, type BookFormat } from './core/book-languages.ts'
import { inPages, inSnapshot } from './reading.ts'

/** Takes the next lines of the book; the one after is made when it has resolved. */
export type BookSink = (lines: string) => Promise<void>

/**
 * Writes the whole book as plain-text accounting: every account, every journal, and the balance at which each account
 * must stand. All of one snapshot, a thousand rows at a time.
 */
export async function writeBook(db: Database, format: BookFormat, sink: BookSink): Promise<void> {
  const language = BOOK_LANGUAGES[format]
  await inSnapshot(db, async (tx) => {
    const extent = await selectExtent(tx)
    if (extent === undefined) return sink('; The books of FRA NOI: no account has been opened.\n')
    await sink(language.opening(extent))
    for await (const page of accountPages(tx)) await sink(page.map(language.account).join(''))
    for await (const journals of journalPages(tx)) {
      await sink(journals.map(language.journal).join(''))
    }
    await sink(language.closing(extent))
    for await (const page of accountPages(tx)) {
      await sink(page.map((account) => language.balance(account, extent)).join(''))
    }
  })
}

async function* accountPages(tx: Tx): AsyncGenerator<readonly BookAccount[]> {
  for (const group of await selectGroups(tx)) {
    yield* inPages<BookAccount['id'], BookAccount>(
      UUID_ZERO,
      ({ id }) => id,
      (page) => selectBookAccounts(tx, group, page),
    )
  }
}

/** The journals of the log, those that end in a page of it at a time: a chain goes on where its page ends. */
async function* journalPages(tx: Tx): AsyncGenerator<readonly (readonly BookTransfer[])[]> {
  let open: BookTransfer[] = []
  const pages = inPages<bigint, BookTransfer>(
    0n,
    ({ transfer }) => transfer.position,
    (page) => selectBookTransfers(tx, page),
  )
  for await (const page of pages) {
    const journals: BookTransfer[][] = []
    for (const one of page) {
      open.push(one)
      if (one.transfer.flags.includes('linked')) continue
      journals.push(open)
      open = []
    }
    yield journals
  }
}
