import { UUID_ZERO } from '../../kernel/ids.ts'
import { isResolution } from './shape.ts'
import type { TransferStatus } from './statuses.ts'
import {
  bitsOf,
  type Conversion,
  type NewTransfer,
  REVERSAL_REASONS,
  type Reversal,
  ROUNDING_CODES,
  TRANSFER_BITS,
  type Transfer,
} from './transfer.ts'
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
  const { occurredAt, reversal, conversion } = transfer
  const always = [
    transfer.debitAccountId,
    transfer.creditAccountId,
    transfer.amount,
    transfer.unit,
    transfer.code,
    bitsOf(transfer),
    pendingIdOf(transfer) ?? '-',
    transfer.timeoutSeconds ?? 0,
    transfer.reference128 ?? '-',
    transfer.reference64 ?? '-',
  ].join(' ')
  const occurred = occurredAt === undefined ? '' : ` occurred ${occurredAt}`
  const reverses =
    reversal === undefined ? '' : ` reverses ${reversal.of} ${REVERSAL_REASONS[reversal.reason]}`
  return `${always}${occurred}${reverses}${conversion === undefined ? '' : conversionText(conversion)}`
}

function conversionText({ of, rateNumerator, rateDenominator, rounding }: Conversion): string {
  return ` converts ${of} ${rateNumerator} ${rateDenominator} ${ROUNDING_CODES[rounding]}`
}

/** The pending transfer that a transfer names; the zero id names none. */
export function pendingIdOf(transfer: NewTransfer): NewTransfer['pendingId'] {
  return transfer.pendingId === UUID_ZERO ? undefined : transfer.pendingId
}

function existsStatus(view: LedgerView, known: Transfer, request: NewTransfer): TransferStatus {
  const bits = bitsOf(request)
  if (bitsOf(known) !== bits) return 'exists_with_different_flags'
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
  if (!isAmountMeant(view, known, request, bits)) return 'exists_with_different_amount'
  if (known.reference128 !== request.reference128) return 'exists_with_different_user_data_128'
  if (known.reference64 !== request.reference64) return 'exists_with_different_user_data_64'
  if (known.unit !== request.unit) return 'exists_with_different_ledger'
  if (known.code !== request.code) return 'exists_with_different_code'
  if (known.occurredAt !== request.occurredAt) return 'exists_with_different_occurred_at'
  if (!isSameReversal(known.reversal, request.reversal)) return 'exists_with_different_reversal'
  if (!isSameConversion(known.conversion, request.conversion)) {
    return 'exists_with_different_conversion'
  }
  return 'exists'
}

function isSameReversal(known: Reversal | undefined, request: Reversal | undefined): boolean {
  return known?.of === request?.of && known?.reason === request?.reason
}

function isSameConversion(known: Conversion | undefined, request: Conversion | undefined): boolean {
  return (
    known?.of === request?.of &&
    known?.rateNumerator === request?.rateNumerator &&
    known?.rateDenominator === request?.rateDenominator &&
    known?.rounding === request?.rounding
  )
}

/** Whether what was asked for can have come to what is recorded: a balancing transfer asks for an upper bound. */
function isAmountMeant(
  view: LedgerView,
  known: Transfer,
  request: NewTransfer,
  bits: number,
): boolean {
  if ((bits & TRANSFER_BITS.balancing) !== 0) return known.amount <= request.amount
  return known.amount === amountMeant(view, request)
}

/** Amount 0 of a post or a void means the whole of what is reserved. */
function amountMeant(view: LedgerView, request: NewTransfer): bigint {
  if (request.amount !== 0n || !isResolution(request)) return request.amount
  const pendingId = pendingIdOf(request)
  const reserved = pendingId === undefined ? undefined : view.transfer(pendingId)
  return reserved?.amount ?? 0n
}
