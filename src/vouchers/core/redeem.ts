import { assertNever } from '../../kernel/assert.ts'
import type { Day } from '../../kernel/days.ts'
import type { VoucherId } from '../../kernel/ids.ts'
import type { Minor, Unit } from '../../kernel/money.ts'
import { type VoucherFacts, voucherStatus } from './status.ts'

/** Why a redemption is declined, in order of precedence: the first that applies is the one. */
export const DECLINE_STATUSES = [
  'token_invalid',
  'token_expired',
  'unknown_voucher',
  'cancelled',
  'replaced',
  'used_up',
  'expired',
  'blocked',
  'not_active',
  'partner_not_accepted',
  'exceeds_remaining',
] as const

export type DeclineStatus = (typeof DECLINE_STATUSES)[number]

/** Every answer to a redemption. */
export const REDEMPTION_STATUSES = ['redeemed', ...DECLINE_STATUSES] as const

export type RedemptionStatus = (typeof REDEMPTION_STATUSES)[number]

/** What was shown at the till, once read and its signature checked. */
export type Presented =
  | { readonly kind: 'invalid' }
  /** A phone token past its time, or spent before. */
  | { readonly kind: 'expired' }
  /** A printed card or a typed code. */
  | { readonly kind: 'serial'; readonly serial: bigint }
  /** A phone token; good once. */
  | { readonly kind: 'token'; readonly voucherId: VoucherId; readonly tokenId: string }

/** The voucher that was shown, with what its product is good for. */
export interface RedeemableVoucher extends VoucherFacts {
  readonly unit: Unit
  readonly categories: readonly string[]
}

/** The partner that was asked to accept it. */
export interface AcceptingPartner {
  readonly status: 'active' | 'suspended'
  readonly unit: Unit
  readonly categories: readonly string[]
}

/**
 * Decides on a redemption. `redeemed` is what the ledger may still refuse, where another till was faster.
 *
 * @param amount minor units, above 0
 * @param today the day it is in Europe/Rome
 */
export function decideRedemption(
  presented: Presented,
  voucher: RedeemableVoucher | undefined,
  partner: AcceptingPartner,
  amount: Minor,
  today: Day,
): RedemptionStatus {
  if (presented.kind === 'invalid') return 'token_invalid'
  if (presented.kind === 'expired') return 'token_expired'
  if (voucher === undefined) return 'unknown_voucher'
  const status = voucherStatus(voucher, today)
  switch (status) {
    case 'issued':
      return 'not_active'
    case 'cancelled':
    case 'replaced':
    case 'used_up':
    case 'expired':
    case 'blocked':
      return status
    case 'active':
      break
    default:
      assertNever(status)
  }
  if (!accepts(partner, voucher)) return 'partner_not_accepted'
  return amount > voucher.remaining ? 'exceeds_remaining' : 'redeemed'
}

function accepts(partner: AcceptingPartner, voucher: RedeemableVoucher): boolean {
  return (
    partner.status === 'active' &&
    partner.unit === voucher.unit &&
    partner.categories.some((category) => voucher.categories.includes(category))
  )
}
