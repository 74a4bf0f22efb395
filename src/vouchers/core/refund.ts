import type { Uuid } from '../../kernel/ids.ts'
import type { Minor } from '../../kernel/money.ts'
import { REVERSAL_REASONS, type ReversalReason } from '../../ledger/core/transfer.ts'

/** Why something is refunded: the list of the books, since most refunds reverse a transfer. */
export const REFUND_REASONS = Object.keys(REVERSAL_REASONS) as [ReversalReason, ...ReversalReason[]]

/**
 * How a refund stands. `waiting` for a second person; `netting`: the partner was paid already, so it waits until
 * the partner is owed enough again.
 */
export const REFUND_STATES = ['waiting', 'netting', 'done', 'refused'] as const

export type RefundState = (typeof REFUND_STATES)[number]

export const DISPUTE_SIDES = ['beneficiary', 'partner'] as const

export type DisputeSide = (typeof DISPUTE_SIDES)[number]

/** How a dispute stands: whom the amount went to in the end. */
export const DISPUTE_STATES = ['open', 'to_partner', 'to_voucher'] as const

export type DisputeState = (typeof DISPUTE_STATES)[number]

export type DisputeOutcome = Exclude<DisputeState, 'open'>

/**
 * What a person can say from the wallet about something that they bought. A closed list: what is said in a dispute is
 * kept for good and the shop reads it, so nothing that somebody wrote freely belongs there.
 */
export const OWN_REASONS = ['not_bought', 'wrong_amount', 'not_received', 'faulty'] as const

export type OwnReason = (typeof OWN_REASONS)[number]

export const DISPUTE_EVENT_KINDS = ['opened', 'noted', 'decided'] as const

export type DisputeEventKind = (typeof DISPUTE_EVENT_KINDS)[number]

/** What the programme says about refunds and disputes; nothing of it was found published, so it is given. */
export interface RefundRules {
  /** Above it, in minor units and for all refunds of a redemption together, a second person decides. */
  readonly alone: Minor
  /** So many days after its opening a dispute should be decided. */
  readonly disputeDays: number
}

export const REFUND_RULES: RefundRules = { alone: 5000n, disputeDays: 30 }

/** Whose side a decision is on: the approval of it is then given, or refused. */
export function isUpheld(side: DisputeSide, outcome: DisputeOutcome): boolean {
  return (side === 'partner') === (outcome === 'to_partner')
}

/** What the account of a voucher in a chain of replaced cards depends on. */
export interface ChainedVoucher {
  readonly id: Uuid
  readonly replacedBy: Uuid | null
  readonly cancelledAt: Date | null
  readonly expiredAt: Date | null
  /** Past its last day, whether or not what was left went back. */
  readonly isPast: boolean
}

/** Whether a voucher takes money back; otherwise its envelope does. */
export function takesBack(voucher: ChainedVoucher): boolean {
  const { cancelledAt, expiredAt, replacedBy, isPast } = voucher
  return cancelledAt === null && expiredAt === null && replacedBy === null && !isPast
}
