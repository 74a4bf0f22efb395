import type { Day } from '../../kernel/days.ts'
import type { Uuid } from '../../kernel/ids.ts'
import type { Minor } from '../../kernel/money.ts'

/**
 * Every state of a voucher, in order of precedence: the first that applies is the one.
 * `issued` is not handed over yet and good for nothing, `active` can be spent.
 */
export const VOUCHER_STATUSES = [
  'cancelled',
  'replaced',
  'used_up',
  'expired',
  'blocked',
  'issued',
  'active',
] as const

export type VoucherStatus = (typeof VOUCHER_STATUSES)[number]

/** What can be done to a voucher besides spending it. */
export const VOUCHER_EVENT_KINDS = [
  'cancel',
  'block',
  'unblock',
  'expire',
  'activate',
  'replace',
  'top_up',
  'extend',
] as const

export type VoucherEventKind = (typeof VOUCHER_EVENT_KINDS)[number]

/** What the state of a voucher depends on, besides the day. */
export interface VoucherFacts {
  readonly cancelledAt: Date | null
  readonly replacedBy: Uuid | null
  /** When what was left went back to the envelope after the last day. */
  readonly expiredAt: Date | null
  readonly blockedAt: Date | null
  /** When it was handed over. */
  readonly activatedAt: Date | null
  /** The last day it is good, in Europe/Rome. */
  readonly expiresOn: Day
  /** What its account holds, in minor units. */
  readonly remaining: Minor
}

/**
 * The state of a voucher on a day.
 *
 * @param today the day it is in Europe/Rome
 * @example a voucher that is blocked and past its last day is `expired`
 */
export function voucherStatus(voucher: VoucherFacts, today: Day): VoucherStatus {
  if (voucher.cancelledAt !== null) return 'cancelled'
  if (voucher.replacedBy !== null) return 'replaced'
  // Once expired, what was left has gone back: nothing left does not mean that it was spent.
  if (voucher.expiredAt !== null) return 'expired'
  if (voucher.remaining === 0n) return 'used_up'
  if (voucher.expiresOn < today) return 'expired'
  if (voucher.blockedAt !== null) return 'blocked'
  return voucher.activatedAt === null ? 'issued' : 'active'
}

/** True where a voucher can still be spent or stopped, now or once it is unblocked. */
export function isOpen(status: VoucherStatus): boolean {
  return status === 'issued' || status === 'active' || status === 'blocked'
}
