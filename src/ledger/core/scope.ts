import { assert } from '../../kernel/assert.ts'
import { type AccountId, type TransferId, UUID_ZERO } from '../../kernel/ids.ts'
import type { Minor } from '../../kernel/money.ts'
import { ACCOUNT_FLAGS, type AccountCounters, type AccountState, balanceOf } from './account.ts'
import { canonicalFlags } from './flags.ts'
import { dateOf, type Micros } from './instant.ts'
import { type NewTransfer, TRANSFER_FLAGS, type Transfer } from './transfer.ts'
import type { FailedTransfer, LedgerView, Pending } from './view.ts'

/** What a transfer really did. */
export interface Moved {
  readonly amount: Minor
  /** Its accounts, after it. */
  readonly debit: AccountState
  readonly credit: AccountState
}

/**
 * What a batch has decided so far, laid over the books it started from. A chain is decided in a scope
 * laid over that of its batch, and is kept whole or dropped whole.
 */
export class Scope implements LedgerView {
  readonly at: Micros
  readonly recordedAt: Date
  readonly accounts = new Map<AccountId, AccountState>()
  readonly transfers = new Map<TransferId, Transfer>()
  readonly pendings = new Map<TransferId, Pending>()
  readonly failures = new Map<TransferId, FailedTransfer>()
  /** What the reversals of a transfer come to, where that has changed. */
  readonly reversed = new Map<TransferId, Minor>()
  readonly #base: LedgerView
  #lastPosition: bigint

  /**
   * @param base the books, or the scope that this one is laid over
   * @param at the time of the batch
   * @param lastPosition the end of the log
   */
  constructor(base: LedgerView, at: Micros, lastPosition: bigint) {
    this.#base = base
    this.at = at
    this.recordedAt = base instanceof Scope ? base.recordedAt : dateOf(at)
    this.#lastPosition = lastPosition
  }

  get lastPosition(): bigint {
    return this.#lastPosition
  }

  account(id: AccountId): AccountState | undefined {
    return this.accounts.get(id) ?? this.#base.account(id)
  }

  transfer(id: TransferId): Transfer | undefined {
    return this.transfers.get(id) ?? this.#base.transfer(id)
  }

  pending(id: TransferId): Pending | undefined {
    return this.pendings.get(id) ?? this.#base.pending(id)
  }

  failed(id: TransferId): FailedTransfer | undefined {
    return this.failures.get(id) ?? this.#base.failed(id)
  }

  reversedAmount(id: TransferId): Minor {
    return this.reversed.get(id) ?? this.#base.reversedAmount(id)
  }

  /** A scope over this one, to be absorbed or forgotten. */
  nested(): Scope {
    return new Scope(this, this.at, this.#lastPosition)
  }

  /** Keeps all that a nested scope decided. */
  absorb(inner: Scope): void {
    for (const [id, account] of inner.accounts) this.accounts.set(id, account)
    for (const [id, transfer] of inner.transfers) this.transfers.set(id, transfer)
    for (const [id, pending] of inner.pendings) this.pendings.set(id, pending)
    for (const [id, failure] of inner.failures) this.failures.set(id, failure)
    for (const [id, amount] of inner.reversed) this.reversed.set(id, amount)
    this.#lastPosition = inner.#lastPosition
  }

  openAccount(account: AccountState): void {
    assert(this.account(account.id) === undefined, 'an account is opened once')
    const flags = canonicalFlags(ACCOUNT_FLAGS, account.flags)
    this.accounts.set(account.id, { ...account, flags })
  }

  /** Gives an account new counters; its version moves once in a batch, however often it is changed. */
  changeAccount(account: AccountState, counters: Partial<AccountCounters>): AccountState {
    const next = { ...account, ...counters, version: this.versionBefore(account.id) + 1n }
    assert(next.debitsPending >= 0n && next.creditsPending >= 0n, 'no counter falls below zero')
    assert(next.debitsPosted >= account.debitsPosted, 'posted debits never fall')
    assert(next.creditsPosted >= account.creditsPosted, 'posted credits never fall')
    this.accounts.set(account.id, next)
    return next
  }

  /** Closes an account: nothing but what releases a reservation passes it until it is opened again. */
  closeAccount(account: AccountState, closedBy: TransferId): void {
    assert(account.closedBy === undefined, 'an account is closed once at a time')
    const version = this.versionBefore(account.id) + 1n
    this.accounts.set(account.id, { ...account, closedBy, version })
  }

  /** Opens an account again, if it is this transfer that closed it. */
  reopenAccount(account: AccountState, closedBy: TransferId): void {
    if (account.closedBy !== closedBy) return
    const { closedBy: _, ...open } = account
    this.accounts.set(account.id, { ...open, version: this.versionBefore(account.id) + 1n })
  }

  /** Writes a transfer at the end of the log, in the form in which the books give it back. */
  append(transfer: NewTransfer, moved: Moved): void {
    this.#lastPosition += 1n
    const { reversal } = transfer
    if (reversal !== undefined) {
      this.reversed.set(reversal.of, this.reversedAmount(reversal.of) + moved.amount)
    }
    this.transfers.set(transfer.id, {
      ...(needsTrimming(transfer) ? trimmed(transfer) : transfer),
      flags: canonicalFlags(TRANSFER_FLAGS, transfer.flags),
      amount: moved.amount,
      position: this.#lastPosition,
      debitBalance: balanceOf(moved.debit),
      creditBalance: balanceOf(moved.credit),
      recordedAt: this.recordedAt,
    })
  }

  setPending(pending: Pending): void {
    this.pendings.set(pending.transferId, pending)
  }

  recordFailure(failure: FailedTransfer): void {
    assert(this.failed(failure.id) === undefined, 'an id fails once')
    this.failures.set(failure.id, failure)
  }

  /** The version that an account had before the batch; 0 where the batch opened it. */
  versionBefore(id: AccountId): bigint {
    return this.#base instanceof Scope
      ? this.#base.versionBefore(id)
      : (this.#base.account(id)?.version ?? 0n)
  }
}

/** Whether a transfer says in words what the books say by leaving it out. */
function needsTrimming(transfer: NewTransfer): boolean {
  return transfer.timeoutSeconds === 0 || transfer.pendingId === UUID_ZERO
}

function trimmed({ timeoutSeconds = 0, pendingId, ...rest }: NewTransfer): NewTransfer {
  return {
    ...rest,
    ...(timeoutSeconds === 0 ? {} : { timeoutSeconds }),
    ...(pendingId === undefined || pendingId === UUID_ZERO ? {} : { pendingId }),
  }
}
