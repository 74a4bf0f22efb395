import type { Principal } from '../access/core/principal.ts'
import type { Tx } from '../db/client.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { VouchersDeps } from './deps.ts'
import type { VoucherEvent, VoucherRow } from './store.ts'

/** How the access log calls what was done to a voucher. */
const ACTIONS = {
  cancel: 'voucher.cancelled',
  block: 'voucher.blocked',
  unblock: 'voucher.unblocked',
  replace: 'voucher.replaced',
  top_up: 'voucher.topped_up',
  extend: 'voucher.extended',
} as const satisfies Partial<Record<VoucherEvent['kind'], `voucher.${string}`>>

/** What somebody does to one voucher, and which request asked for it. */
export interface VoucherDeed {
  readonly kind: keyof typeof ACTIONS
  /** The id of the entry in the history of the voucher. */
  readonly requestId: Uuid
  readonly voucher: Pick<VoucherRow, 'id' | 'contactPointId'>
}

/** Writes who did something to a voucher, on the open transaction that does it. */
export function logDeedIn(
  { accessLog }: Pick<VouchersDeps, 'accessLog'>,
  tx: Tx,
  { kind, requestId, voucher: { id, contactPointId } }: VoucherDeed,
  actor: Principal | null,
): PromiseLike<unknown> {
  return accessLog.recordIn(tx, {
    ...{ actor, action: ACTIONS[kind], outcome: 'done', contactPointId },
    ...{ subject: { kind: 'voucher', id }, detail: { request: requestId } },
  })
}
