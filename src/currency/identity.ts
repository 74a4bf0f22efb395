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
