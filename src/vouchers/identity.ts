import { createHash } from 'node:crypto'
import {
  type AccountId,
  type TransferId,
  type Uuid,
  uuidFromDigest,
  type VoucherId,
} from '../kernel/ids.ts'

/**
 * The transfer that puts money on a new voucher. A try that the envelope could not pay leaves its id spoilt, so
 * the next has another; two askers in the same moment have the same.
 */
export function issueTransferId(voucherId: VoucherId, tries: number): TransferId {
  return named(`transfer voucher-issue ${voucherId} ${tries}`)
}

/** The voucher of a row of a batch. */
export function batchVoucherId(batchId: Uuid, number: number): VoucherId {
  return named(`voucher of batch ${batchId} ${number}`)
}

/** The batch of one turn of a schedule, by the day it was due. */
export function periodBatchId(scheduleId: Uuid, period: string): Uuid {
  return named(`batch of schedule ${scheduleId} ${period}`)
}

/** What a request for many vouchers does to one of them. */
export function eventId(requestId: Uuid, voucherId: VoucherId): Uuid {
  return named(`voucher-event ${requestId} ${voucherId}`)
}

/** The transfer that puts more money on a voucher. A try that the envelope could not pay leaves its id spoilt. */
export function topUpTransferId(changeId: Uuid, tries: number): TransferId {
  return named(`transfer voucher-top-up ${changeId} ${tries}`)
}

/** The transfer by which a request moves what is left on a voucher whose account stood at this version to a new one. */
export function replaceTransferId(requestId: Uuid, accountVersion: bigint): TransferId {
  return named(`transfer voucher-replace ${requestId} ${accountVersion}`)
}

/** The transfer by which a request cancels a voucher whose account stood at this version. */
export function cancelTransferId(requestId: Uuid, accountVersion: bigint): TransferId {
  return named(`transfer voucher-cancel ${requestId} ${accountVersion}`)
}

/** The transfer that gives back what is left on an expired voucher whose account stood at this version. */
export function expiryTransferId(voucherId: VoucherId, accountVersion: bigint): TransferId {
  return named(`transfer voucher-expiry ${voucherId} ${accountVersion}`)
}

/** The transfer by which a refund is paid. */
export function refundTransferId(refundId: Uuid): TransferId {
  return named(`transfer voucher-refund ${refundId}`)
}

/** The transfer that freezes what is in dispute, and the one that gives it to whom it was decided for. */
export function disputeTransferId(disputeId: Uuid, step: 'freeze' | 'decide'): TransferId {
  return named(`transfer dispute-${step} ${disputeId}`)
}

/** The account in which what is in dispute is frozen, beside the account of what a partner is owed. */
export function disputedAccountId(payableAccountId: AccountId): AccountId {
  return named(`account disputed ${payableAccountId}`)
}

/** The approval that a refund or a dispute waits for. */
export function approvalIdOf(kind: 'refund' | 'dispute', id: Uuid): Uuid {
  return named(`approval ${kind} ${id}`)
}

/** The same name always gives the same id, so what was begun and broken off can be done again. */
function named(name: string): Uuid {
  return uuidFromDigest(createHash('sha256').update(`fra-noi ${name}`).digest())
}
