import { microsTime } from '../moment.ts'
import { bitsOf, REVERSAL_REASONS, ROUNDING_CODES, type Transfer } from '../transfer.ts'

/**
 * The line of a transfer as it was decided, which is its leaf: the same that `transferLines` writes of its row, written out
 * because every transfer passes here and an object of texts for each would cost three times as much.
 *
 * @param recordedAt the instant of its batch, to the microsecond, which `Transfer` does not keep
 */
export function leafLineOf(transfer: Transfer, recordedAt: string): string {
  return (
    `{"v":1,"position":"${transfer.position}","id":"${transfer.id}",` +
    `"debitAccountId":"${transfer.debitAccountId}","creditAccountId":"${transfer.creditAccountId}",` +
    `"amount":"${transfer.amount}","unit":"${transfer.unit}","code":${transfer.code},"flags":${bitsOf(transfer)},` +
    `${rareFields(transfer)}"debitBalance":"${transfer.debitBalance}","creditBalance":"${transfer.creditBalance}",` +
    `"recordedAt":"${recordedAt}"}`
  )
}

function rareFields(transfer: Transfer): string {
  const { pendingId, timeoutSeconds, reference128, reference64, occurredAt } = transfer
  const { reversal, conversion } = transfer
  let text = ''
  if (pendingId !== undefined) text += `"pendingId":"${pendingId}",`
  if (timeoutSeconds !== undefined) text += `"timeoutSeconds":${timeoutSeconds},`
  if (reference128 !== undefined) text += `"reference":"${reference128}",`
  if (reference64 !== undefined) text += `"reference64":"${reference64}",`
  if (occurredAt !== undefined) text += `"occurredAt":"${microsTime(occurredAt)}",`
  if (reversal !== undefined) {
    text += `"reverses":"${reversal.of}","reason":${REVERSAL_REASONS[reversal.reason]},`
  }
  if (conversion !== undefined) {
    const { of, rateNumerator, rateDenominator, rounding } = conversion
    text += `"converts":"${of}","rateNumerator":"${rateNumerator}","rateDenominator":"${rateDenominator}",`
    text += `"rounding":${ROUNDING_CODES[rounding]},`
  }
  return text
}
