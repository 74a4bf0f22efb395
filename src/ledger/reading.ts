import type { Database, Tx } from '../db/client.ts'
import { type AccountId, UUID_ZERO } from '../kernel/ids.ts'
import type { Page } from './balance-store.ts'
import * as balances from './balance-store.ts'
import type { Colour } from './core/colour.ts'
import { type Micros, micros } from './core/instant.ts'
import type {
  AccountName,
  BalanceLine,
  GroupBalance,
  Moment,
  OpenPending,
  Statement,
  StatementEntry,
  TimeAxis,
  TransferFilter,
  TransferPage,
} from './core/reading.ts'
import type { Transfer } from './core/transfer.ts'
import * as store from './reading-store.ts'
import type { Clock } from './store.ts'

/** A part of the log: after one position, up to another. */
export interface Stretch {
  readonly after: bigint
  readonly until: bigint
}

/** The books, for those who only read. Everything is as of a moment, so pages fit together however long they are apart. */
export interface BookReader {
  /** Answers several questions on the books of one moment, and asks the database for it in one transaction. */
  together<T>(work: (books: BookReader) => Promise<T>): Promise<T>
  /** The books as they stand; or as they stood just before an instant, by when things were recorded or happened. */
  moment(before?: Micros, by?: TimeAxis): Promise<Moment>
  findAccount(id: AccountId): Promise<AccountName | undefined>
  /** Nothing where the account was opened later. */
  balance(id: AccountId, moment: Moment): Promise<BalanceLine | undefined>
  /** All accounts, or all of a colour, in the order of their ids, so many after one. */
  balances(
    moment: Moment,
    page: { readonly limit: number; readonly after?: AccountId; readonly colour?: Colour },
  ): Promise<{ readonly lines: readonly BalanceLine[]; readonly hasMore: boolean }>
  /** What happened on an account in a stretch of the log; `page.after` lies in it. Nothing where there is no such account. */
  statement(id: AccountId, stretch: Stretch, page: Page<bigint>): Promise<Statement | undefined>
  /** What is reserved on an account, at most so many. */
  openPendings(id: AccountId, moment: Moment, limit: number): Promise<readonly OpenPending[]>
  transfers(filter: TransferFilter, until: bigint, page: Page<bigint>): Promise<TransferPage>
  /** What the accounts of each unit, colour, code and origin come to, in this order. */
  groups(moment: Moment): Promise<readonly GroupBalance[]>
  /** All entries of an account in a stretch, some at a time. */
  allEntries(id: AccountId, stretch: Stretch): AsyncIterable<readonly StatementEntry[]>
  allBalances(moment: Moment, colour?: Colour): AsyncIterable<readonly BalanceLine[]>
  /** All accounts in the order of a trial balance: unit, colour, code, id. */
  trialBalance(moment: Moment): AsyncIterable<readonly BalanceLine[]>
  allTransfers(filter: TransferFilter, stretch: Stretch): AsyncIterable<readonly Transfer[]>
}

export interface BookReaderDeps {
  readonly db: Database
  /** Milliseconds since 1970, for tests; the database's clock otherwise. */
  readonly now?: () => number
}

/** How many rows of a long answer are in memory at a time. Planning for so many costs as much as for a few. */
const ROWS_AT_A_TIME = 5000

/** Opens the books for reading. Connects when first used. */
export function createBookReader({ db, now }: BookReaderDeps): BookReader {
  const clock = (): Clock => (now === undefined ? null : micros(BigInt(Math.trunc(now())) * 1000n))
  return readerBy((work) => inSnapshot(db, work), clock)
}

type Read = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>

