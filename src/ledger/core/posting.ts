import { knownStatus } from './known.ts'
import { movePlain } from './plain.ts'
import { resolvePending } from './resolution.ts'
import type { Scope } from './scope.ts'
import { idStatus, isResolution, shapeStatus } from './shape.ts'
import { isPassing, type TransferStatus } from './statuses.ts'
import type { NewTransfer } from './transfer.ts'

export interface PostingRules {
  /** Refuses transfers that touch an account of the programme: the raw API. */
  readonly rawOnly: boolean
}

/** Decides a transfer that stands alone. A passing failure poisons its id. */
export function postAlone(
  scope: Scope,
  transfer: NewTransfer,
  rules: PostingRules,
): TransferStatus {
  const status =
    idStatus(transfer) ??
    knownStatus(scope, transfer) ??
    shapeStatus(transfer) ??
    postNew(scope, transfer, rules)
  if (isPassing(status)) scope.recordFailure({ id: transfer.id, status, recordedAt: scope.at })
  return status
}

/**
 * Decides a transfer of a new id and a right shape by what the books say.
 *
 * @param members the journal that it is posted with; none where it stands alone
 */
export function postNew(
  scope: Scope,
  transfer: NewTransfer,
  rules: PostingRules,
  members: readonly NewTransfer[] = ALONE,
): TransferStatus {
  const debit = scope.account(transfer.debitAccountId)
  const credit = scope.account(transfer.creditAccountId)
  if (rules.rawOnly && (debit?.origin === 'programme' || credit?.origin === 'programme')) {
    return 'account_reserved'
  }
  if (debit === undefined) return 'debit_account_not_found'
  if (credit === undefined) return 'credit_account_not_found'
  const sides = { debit, credit }
  return isResolution(transfer)
    ? resolvePending(scope, transfer, sides)
    : movePlain(scope, transfer, sides, members)
}

const ALONE: readonly NewTransfer[] = []
