import type { Decision } from '../access/approvals.ts'
import type { Principal } from '../access/core/principal.ts'
import { requireOwner } from '../access/owner-pin.ts'
import type { Tx } from '../db/client.ts'
import { brokenConstraint } from '../db/constraint.ts'
import { assert } from '../kernel/assert.ts'
import { romeDay } from '../kernel/days.ts'
import { DomainError } from '../kernel/errors.ts'
import type { RedemptionId, Uuid } from '../kernel/ids.ts'
import type { Minor } from '../kernel/money.ts'
import { availableOf } from '../ledger/core/account.ts'
import { TRANSFER_CODES } from '../ledger/core/chart.ts'
import type { ReversalReason } from '../ledger/core/transfer.ts'
import { logRefused } from './batch.ts'
import {
  alreadyDecided,
  claimExceeds,
  type Destination,
  destinationOf,
  isDecided,
  isInReach,
  isTaken,
  notWithdrawn,
  PayableShort,
  payableOf,
  reachRedeemed,
  releasePlan,
  requirePaid,
} from './claim.ts'
import { REFUND_RULES } from './core/refund.ts'
import { NO_TILLS, type VouchersDeps } from './deps.ts'
import { approvalIdOf, refundTransferId } from './identity.ts'
import { untilSettled } from './outcomes.ts'
import type { RedeemedFacts, RefundRow } from './refund-store.ts'
import * as refunds from './refund-store.ts'

/** What is to be given back of a redemption. */
export interface RefundRequest {
  /** The caller's: the same again changes nothing. */
  readonly id: Uuid
  readonly redemptionId: RedemptionId
  /** Minor units, above 0. */
  readonly amount: Minor
  readonly reason: ReversalReason
  /** What a shop's owner typed at the till. */
  readonly ownerPin?: string | undefined
}

/** What a second person says to a refund. */
export interface RefundDecision {
  readonly id: Uuid
  readonly approved: boolean
  /** Needed where it is refused. */
  readonly reason?: string | undefined
}

/** What a commit writes about a refund besides its money. */
type Writes = (tx: Tx, row: RefundRow, to: Destination) => readonly PromiseLike<unknown>[]

const NETTING_BATCH = 200

/** Gives something back, or prepares it for a second person, or lets it wait until the partner is owed enough. */
export async function requestRefund(
  deps: VouchersDeps,
  request: RefundRequest,
  by: Principal,
): Promise<RefundRow> {
  const { id, redemptionId, amount } = request
  const redeemed = await reachRedeemed(deps, redemptionId, by, 'redemption.refunded')
  const known = await recall(deps, request)
  if (known !== undefined) return known
  if (amount > redeemed.left) throw claimExceeds(redeemed.left)
  await requireOwner(deps.tills ?? NO_TILLS, redeemed.partnerId, request.ownerPin, by)
  // What was refunded before counts, so that a large refund is not made of small ones.
  const { alone } = deps.refundRules ?? REFUND_RULES
  const isAlone = redeemed.refunded + amount <= alone
  const draft: RefundRow = {
    ...{ id, redemptionId, amount, unit: redeemed.unit, reason: request.reason },
    ...{ voucherId: redeemed.voucherId, partnerId: redeemed.partnerId },
    ...{ contactPointId: redeemed.contactPointId, state: 'waiting', requestedBy: by.id },
    ...{ requestedAt: new Date(deps.runtime.now()), creditedAccountId: null, doneAt: null },
  }
  const writes: Writes = (tx, row, { target }) => [
    refunds.takeClaim(tx, redemptionId, { refunded: amount, disputed: 0n }, isAlone ? alone : null),
    refunds.insertRefund(tx, row, target),
    logged(deps, tx, row, by),
  ]
  try {
    return isAlone
      ? await settle(deps, draft, redeemed, writes)
      : await prepare(deps, draft, redeemed, by, writes)
  } catch (error) {
    const again = await recall(deps, request)
    if (again !== undefined) return again
    // Another refund was faster, and with this one it is too much for one person.
    if (brokenConstraint(error) === 'redemption_claim.refunded') {
      return requestRefund(deps, request, by)
    }
    if (!isTaken(error)) throw error
    throw claimExceeds((await refunds.findRedeemed(deps.db.sql, redemptionId))?.left ?? 0n)
  }
}

