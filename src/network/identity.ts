import { createHash } from 'node:crypto'
import { type AccountId, type TransferId, type Uuid, uuidFromDigest } from '../kernel/ids.ts'
import type { Unit } from '../kernel/money.ts'

/** The account of the programme's money at its bank, one for each unit. */
export function bankAccountId(unit: Unit): AccountId {
  return named(`account bank ${unit}`)
}

/** The account of what funders granted and no contact point has yet, one for each unit. */
export function grantAccountId(unit: Unit): AccountId {
  return named(`account grant ${unit}`)
}

/** The account of a contact point's envelope. */
export function envelopeAccountId(contactPointId: string, unit: Unit): AccountId {
  return named(`account envelope ${contactPointId} ${unit}`)
}

/** The account of what a partner is owed. */
export function payableAccountId(partnerId: string, unit: Unit): AccountId {
  return named(`account partner-payable ${partnerId} ${unit}`)
}

/** The transfer by which the first grant for a contact point's envelope was received. */
export function firstGrantTransferId(contactPointId: string): TransferId {
  return named(`transfer first-grant ${contactPointId}`)
}

/** The transfer that first funded a contact point's envelope. */
export function firstFundingTransferId(contactPointId: string): TransferId {
  return named(`transfer first-funding ${contactPointId}`)
}

/** The same name always gives the same id, so what was begun and broken off can be done again. */
function named(name: string): Uuid {
  return uuidFromDigest(createHash('sha256').update(`fra-noi ${name}`).digest())
}
