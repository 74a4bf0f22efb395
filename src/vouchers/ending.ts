import type { Principal } from '../access/core/principal.ts'
import { brokenConstraint } from '../db/constraint.ts'
import { assert } from '../kernel/assert.ts'
import { type Day, romeDay } from '../kernel/days.ts'
import { DomainError } from '../kernel/errors.ts'
import type { TransferId, Uuid, VoucherId } from '../kernel/ids.ts'
import { availableOf } from '../ledger/core/account.ts'
import { TRANSFER_CODES } from '../ledger/core/chart.ts'
import { isOpen, voucherStatus } from './core/status.ts'
import type { VouchersDeps } from './deps.ts'
import { cancelTransferId, expiryTransferId } from './identity.ts'
import { Overtaken, requestConflict, untilSettled, voucherNotFound } from './outcomes.ts'
import type { VoucherEvent, VoucherRow } from './store.ts'
import * as store from './store.ts'
import { logDeedIn } from './voucher-log.ts'

/** What an operator asks to be done to a voucher. The id is the caller's: the same again changes nothing. */
export interface VoucherRequest {
  readonly id: Uuid
  readonly reason: string
}

/** An expiry is nobody's doing; what somebody does is in the access log. */
type Ending = Pick<VoucherEvent, 'id' | 'reason'> &
  (
    | { readonly kind: 'cancel'; readonly actor: Principal | null }
    | { readonly kind: 'expire'; readonly actor: null; readonly today: Day }
  )

const EXPIRY_BATCH = 200

/** Gives what is left on a voucher back to its envelope, for good. */
export async function cancelVoucher(
  deps: VouchersDeps,
  voucherId: VoucherId,
  request: VoucherRequest,
  actor: Principal | null,
): Promise<VoucherRow> {
  return untilSettled(async () => {
    const { voucher, isDone } = await readForRequest(deps, voucherId, 'cancel', request)
    if (isDone) return voucher
    await giveBack(deps, voucher, cancelTransferId(request.id, voucher.accountVersion), {
      ...request,
      kind: 'cancel',
      actor,
    })
    return undefined
  })
}

/** Blocks or unblocks a voucher: blocked, it keeps what it holds and cannot be spent. */
export async function blockVoucher(
  deps: VouchersDeps,
  voucherId: VoucherId,
  kind: 'block' | 'unblock',
  request: VoucherRequest,
  actor: Principal | null,
): Promise<VoucherRow> {
  return untilSettled(async () => {
    const { voucher, isDone } = await readForRequest(deps, voucherId, kind, request)
    if (isDone) return voucher
    const recordedAt = new Date(deps.runtime.now())
    const event = { ...request, voucherId, kind, actorId: actor?.id ?? null, recordedAt }
    const deed = { kind, requestId: request.id, voucher }
    try {
      await deps.db.sql.begin(async (tx) => {
        if (await store.writeBlock(tx, event)) await logDeedIn(deps, tx, deed, actor)
      })
    } catch (error) {
      if (brokenConstraint(error) !== 'voucher_event_pkey') throw error
    }
    return undefined
  })
}

/**
 * Gives what is left on vouchers past their last day back to their envelopes. Safe to repeat, and to run in
 * several processes at once. What fails on one voucher is thrown once all others had their turn.
 *
 * @returns how many this run expired
 */
export async function expireDueVouchers(deps: VouchersDeps): Promise<number> {
  const today = romeDay(deps.runtime.now())
  const faults: unknown[] = []
  let expired = 0
  let after: VoucherRow | undefined
  do {
    const page = { today, limit: EXPIRY_BATCH, ...(after === undefined ? {} : { after }) }
    const due = await store.listExpiryDue(deps.db.sql, page)
    for (const given of await Promise.allSettled(
      due.map((one) => expireVoucher(deps, one, today)),
    )) {
      if (given.status === 'rejected') faults.push(given.reason)
      else if (given.value) expired += 1
    }
    after = due.length < EXPIRY_BATCH ? undefined : due.at(-1)
  } while (after !== undefined)
  if (faults.length > 0) throw faults[0]
  return expired
}

