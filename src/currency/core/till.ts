import { PAYMENT_STATUSES } from './payment.ts'

/** Why a payer's code pays for nothing. Nothing is written down then: the same id may be tried with another. */
export const CODE_REFUSALS = [
  'code_unknown',
  'code_expired',
  'code_used',
  'code_revoked',
  'pin_none',
  'pin_missing',
  'pin_wrong',
  'pin_locked',
] as const

export type CodeRefusal = (typeof CODE_REFUSALS)[number]

/** How a request for an amount stands. */
export const REQUEST_STATES = ['open', 'expired', 'paid', 'withdrawn'] as const

export type RequestState = (typeof REQUEST_STATES)[number]

/** Every answer that a charge can get. `holds_none`: the code is good, and its owner has none of this money. */
export const CHARGE_STATUSES = [...CODE_REFUSALS, 'holds_none', ...PAYMENT_STATUSES] as const

export type ChargeStatus = (typeof CHARGE_STATUSES)[number]
