import type { AccountId, TransferId } from '../kernel/ids.ts'
import type { AccountState } from './core/account.ts'
import type { LedgerChanges } from './core/apply.ts'
import { type Micros, micros } from './core/instant.ts'
import type { Transfer } from './core/transfer.ts'
import type { LedgerView, Pending } from './core/view.ts'
import type { AccountStanding, LogEnd, Taken } from './lane-store.ts'

/** How many accounts are remembered: some hundred bytes each. */
const ACCOUNTS_MAX = 100_000
/** How many of the newest transfers are remembered, so that a retry or a post of one is decided without looking it up. */
const TRANSFERS_MAX = 16_384

/** An account as it is remembered; `state` is absent where there is none of this id. */
interface KnownAccount {
  state: AccountState | undefined
  /** The age in which it was known for certain: in a later one its counters may have moved. */
  age: number
}

/** What has to be read before a batch can be decided. */
export interface Unknown {
  /** Never seen. */
  readonly accounts: readonly AccountId[]
  /** Seen, but somebody else may have moved money on them. */
  readonly standings: readonly AccountId[]
}

/**
 * What a process that has the lane remembers of the books: the end of the log, accounts, and its newest transfers.
 *
 * Whatever is in here is true as long as nobody else writes, and what is decided on it is written only where the end of
 * the log is the one remembered here. When the lane was given away, or a batch did not get through, a new age begins: what
 * an account is stays known, what moved on it is read again when it is next needed.
 */
export class KnownBooks {
  readonly #accounts = new Generations<AccountId, KnownAccount>(ACCOUNTS_MAX / 2)
  readonly #transfers = new Generations<TransferId, Transfer>(TRANSFERS_MAX / 2)
  readonly #pendings = new Generations<TransferId, Pending>(TRANSFERS_MAX / 2)
  /** Accounts that were opened in this age: until it ends it is not certain that they were. */
  readonly #opened = new Set<AccountId>()
  #age = 0
  #end: LogEnd | undefined
  #nextDue: Micros | undefined

  /** Which age it is: what was asked for in another is not certain any more. */
  get age(): number {
    return this.#age
  }

  /** The end of the log; absent where it has to be asked for. */
  get end(): LogEnd | undefined {
    return this.#end
  }

  /** Whether a pending transfer may have lapsed at an instant. */
  mayBeDue(at: Micros): boolean {
    return this.#nextDue !== undefined && this.#nextDue <= at
  }

  /** Learns the end of the log, when the lane was taken. */
  begin({ lastPosition, lastAccount, lastAt, nextDue }: Taken): void {
    this.#end = { lastPosition, lastAccount, lastAt }
    this.#nextDue = nextDue
  }

  /** Begins a new age: nothing that moves is certain any more, least of all the end of the log. */
  doubt(): void {
    this.#age += 1
    this.#end = undefined
    this.#nextDue = undefined
    this.#transfers.clear()
    this.#pendings.clear()
    for (const id of this.#opened) this.#accounts.delete(id)
    this.#opened.clear()
  }

  /** Which of some accounts have to be read. */
  unknown(ids: Iterable<AccountId>): Unknown {
    const accounts: AccountId[] = []
    const standings: AccountId[] = []
    for (const id of ids) {
      const known = this.#accounts.get(id)
      if (known === undefined) accounts.push(id)
      else if (known.age !== this.#age) (known.state === undefined ? accounts : standings).push(id)
    }
    return { accounts, standings }
  }

  /** Learns accounts that were read: those of the asked ones that are not among the found do not exist. */
  learnAccounts(asked: Iterable<AccountId>, found: readonly AccountState[]): void {
    for (const id of asked) this.#accounts.set(id, { state: undefined, age: this.#age })
    for (const state of found) this.#accounts.set(state.id, { state, age: this.#age })
  }

  /** Learns what moved on accounts that were known. */
  learnStandings(found: readonly AccountStanding[]): void {
    for (const standing of found) {
      const known = this.#accounts.get(standing.id)
      if (known?.state === undefined) continue
      const { closedBy: _, ...state } = known.state
      const { closedBy, ...counters } = standing
      known.state = { ...state, ...counters, ...(closedBy === undefined ? {} : { closedBy }) }
      known.age = this.#age
    }
  }

  learnNextDue(nextDue: Micros | undefined): void {
    this.#nextDue = nextDue
  }

  account(id: AccountId): AccountState | undefined {
    return this.#accounts.get(id)?.state
  }

  /** A transfer of this age; most are not remembered. */
  transfer(id: TransferId): Transfer | undefined {
    return this.#transfers.get(id)
  }

  pending(id: TransferId): Pending | undefined {
    return this.#pendings.get(id)
  }

  /** Takes over what a batch changes, when it is on its way: what comes behind it is decided on it. */
  apply(changes: LedgerChanges): void {
    const age = this.#age
    for (const { id } of changes.accountsOpened) this.#opened.add(id)
    for (const list of [changes.accountsOpened, changes.accountsChanged]) {
      for (const state of list) this.#accounts.set(state.id, { state, age })
    }
    for (const transfer of changes.transfers) this.#transfers.set(transfer.id, transfer)
    for (const pending of changes.pendingsOpened) {
      this.#pendings.set(pending.transferId, pending)
      const { expiresAt } = pending
      const isNext = this.#nextDue === undefined || (expiresAt ?? this.#nextDue) < this.#nextDue
      if (expiresAt !== undefined && isNext) this.#nextDue = expiresAt
    }
    for (const pending of changes.pendingsResolved) this.#pendings.set(pending.transferId, pending)
    const { positionAfter, lastAccount, at } = changes
    this.#end = { lastPosition: positionAfter, lastAccount, lastAt: at }
  }

  /** The books for the rules: what is remembered, and what was read for this batch. */
  view(read: Omit<LedgerView, 'account'>): LedgerView {
    return {
      account: (id) => this.account(id),
      transfer: (id) => read.transfer(id) ?? this.transfer(id),
      pending: (id) => read.pending(id) ?? this.pending(id),
      failed: (id) => read.failed(id),
      reversedAmount: (id) => read.reversedAmount(id),
    }
  }
}

/** The time of a batch: never before the clock says so, and later than any batch before it. */
export function batchTime(end: LogEnd, now: Micros): Micros {
  return now > end.lastAt ? now : micros(end.lastAt + 1n)
}

/** A map that forgets what was not asked for in a long time: at most twice `size` entries, and half of them at once. */
class Generations<Key, Value> {
  readonly #size: number
  #young = new Map<Key, Value>()
  #old = new Map<Key, Value>()

  constructor(size: number) {
    this.#size = size
  }

  get(key: Key): Value | undefined {
    const young = this.#young.get(key)
    if (young !== undefined) return young
    const old = this.#old.get(key)
    if (old !== undefined) this.set(key, old)
    return old
  }

  set(key: Key, value: Value): void {
    if (this.#young.size >= this.#size && !this.#young.has(key)) {
      this.#old = this.#young
      this.#young = new Map()
    }
    this.#young.set(key, value)
  }

  delete(key: Key): void {
    this.#young.delete(key)
    this.#old.delete(key)
  }

  clear(): void {
    this.#young.clear()
    this.#old.clear()
  }
}
