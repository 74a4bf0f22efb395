import type { Uuid } from '../../kernel/ids.ts'
import type { Minor } from '../../kernel/money.ts'
import type { Principal, Role } from './principal.ts'

/** What one person prepares and another decides. */
export const APPROVAL_KINDS = [
  'voucher_batch',
  'voucher_change',
  'envelope_move',
  'funding',
  'eligibility_override',
  'emergency_cap',
  'refund',
  'dispute',
  'currency_grant',
  'reserve_release',
  'clearing',
  'instrument',
  'reward',
] as const

export type ApprovalKind = (typeof APPROVAL_KINDS)[number]

/** `at_once`: given without a second person, within what a contact point may give so; it is reported. */
export const APPROVAL_STATES = ['waiting', 'approved', 'refused', 'withdrawn', 'at_once'] as const

export type ApprovalState = (typeof APPROVAL_STATES)[number]

/** Who may decide on each. */
export const APPROVERS: Readonly<Record<ApprovalKind, readonly Role[]>> = {
  voucher_batch: ['operator', 'administrator'],
  voucher_change: ['operator', 'administrator'],
  envelope_move: ['operator', 'treasurer', 'administrator'],
  funding: ['treasurer', 'administrator'],
  eligibility_override: ['operator', 'administrator'],
  emergency_cap: ['treasurer', 'administrator'],
  refund: ['partner_owner', 'operator', 'administrator'],
  dispute: ['operator', 'administrator'],
  currency_grant: ['operator', 'treasurer', 'administrator'],
  reserve_release: ['treasurer', 'administrator'],
  clearing: ['treasurer', 'administrator'],
  instrument: ['treasurer', 'administrator'],
  reward: ['operator', 'treasurer', 'administrator'],
}

/** What holds money or a part of a redemption until it is decided. */
export const HOLDING: readonly ApprovalKind[] = ['refund', 'dispute']

/** Why somebody may not decide, in order of precedence: the first that applies is the one. */
export const APPROVAL_REFUSALS = [
  'approval_needs_person',
  'approval_role',
  'approval_own',
  'approval_scope',
  'approval_closed',
] as const

export type ApprovalRefusal = (typeof APPROVAL_REFUSALS)[number]

/** What a decision depends on, besides who decides. */
export interface ApprovalFacts {
  readonly kind: ApprovalKind
  /** Who prepared it. */
  readonly preparedBy: Uuid
  /** The contact points whose approvers may decide; empty where it concerns the whole programme. */
  readonly contactPointIds: readonly string[]
  /** The partner that it concerns: an owner decides for their own shop only. */
  readonly partnerId: string | null
  readonly isOpen: boolean
}

/**
 * Whether somebody may approve or refuse what was prepared: `undefined` where they may.
 *
 * @example whoever prepared a batch gets `approval_own`, whatever else they are
 */
export function refusalOf(facts: ApprovalFacts, who: Principal): ApprovalRefusal | undefined {
  // A program can prepare; only somebody who signed in can answer for a decision.
  if (who.kind !== 'person') return 'approval_needs_person'
  if (!APPROVERS[facts.kind].includes(who.role)) return 'approval_role'
  if (who.id === facts.preparedBy) return 'approval_own'
  if (!isInScope(facts, who)) return 'approval_scope'
  return facts.isOpen ? undefined : 'approval_closed'
}

function isInScope(facts: ApprovalFacts, who: Principal): boolean {
  if (who.partnerId !== undefined) return who.partnerId === facts.partnerId
  const { contactPointIds } = who
  if (contactPointIds === undefined) return true
  return facts.contactPointIds.some((id) => contactPointIds.includes(id))
}

/** What a contact point may give one person within a month without a second person. */
export interface EmergencyRule {
  /** Minor units; 0 for nothing. */
  readonly monthlyCap: Minor
  /** What the person got this way since the month began, in minor units. */
  readonly used: Minor
}

/** Whether an amount may be given at once, to be reported, or has to wait for a second person. */
export function mayGiveAtOnce(amount: Minor, { monthlyCap, used }: EmergencyRule): boolean {
  return amount > 0n && used + amount <= monthlyCap
}
