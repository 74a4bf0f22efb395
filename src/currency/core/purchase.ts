import type { Minor } from '../../kernel/money.ts'
import { PAYMENT_STATUSES } from './payment.ts'
import type { CodeRefusal } from './till.ts'

/**
 * What becomes of a part of a purchase. `allowed`: nothing speaks against it, though nothing is paid; `holds_none`: the
 * payer has no wallet of it; `not_taken`: the shop has none.
 */
export const PART_STATUSES = ['allowed', 'holds_none', 'not_taken', ...PAYMENT_STATUSES] as const

export type PartStatus = (typeof PART_STATUSES)[number]

/** What is written down about a purchase: all of it was paid, or nothing. */
export const PURCHASE_STATUSES = ['paid', 'declined'] as const

export type PurchaseStatus = (typeof PURCHASE_STATUSES)[number]

/** Why a purchase was not even decided on: the payer's code, or the statement of the till. */
export type PurchaseRefusal = CodeRefusal | 'terminal_unknown' | 'statement_conflict'

/** A part of a price that is paid with an instrument. */
export interface PurchasePart {
  readonly instrumentId: string
  readonly amount: Minor
}

/** Whether the parts, what the voucher pays and what is paid in euro are the price. */
export function addsUp(
  price: Minor,
  paid: {
    readonly parts: readonly PurchasePart[]
    readonly voucher: Minor
    readonly euro: Minor
  },
): boolean {
  const ofParts = paid.parts.reduce((sum, { amount }) => sum + amount, 0n)
  return ofParts + paid.voucher + paid.euro === price
}
