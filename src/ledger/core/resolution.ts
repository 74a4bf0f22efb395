import { assert } from '../../kernel/assert.ts'
import type { Minor } from '../../kernel/money.ts'
import type { Sides } from './account.ts'
import { closedStatus, occurredStatus } from './plain.ts'
import type { Scope } from './scope.ts'
import type { TransferStatus } from './statuses.ts'
import type { NewTransfer, Transfer } from './transfer.ts'

/**
 * Posts (whole or in part) or voids the pending transfer that a transfer names; what is not posted is
 * released. The shape of the transfer and the existence of its accounts have been checked.
 */
export function resolvePending(scope: Scope, transfer: NewTransfer, sides: Sides): TransferStatus {
  const reserved = transfer.pendingId === undefined ? undefined : scope.transfer(transfer.pendingId)
  if (reserved === undefined) return 'pending_transfer_not_found'
  const isPost = transfer.flags.includes('post_pending')
  const refusal =
    refusalOf(scope, transfer, reserved) ??
    occurredStatus(scope, transfer) ??
    (isPost ? closedStatus(sides) : undefined)
  if (refusal !== undefined) return refusal
  const amount = transfer.amount === 0n ? reserved.amount : transfer.amount
  const posted: Minor = isPost ? amount : 0n
  const debit = scope.changeAccount(sides.debit, {
    debitsPending: sides.debit.debitsPending - reserved.amount,
    debitsPosted: sides.debit.debitsPosted + posted,
  })
  const credit = scope.changeAccount(sides.credit, {
    creditsPending: sides.credit.creditsPending - reserved.amount,
    creditsPosted: sides.credit.creditsPosted + posted,
  })
  scope.append(transfer, { amount, debit, credit })
  scope.reopenAccount(debit, reserved.id)
  scope.reopenAccount(credit, reserved.id)
  const pending = scope.pending(reserved.id)
  assert(pending?.state === 'pending', 'a pending transfer is resolved once')
  scope.setPending({
    ...pending,
    state: isPost ? 'posted' : 'voided',
    resolvedBy: transfer.id,
    resolvedAt: scope.at,
  })
  return 'created'
}

function refusalOf(
  scope: Scope,
  transfer: NewTransfer,
  reserved: Transfer,
): TransferStatus | undefined {
  const pending = scope.pending(reserved.id)
  if (pending === undefined) return 'pending_transfer_not_pending'
  if (reserved.debitAccountId !== transfer.debitAccountId) {
    return 'pending_transfer_has_different_debit_account_id'
  }
  if (reserved.creditAccountId !== transfer.creditAccountId) {
    return 'pending_transfer_has_different_credit_account_id'
  }
  if (reserved.unit !== transfer.unit) return 'pending_transfer_has_different_ledger'
  if (reserved.code !== transfer.code) return 'pending_transfer_has_different_code'
  if (transfer.amount > reserved.amount) return 'exceeds_pending_transfer_amount'
  const isPartialVoid = transfer.flags.includes('void_pending') && transfer.amount !== 0n
  if (isPartialVoid && transfer.amount < reserved.amount) {
    return 'pending_transfer_has_different_amount'
  }
  if (pending.state === 'posted') return 'pending_transfer_already_posted'
  if (pending.state === 'voided') return 'pending_transfer_already_voided'
  if (pending.state === 'expired') return 'pending_transfer_expired'
  return undefined
}
