import { UUID_ZERO } from '../../kernel/ids.ts'
import { flagBits } from './flags.ts'
import { isResolution } from './shape.ts'
import type { TransferStatus } from './statuses.ts'
import { type NewTransfer, TRANSFER_FLAGS, type Transfer } from './transfer.ts'
import type { LedgerView } from './view.ts'

/**
 * The answer to a transfer whose id was used before: in the books, or failed for good.
 *
 * @returns `undefined` where the id is new
 */
export function knownStatus(view: LedgerView, transfer: NewTransfer): TransferStatus | undefined {
  const known = view.transfer(transfer.id)
  if (known !== undefined) return existsStatus(view, known, transfer)
  const failed = view.failed(transfer.id)
  if (failed === undefined) return undefined
  return failed.content === contentOf(transfer) ? failed.status : 'id_already_failed'
}

/**
 * All that a transfer says besides its id, as one line of text: equal where the contents are.
 *
 * @example 'a1 b2 100 EUR 10 0 - 0 - -'
 */
export function contentOf(transfer: NewTransfer): string {
  return [
    transfer.debitAccountId,
    transfer.creditAccountId,
    transfer.amount,
    transfer.unit,
    transfer.code,
    flagBits(TRANSFER_FLAGS, transfer.flags),
    pendingIdOf(transfer) ?? '-',
    transfer.timeoutSeconds ?? 0,
    transfer.reference128 ?? '-',
    transfer.reference64 ?? '-',
  ].join(' ')
}

/** The pending transfer that a transfer names; the zero id names none. */
export function pendingIdOf(transfer: NewTransfer): NewTransfer['pendingId'] {
  return transfer.pendingId === UUID_ZERO ? undefined : transfer.pendingId
}

function existsStatus(view: LedgerView, known: Transfer, request: NewTransfer): TransferStatus {
  if (flagBits(TRANSFER_FLAGS, known.flags) !== flagBits(TRANSFER_FLAGS, request.flags)) {
    return 'exists_with_different_flags'
  }
  if (known.pendingId !== pendingIdOf(request)) return 'exists_with_different_pending_id'
  if ((known.timeoutSeconds ?? 0) !== (request.timeoutSeconds ?? 0)) {
    return 'exists_with_different_timeout'
  }
  if (known.debitAccountId !== request.debitAccountId) {
    return 'exists_with_different_debit_account_id'
  }
  if (known.creditAccountId !== request.creditAccountId) {
    return 'exists_with_different_credit_account_id'
  }
  if (known.amount !== amountMeant(view, request)) return 'exists_with_different_amount'
  if (known.reference128 !== request.reference128) return 'exists_with_different_user_data_128'
  if (known.reference64 !== request.reference64) return 'exists_with_different_user_data_64'
  if (known.unit !== request.unit) return 'exists_with_different_ledger'
  if (known.code !== request.code) return 'exists_with_different_code'
  return 'exists'
}

/** Amount 0 of a post or a void means the whole of what is reserved. */
function amountMeant(view: LedgerView, request: NewTransfer): bigint {
  if (request.amount !== 0n || !isResolution(request)) return request.amount
  const pendingId = pendingIdOf(request)
  const reserved = pendingId === undefined ? undefined : view.transfer(pendingId)
  return reserved?.amount ?? 0n
}
