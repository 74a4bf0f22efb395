import { assert } from '../kernel/assert.ts'
import type { AccountId, TransferId } from '../kernel/ids.ts'
import type { Runtime } from '../runtime.ts'
import { BatchReading, ownIds, reversedIds } from './batch-reading.ts'
import { companionWrites } from './companions.ts'
import { ConnectionLost, type LaneConnection, type LaneConnections } from './connection.ts'
import {
  applyBatch,
  type BatchDecision,
  isChange,
  type LedgerChanges,
  type LedgerRequest,
} from './core/apply.ts'
import { DUE_MAX } from './core/expiry.ts'
import { type Micros, micros } from './core/instant.ts'
import { accountsNamedBy } from './core/touched.ts'
import type { CommitUnknown } from './failure.ts'
import { batchTime, KnownBooks } from './known-books.ts'
import * as store from './lane-store.ts'
import type { BatchResult, LaneEntry } from './posting.ts'
import { type Clock, wereWritten } from './store.ts'
import { send } from './writing.ts'

export interface PosterDeps {
  readonly connections: LaneConnections
  readonly runtime: Runtime
  /** The time of batches; `null` leaves it to the database. */
  readonly clock: () => Clock
  /** Hears of every batch that is committed, in order; of one whose answer was lost it may not. */
  readonly onCommitted?: ((changes: LedgerChanges) => void) | undefined
}

export interface ForwardOptions {
  /** Looks up every id, instead of taking those that are not remembered to be new. */
  readonly isThorough?: boolean
  /** An earlier try of the same batch of which it is not known whether it was committed. */
  readonly earlier?: CommitUnknown<BatchResult> | undefined
  /** Whether others are on their way. Where their connection is lost, it is not sent: it would overtake them on another. */
  readonly isBehind?: boolean
}

/** A batch that is decided and on its way. */
export interface Forwarded {
  /** What it comes to, once it is committed. */
  readonly answer: Promise<BatchResult>
}

/** One batch while it is decided. */
interface Case {
  readonly connection: LaneConnection
  readonly requests: readonly LedgerRequest[]
  readonly named: ReadonlySet<AccountId>
  readonly reading: BatchReading
}

/** How many batches look up every id after one met an id that was not new. */
const WARY_BATCHES = 32
/** The longest time that this process counts on by itself from what the database's clock said. */
const COUNTED_MAX_MS = 1000

/**
 * Brings batches to the database, one behind the other on one connection: takes the lane where this process does not
 * have it, reads what is not known, decides, and writes. A batch is decided on what those before it will have done, and is
 * not written if one of them does not get through.
 */
export class Poster {
  readonly #deps: PosterDeps
  readonly #books = new KnownBooks()
  #connection: LaneConnection | undefined
  /** Since when this process has the lane, by its own clock; absent where it does not. */
  #takenAtMs: number | undefined
  #isAwaited = false
  #wary = 0
  /** The database's clock, and this process's own when it was told. */
  #clock: { readonly database: Micros; readonly ownMs: number } | undefined

  constructor(deps: PosterDeps) {
    this.#deps = deps
  }

  /** How long this process has had the lane, milliseconds, if others wait for it; 0 where nobody does. */
  get awaitedMs(): number {
    const takenAtMs = this.#isAwaited ? this.#takenAtMs : undefined
    return takenAtMs === undefined ? 0 : this.#deps.runtime.now() - takenAtMs
  }