function readerBy(read: Read, clock: () => Clock): BookReader {
  return {
    together: (work) => read((tx) => work(readerBy((inner) => inner(tx), clock))),
    moment: (before, by = 'recorded') =>
      read(async (tx) => {
        if (before === undefined) return store.selectNow(tx, clock())
        const moment = await store.selectMoment(tx, before)
        return by === 'recorded' ? moment : { ...moment, known: await store.selectNow(tx, clock()) }
      }),
    findAccount: (id) => read((tx) => balances.selectAccountName(tx, id)),
    balance: (id, moment) => read((tx) => balances.selectAccountBalance(tx, moment, id)),
    async balances(moment, { limit, after = UUID_ZERO, colour }) {
      const page = { after, limit: limit + 1 }
      const found = await read((tx) => balances.selectBalances(tx, moment, page, colour))
      return { lines: found.slice(0, limit), hasMore: found.length > limit }
    },
    statement: (id, stretch, page) => read((tx) => statementOf(tx, id, stretch, page)),
    openPendings: (id, moment, limit) =>
      read((tx) => store.selectOpenPendings(tx, id, moment, limit)),
    async transfers(filter, until, { after, limit }) {
      const page = { after, limit: limit + 1 }
      const found = await read((tx) => store.selectTransfers(tx, filter, until, page))
      return { transfers: found.slice(0, limit), hasMore: found.length > limit }
    },
    groups: (moment) => read((tx) => balances.selectGroupSums(tx, moment)),
    allEntries: (id, { after, until }) =>
      inPages(after, byPosition, (page) => read((tx) => store.selectEntries(tx, id, until, page))),
    allBalances: (moment, colour) =>
      inPages<AccountId, BalanceLine>(UUID_ZERO, byId, (page) =>
        read((tx) => balances.selectBalances(tx, moment, page, colour)),
      ),
    async *trialBalance(moment) {
      for (const group of await read(balances.selectGroups)) {
        yield* inPages<AccountId, BalanceLine>(UUID_ZERO, byId, (page) =>
          read((tx) => balances.selectGroupBalances(tx, moment, group, page)),
        )
      }
    },
    allTransfers: (filter, { after, until }) =>
      inPages(after, byPosition, (page) =>
        read((tx) => store.selectTransfers(tx, filter, until, page)),
      ),
  }
}

/**
 * Runs statements that see the same books and change nothing. Plans are made for the values at hand: one that was
 * made while the tables were small, or for a common code, is a thousand times too slow for a rare one.
 */
export function inSnapshot<T>(db: Database, work: (tx: Tx) => Promise<T>): Promise<T> {
  const inside = async (tx: Tx): Promise<{ readonly answer: T }> => {
    // Sent ahead of the work's first statement: waiting for its answer would cost a round trip.
    const settings =
      tx`SELECT set_config('plan_cache_mode', 'force_custom_plan', true), set_config('jit', 'off', true)`.execute()
    const [answer] = await Promise.all([work(tx), settings])
    return { answer }
  }
  return db.sql
    .begin('isolation level repeatable read, read only', inside)
    .then(({ answer }) => answer)
}

async function statementOf(
  tx: Tx,
  id: AccountId,
  stretch: Stretch,
  { after, limit }: Page<bigint>,
): Promise<Statement | undefined> {
  const account = await balances.selectAccountName(tx, id)
  if (account === undefined) return undefined
  const [openingBalance, closingBalance, found] = await Promise.all([
    balances.selectBalance(tx, id, stretch.after),
    balances.selectBalance(tx, id, stretch.until),
    store.selectEntries(tx, id, stretch.until, { after, limit: limit + 1 }),
  ])
  return {
    account,
    openingBalance,
    closingBalance,
    entries: found.slice(0, limit),
    hasMore: found.length > limit,
  }
}

/** Reads page after page; each is asked for when the one before has been taken, so nothing piles up. */
export async function* inPages<After, Row>(
  start: After,
  keyOf: (row: Row) => After,
  load: (page: Page<After>) => Promise<readonly Row[]>,
): AsyncGenerator<readonly Row[]> {
  let after = start
  for (;;) {
    const rows = await load({ after, limit: ROWS_AT_A_TIME })
    const last = rows.at(-1)
    if (last === undefined) return
    yield rows
    if (rows.length < ROWS_AT_A_TIME) return
    after = keyOf(last)
  }
}

const byPosition = (row: { readonly position: bigint }) => row.position
const byId = (row: BalanceLine) => row.id
