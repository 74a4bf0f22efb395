import { UUID_MAX, UUID_ZERO } from '../../kernel/ids.ts'
import type { TransferStatus } from './statuses.ts'
import { bitsOf, type NewTransfer, TRANSFER_BITS, TRANSFER_FLAGS } from './transfer.ts'

/** Whether a transfer posts or voids a pending one. */
export function isResolution(transfer: NewTransfer): boolean {
  return (bitsOf(transfer) & TRANSFER_BITS.resolution) !== 0
}

/** Whether a transfer has no flag but `linked`. */
export function hasPlainFlags(transfer: NewTransfer): boolean {
  return (bitsOf(transfer) & ~TRANSFER_FLAGS.linked) === 0
}

/** What is wrong with the id of a transfer, whatever the books say. */
export function idStatus(transfer: NewTransfer): TransferStatus | undefined {
  if (transfer.id === UUID_ZERO) return 'id_must_not_be_zero'
  if (transfer.id === UUID_MAX) return 'id_must_not_be_int_max'
  return undefined
}

/** What is wrong with the rest of a transfer, whatever the books say. */
export function shapeStatus(transfer: NewTransfer): TransferStatus | undefined {
  const { debitAccountId, creditAccountId } = transfer
  const bits = bitsOf(transfer)
  if (areExclusive(bits)) return 'flags_are_mutually_exclusive'
  if (debitAccountId === UUID_ZERO) return 'debit_account_id_must_not_be_zero'
  if (debitAccountId === UUID_MAX) return 'debit_account_id_must_not_be_int_max'
  if (creditAccountId === UUID_ZERO) return 'credit_account_id_must_not_be_zero'
  if (creditAccountId === UUID_MAX) return 'credit_account_id_must_not_be_int_max'
  if (debitAccountId === creditAccountId) return 'accounts_must_be_different'
  const ofPending = pendingIdStatus(transfer, bits)
  if (ofPending !== undefined) return ofPending
  const isPending = (bits & TRANSFER_FLAGS.pending) !== 0
  if ((transfer.timeoutSeconds ?? 0) !== 0 && !isPending) {
    return 'timeout_reserved_for_pending_transfer'
  }
  if ((bits & TRANSFER_BITS.closing) !== 0 && !isPending) return 'closing_transfer_must_be_pending'
  const ofOther = correctionStatus(transfer, bits)
  if (ofOther !== undefined) return ofOther
  if (transfer.amount === 0n && !mayAskForNothing(bits)) return 'amount_must_not_be_zero'
  if (transfer.code === 0) return 'code_must_not_be_zero'
  return undefined
}

function areExclusive(bits: number): boolean {
  const phases = bits & TRANSFER_BITS.phases
  if ((phases & (phases - 1)) !== 0) return true
  const isResolving = (bits & TRANSFER_BITS.resolution) !== 0
  return isResolving && (bits & (TRANSFER_BITS.balancing | TRANSFER_BITS.closing)) !== 0
}

function pendingIdStatus(transfer: NewTransfer, bits: number): TransferStatus | undefined {
  const pendingId = transfer.pendingId ?? UUID_ZERO
  if ((bits & TRANSFER_BITS.resolution) === 0) {
    return pendingId === UUID_ZERO ? undefined : 'pending_id_must_be_zero'
  }
  if (pendingId === UUID_ZERO) return 'pending_id_must_not_be_zero'
  if (pendingId === UUID_MAX) return 'pending_id_must_not_be_int_max'
  if (pendingId === transfer.id) return 'pending_id_must_be_different'
  return undefined
}

/** A reversal and a conversion are plain, and no transfer is both. */
function correctionStatus(transfer: NewTransfer, bits: number): TransferStatus | undefined {
  const { reversal, conversion } = transfer
  const isPlain = (bits & ~TRANSFER_FLAGS.linked) === 0
  if (reversal !== undefined) {
    if (!isPlain || conversion !== undefined) return 'reversal_must_be_plain'
    if (reversal.of === transfer.id) return 'reversal_must_not_be_of_itself'
  }
  if (conversion !== undefined) {
    if (!isPlain) return 'conversion_must_be_plain'
    if (conversion.of === transfer.id) return 'conversion_must_not_be_of_itself'
  }
  return undefined
}

/** Amount 0 is the whole of what is reserved, or closes an account without reserving; it is no upper bound. */
function mayAskForNothing(bits: number): boolean {
  if ((bits & TRANSFER_BITS.balancing) !== 0) return false
  return (bits & (TRANSFER_BITS.resolution | TRANSFER_BITS.closing)) !== 0
}
