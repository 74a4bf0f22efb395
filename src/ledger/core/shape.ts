import { UUID_MAX, UUID_ZERO } from '../../kernel/ids.ts'
import type { TransferStatus } from './statuses.ts'
import type { NewTransfer } from './transfer.ts'

/** Whether a transfer posts or voids a pending one. */
export function isResolution(transfer: NewTransfer): boolean {
  return transfer.flags.includes('post_pending') || transfer.flags.includes('void_pending')
}

/** What is wrong with the id of a transfer, whatever the books say. */
export function idStatus(transfer: NewTransfer): TransferStatus | undefined {
  if (transfer.id === UUID_ZERO) return 'id_must_not_be_zero'
  if (transfer.id === UUID_MAX) return 'id_must_not_be_int_max'
  return undefined
}

/** What is wrong with the rest of a transfer, whatever the books say. */
export function shapeStatus(transfer: NewTransfer): TransferStatus | undefined {
  const { flags, debitAccountId, creditAccountId } = transfer
  const phases =
    Number(flags.includes('pending')) +
    Number(flags.includes('post_pending')) +
    Number(flags.includes('void_pending'))
  if (phases > 1) return 'flags_are_mutually_exclusive'
  if (debitAccountId === UUID_ZERO) return 'debit_account_id_must_not_be_zero'
  if (debitAccountId === UUID_MAX) return 'debit_account_id_must_not_be_int_max'
  if (creditAccountId === UUID_ZERO) return 'credit_account_id_must_not_be_zero'
  if (creditAccountId === UUID_MAX) return 'credit_account_id_must_not_be_int_max'
  if (debitAccountId === creditAccountId) return 'accounts_must_be_different'
  const ofPending = pendingIdStatus(transfer)
  if (ofPending !== undefined) return ofPending
  if ((transfer.timeoutSeconds ?? 0) !== 0 && !flags.includes('pending')) {
    return 'timeout_reserved_for_pending_transfer'
  }
  if (transfer.amount === 0n && !isResolution(transfer)) return 'amount_must_not_be_zero'
  if (transfer.code === 0) return 'code_must_not_be_zero'
  return undefined
}

function pendingIdStatus(transfer: NewTransfer): TransferStatus | undefined {
  const pendingId = transfer.pendingId ?? UUID_ZERO
  if (!isResolution(transfer)) {
    return pendingId === UUID_ZERO ? undefined : 'pending_id_must_be_zero'
  }
  if (pendingId === UUID_ZERO) return 'pending_id_must_not_be_zero'
  if (pendingId === UUID_MAX) return 'pending_id_must_not_be_int_max'
  if (pendingId === transfer.id) return 'pending_id_must_be_different'
  return undefined
}
