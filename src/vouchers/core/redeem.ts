import { assertNever } from '../../kernel/assert.ts'
import type { Day } from '../../kernel/days.ts'
import type { Uuid, VoucherId } from '../../kernel/ids.ts'
import type { Minor, Unit } from '../../kernel/money.ts'
import type { Area, Colour } from '../../ledger/core/colour.ts'
import type { PartnerStatus } from '../../network/core/kinds.ts'
import { mayUseColour } from '../../network/core/programme.ts'
import { asksPin, capLeft, type UseRules } from './rules.ts'
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
  'category_not_allowed',
  'pin_locked',
  'pin_wrong',
  'cap_reached',
  'exceeds_remaining',
] as const

export type DeclineStatus = (typeof DECLINE_STATUSES)[number]

/** Every answer to a redemption. */
export const REDEMPTION_STATUSES = ['redeemed', ...DECLINE_STATUSES] as const

export type RedemptionStatus = (typeof REDEMPTION_STATUSES)[number]

/** What only a signed statement can be answered; both come before all others. */
export const STATEMENT_REFUSALS = ['terminal_unknown', 'statement_conflict'] as const

/** Every answer to a signed statement. */
export const STATEMENT_STATUSES = [...STATEMENT_REFUSALS, ...REDEMPTION_STATUSES] as const

export type StatementStatus = (typeof STATEMENT_STATUSES)[number]

/** What was shown at the till, once read and its signature checked. */
export type Presented =
  | { readonly kind: 'invalid' }
  /** A phone token past its time, spent before, or of a wallet that was taken back. */
  | { readonly kind: 'expired' }
  /** A printed card or a typed code. */
  | { readonly kind: 'serial'; readonly serial: bigint }
  /** A phone token; good once. */
  | {
      readonly kind: 'token'
      readonly voucherId: VoucherId
      readonly tokenId: string
      /** The wallet that it was made for: it is good while that is bound. Absent where an operator made it. */
      readonly walletId?: Uuid
    }

/** The voucher that was shown, with what its product is good for. */
export interface RedeemableVoucher extends VoucherFacts, Omit<UseRules, 'partnerIds'> {
  readonly unit: Unit
  readonly categories: readonly string[]
  readonly firstUsedAt: Date | null
  /** What its money is earmarked for. */
  readonly colour: Colour | null
  /** Whether the product names the partner, or names none, and the partner's agreement the product. */
  readonly acceptsPartner: boolean
  /** What it paid for today. */
  readonly spentToday: Minor
}

/** The partner that was asked to accept it. */
export interface AcceptingPartner {
  readonly status: PartnerStatus
  /** Whether it signed an agreement that is good today. */
  readonly hasAgreement: boolean
  /** Where it belongs; money of one area is good there only. */
  readonly area: Area | null
  readonly unit: Unit
  readonly categories: readonly string[]
}

/** What is to be paid for. */
export interface Purchase {
  /** Minor units, above 0. */
  readonly amount: Minor
  /** What kinds of things; empty where the till does not say. */
  readonly categories: readonly string[]
  /** What it is counted in; `null` where the till does not say. */
  readonly unit: Unit | null
}

/** What the PIN came to: `unknown` where it was not asked for yet. */
export type PinState = 'unknown' | 'good' | 'wrong' | 'locked'

/** `pin_needed`: all before it is in order, and the PIN has to be checked now. */
export type Decision = RedemptionStatus | 'pin_needed'

/**
 * Decides on a redemption. `redeemed` is what the ledger may still refuse, where another till was faster.
 * A try of the PIN costs one, so it is asked for only where nothing before it in the list applies.
 *
 * @param today the day it is in Europe/Rome
 */
export function decideRedemption(
  presented: Presented,
  voucher: RedeemableVoucher | undefined,
  partner: AcceptingPartner,
  purchase: Purchase,
  today: Day,
  pin: PinState,
): Decision {
  if (presented.kind === 'invalid') return 'token_invalid'
  if (presented.kind === 'expired') return 'token_expired'
  if (voucher === undefined) return 'unknown_voucher'
  const stopped = stoppedBy(voucher, today)
  if (stopped !== undefined) return stopped
  const isOfUnit = purchase.unit === null || purchase.unit === voucher.unit
  if (!isOfUnit || !accepts(partner, voucher)) return 'partner_not_accepted'
  const isFit = (category: string) =>
    isGoodFor(voucher, category) && partner.categories.includes(category)
  if (!purchase.categories.every(isFit)) return 'category_not_allowed'
  if (asksPin(voucher, purchase.amount) && pin !== 'good') {
    if (pin === 'unknown') return 'pin_needed'
    return pin === 'locked' ? 'pin_locked' : 'pin_wrong'
  }
  const cap = capLeft(voucher, voucher.spentToday)
  if (cap !== null && purchase.amount > cap) return 'cap_reached'
  return purchase.amount > voucher.remaining ? 'exceeds_remaining' : 'redeemed'
}

/** Why a voucher pays for nothing now, whoever asks. */
function stoppedBy(voucher: RedeemableVoucher, today: Day): DeclineStatus | undefined {
  const status = voucherStatus(voucher, today)
  if (status === 'cancelled' || status === 'replaced' || status === 'used_up') return status
  // What is left after the one use is not for spending; that it was used says more than that it is old.
  if (voucher.oneUse && voucher.firstUsedAt !== null) return 'used_up'
  switch (status) {
    case 'issued':
      return 'not_active'
    case 'expired':
    case 'blocked':
      return status
    case 'active':
      return undefined
    default:
      return assertNever(status)
  }
}

function isGoodFor(
  {
    categories,
    forbiddenCategories,
  }: Pick<RedeemableVoucher, 'categories' | 'forbiddenCategories'>,
  category: string,
): boolean {
  return categories.includes(category) && !forbiddenCategories.includes(category)
}

function accepts(partner: AcceptingPartner, voucher: RedeemableVoucher): boolean {
  return (
    partner.status === 'active' &&
    partner.hasAgreement &&
    mayUseColour(partner.area, voucher.colour) &&
    partner.unit === voucher.unit &&
    voucher.acceptsPartner &&
    partner.categories.some((category) => isGoodFor(voucher, category))
  )
}

/** What a voucher is good for at a partner, in the order in which the product names it. */
export function goodForAt(
  voucher: Pick<RedeemableVoucher, 'categories' | 'forbiddenCategories'>,
  partner: AcceptingPartner,
): readonly string[] {
  return voucher.categories.filter(
    (category) => isGoodFor(voucher, category) && partner.categories.includes(category),
  )
}
