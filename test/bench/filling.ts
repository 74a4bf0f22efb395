import type { Database } from '../../src/db/client.ts'
import { countUnsealed } from './sealing.ts'
import type { Books } from './stand.ts'
import { tell } from './table.ts'
import { CODE, spread, Transfers, UNIT } from './transfers.ts'

/** Requests of so many transfers, so many at once: the next batch is always there. */
const REQUEST = 1000
const AT_ONCE = 4
/** How far the tree may be behind while a book is filled, transfers. */
const BEHIND_MAX = 500_000
const TELL_EVERY = 250_000

/** Of whom the ids in the fill are; no workload has this stream. */
const FILL_STREAM = 3000

/** The transfers of a fill: whoever knows when it began knows them all. */
export function fillTransfers({ accounts }: Books, busy: number, beganMs: number): Transfers {
  return new Transfers({ accounts, pick: spread(busy), stream: FILL_STREAM, beganMs })
}

/**
 * Fills a book through the posting path, so that its rows, indexes and tree are as a life of that length leaves them:
 * so many transfers between the first `busy` accounts, the last of them touching each of the other accounts once.
 */
export async function fillBook(books: Books, transfers: Transfers, count: number): Promise<void> {
  let told = 0
  const busy = busyCount(books, count)
  const post = async (): Promise<void> => {
    while (transfers.taken < busy) {
      const size = Math.min(REQUEST, busy - transfers.taken)
      const first = transfers.take(size)
      await send(
        books,
        Array.from({ length: size }, (_, offset) => transfers.at(first + offset)),
      )
      if (transfers.taken - told < TELL_EVERY) continue
      told = transfers.taken
      tell(`filled with ${told} transfers`)
      await waitForTree(books.db)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, post))
  await touchOthers(books, transfers, count - busy)
}

/** How many of the transfers of a fill are between its busy accounts. */
function busyCount({ accounts }: Books, count: number): number {
  return count - Math.min(Math.floor(count / 2), accounts.length)
}

/** Each account gets one transfer more, from the one before it. */
async function touchOthers(books: Books, transfers: Transfers, count: number): Promise<void> {
  for (let done = 0; done < count; ) {
    const size = Math.min(REQUEST, count - done)
    const first = transfers.take(size)
    const list = Array.from({ length: size }, (_, offset) => {
      const [debit, credit] = [done + offset, (done + offset + 1) % books.accounts.length]
      return {
        id: transfers.id(first + offset),
        debitAccountId: accountAt(books, debit),
        creditAccountId: accountAt(books, credit),
        ...{ amount: 1n, unit: UNIT, code: CODE, flags: [] },
      }
    })
    await send(books, list)
    done += size
  }
}

async function send(
  { ledger }: Books,
  transfers: readonly ReturnType<Transfers['at']>[],
): Promise<void> {
  const outcome = await ledger.post({ transfers })
  const refused = outcome.transfers.find(({ status }) => status !== 'created')
  if (refused !== undefined) throw new Error(`a transfer of the fill was ${refused.status}`)
}

async function waitForTree(db: Database): Promise<void> {
  while ((await countUnsealed(db)) > BEHIND_MAX) {
    await new Promise((resolve) => setTimeout(resolve, 1000))
  }
}

function accountAt({ accounts }: Books, index: number) {
  const id = accounts[index]
  if (id === undefined) throw new RangeError('no such account')
  return id
}
