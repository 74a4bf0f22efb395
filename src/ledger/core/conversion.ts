import { assertNever } from '../../kernel/assert.ts'
import type { Rounding } from '../../kernel/decimal.ts'
import type { Minor } from '../../kernel/money.ts'
import type { Sides } from './account.ts'
import type { Scope } from './scope.ts'
import { hasPlainFlags } from './shape.ts'
import type { TransferStatus } from './statuses.ts'
import type { Conversion, NewTransfer } from './transfer.ts'

/** A rate as a fraction of whole numbers, and how the product comes back to whole minor units. */
export type ConversionRate = Pick<Conversion, 'rateNumerator' | 'rateDenominator' | 'rounding'>

/**
 * What an amount comes to in another unit, exactly: no digit of the product is lost before it is rounded.
 *
 * What rounding took or gave is `amount * rateNumerator - convertedAmount * rateDenominator`, in parts of
 * `1 / rateDenominator` of a minor unit, and less than one minor unit.
 *
 * @param amount minor units, not negative
 * @example convertedAmount(1005n, { rateNumerator: 1n, rateDenominator: 2n, rounding: 'half_up' }) // 503n
 */
export function convertedAmount(amount: Minor, rate: ConversionRate): Minor {
  const product = amount * rate.rateNumerator
  const whole = product / rate.rateDenominator
  const rest = product % rate.rateDenominator
  return rest !== 0n && isRaised(whole, 2n * rest - rate.rateDenominator, rate.rounding)
    ? whole + 1n
    : whole
}

/** Whether a product that is no whole number goes up to the next one. */
function isRaised(whole: bigint, overHalf: bigint, rounding: Rounding): boolean {
  switch (rounding) {
    case 'down':
      return false
    case 'up':
      return true
    case 'half_up':
      return overHalf >= 0n
    case 'half_even':
      return overHalf > 0n || (overHalf === 0n && whole % 2n === 1n)
    default:
      return assertNever(rounding)
  }
}

/**
 * What is wrong with a conversion by what the books and its journal say.
 *
 * @param members the transfers of the journal, this one among them
 */
export function conversionStatus(
  scope: Scope,
  transfer: NewTransfer,
  conversion: Conversion,
  { debit }: Sides,
  members: readonly NewTransfer[],
): TransferStatus | undefined {
  let source: NewTransfer | undefined
  let isConverted = false
  for (const member of members) {
    if (member === transfer) break
    if (member.id === conversion.of) source = member
    if (member.conversion?.of === conversion.of) isConverted = true
  }
  if (source === undefined) return 'conversion_source_not_in_journal'
  if (!hasPlainFlags(source) || source.reversal !== undefined) {
    return 'conversion_source_must_be_plain'
  }
  if (isConverted) return 'conversion_source_already_converted'
  const credit = scope.account(source.creditAccountId)
  const isExchange = credit?.flags.includes('exchange') === true && debit.flags.includes('exchange')
  if (!isExchange || credit.unit === debit.unit || credit.colour !== debit.colour) {
    return 'conversion_must_pass_exchange_accounts'
  }
  if (transfer.amount !== convertedAmount(source.amount, conversion)) {
    return 'conversion_has_different_amount'
  }
  return undefined
}
