import { TRANSFER_CODES } from '../../ledger/core/chart.ts'

/** What a receiver can be told of. */
export const EVENT_KINDS = [
  'voucher.issued',
  'voucher.redeemed',
  'voucher.refunded',
  'voucher.expired',
] as const

export type EventKind = (typeof EVENT_KINDS)[number]

/**
 * What became of an attempt. `refused`: any answer but 2xx; `slow`: no answer in time; `unreachable`: no answer at all;
 * `not_allowed`: the name led to an address that messages may not go to, so nothing was sent.
 */
export const ATTEMPT_OUTCOMES = ['taken', 'refused', 'slow', 'unreachable', 'not_allowed'] as const

export type AttemptOutcome = (typeof ATTEMPT_OUTCOMES)[number]

/** Where a delivery stands. `given_up`: it was tried as often as it is. */
export const DELIVERY_STATES = ['waiting', 'delivered', 'given_up'] as const

export type DeliveryState = (typeof DELIVERY_STATES)[number]

const KIND_OF: ReadonlyMap<number, readonly [EventKind, 'debit' | 'credit']> = new Map([
  [TRANSFER_CODES.voucher_issued, ['voucher.issued', 'credit']],
  [TRANSFER_CODES.voucher_redeemed, ['voucher.redeemed', 'debit']],
  [TRANSFER_CODES.voucher_refunded, ['voucher.refunded', 'credit']],
  [TRANSFER_CODES.voucher_expired, ['voucher.expired', 'debit']],
] as const)

/** What a transfer of the log tells, and on which side the voucher stands; `undefined` where it is nobody's business. */
export function kindOf(code: number): readonly [EventKind, 'debit' | 'credit'] | undefined {
  return KIND_OF.get(code)
}