/** Where a redemption was faster, what is left then is for the next run. */
function expireVoucher(deps: VouchersDeps, voucher: VoucherRow, today: Day): Promise<boolean> {
  const id = expiryTransferId(voucher.id, voucher.accountVersion)
  const reason = `past its last day ${voucher.expiresOn}`
  return giveBack(deps, voucher, id, { id, kind: 'expire', today, reason, actor: null })
}

/**
 * Empties a voucher into its envelope (or the grant, where its product says so) and ends it, in one commit; false
 * where it is not as it was read. Its line of the plan is free again for what was not spent.
 */
async function giveBack(
  deps: VouchersDeps,
  voucher: VoucherRow,
  transferId: TransferId,
  event: Ending,
): Promise<boolean> {
  const isExpiry = event.kind === 'expire'
  const { id, unit, colour, planLineId, remaining } = voucher
  try {
    const outcome = await deps.ledger.post({
      transfers: [
        {
          id: transferId,
          debitAccountId: id,
          creditAccountId:
            isExpiry && voucher.expiryPolicy === 'grant'
              ? deps.funding.grantAccount(unit, colour)
              : voucher.envelopeAccountId,
          amount: remaining,
          unit,
          code: isExpiry ? TRANSFER_CODES.voucher_expired : TRANSFER_CODES.voucher_cancelled,
          flags: [],
        },
      ],
      companion: (decided) => {
        if (decided.transfers[0]?.status !== 'created') return undefined
        const account = decided.states.get(id)
        assert(account, 'the ledger tells how the voucher stands after it was emptied')
        // It was topped up, or money came back to it, since it was read: it has to be read again.
        if (availableOf(account) !== 0n) throw new Overtaken()
        const { recordedAt } = decided
        const ended = { ...event, actorId: event.actor?.id ?? null, voucherId: id, recordedAt }
        const deed = { kind: 'cancel', requestId: event.id, voucher } as const
        return (tx) => [
          store.endVoucher(tx, ended),
          ...(isExpiry ? [] : [logDeedIn(deps, tx, deed, event.actor)]),
          ...(planLineId === null
            ? []
            : (deps.entitlements?.releaseIn(tx, [{ planLineId, amount: remaining }]) ?? [])),
        ]
      },
    })
    const status = outcome.transfers[0]?.status
    if (status?.startsWith('exists_with_different_')) {
      // The id of a cancel follows from the caller's, which may name a cancel of another voucher.
      assert(event.kind === 'cancel', 'the id of an expiry is that of nothing else')
      throw requestConflict()
    }
    return status === 'created'
  } catch (error) {
    if (error instanceof Overtaken) return false
    const broken = brokenConstraint(error)
    if (broken === 'voucher_event_pkey' || broken === 'voucher_event.voucher_id') return false
    throw error
  }
}

/**
 * The voucher that something is to be done to, and whether this very request did it before. The voucher is read
 * first: if the request ends it meanwhile, the request is found.
 *
 * @throws DomainError `voucher_not_found`, `voucher_closed`, `voucher_request_conflict`
 */
export async function readForRequest(
  deps: VouchersDeps,
  voucherId: VoucherId,
  kind: VoucherEvent['kind'],
  request: VoucherRequest,
): Promise<{ readonly voucher: VoucherRow; readonly isDone: boolean }> {
  const { sql } = deps.db
  const standing = await store.findVoucher(sql, voucherId)
  const event = await store.findEvent(sql, request.id)
  if (event !== undefined) {
    requireSame(event, { voucherId, kind, reason: request.reason })
    const voucher = await store.findVoucher(sql, voucherId)
    assert(voucher, 'what an event was about is there')
    return { voucher, isDone: true }
  }
  if (standing === undefined) throw voucherNotFound()
  requireOpen(standing, romeDay(deps.runtime.now()))
  return { voucher: standing, isDone: false }
}

function requireSame(
  event: VoucherEvent,
  asked: Pick<VoucherEvent, 'voucherId' | 'kind' | 'reason'>,
): void {
  const { voucherId, kind, reason } = asked
  if (event.voucherId === voucherId && event.kind === kind && event.reason === reason) return
  throw requestConflict()
}

export function requireOpen(voucher: VoucherRow, today: Day): void {
  const status = voucherStatus(voucher, today)
  if (isOpen(status)) return
  throw new DomainError(
    'voucher_closed',
    `This voucher is ${status.replace('_', ' ')}: nothing can be done with it any more.`,
    { status },
  )
}
