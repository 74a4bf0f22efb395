import type { Uuid } from '../../kernel/ids.ts'

/** What an API key can be for. `partner`: a partner's own till program. */
export const KEY_ROLES = ['administrator', 'operator', 'partner', 'analyst', 'auditor'] as const

export type KeyRole = (typeof KEY_ROLES)[number]

/** What a person who signs in can be. */
export const STAFF_ROLES = [
  'administrator',
  'treasurer',
  'operator',
  'analyst',
  'auditor',
  'partner_owner',
  'association',
] as const

export type StaffRole = (typeof STAFF_ROLES)[number]

/**
 * Everything that somebody can be. `cashier` is whoever stands at a paired terminal, `beneficiary` whoever holds the
 * phone that a wallet link was opened on.
 */
export const ROLES = [...STAFF_ROLES, 'cashier', 'partner', 'beneficiary'] as const

export type Role = (typeof ROLES)[number]

/** How somebody showed who they are. */
export const PRINCIPAL_KINDS = ['key', 'person', 'terminal', 'wallet'] as const

export type PrincipalKind = (typeof PRINCIPAL_KINDS)[number]

/** Whoever a request comes from. */
export interface Principal {
  readonly kind: PrincipalKind
  /** The id of the key, the person, the terminal or the wallet: who is written down as having done it. */
  readonly id: Uuid
  readonly role: Role
  /** Whose till it is; present for `partner`, `partner_owner` and `cashier`, and for no other. */
  readonly partnerId?: string
  /** For which association it acts; present for `association` and for no other. */
  readonly associationId?: string
  /** The contact points whose people it may see; absent where it is bound to none and sees those of all. */
  readonly contactPointIds?: readonly string[]
  /** Whose wallet it is; present for `beneficiary` and for no other. */
  readonly beneficiaryId?: string
}

/** Whether somebody may see what belongs to a contact point. */
export function reaches(principal: Principal, contactPointId: string): boolean {
  return principal.contactPointIds?.includes(contactPointId) ?? true
}

/** The contact points that a list shows somebody: left out where they see those of all. */
export function scopeOf({ contactPointIds }: Principal): {
  readonly contactPointIds?: readonly string[]
} {
  return contactPointIds === undefined ? {} : { contactPointIds }
}
