import type { StaffRole } from './principal.ts'

/** What a one-time link is for. */
export const LINK_PURPOSES = ['invitation', 'new_password'] as const

export type LinkPurpose = (typeof LINK_PURPOSES)[number]

/** `factor`: a password was right and the second factor is to come. `whole`: both were. */
export const SESSION_STAGES = ['factor', 'whole'] as const

export type SessionStage = (typeof SESSION_STAGES)[number]

/** What somebody may do, and where. */
export interface StaffScope {
  readonly role: StaffRole
  /** The contact points of an operator; empty for everybody else. */
  readonly contactPointIds: readonly string[]
  /** The partner of an owner; `null` for everybody else. */
  readonly partnerId: string | null
  /** The association of whoever acts for one; `null` for everybody else. */
  readonly associationId: string | null
}

/**
 * What is wrong with a scope, as a sentence; `undefined` where nothing is.
 *
 * @example scopeFault({ role: 'operator', contactPointIds: [], partnerId: null, associationId: null })
 * // 'An operator needs at least one contact point.'
 */
export function scopeFault(scope: StaffScope): string | undefined {
  const { role, contactPointIds, partnerId, associationId } = scope
  if (role === 'operator' && contactPointIds.length === 0) {
    return 'An operator needs at least one contact point.'
  }
  if (role !== 'operator' && contactPointIds.length > 0) {
    return `The role ${role} is bound to no contact point.`
  }
  if (role === 'partner_owner' && partnerId === null) {
    return 'The owner of a partner needs the partner.'
  }
  if (role !== 'partner_owner' && partnerId !== null) {
    return `The role ${role} belongs to no partner.`
  }
  if (role === 'association' && associationId === null) {
    return 'Whoever acts for an association needs the association.'
  }
  if (role !== 'association' && associationId !== null) {
    return `The role ${role} belongs to no association.`
  }
  return undefined
}

export const PASSWORD_LENGTH_MIN = 12
export const PASSWORD_LENGTH_MAX = 128
const DIFFERENT_CHARACTERS_MIN = 6

/**
 * Why a password is refused, as a sentence; `undefined` where it is not. Length counts, not kinds of characters.
 * Source: NIST SP 800-63B-4, section 3.1.1.2.
 */
export function passwordFault(password: string, email: string): string | undefined {
  const characters = [...password]
  if (characters.length < PASSWORD_LENGTH_MIN) {
    return `A password has at least ${PASSWORD_LENGTH_MIN} characters.`
  }
  if (characters.length > PASSWORD_LENGTH_MAX) {
    return `A password has at most ${PASSWORD_LENGTH_MAX} characters.`
  }
  if (new Set(characters).size < DIFFERENT_CHARACTERS_MIN) {
    return `A password has at least ${DIFFERENT_CHARACTERS_MIN} different characters.`
  }
  const name = email.split('@')[0] ?? ''
  if (name.length >= 4 && password.toLowerCase().includes(name.toLowerCase())) {
    return 'A password does not contain the e-mail address.'
  }
  return undefined
}

/** An e-mail address as it is compared: trimmed and in small letters. */
export function normalEmail(text: string): string | undefined {
  const email = text.trim().toLowerCase()
  const looksRight = /^[^\s@<>"(),:;\\[\]\p{Cc}]{1,64}@[a-z0-9.-]{1,180}\.[a-z]{2,24}$/u.test(email)
  return looksRight ? email : undefined
}
