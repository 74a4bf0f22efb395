import { createHash } from 'node:crypto'
import { type AccountId, type TransferId, type Uuid, uuidFromDigest } from '../kernel/ids.ts'
import type { Unit } from '../kernel/money.ts'
import type { Colour } from '../ledger/core/colour.ts'
import type { EnvelopeArea } from './core/areas.ts'

/** The account of a programme's money at its bank, one for each unit and colour. */
export function bankAccountId(unit: Unit, colour: Colour | null = null): AccountId {
  return named(`account bank ${coloured(unit, colour)}`)
}

/** The account of what funders granted and no contact point has yet, one for each unit and colour. */
export function grantAccountId(unit: Unit, colour: Colour | null = null): AccountId {
  return named(`account grant ${coloured(unit, colour)}`)
}

/** The account of what a contact point may give out for an area of need, in one colour. */
export function envelopeAccountId(
  contactPointId: string,
  unit: Unit,
  colour: Colour | null,
  area: EnvelopeArea,
): AccountId {
  return named(`account envelope ${contactPointId} ${coloured(unit, colour)} ${area}`)
}

/** The account of what a partner is owed, one for each unit and colour. */
export function payableAccountId(
  partnerId: string,
  unit: Unit,
  colour: Colour | null = null,
): AccountId {
  return named(`account partner-payable ${partnerId} ${coloured(unit, colour)}`)
}

/** The envelope that a contact point is opened with. */
export function firstEnvelopeId(contactPointId: string): Uuid {
  return named(`envelope first ${contactPointId}`)
}

/** The agreement that a partner is brought in with. */
export function firstAgreementId(partnerId: string): Uuid {
  return named(`agreement first ${partnerId}`)
}

/** The transfer by which the first grant for a contact point's envelope was received. */
export function firstGrantTransferId(contactPointId: string): TransferId {
  return named(`transfer first-grant ${contactPointId}`)
}

/** The transfer that first funded a contact point's envelope. */
export function firstFundingTransferId(contactPointId: string): TransferId {
  return named(`transfer first-funding ${contactPointId}`)
}

/** The transfer by which an approved tranche is received. */
export function trancheTransferId(trancheId: Uuid): TransferId {
  return named(`transfer funding ${trancheId}`)
}

/**
 * The transfer of an approved move out of an account that stood at this version. A try that the account could not pay
 * leaves its id spoilt; when more has come in, the next try has another.
 */
export function moveTransferId(moveId: Uuid, accountVersion: bigint): TransferId {
  return named(`transfer envelope-move ${moveId} ${accountVersion}`)
}

/** The approval that decides on a tranche or a move. */
export function approvalId(kind: 'funding' | 'envelope_move' | 'emergency_cap', id: Uuid): Uuid {
  return named(`approval ${kind} ${id}`)
}

/** Of the raise to what its programme gives, that is prepared when a contact point is opened. */
export function firstCapRaiseId(contactPointId: string): Uuid {
  return named(`first cap raise ${contactPointId}`)
}

function coloured(unit: Unit, colour: Colour | null): string {
  return colour === null ? unit : `${unit} ${colour}`
}

/** The same name always gives the same id, so what was begun and broken off can be done again. */
function named(name: string): Uuid {
  return uuidFromDigest(createHash('sha256').update(`fra-noi ${name}`).digest())
}