/** Carries out or refuses what somebody else asked for; the same person's same decision again changes nothing. */
export async function decideRefund(
  deps: VouchersDeps,
  { id, approved, reason }: RefundDecision,
  by: Principal,
): Promise<RefundRow> {
  const refund = await findReached(deps, id, by)
  const approvalId = approvalIdOf('refund', id)
  const state = approved ? 'approved' : 'refused'
  const standing = await deps.approvals.find(approvalId)
  if (standing?.state === state && standing.decidedBy === by.id) return refund
  await deps.approvals.claim(approvalId, by)
  const redeemed = await refunds.findRedeemed(deps.db.sql, refund.redemptionId)
  assert(redeemed, 'what is refunded was redeemed')
  const decision: Decision = {
    ...{ id: approvalId, by, state },
    ...(reason === undefined ? {} : { reason }),
  }
  const writes: Writes = (tx, row, { target }) => [
    refunds.updateRefund(tx, row, target),
    ...deps.approvals.decideIn(tx, decision),
  ]
  try {
    if (approved) {
      const settled = await settle(deps, refund, redeemed, writes)
      // Of two who approve at once one has decided, and the other is told.
      if ((await deps.approvals.find(approvalId))?.decidedBy !== by.id) throw alreadyDecided()
      return settled
    }
    const to = await destinationOf(deps, refund)
    const refused: RefundRow = { ...refund, state: 'refused' }
    await deps.db.sql.begin((tx) => [
      ...writes(tx, refused, to),
      refunds.changeClaim(tx, refund.redemptionId, { refunded: -refund.amount, disputed: 0n }),
    ])
    return refused
  } catch (error) {
    throw isDecided(error) ? alreadyDecided() : error
  }
}

/**
 * Takes back a refund that one asked for oneself and that waits: what it held of the redemption is free again.
 *
 * @throws DomainError `refund_not_found`, `approval_closed`
 */
export async function withdrawRefund(
  deps: VouchersDeps,
  id: Uuid,
  by: Principal,
): Promise<RefundRow> {
  const { approvals, db } = deps
  const refund = await findReached(deps, id, by)
  const approvalId = approvalIdOf('refund', id)
  if (!(await approvals.mayWithdraw(approvalId, by))) throw notWithdrawn()
  const withdrawn: RefundRow = { ...refund, state: 'refused' }
  const { target } = await destinationOf(deps, refund)
  try {
    await db.sql.begin((tx) => [
      ...approvals.withdrawIn(tx, approvalId, by),
      refunds.updateRefund(tx, withdrawn, target),
      refunds.changeClaim(tx, refund.redemptionId, { refunded: -refund.amount, disputed: 0n }),
    ])
  } catch (error) {
    throw isDecided(error) ? notWithdrawn() : error
  }
  return withdrawn
}

/**
 * Pays what waited because a partner had been paid already, where it is owed enough now. Safe to repeat, and to run in
 * several processes at once. What fails on one refund is thrown once all others had their turn.
 *
 * @returns how many were paid
 */
export async function resolveNetting(deps: VouchersDeps): Promise<number> {
  const faults: unknown[] = []
  let resolved = 0
  let after: Uuid | undefined
  do {
    const page = { limit: NETTING_BATCH, ...(after === undefined ? {} : { after }) }
    const waiting = await refunds.listNetting(deps.db.sql, page)
    for (const refund of waiting) {
      try {
        const redeemed = await refunds.findRedeemed(deps.db.sql, refund.redemptionId)
        assert(redeemed, 'what is refunded was redeemed')
        const paid = await pay(deps, refund, redeemed, (tx, row, { target }) => [
          refunds.updateRefund(tx, row, target),
        ])
        if (paid !== 'short') resolved += 1
      } catch (error) {
        faults.push(error)
      }
    }
    after = waiting.length < NETTING_BATCH ? undefined : waiting.at(-1)?.id
  } while (after !== undefined)
  if (faults.length > 0) throw faults[0]
  return resolved
}

/** A refund that somebody may see; what is out of reach is answered like what does not exist. */
export async function findReached(
  deps: VouchersDeps,
  id: Uuid,
  who: Principal,
): Promise<RefundRow> {
  const refund = await refunds.findRefund(deps.db.sql, id)
  if (refund !== undefined && isInReach(who, refund)) return refund
  if (refund !== undefined) {
    await logRefused(deps, who, { kind: 'refund', id }, refund.contactPointId)
  }
  throw new DomainError('refund_not_found', 'There is no refund with this id.')
}

