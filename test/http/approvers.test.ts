import { expect, test } from 'vitest'
import { APPROVERS, type ApprovalKind } from '../../src/access/core/duties.ts'
import { ALLOWED } from './rights.ts'

/** By which addresses programs decide on what the desk's page of approvals has together. */
const DECIDED_AT: Readonly<Record<ApprovalKind, readonly string[]>> = {
  voucher_batch: ['voucher-batches/{id}/approve', 'voucher-schedules/{id}/approve'],
  voucher_change: ['voucher-changes/{id}/approve'],
  envelope_move: ['envelope-moves/{id}/decision'],
  funding: ['funding/{id}/decision'],
  eligibility_override: ['eligibility-overrides/{id}/decide'],
  emergency_cap: ['cap-raises/{id}/decision'],
  refund: ['refunds/{id}/approve'],
  dispute: ['disputes/{id}/decide'],
  currency_grant: ['currency-grants/{id}/decision'],
  reserve_release: ['reserve-releases/{id}/decision'],
  clearing: ['clearing-runs/{id}/decision'],
  instrument: ['instruments/{id}/versions/{version}/decision'],
  reward: ['activities/{id}/decision'],
}

test.each(Object.entries(DECIDED_AT))(
  '%s is decided by the same at the desk and by the API',
  (kind, paths) => {
    const approvers = [...APPROVERS[kind as ApprovalKind]].sort()
    for (const path of paths) {
      expect([...(ALLOWED[`POST /api/v1/${path}`] ?? [])].sort(), path).toEqual(approvers)
    }
  },
)