  /**
   * Decides a batch and puts it on its way, behind those before it. Not to be called before the call before is done.
   *
   * @throws RequestFault where a companion failed: nothing was sent
   * @throws ConnectionLost where nothing of it can have been committed
   */
  async forward(entries: readonly LaneEntry[], options: ForwardOptions = {}): Promise<Forwarded> {
    if (options.isBehind === true && this.#connection?.isOpen() !== true) {
      throw new ConnectionLost('the connection was lost under the batch before')
    }
    const connection = await this.#open()
    const requests = entries.map(requestOf)
    const named = accountsNamedBy(requests)
    const one: Case = { connection, requests, named, reading: new BatchReading() }
    const at = await this.#learn(one, options.isThorough === true || this.#wary > 0)
    if (this.#wary > 0) this.#wary -= 1
    const { earlier } = options
    if (earlier !== undefined) {
      const written = wereWritten(connection.tx, earlier.changes)
      if (await connection.unlessLost(written)) {
        // What has lapsed since was read and is not released here: the next batch reads it again.
        this.#books.learnNextDue(at)
        return { answer: Promise.resolve(earlier.result) }
      }
    }
    const decision = await this.#decide(one, at)
    const companions = await companionWrites(entries, decision.outcomes)
    const { changes } = decision
    const result = { outcomes: decision.outcomes, expired: expiredOf(decision) }
    if (companions.length === 0 && !isChange(changes)) return { answer: Promise.resolve(result) }
    const { posted } = await send(connection, { before: this.#end(), changes, companions, result })
    this.#books.apply(changes)
    return {
      answer: posted.then(({ now, isAwaited }) => {
        this.#setClock(now)
        this.#isAwaited = isAwaited
        this.#deps.onCommitted?.(changes)
        return result
      }),
    }
  }

  /** Gives the lane back, if this process has it. Everything that was forwarded must be answered. */
  async leave(): Promise<void> {
    const connection = this.#connection
    const hasLane = this.#takenAtMs !== undefined
    this.#books.doubt()
    this.#takenAtMs = undefined
    this.#isAwaited = false
    if (hasLane && connection?.isOpen() === true) {
      await connection.unlessLost(store.leaveLane(connection.tx)).catch(() => {})
    }
  }

  /** After something did not get through: what was decided on it is not written, and all is read again. */
  async doubt({ wasKnown }: { readonly wasKnown: boolean }): Promise<void> {
    if (wasKnown) this.#wary = WARY_BATCHES
    await this.leave()
  }

  async #open(): Promise<LaneConnection> {
    const connection = await this.#deps.connections.open()
    if (connection !== this.#connection) {
      this.#connection = connection
      this.#takenAtMs = undefined
      this.#isAwaited = false
      this.#books.doubt()
    }
    return connection
  }

  /**
   * Reads what a batch needs and is not known. One round trip, or none; another where something has lapsed.
   *
   * @returns the time of the batch
   */
  async #learn(one: Case, isThorough: boolean): Promise<Micros> {
    const { connection, requests, named, reading } = one
    const { tx, unlessLost } = connection
    const taken = this.#takenAtMs === undefined ? store.takeLane(tx, this.#deps.clock()) : undefined
    const ids = new Set(isThorough ? ownIds(requests) : [])
    for (const id of reading.namedUnknown(this.#books, requests)) ids.add(id)
    const read = Promise.all([
      taken,
      this.#readAccounts(one, named),
      this.#lookUp(one, [...ids]),
      this.#readReversed(one),
    ])
    const [end] = await unlessLost(read)
    if (end !== undefined) {
      this.#books.begin(end)
      this.#takenAtMs = this.#deps.runtime.now()
      this.#setClock(end.now)
    }
    const at = this.#time()
    if (!this.#books.mayBeDue(at)) return at
    const lapsed = Promise.all([store.loadDue(tx, named, at), store.loadNextDue(tx, at)])
    const [due, nextDue] = await unlessLost(lapsed)
    const sides = due.flatMap(({ transfer }) => [transfer.debitAccountId, transfer.creditAccountId])
    await unlessLost(this.#readAccounts(one, new Set(sides)))
    reading.learnDue(due)
    this.#books.learnNextDue(due.length < DUE_MAX ? nextDue : at)
    return at
  }

  async #readAccounts({ connection }: Case, ids: ReadonlySet<AccountId>): Promise<void> {
    const { tx } = connection
    const { age } = this.#books
    const { accounts, standings } = this.#books.unknown(ids)
    const [found, moved] = await Promise.all([
      accounts.length === 0 ? [] : store.loadAccounts(tx, accounts),
      standings.length === 0 ? [] : store.loadStandings(tx, standings),
    ])
    // Where the lane was not had in time, this comes after all, was read without it, and tells nothing of what is now.
    if (this.#books.age !== age) return
    this.#books.learnAccounts(accounts, found)
    this.#books.learnStandings(moved)
  }

  async #lookUp({ connection, reading }: Case, ids: readonly TransferId[]): Promise<void> {
    if (ids.length === 0) return
    const [found, failed] = await Promise.all([
      store.loadTransfers(connection.tx, ids),
      store.loadFailures(connection.tx, ids),
    ])
    reading.learn(ids, found, failed)
  }

  async #readReversed({ connection, requests, reading }: Case): Promise<void> {
    const ids = reversedIds(requests)
    if (ids.length > 0) reading.learnReversed(await store.loadReversed(connection.tx, ids))
  }

  /** Decides, and again where an id that was taken to be new would have had to be. */
  async #decide(one: Case, at: Micros): Promise<BatchDecision> {
    const { connection, requests, reading } = one
    for (;;) {
      const decision = applyBatch(reading.view(this.#books), requests, {
        at,
        ...this.#end(),
        due: reading.due(at),
      })
      const assumed = reading.assumedNew(this.#books, requests, decision)
      if (assumed.length === 0) return decision
      await connection.unlessLost(this.#lookUp(one, assumed))
    }
  }
  #end(): store.LogEnd {
    const { end } = this.#books
    assert(end !== undefined, 'whoever has the lane knows the end of the log')
    return end
  }

  /** The time of the next batch: the database's clock, counted on from what it said last, and never ahead of it. */
  #time(): Micros {
    const given = this.#deps.clock()
    if (given !== null) return batchTime(this.#end(), given)
    assert(this.#clock !== undefined, 'whoever has the lane was told the time')
    const { database, ownMs } = this.#clock
    const elapsedMs = Math.trunc(this.#deps.runtime.now() - ownMs) - 1
    const countedMs = Math.min(Math.max(elapsedMs, 0), COUNTED_MAX_MS)
    return batchTime(this.#end(), micros(database + BigInt(countedMs) * 1000n))
  }

  #setClock(database: Micros): void {
    this.#clock = { database, ownMs: this.#deps.runtime.now() }
  }
}

function requestOf({ request, rawOnly }: LaneEntry): LedgerRequest {
  return {
    accounts: request.accounts ?? [],
    transfers: request.transfers,
    rules: { rawOnly },
  }
}

function expiredOf({ changes }: BatchDecision): TransferId[] {
  return changes.pendingsResolved
    .filter((pending) => pending.state === 'expired')
    .map((pending) => pending.transferId)
}
