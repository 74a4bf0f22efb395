import type { Minor } from '../../kernel/money.ts'

/** How a product's vouchers may be used, besides what they are good for. Limits are in minor units, `null` for none. */
export interface UseRules {
  /** Never paid for, whatever else the product is good for. */
  readonly forbiddenCategories: readonly string[]
  /** Good for one purchase; what is left after it stays until the last day, and then goes back. */
  readonly oneUse: boolean
  readonly capPerPurchase: Minor | null
  /** For each voucher and each day in Europe/Rome. */
  readonly capPerDay: Minor | null
  /** From this amount up the person's PIN is asked for, where they have one. */
  readonly pinFrom: Minor | null
  /** Whoever carries it may use it: no PIN is ever asked for. */
  readonly bearer: boolean
  /** The partners that accept it, where not all do whose categories fit; empty for those. */
  readonly partnerIds: readonly string[]
}

/** What holds where nothing else is said. */
export const PLAIN_RULES: UseRules = {
  forbiddenCategories: [],
  oneUse: false,
  capPerPurchase: null,
  capPerDay: null,
  pinFrom: null,
  bearer: false,
  partnerIds: [],
}

/** Whether a PIN has to be asked for. */
export function asksPin(
  { pinFrom, bearer }: Pick<UseRules, 'pinFrom' | 'bearer'>,
  amount: Minor,
): boolean {
  return !bearer && pinFrom !== null && amount >= pinFrom
}

/**
 * What the caps leave of a purchase now; `null` where there is no cap.
 *
 * @param spentToday what the voucher paid for today
 * @example capLeft({ capPerPurchase: 1000n, capPerDay: 1500n }, 800n) // 700n
 */
export function capLeft(
  { capPerPurchase, capPerDay }: Pick<UseRules, 'capPerPurchase' | 'capPerDay'>,
  spentToday: Minor,
): Minor | null {
  const today = capPerDay === null ? null : capPerDay > spentToday ? capPerDay - spentToday : 0n
  if (today === null) return capPerPurchase
  return capPerPurchase === null || today < capPerPurchase ? today : capPerPurchase
}
