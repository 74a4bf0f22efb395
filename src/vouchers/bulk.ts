import { type Principal, reaches } from '../access/core/principal.ts'
import { DomainError } from '../kernel/errors.ts'
import type { Uuid, VoucherId } from '../kernel/ids.ts'
import { logRefused } from './batch.ts'
import type { VouchersDeps } from './deps.ts'
import { blockVoucher, cancelVoucher } from './ending.ts'
import { eventId } from './identity.ts'
import { findVouchers } from './store.ts'

export const BULK_ACTIONS = ['cancel', 'block', 'unblock'] as const

export interface BulkRequest {
  /** The caller's: the same again does to each what was not done to it yet, and nothing twice. */
  readonly id: Uuid
  readonly action: (typeof BULK_ACTIONS)[number]
  readonly voucherIds: readonly VoucherId[]
  readonly reason: string
}

/** What became of one of many vouchers. `closed`: it is at its end. */
export type BulkOutcome = 'done' | 'closed' | 'not_found'

/**
 * Does the same to many vouchers, each in a commit of its own. What was asked of one is named after the request and the
 * voucher, so a request that broke off is sent again. Those of other contact points are not found.
 */
export async function changeMany(
  deps: VouchersDeps,
  request: BulkRequest,
  who: Principal,
): Promise<ReadonlyMap<VoucherId, BulkOutcome>> {
  const unique = [...new Set(request.voucherIds)]
  const found = await findVouchers(deps.db.sql, unique)
  const known = new Set(
    found.filter(({ contactPointId }) => reaches(who, contactPointId)).map(({ id }) => id),
  )
  const foreign = found.find(({ id }) => !known.has(id))
  if (foreign !== undefined) {
    await logRefused(deps, who, { kind: 'voucher', id: foreign.id }, foreign.contactPointId)
  }
  const outcomes = await Promise.all(
    unique.map(async (id): Promise<[VoucherId, BulkOutcome]> => {
      if (!known.has(id)) return [id, 'not_found']
      return [id, await changeOne(deps, request, id, who)]
    }),
  )
  return new Map(outcomes)
}

async function changeOne(
  deps: VouchersDeps,
  { id, action, reason }: BulkRequest,
  voucherId: VoucherId,
  who: Principal,
): Promise<BulkOutcome> {
  const one = { id: eventId(id, voucherId), reason }
  try {
    if (action === 'cancel') await cancelVoucher(deps, voucherId, one, who)
    else await blockVoucher(deps, voucherId, action, one, who)
    return 'done'
  } catch (error) {
    if (error instanceof DomainError && error.code === 'voucher_closed') return 'closed'
    throw error
  }
}
