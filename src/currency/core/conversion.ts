import { multiply, type Rate } from '../../kernel/decimal.ts'
import { allocate, type Minor } from '../../kernel/money.ts'

/** How partners change the currency back to euro. */
export interface ConversionRules {
  /** The part of what is changed that is kept, 0 to below 1. */
  readonly fee: Rate
  /** How the fee is shared, by weights: the association that a member chose, and the system. */
  readonly association: bigint
  readonly system: bigint
}

/** Where an amount of currency goes that a partner changes back. The parts are the amount. */
export interface Converted {
  /** Euro that the partner is owed. */
  readonly paidOut: Minor
  readonly association: Minor
  readonly system: Minor
}

/**
 * Changes currency to euro. The fee is rounded half up; the cent that cannot be shared goes to the association.
 *
 * @example the Chiemgauer: of 100 a partner gets 95, the association 3, the system 2
 */
export function convert(amount: Minor, rules: ConversionRules): Converted {
  const fee = multiply(amount, rules.fee, 'half_up')
  const [association = 0n, system = 0n] =
    rules.association + rules.system === 0n
      ? [0n, fee]
      : allocate(fee, [rules.association, rules.system])
  return { paidOut: amount - fee, association, system }
}

/**
 * Whether so much may leave a reserve.
 *
 * @param backing the part of what is outstanding that must lie in the reserve, 0 to 1
 * @param after what is outstanding and what lies in the reserve when it is done
 */
export function isBacked(
  backing: Rate,
  after: { readonly outstanding: Minor; readonly reserve: Minor },
): boolean {
  return after.reserve >= multiply(after.outstanding, backing, 'up')
}

/** What a donation of a share of all that is changed comes to. @example 3 % of 1,200,000 is 36,000 */
export function donationOf(amount: Minor, share: Rate): Minor {
  return multiply(amount, share, 'half_up')
}
