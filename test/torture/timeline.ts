import type { AccountId, TransferId } from '../../src/kernel/ids.ts'
import type { AccountState } from '../../src/ledger/core/account.ts'
import {
  applyBatch,
  type BatchDecision,
  type LedgerChanges,
  type LedgerRequest,
} from '../../src/ledger/core/apply.ts'
import { type Micros, micros } from '../../src/ledger/core/instant.ts'
import type { BooksEnd } from '../../src/ledger/core/scope.ts'
import { accountsNamedBy } from '../../src/ledger/core/touched.ts'
import type { Transfer } from '../../src/ledger/core/transfer.ts'
import type { FailedTransfer, LedgerView, Pending } from '../../src/ledger/core/view.ts'

interface Entry<Value> {
  readonly step: number
  readonly value: Value
}

/** What something was after each step that changed it. */
class Course<Value> {
  readonly entries = new Map<string, Entry<Value>[]>()

  at(id: string, step: number): Value | undefined {
    const entries = this.entries.get(id)
    if (entries === undefined) return undefined
    let [low, high] = [0, entries.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((entries[middle]?.step ?? 0) <= step) low = middle + 1
      else high = middle
    }
    return entries[low - 1]?.value
  }

  set(id: string, step: number, value: Value): void {
    const entries = this.entries.get(id)
    if (entries === undefined) this.entries.set(id, [{ step, value }])
    else entries.push({ step, value })
  }

  /** Forgets what came after a step. */
  cut(step: number): void {
    for (const [id, entries] of this.entries) {
      while ((entries.at(-1)?.step ?? 0) > step) entries.pop()
      if (entries.length === 0) this.entries.delete(id)
    }
  }
}

/** A reservation as it weighs on an account. */
export interface Reservation {
  readonly transfer: Transfer
  readonly expiresAt: Micros | undefined
  readonly openedAt: number
  /** The step that resolved or released it. */
  endedAt: number
}

/**
 * A whole ledger in memory that remembers every state it was in: step n is the books after the n-th request that
 * changed them. Under the rules of the core, which decide; what is kept here is only the past.
 */
export class Timeline {
  readonly accounts = new Course<AccountState>()
  readonly pendings = new Course<Pending>()
  readonly transfers = new Map<TransferId, { readonly step: number; readonly transfer: Transfer }>()
  readonly failures = new Map<
    TransferId,
    { readonly step: number; readonly failure: FailedTransfer }
  >()
  readonly #reservations = new Map<AccountId, Reservation[]>()
  /** What the reversals of a transfer come to. */
  readonly #reversed = new Course<bigint>()
  /** The end of the log after each step. */
  readonly #ends: BooksEnd[] = [{ lastPosition: 0n, lastAccount: 0 }]
  #step = 0
  /** The last step of the batch before, whose versions count. */
  #batchStart = 0

  get step(): number {
    return this.#step
  }

  endAt(step: number): BooksEnd {
    const end = this.#ends[step]
    if (end === undefined) throw new RangeError(`there is no step ${step}`)
    return end
  }

  view(step: number): LedgerView {
    return {
      account: (id) => this.accounts.at(id, step),
      transfer: (id) => {
        const found = this.transfers.get(id)
        return found !== undefined && found.step <= step ? found.transfer : undefined
      },
      pending: (id) => this.pendings.at(id, step),
      failed: (id) => {
        const found = this.failures.get(id)
        return found !== undefined && found.step <= step ? found.failure : undefined
      },
      reversedAmount: (id) => this.#reversed.at(id, step) ?? 0n,
    }
  }

  /**
   * What the rules say to a request on the books as they were after a step, at a time. What has lapsed elsewhere may be
   * released with it and changes nothing that the request is told.
   */
  decide(request: LedgerRequest, step: number, at: Micros): BatchDecision {
    const due = this.reservationsOn(accountsNamedBy([request]), step)
      .filter(({ expiresAt }) => expiresAt !== undefined && expiresAt <= at)
      .sort(byLapse)
      .map(({ transfer }) => transfer.id)
    return applyBatch(this.view(step), [request], { at, ...this.endAt(step), due })
  }

  /** The reservations on some accounts that stood after a step, lapsed or not; each once. */
  reservationsOn(accountIds: Iterable<AccountId>, step: number): Reservation[] {
    const found = new Set<Reservation>()
    for (const id of accountIds) {
      for (const reservation of this.#reservations.get(id) ?? []) {
        if (reservation.openedAt <= step && reservation.endedAt > step) found.add(reservation)
      }
    }
    return [...found]
  }

  /**
   * Begins another batch: an account's version moves once in each, however many requests change it. Here only what the log
   * shows counts: when what lapsed was released, and together with what, it does not say. So a real version may be higher.
   */
  beginBatch(): void {
    this.#batchStart = this.#step
  }

