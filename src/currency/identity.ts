import { createHash } from 'node:crypto'
import { type AccountId, type Uuid, uuidFromDigest } from '../kernel/ids.ts'
import type { Party } from './core/rules.ts'

/** The account of what is outstanding of an instrument. */
export function issuedAccountId(instrumentId: string): AccountId {
  return named(`account currency-issued ${instrumentId}`)
}

/** The account of the money that lies behind an instrument. */
export function reserveAccountId(instrumentId: string): AccountId {
  return named(`account reserve ${instrumentId}`)
}

/** What somebody holds of an instrument: the wallet and its account. */
export function walletIdOf(instrumentId: string, party: Party, holderId: string): Uuid {
  return named(`wallet ${instrumentId} ${party} ${holderId}`)
}

/** The approval that decides on a version of an instrument's rules. */
export function versionApprovalId(instrumentId: string, version: number): Uuid {
  return named(`approval instrument ${instrumentId} ${version}`)
}

/** The same name always gives the same id, so what was begun and broken off can be done again. */
export function named(name: string): Uuid {
  return uuidFromDigest(createHash('sha256').update(`fra-noi ${name}`).digest())
}

/** The approval that decides on a grant of an instrument, or on euro that leave a reserve. */
export function mintingApprovalId(kind: 'currency_grant' | 'reserve_release', id: Uuid): Uuid {
  return named(`approval ${kind} ${id}`)
}

/** The payment of a line of a grant. */
export function grantPaymentId(grantId: Uuid, line: number): Uuid {
  return named(`payment grant ${grantId} ${line}`)
}

/** What a run gave an association. */
export function donationPaymentId(donationId: Uuid, associationId: string): Uuid {
  return named(`payment donation ${donationId} ${associationId}`)
}

/** What a wallet fetched, that had fetched up to a day before. */
export function fetchPaymentId(walletId: Uuid, since: string | null): Uuid {
  return named(`payment fetch ${walletId} ${since ?? 'first'}`)
}

/** That what had expired in a wallet was taken on a day. */
export function expiryPaymentId(walletId: Uuid, day: string): Uuid {
  return named(`payment expiry ${walletId} ${day}`)
}
