import { type Principal, reaches } from '../access/core/principal.ts'
import { romeDay } from '../kernel/days.ts'
import { DomainError } from '../kernel/errors.ts'
import type { Uuid, VoucherId } from '../kernel/ids.ts'
import * as changes from './change-store.ts'
import { isOpen, voucherStatus } from './core/status.ts'
import type { VouchersDeps } from './deps.ts'
import { eventId } from './identity.ts'
import * as store from './store.ts'

/** What became of a voucher that was to be handed over. `closed`: it is at its end. */
export type HandOver = 'activated' | 'was_active' | 'closed' | 'not_found'

export interface ActivationRequest {
  /** The caller's: the same again changes nothing. */
  readonly id: Uuid
  readonly voucherIds: readonly VoucherId[]
}

export const ACTIVATION_MAX = 500

/**
 * Makes vouchers good in the moment in which their cards are handed over, all in one commit. Those of other contact
 * points are not found.
 */
export async function activateVouchers(
  deps: VouchersDeps,
  { id, voucherIds }: ActivationRequest,
  who: Principal,
): Promise<ReadonlyMap<VoucherId, HandOver>> {
  const { sql } = deps.db
  const unique = [...new Set(voucherIds)]
  if (unique.length > ACTIVATION_MAX) {
    throw new DomainError('batch_too_large', `At most ${ACTIVATION_MAX} are handed over at once.`)
  }
  const found = await store.findVouchers(sql, unique)
  const known = found.filter(({ contactPointId }) => reaches(who, contactPointId))
  const day = romeDay(deps.runtime.now())
  const open = known.filter((voucher) => isOpen(voucherStatus(voucher, day)))
  const at = new Date(deps.runtime.now())
  const activated = await sql.begin(async (tx) => {
    const ids = await changes.activate(
      tx,
      open.map((voucher) => ({ voucherId: voucher.id, eventId: eventId(id, voucher.id) })),
      { actorId: who.id, at },
    )
    if (ids.length > 0 || known.length < unique.length) {
      await deps.accessLog.recordIn(tx, {
        actor: who,
        action: 'voucher.activated',
        outcome: known.length < unique.length ? 'refused' : 'done',
        subject: { kind: 'voucher_request', id },
        detail: { asked: String(unique.length), activated: String(ids.length) },
      })
    }
    return ids
  })
  const done = new Set(activated)
  const standing = new Map(known.map((voucher) => [voucher.id, voucher]))
  const ours = new Set(
    await changes.eventsThatAre(
      sql,
      [...standing.keys()].map((one) => eventId(id, one)),
    ),
  )
  return new Map(
    unique.map((voucherId): [VoucherId, HandOver] => {
      const voucher = standing.get(voucherId)
      if (voucher === undefined) return [voucherId, 'not_found']
      if (done.has(voucherId) || ours.has(eventId(id, voucherId))) return [voucherId, 'activated']
      return [voucherId, isOpen(voucherStatus(voucher, day)) ? 'was_active' : 'closed']
    }),
  )
}