/** Pays, or writes that it waits until the partner is owed enough. */
async function settle(
  deps: VouchersDeps,
  refund: RefundRow,
  redeemed: RedeemedFacts,
  writes: Writes,
): Promise<RefundRow> {
  const paid = await pay(deps, refund, redeemed, writes)
  if (paid !== 'short') return paid
  const to = await destinationOf(deps, refund)
  const netting: RefundRow = { ...refund, state: 'netting' }
  await deps.db.sql.begin((tx) => [...writes(tx, netting, to)])
  return netting
}

/** Moves the money and writes what belongs to it, in one commit; `short` where the partner is owed too little. */
async function pay(
  deps: VouchersDeps,
  refund: RefundRow,
  redeemed: RedeemedFacts,
  writes: Writes,
): Promise<RefundRow | 'short'> {
  const { id, redemptionId, voucherId, amount, unit, reason } = refund
  const day = romeDay(redeemed.recordedAt.getTime())
  return untilSettled(async () => {
    const payable = await payableOf(deps, redemptionId)
    if (availableOf(payable) < amount) return 'short'
    const to = await destinationOf(deps, refund)
    // What goes back where it came from takes the transfer back; anything else is a transfer of its own.
    const reversal =
      to.accountId === voucherId ? { reversal: { of: redemptionId, reason } as const } : {}
    let row: RefundRow | undefined
    try {
      const outcome = await deps.ledger.post({
        transfers: [
          {
            ...{ id: refundTransferId(id), amount, unit, code: TRANSFER_CODES.voucher_refunded },
            ...{ debitAccountId: payable.id, creditAccountId: to.accountId, flags: [] },
            ...reversal,
          },
        ],
        companion: (decided) => {
          if (decided.transfers[0]?.status !== 'created') return undefined
          requirePaid(decided, payable.id)
          const done = { state: 'done', creditedAccountId: to.accountId } as const
          const paid: RefundRow = { ...refund, ...done, doneAt: decided.recordedAt }
          row = paid
          return (tx) => [
            ...writes(tx, paid, to),
            ...releasePlan(deps, tx, to, amount),
            ...refunds.giveUseBack(tx, redeemed, to.target, day, amount),
          ]
        },
      })
      if (outcome.transfers[0]?.status === 'created' && row !== undefined) return row
      // Another process paid it.
      const known = await refunds.findRefund(deps.db.sql, id)
      if (known?.state === 'done' && known.redemptionId === redemptionId) return known
      throw new DomainError('refund_id_conflict', 'The ledger cannot use this id for a refund.')
    } catch (error) {
      if (error instanceof PayableShort) return 'short'
      // The voucher was ended meanwhile: it goes to the envelope then.
      if (brokenConstraint(error) === 'refund_done_whole') return undefined
      throw error
    }
  })
}

async function prepare(
  { db, approvals, runtime, ...rest }: VouchersDeps,
  refund: RefundRow,
  redeemed: RedeemedFacts,
  by: Principal,
  writes: Writes,
): Promise<RefundRow> {
  const to = await destinationOf({ db, approvals, runtime, ...rest }, redeemed)
  const { id, amount, unit, reason, partnerId, contactPointId } = refund
  await db.sql.begin((tx) => [
    ...writes(tx, refund, to),
    approvals.prepareIn(tx, {
      ...{ id: approvalIdOf('refund', id), kind: 'refund', subjectId: id },
      // What was asked for with the owner's PIN the owner has said already: somebody else decides.
      ...(by.kind === 'terminal' ? {} : { partnerId }),
      ...{ contactPointIds: [contactPointId], preparedBy: by },
      summary: { amount: amount.toString(), unit, reason, partnerId },
    }),
  ])
  return refund
}

/** What was asked for under this id before. */
async function recall(
  { db }: VouchersDeps,
  { id, redemptionId, amount, reason }: RefundRequest,
): Promise<RefundRow | undefined> {
  const known = await refunds.findRefund(db.sql, id)
  if (known === undefined) return undefined
  const isSame =
    known.redemptionId === redemptionId && known.amount === amount && known.reason === reason
  if (isSame) return known
  throw new DomainError('refund_id_conflict', 'Another refund was asked for under this id.')
}

function logged(
  { accessLog }: VouchersDeps,
  tx: Tx,
  { id, amount, unit, reason, contactPointId }: RefundRow,
  by: Principal,
): PromiseLike<unknown> {
  return accessLog.recordIn(tx, {
    actor: by,
    action: 'redemption.refunded',
    outcome: 'done',
    subject: { kind: 'refund', id },
    contactPointId,
    detail: { amount: amount.toString(), unit, reason },
  })
}
