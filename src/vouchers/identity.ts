import { createHash } from 'node:crypto'
import { type TransferId, type Uuid, uuidFromDigest, type VoucherId } from '../kernel/ids.ts'

/**
 * The transfer that puts money on a new voucher. A try that the envelope could not pay leaves its id spoilt, so
 * the next has another; two askers in the same moment have the same.
 */
export function issueTransferId(voucherId: VoucherId, tries: number): TransferId {
  return named(`transfer voucher-issue ${voucherId} ${tries}`)
}

/** The transfer by which a request cancels a voucher whose account stood at this version. */
export function cancelTransferId(requestId: Uuid, accountVersion: bigint): TransferId {
  return named(`transfer voucher-cancel ${requestId} ${accountVersion}`)
}

/** The transfer that gives back what is left on an expired voucher whose account stood at this version. */
export function expiryTransferId(voucherId: VoucherId, accountVersion: bigint): TransferId {
  return named(`transfer voucher-expiry ${voucherId} ${accountVersion}`)
}

/** The same name always gives the same id, so what was begun and broken off can be done again. */
function named(name: string): Uuid {
  return uuidFromDigest(createHash('sha256').update(`fra-noi ${name}`).digest())
}
