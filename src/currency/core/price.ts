import { multiply, type Rate } from '../../kernel/decimal.ts'
import { least, type Minor } from '../../kernel/money.ts'

/** Which part of a price may be paid with discount tokens: never all of it, and nothing comes back in euro. */
export interface DiscountRules {
  /** Of the price, above 0 and below 1. */
  readonly most: Rate
  /** Where tokens are taken at all, at least this part; 0 where any part will do. */
  readonly least: Rate
}

/** What a customer has beside euro. */
export interface Means {
  readonly tokens: Minor
  readonly vouchers: Minor
  readonly currency: Minor
}

/** Who pays what of a price. The parts are the price. */
export interface PriceParts {
  readonly tokens: Minor
  readonly vouchers: Minor
  readonly currency: Minor
  readonly euro: Minor
}

/**
 * Splits a price. A discount comes off first, for it makes the price smaller; then vouchers, which expire; then
 * currency; the rest is euro.
 *
 * @param price minor units, above zero
 * @param discount what the shop takes; `undefined` where it takes no tokens
 */
export function splitPrice(
  price: Minor,
  means: Means,
  discount: DiscountRules | undefined,
): PriceParts {
  const tokens = discount === undefined ? 0n : tokensOf(price, means.tokens, discount)
  const afterTokens = price - tokens
  const vouchers = least(means.vouchers, afterTokens)
  const afterVouchers = afterTokens - vouchers
  const currency = least(means.currency, afterVouchers)
  return { tokens, vouchers, currency, euro: afterVouchers - currency }
}

/** Tokens are at most the largest part, rounded down; where there are fewer than the least part, none are taken. */
function tokensOf(price: Minor, held: Minor, { most, least: atLeast }: DiscountRules): Minor {
  const tokens = least(held, multiply(price, most, 'down'))
  return tokens < multiply(price, atLeast, 'up') ? 0n : tokens
}