  /** Takes a decision over as the next step. */
  keep(changes: LedgerChanges): void {
    this.#step += 1
    const step = this.#step
    this.#ends.push({ lastPosition: changes.positionAfter, lastAccount: changes.lastAccount })
    for (const account of changes.accountsOpened) this.accounts.set(account.id, step, account)
    const moved = new Set(
      changes.transfers.flatMap((one) => [one.debitAccountId, one.creditAccountId]),
    )
    for (const account of changes.accountsChanged) {
      const before = this.accounts.at(account.id, this.#batchStart)?.version ?? 0n
      const now = this.accounts.at(account.id, step)?.version ?? 0n
      const version = moved.has(account.id) ? before + 1n : now
      this.accounts.set(account.id, step, { ...account, version })
    }
    for (const transfer of changes.transfers) {
      this.transfers.set(transfer.id, { step, transfer })
      const { reversal, amount } = transfer
      if (reversal === undefined) continue
      this.#reversed.set(reversal.of, step, (this.#reversed.at(reversal.of, step) ?? 0n) + amount)
    }
    for (const failure of changes.failures) this.failures.set(failure.id, { step, failure })
    for (const pending of changes.pendingsOpened) {
      this.pendings.set(pending.transferId, step, pending)
      this.#reserve(pending, step)
    }
    for (const pending of changes.pendingsResolved) {
      this.pendings.set(pending.transferId, step, pending)
      this.#end(pending.transferId, step)
    }
  }

  /** Goes back to an earlier step, as if nothing had come after it. */
  cut(step: number): void {
    this.#step = step
    this.#ends.length = step + 1
    this.accounts.cut(step)
    this.pendings.cut(step)
    this.#reversed.cut(step)
    for (const known of [this.transfers, this.failures]) {
      for (const [id, entry] of known) if (entry.step > step) known.delete(id)
    }
    for (const [id, list] of this.#reservations) {
      const kept = list.filter(({ openedAt }) => openedAt <= step)
      for (const reservation of kept) {
        if (reservation.endedAt > step) reservation.endedAt = Number.POSITIVE_INFINITY
      }
      this.#reservations.set(id, kept)
    }
  }

  #reserve(pending: Pending, step: number): void {
    const transfer = this.transfers.get(pending.transferId)?.transfer
    if (transfer === undefined) throw new Error('a pending transfer is a transfer')
    const reservation: Reservation = {
      transfer,
      expiresAt: pending.expiresAt,
      openedAt: step,
      endedAt: pending.state === 'pending' ? Number.POSITIVE_INFINITY : step,
    }
    for (const id of [transfer.debitAccountId, transfer.creditAccountId]) {
      const list = this.#reservations.get(id)
      if (list === undefined) this.#reservations.set(id, [reservation])
      else list.push(reservation)
    }
  }

  #end(id: TransferId, step: number): void {
    const transfer = this.transfers.get(id)?.transfer
    if (transfer === undefined) return
    for (const accountId of [transfer.debitAccountId, transfer.creditAccountId]) {
      const list = this.#reservations.get(accountId) ?? []
      const found = list.find((one) => one.transfer.id === id)
      if (found !== undefined) found.endedAt = step
    }
  }
}

/** An account as a reader sees it at a time: what has lapsed no longer counts, whether it was released or not. */
export function stateAt(
  timeline: Timeline,
  id: AccountId,
  step: number,
  at: bigint,
): AccountState | undefined {
  const state = timeline.accounts.at(id, step)
  if (state === undefined) return undefined
  let { debitsPending, creditsPending, closedBy } = state
  for (const { transfer, expiresAt } of timeline.reservationsOn([id], step)) {
    if (expiresAt === undefined || expiresAt > at) continue
    if (transfer.debitAccountId === id) debitsPending -= transfer.amount
    if (transfer.creditAccountId === id) creditsPending -= transfer.amount
    if (closedBy === transfer.id) closedBy = undefined
  }
  const { closedBy: _, ...open } = state
  const closed = closedBy === undefined ? {} : { closedBy }
  return { ...open, ...closed, debitsPending, creditsPending }
}

/** The instants after one and up to another at which something on these accounts lapses. */
export function lapsesBetween(
  timeline: Timeline,
  ids: Iterable<AccountId>,
  step: number,
  window: { readonly from: bigint; readonly to: bigint },
): readonly Micros[] {
  const { from, to } = window
  return timeline
    .reservationsOn(ids, step)
    .flatMap(({ expiresAt }) =>
      expiresAt !== undefined && expiresAt > from && expiresAt <= to ? [expiresAt] : [],
    )
    .map((at) => micros(at))
    .sort((a, b) => (a < b ? -1 : 1))
}

function byLapse(a: Reservation, b: Reservation): number {
  if (a.expiresAt !== b.expiresAt) return (a.expiresAt ?? 0n) < (b.expiresAt ?? 0n) ? -1 : 1
  return a.transfer.position < b.transfer.position ? -1 : 1
}
