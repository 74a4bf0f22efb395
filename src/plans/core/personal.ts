import type { Day } from '../../kernel/days.ts'
import { heardWords } from './folding.ts'

/** What is kept sealed about a person. */
export const RECORD_KINDS = ['identity', 'objectives', 'override'] as const
export type RecordKind = (typeof RECORD_KINDS)[number]

export const DOCUMENT_KINDS = ['residence_permit', 'passport', 'identity_card', 'other'] as const
export type DocumentKind = (typeof DOCUMENT_KINDS)[number]

export const PHONE_PATTERN = /^\+?[0-9][0-9 ()./-]{3,23}$/
export const EMAIL_PATTERN = /^[^\s@]{1,64}@[A-Za-z0-9.-]{1,120}$/
/** ISO 3166-1 alpha-2. */
export const COUNTRY_PATTERN = /^[A-Z]{2}$/

/** Who a person is. Leaves the service only for those who may see it, and after the access log has it. */
export interface PersonalData {
  readonly givenName: string
  readonly familyName: string
  readonly birthDate: Day | null
  readonly phone: string | null
  readonly email: string | null
  /** ISO 3166-1 alpha-2. */
  readonly nationality: string | null
  readonly document: {
    readonly kind: DocumentKind
    readonly number: string
    readonly expiresOn: Day | null
  } | null
  readonly notes: string | null
}

/** What somebody can be looked for by. */
export interface PersonQuery {
  readonly name?: string | undefined
  readonly phone?: string | undefined
  readonly documentNumber?: string | undefined
  readonly birthDate?: Day | undefined
}

/** A word that somebody is found by, and what kind of word it is. */
export interface IndexTerm {
  readonly field: 'name' | 'phone' | 'document' | 'birth'
  readonly value: string
}

/** Everything that a person is found by. */
export function termsOf(data: PersonalData): readonly IndexTerm[] {
  return termsOfQuery({
    name: `${data.givenName} ${data.familyName}`,
    phone: data.phone ?? undefined,
    documentNumber: data.document?.number,
    birthDate: data.birthDate ?? undefined,
  })
}

/**
 * What to look for; who is meant has all of it. Empty where nothing is left of what was asked, such as a name without
 * a letter.
 */
export function termsOfQuery(query: PersonQuery): readonly IndexTerm[] {
  const one = (field: IndexTerm['field'], value: string | undefined): IndexTerm[] =>
    value === undefined || value === '' ? [] : [{ field, value }]
  return [
    ...heardWords(query.name ?? '').flatMap((word) => one('name', word)),
    ...one('phone', query.phone === undefined ? undefined : plainPhone(query.phone)),
    ...one('document', query.documentNumber?.toUpperCase().replace(/[^A-Z0-9]/g, '')),
    ...one('birth', query.birthDate),
  ]
}

/**
 * The digits of a telephone number without what is dialled before it from abroad; Italian numbers are known with and
 * without their prefix.
 *
 * @example plainPhone('+39 333 123 4567') // '3331234567'
 */
export function plainPhone(phone: string): string {
  const digits = phone.replace(/^\s*\+/, '00').replace(/[^0-9]/g, '')
  const international = digits.replace(/^00/, '')
  const isItalian = digits.startsWith('0039') && international.length >= 10
  return isItalian ? international.slice(2) : international
}
