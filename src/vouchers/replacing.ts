import { type Principal, reaches } from '../access/core/principal.ts'
import { brokenConstraint } from '../db/constraint.ts'
import { assert } from '../kernel/assert.ts'
import { romeDay } from '../kernel/days.ts'
import type { Uuid, VoucherId } from '../kernel/ids.ts'
import { availableOf } from '../ledger/core/account.ts'
import { TRANSFER_CODES } from '../ledger/core/chart.ts'
import { logRefused } from './batch.ts'
import type { VouchersDeps } from './deps.ts'
import { readForRequest } from './ending.ts'
import { replaceTransferId } from './identity.ts'
import { Overtaken, requestConflict, untilSettled, voucherNotFound } from './outcomes.ts'
import { accountOf, type Draft, drawCard, rowOf } from './posting.ts'
import type { VoucherRow } from './store.ts'
import * as store from './store.ts'
import { logDeedIn } from './voucher-log.ts'

/** A lost card and the voucher that takes its place. */
export interface ReplaceRequest {
  /** Names the request: the same again changes nothing. */
  readonly id: Uuid
  /** The new voucher's, and its account's. */
  readonly newVoucherId: VoucherId
  readonly reason: string
}

/** The part of a request that is found again in the history of the voucher. */
const KIND = 'replace'

/**
 * Gives what is left on a voucher to a new one with a card of its own, and ends the old one, in one commit. The new
 * one is not active before it is handed over, and what it was used for counts on. A replacement gives nothing that was not given before, so it needs no
 * second person.
 *
 * @returns the new voucher
 * @throws DomainError `voucher_not_found`, `voucher_closed`, `voucher_request_conflict`, `voucher_id_conflict`
 */
export async function replaceVoucher(
  deps: VouchersDeps,
  voucherId: VoucherId,
  request: ReplaceRequest,
  who: Principal,
): Promise<VoucherRow> {
  await requireInReach(deps, voucherId, who)
  return untilSettled(async () => {
    const { voucher, isDone } = await readForRequest(deps, voucherId, KIND, request)
    if (isDone) {
      if (voucher.replacedBy !== request.newVoucherId) throw requestConflict()
      return getVoucher(deps, request.newVoucherId)
    }
    await moveOver(deps, voucher, request, who)
    return undefined
  })
}

/** Where somebody was faster nothing is kept, and the next try sees what stands then. */
async function moveOver(
  deps: VouchersDeps,
  old: VoucherRow,
  request: ReplaceRequest,
  who: Principal,
): Promise<void> {
  const draft = draftOf(old, request, who)
  const signed = await drawCard(deps, draft)
  try {
    const outcome = await deps.ledger.post({
      accounts: [accountOf(draft, old.colour)],
      transfers: [
        {
          id: replaceTransferId(request.id, old.accountVersion),
          debitAccountId: old.id,
          creditAccountId: draft.id,
          amount: old.remaining,
          unit: old.unit,
          code: TRANSFER_CODES.voucher_replaced,
          flags: [],
        },
      ],
      companion: (decided) => {
        if (decided.transfers[0]?.status !== 'created') return undefined
        if (decided.accounts[0]?.status !== 'created') throw requestConflict()
        const account = decided.states.get(old.id)
        assert(account, 'the ledger tells how the voucher stands after it was emptied')
        if (availableOf(account) !== 0n) throw new Overtaken()
        const { recordedAt } = decided
        const event = {
          id: request.id,
          kind: KIND,
          reason: request.reason,
          actorId: who.id,
        } as const
        return (tx) => [
          store.insertVouchers(tx, [rowOf(draft, signed, recordedAt)]),
          store.endVoucher(tx, {
            ...event,
            ...{ voucherId: old.id, replacedBy: draft.id, recordedAt },
          }),
          ...store.carryUse(tx, old.id, draft.id, romeDay(recordedAt.getTime())),
          logDeedIn(deps, tx, { kind: KIND, requestId: request.id, voucher: old }, who),
        ]
      },
    })
    const status = outcome.transfers[0]?.status
    const isTaken = outcome.accounts[0]?.status.startsWith('exists') ?? false
    if (status?.startsWith('exists_with_different_') || (isTaken && status !== 'exists')) {
      throw requestConflict()
    }
  } catch (error) {
    if (error instanceof Overtaken) return
    const broken = brokenConstraint(error)
    const isOvertaken =
      broken === 'voucher_event_pkey' ||
      broken === 'voucher_event.voucher_id' ||
      broken === 'voucher_serial'
    if (!isOvertaken) throw error
  }
}

function draftOf(old: VoucherRow, { newVoucherId }: ReplaceRequest, who: Principal): Draft {
  const { productId, beneficiaryId, contactPointId, unit, expiresOn } = old
  const { envelopeAccountId, planLineId, vatNature } = old
  return {
    ...{ id: newVoucherId, amount: old.remaining, issuedBy: who.id, isActive: false },
    ...{ productId, beneficiaryId, contactPointId, unit, expiresOn },
    ...{ envelopeAccountId, planLineId, vatNature },
  }
}

async function getVoucher({ db }: VouchersDeps, id: VoucherId): Promise<VoucherRow> {
  const voucher = await store.findVoucher(db.sql, id)
  assert(voucher, 'what took the place of a voucher is there')
  return voucher
}

/** @throws DomainError `voucher_not_found`, also where it belongs to another contact point */
export async function requireInReach(
  deps: VouchersDeps,
  id: VoucherId,
  who: Principal,
): Promise<VoucherRow> {
  const voucher = await store.findVoucher(deps.db.sql, id)
  if (voucher === undefined) throw voucherNotFound()
  if (reaches(who, voucher.contactPointId)) return voucher
  await logRefused(deps, who, { kind: 'voucher', id }, voucher.contactPointId)
  throw voucherNotFound()
}
