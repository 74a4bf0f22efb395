import type { TransferId } from '../kernel/ids.ts'
import type { Minor } from '../kernel/money.ts'
import type { BatchDecision, LedgerRequest } from './core/apply.ts'
import { isDue } from './core/expiry.ts'
import type { Micros } from './core/instant.ts'
import { pendingIdOf } from './core/known.ts'
import type { Transfer } from './core/transfer.ts'
import type { FailedTransfer, LedgerView, Pending } from './core/view.ts'
import type { KnownBooks } from './known-books.ts'
import type { Found } from './lane-store.ts'

/** What was read from the database for one batch, besides accounts. */
export class BatchReading {
  readonly #transfers = new Map<TransferId, Transfer>()
  readonly #pendings = new Map<TransferId, Pending>()
  readonly #failures = new Map<TransferId, FailedTransfer>()
  /** The ids that were looked up, found or not. */
  readonly #looked = new Set<TransferId>()
  #reversed: ReadonlyMap<TransferId, Minor> = new Map()
  #due: readonly Found[] = []

  learn(asked: Iterable<TransferId>, found: readonly Found[], failed: readonly FailedTransfer[]) {
    for (const id of asked) this.#looked.add(id)
    this.#keep(found)
    for (const failure of failed) this.#failures.set(failure.id, failure)
  }

  /** What was taken back before of the transfers that a batch reverses. */
  learnReversed(reversed: ReadonlyMap<TransferId, Minor>): void {
    this.#reversed = reversed
  }

  learnDue(due: readonly Found[]): void {
    this.#due = due
    this.#keep(due)
  }

  /** The pending transfers that have lapsed, the oldest first. */
  due(at: Micros): readonly TransferId[] {
    return this.#due
      .filter(({ pending }) => pending !== undefined && isDue(pending, at))
      .map(({ transfer }) => transfer.id)
  }

  view(books: KnownBooks): LedgerView {
    return books.view({
      transfer: (id) => this.#transfers.get(id),
      pending: (id) => this.#pendings.get(id),
      failed: (id) => this.#failures.get(id),
      reversedAmount: (id) => this.#reversed.get(id) ?? 0n,
    })
  }

  /** The transfers that others name and that are neither remembered nor looked up. */
  namedUnknown(books: KnownBooks, requests: readonly LedgerRequest[]): TransferId[] {
    const unknown = new Set<TransferId>()
    for (const { transfers } of requests) {
      for (const transfer of transfers) {
        const id = pendingIdOf(transfer) ?? transfer.reversal?.of
        if (id !== undefined && !this.#looked.has(id) && !isKnown(books, id)) unknown.add(id)
      }
    }
    return [...unknown]
  }

  /**
   * The ids that were taken to be new and are not in the log after it: whoever was there before them decides their
   * status, so they have to be looked up. An id that is written is found out by the database if it is not new.
   */
  assumedNew(
    books: KnownBooks,
    requests: readonly LedgerRequest[],
    decision: BatchDecision,
  ): TransferId[] {
    const { transfers: added } = decision.changes
    if (added.length === countTransfers(requests)) return []
    const written = new Set(added.map(({ id }) => id))
    const unknown = new Set<TransferId>()
    for (const { transfers } of requests) {
      for (const { id } of transfers) {
        const isCertain = written.has(id) || this.#looked.has(id) || isKnown(books, id)
        if (!isCertain) unknown.add(id)
      }
    }
    return [...unknown]
  }

  #keep(found: readonly Found[]): void {
    for (const { transfer, pending } of found) {
      this.#transfers.set(transfer.id, transfer)
      if (pending !== undefined) this.#pendings.set(transfer.id, pending)
    }
  }
}

function countTransfers(requests: readonly LedgerRequest[]): number {
  return requests.reduce((sum, { transfers }) => sum + transfers.length, 0)
}

/** The transfers that a batch takes back, in whole or in part. */
export function reversedIds(requests: readonly LedgerRequest[]): TransferId[] {
  const ids: TransferId[] = []
  for (const { transfers } of requests) {
    for (const { reversal } of transfers) if (reversal !== undefined) ids.push(reversal.of)
  }
  return ids
}

/** All ids that a batch posts under. */
export function ownIds(requests: readonly LedgerRequest[]): TransferId[] {
  return requests.flatMap(({ transfers }) => transfers.map(({ id }) => id))
}

/** Whether a transfer is remembered whole: of a pending one also what became of it. */
function isKnown(books: KnownBooks, id: TransferId): boolean {
  const transfer = books.transfer(id)
  if (transfer === undefined) return false
  return !transfer.flags.includes('pending') || books.pending(id) !== undefined
}
