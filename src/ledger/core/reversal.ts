import { assert } from '../../kernel/assert.ts'
import type { TransferId } from '../../kernel/ids.ts'
import type { Minor } from '../../kernel/money.ts'
import type { Scope } from './scope.ts'
import type { TransferStatus } from './statuses.ts'
import {
  bitsOf,
  type NewTransfer,
  type Reversal,
  type ReversalReason,
  TRANSFER_BITS,
  type Transfer,
} from './transfer.ts'

/** Whether money moved by a transfer: a pending one only reserves it, a void releases it, and a balancing one may find none. */
export function hasMoved(transfer: {
  readonly flags: Transfer['flags']
  readonly amount: Minor
}): boolean {
  return transfer.amount > 0n && (bitsOf(transfer) & TRANSFER_BITS.notMoving) === 0
}

/** What is wrong with a reversal by what the books say. Several may take back a transfer in parts, never more than all. */
export function reversalStatus(
  scope: Scope,
  transfer: NewTransfer,
  reversal: Reversal,
): TransferStatus | undefined {
  const reversed = scope.transfer(reversal.of)
  if (reversed === undefined) return 'reversed_transfer_not_found'
  if (!hasMoved(reversed)) return 'reversed_transfer_moved_nothing'
  if (reversed.reversal !== undefined) return 'reversed_transfer_is_reversal'
  const isSwapped =
    reversed.debitAccountId === transfer.creditAccountId &&
    reversed.creditAccountId === transfer.debitAccountId
  if (!isSwapped) return 'reversal_must_swap_accounts'
  if (transfer.amount > reversed.amount - scope.reversedAmount(reversed.id)) {
    return 'exceeds_reversible_amount'
  }
  return undefined
}

/**
 * The journal that takes back a chain of transfers whole, the last one first, so that what one brought is there for
 * the one before it to go back. What moved nothing is left out.
 *
 * @param transfers the chain as the books have it
 * @param ids the id of the reversal of each, in the same order
 */
export function reversalOf(
  transfers: readonly Transfer[],
  ids: readonly TransferId[],
  reason: ReversalReason,
): readonly NewTransfer[] {
  assert(ids.length === transfers.length, 'each transfer has an id for its reversal')
  const reversals: NewTransfer[] = []
  for (const [index, transfer] of transfers.entries()) {
    const id = ids[index]
    if (id === undefined || !hasMoved(transfer)) continue
    const { debitAccountId, creditAccountId, amount, unit, code } = transfer
    reversals.unshift({
      id,
      debitAccountId: creditAccountId,
      creditAccountId: debitAccountId,
      amount,
      unit,
      code,
      flags: reversals.length === 0 ? [] : ['linked'],
      reversal: { of: transfer.id, reason },
    })
  }
  return reversals
}
