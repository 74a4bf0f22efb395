import type { NewAccount } from './account.ts'
import { contentOf, knownStatus } from './known.ts'
import { openAccount } from './opening.ts'
import { type PostingRules, postNew } from './posting.ts'
import type { Scope } from './scope.ts'
import { idStatus, shapeStatus } from './shape.ts'
import { type AccountStatus, isPassing, stands, type TransferStatus } from './statuses.ts'
import type { NewTransfer } from './transfer.ts'

/** Accounts to be opened and a chain of transfers, all or none. */
export interface Journal {
  readonly accounts: readonly NewAccount[]
  readonly transfers: readonly NewTransfer[]
}

export interface JournalStatuses {
  readonly accounts: readonly AccountStatus[]
  readonly transfers: readonly TransferStatus[]
}

/**
 * Decides a journal.
 *
 * What a journal gets when it is sent again must be what it got before, though the books have moved on
 * meanwhile. So whatever fails for ever is looked for in all its members before any of them is tried, and
 * the member that breaks it is recorded as failed, unless its failure would be found again in the same way.
 */
export function postJournal(scope: Scope, journal: Journal, rules: PostingRules): JournalStatuses {
  const inner = scope.nested()
  const opened = journal.accounts.map((account) => openAccount(inner, account))
  const settled = formStatuses(journal.transfers) ?? settledStatuses(scope, journal.transfers)
  if (opened.every(stands)) {
    if (settled.every((status) => status === 'exists')) {
      scope.absorb(inner)
      return { accounts: opened, transfers: journal.transfers.map(() => 'exists') }
    }
    if (settled.every((status) => status === undefined)) {
      const broken = postMembers(scope, inner, journal.transfers, rules)
      if (broken === undefined) {
        scope.absorb(inner)
        return { accounts: opened, transfers: journal.transfers.map(() => 'created') }
      }
      return refused(scope, journal, opened, broken)
    }
  }
  return refused(scope, journal, opened, settled)
}

type Settled = readonly (TransferStatus | undefined)[]

/** Tries a chain of new transfers in turn. The effects are in `inner`, the failure is recorded in `scope`. */
function postMembers(
  scope: Scope,
  inner: Scope,
  transfers: readonly NewTransfer[],
  rules: PostingRules,
): Settled | undefined {
  for (const [index, transfer] of transfers.entries()) {
    const status = postNew(inner, transfer, rules, transfers)
    if (status === 'created') continue
    if (isPassing(status)) {
      scope.recordFailure({ id: transfer.id, status, recordedAt: scope.at })
    } else if (index > 0) {
      // Found only after the members before it went through, and they need not do so again.
      const content = contentOf(transfer)
      scope.recordFailure({ id: transfer.id, status, content, recordedAt: scope.at })
    }
    return transfers.map((_, i) => (i === index ? status : undefined))
  }
  return undefined
}

/** What is wrong with the chain as a whole, whatever the books say. */
function formStatuses(transfers: readonly NewTransfer[]): Settled | undefined {
  const last = transfers.length - 1
  if (transfers[last]?.flags.includes('linked')) {
    return transfers.map((_, i) => (i === last ? 'linked_event_chain_open' : 'linked_event_failed'))
  }
  const ids = new Set<string>()
  for (const [index, { id }] of transfers.entries()) {
    if (ids.has(id)) {
      return transfers.map((_, i) =>
        i === index ? 'id_must_be_unique_in_chain' : 'linked_event_failed',
      )
    }
    ids.add(id)
  }
  return undefined
}

/** What is certain of each member before any is tried; `undefined` where it must be tried. */
function settledStatuses(scope: Scope, transfers: readonly NewTransfer[]): Settled {
  return transfers.map(
    (transfer) => idStatus(transfer) ?? knownStatus(scope, transfer) ?? shapeStatus(transfer),
  )
}

/** What exists says so, the first other that failed says why, and the rest fell with it. */
function refused(
  scope: Scope,
  journal: Journal,
  opened: readonly AccountStatus[],
  settled: Settled,
): JournalStatuses {
  const firstBadAccount = opened.findIndex((status) => !stands(status))
  const firstBad = settled.findIndex(
    (status) => status !== undefined && status !== 'exists' && status !== 'linked_event_failed',
  )
  return {
    accounts: journal.accounts.map((account, index): AccountStatus => {
      const status = opened[index]
      if (status === undefined) return 'linked_event_failed'
      if (index === firstBadAccount) return status
      const isKept = status === 'exists' && scope.account(account.id) !== undefined
      return isKept ? 'exists' : 'linked_event_failed'
    }),
    transfers: settled.map((status, index): TransferStatus => {
      const isTold = status === 'exists' || index === firstBad
      return status !== undefined && isTold ? status : 'linked_event_failed'
    }),
  }
}
