import type { AccountId, TransferId } from '../../kernel/ids.ts'
import type { AccountState, NewAccount } from './account.ts'
import { expirePendings } from './expiry.ts'
import type { Micros } from './instant.ts'
import { postJournal } from './journal.ts'
import { openAccount } from './opening.ts'
import { type PostingRules, postAlone } from './posting.ts'
import { Scope } from './scope.ts'
import type { AccountStatus, TransferStatus } from './statuses.ts'
import type { NewTransfer, Transfer } from './transfer.ts'
import type { FailedTransfer, LedgerView, Pending } from './view.ts'

/** What one caller asks for: accounts to open, then transfers to post, in order. */
export interface LedgerRequest {
  readonly accounts: readonly NewAccount[]
  readonly transfers: readonly NewTransfer[]
  readonly rules: PostingRules
}

/** What became of a request. */
export interface RequestOutcome {
  readonly accounts: readonly { readonly id: AccountId; readonly status: AccountStatus }[]
  readonly transfers: readonly { readonly id: TransferId; readonly status: TransferStatus }[]
  /** The accounts that the request names and that exist, as they stand after it. */
  readonly states: ReadonlyMap<AccountId, AccountState>
  readonly recordedAt: Date
}

/** What a batch changes in the books, to be written all or none. */
export interface LedgerChanges {
  readonly at: Micros
  /** The end of the log before and after. */
  readonly positionBefore: bigint
  readonly positionAfter: bigint
  readonly accountsOpened: readonly AccountState[]
  /** Accounts that were there before; their `version` is one above the one that was read. */
  readonly accountsChanged: readonly AccountState[]
  /** Those of them that were closed or opened again: their `closedBy` is another than the one that was read. */
  readonly accountsClosed: readonly AccountState[]
  readonly transfers: readonly Transfer[]
  readonly pendingsOpened: readonly Pending[]
  readonly pendingsResolved: readonly Pending[]
  readonly failures: readonly FailedTransfer[]
}

export interface BatchDecision {
  readonly outcomes: readonly RequestOutcome[]
  readonly changes: LedgerChanges
}

export interface BatchOptions {
  /** The time of the batch; later than that of any batch before it. */
  readonly at: Micros
  /** The end of the log. */
  readonly lastPosition: bigint
  /** The pending transfers that have lapsed by then on an account that the batch names, oldest first. */
  readonly due: readonly TransferId[]
}

/**
 * Decides a batch of requests, in order, without touching the books it was shown.
 *
 * A request with accounts and transfers is one journal. A request of transfers alone consists of chains
 * (a run of `linked` transfers and the one after it) and single transfers, each decided for itself; what
 * one does, the next ones see.
 *
 * @param view what the books say of all that the requests name
 */
export function applyBatch(
  view: LedgerView,
  requests: readonly LedgerRequest[],
  options: BatchOptions,
): BatchDecision {
  const scope = new Scope(view, options.at, options.lastPosition)
  expirePendings(scope, options.due)
  const outcomes = requests.map((request) => decideRequest(scope, request))
  return { outcomes, changes: changesOf(view, scope, options) }
}

/** Whether there is anything to write. */
export function isChange(changes: LedgerChanges): boolean {
  const lists = [
    changes.accountsOpened,
    changes.accountsChanged,
    changes.transfers,
    changes.pendingsResolved,
    changes.failures,
  ]
  return lists.some((list) => list.length > 0)
}

function decideRequest(scope: Scope, request: LedgerRequest): RequestOutcome {
  const { accounts, transfers, rules } = request
  const statuses =
    accounts.length > 0 && transfers.length > 0
      ? postJournal(scope, { accounts, transfers }, rules)
      : {
          accounts: accounts.map((account) => openAccount(scope, account)),
          transfers: decideTransfers(scope, transfers, rules),
        }
  return {
    accounts: withIds(accounts, statuses.accounts),
    transfers: withIds(transfers, statuses.transfers),
    states: statesOf(scope, request),
    recordedAt: scope.recordedAt,
  }
}

function decideTransfers(
  scope: Scope,
  transfers: readonly NewTransfer[],
  rules: PostingRules,
): readonly TransferStatus[] {
  const statuses: TransferStatus[] = []
  let start = 0
  for (const [index, transfer] of transfers.entries()) {
    const isLinked = transfer.flags.includes('linked')
    if (isLinked && index < transfers.length - 1) continue
    if (index === start && !isLinked) {
      statuses.push(postAlone(scope, transfer, rules))
    } else {
      const chain = { accounts: [], transfers: transfers.slice(start, index + 1) }
      statuses.push(...postJournal(scope, chain, rules).transfers)
    }
    start = index + 1
  }
  return statuses
}

function withIds<Id, Status>(
  rows: readonly { readonly id: Id }[],
  statuses: readonly Status[],
): { id: Id; status: Status }[] {
  const results: { id: Id; status: Status }[] = []
  for (const [index, status] of statuses.entries()) {
    const row = rows[index]
    if (row !== undefined) results.push({ id: row.id, status })
  }
  return results
}

function statesOf(scope: Scope, request: LedgerRequest): ReadonlyMap<AccountId, AccountState> {
  const states = new Map<AccountId, AccountState>()
  const add = (id: AccountId) => {
    const state = scope.account(id)
    if (state !== undefined) states.set(id, state)
  }
  for (const { id } of request.accounts) add(id)
  for (const { debitAccountId, creditAccountId } of request.transfers) {
    add(debitAccountId)
    add(creditAccountId)
  }
  return states
}

function changesOf(view: LedgerView, scope: Scope, options: BatchOptions): LedgerChanges {
  const accountsOpened: AccountState[] = []
  const accountsChanged: AccountState[] = []
  const accountsClosed: AccountState[] = []
  for (const account of scope.accounts.values()) {
    const before = view.account(account.id)
    if (before === undefined) accountsOpened.push(account)
    else accountsChanged.push(account)
    if (before !== undefined && before.closedBy !== account.closedBy) accountsClosed.push(account)
  }
  const pendings = [...scope.pendings.values()]
  const wasPending = (pending: Pending) => view.pending(pending.transferId) !== undefined
  return {
    at: options.at,
    positionBefore: options.lastPosition,
    positionAfter: scope.lastPosition,
    accountsOpened,
    accountsChanged,
    accountsClosed,
    transfers: [...scope.transfers.values()],
    pendingsOpened: pendings.filter((pending) => !wasPending(pending)),
    pendingsResolved: pendings.filter(wasPending),
    failures: [...scope.failures.values()],
  }
}
