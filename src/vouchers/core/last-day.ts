import { addDays, type Day } from '../../kernel/days.ts'

/**
 * The last day of a voucher that is issued today: as ordered, the product's day, or so many days from now.
 *
 * @example lastDayOf({ validUntil: null, validityDays: 90 }, '2026-05-04') // '2026-08-02'
 */
export function lastDayOf(
  product: { readonly validUntil: Day | null; readonly validityDays: number },
  today: Day,
  ordered?: Day | null,
): Day {
  return ordered ?? product.validUntil ?? addDays(today, product.validityDays)
}
