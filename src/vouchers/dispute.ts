import type { Principal } from '../access/core/principal.ts'
import type { Tx } from '../db/client.ts'
import { brokenConstraint } from '../db/constraint.ts'
import { assert } from '../kernel/assert.ts'
import { addDays, type Day, romeDay } from '../kernel/days.ts'
import { DomainError } from '../kernel/errors.ts'
import type { RedemptionId, Uuid } from '../kernel/ids.ts'
import type { Minor } from '../kernel/money.ts'
import { type AccountState, availableOf, type NewAccount } from '../ledger/core/account.ts'
import { ACCOUNT_CODES, TRANSFER_CODES } from '../ledger/core/chart.ts'
import type { NewTransfer } from '../ledger/core/transfer.ts'
import { logRefused } from './batch.ts'
import {
  alreadyDecided,
  claimExceeds,
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
import { type DisputeOutcome, isUpheld, REFUND_RULES } from './core/refund.ts'
import type { VouchersDeps } from './deps.ts'
import type { DisputeEvent, DisputeRow } from './dispute-store.ts'
import * as disputes from './dispute-store.ts'
import { approvalIdOf, disputedAccountId, disputeTransferId } from './identity.ts'
import { untilSettled } from './outcomes.ts'
import {
  changeClaim,
  findRedeemed,
  giveUseBack,
  type RedeemedFacts,
  takeClaim,
} from './refund-store.ts'

/** What one side does not agree with. */
export interface DisputeRequest {
  /** The caller's: the same again changes nothing. */
  readonly id: Uuid
  readonly redemptionId: RedemptionId
  /** Minor units, above 0. */
  readonly amount: Minor
  readonly reason: string
}

/** What is said in a dispute; the id is the caller's. */
export interface DisputeNote {
  readonly id: Uuid
  readonly disputeId: Uuid
  readonly reason: string
}

export interface DisputeDecision {
  readonly id: Uuid
  readonly outcome: DisputeOutcome
  readonly reason: string
}

/** Opens a dispute: its amount is frozen, and somebody else will decide. */
export async function openDispute(
  deps: VouchersDeps,
  request: DisputeRequest,
  by: Principal,
): Promise<DisputeRow> {
  const { id, redemptionId, amount } = request
  const redeemed = await reachRedeemed(deps, redemptionId, by, 'redemption.disputed')
  const known = await recall(deps, request)
  if (known !== undefined) return known
  if (amount > redeemed.left) throw claimExceeds(redeemed.left)
  const payable = await payableOf(deps, redemptionId)
  if (availableOf(payable) < amount) throw payableShort()
  const openedAt = new Date(deps.runtime.now())
  const { disputeDays } = deps.refundRules ?? REFUND_RULES
  const row: DisputeRow = {
    ...{ id, redemptionId, amount, unit: redeemed.unit, voucherId: redeemed.voucherId },
    ...{ partnerId: redeemed.partnerId, contactPointId: redeemed.contactPointId },
    ...{ side: by.partnerId === undefined ? 'beneficiary' : 'partner', state: 'open' },
    ...{ frozenAccountId: disputedAccountId(payable.id), openedBy: by.id, openedAt },
    ...{ dueOn: addDays(romeDay(openedAt.getTime()), disputeDays), decidedAt: null },
  }
  try {
    await freeze(deps, row, payable, request.reason, by)
  } catch (error) {
    if (error instanceof PayableShort) throw payableShort()
    if (isTaken(error))
      throw claimExceeds((await findRedeemed(deps.db.sql, redemptionId))?.left ?? 0n)
    if (brokenConstraint(error) !== 'dispute_pkey') throw error
  }
  const opened = await recall(deps, request)
  if (opened !== undefined) return opened
  throw new DomainError('dispute_id_conflict', 'The ledger cannot use this id for a dispute.')
}

async function freeze(
  { ledger, approvals, accessLog }: VouchersDeps,
  row: DisputeRow,
  payable: AccountState,
  reason: string,
  by: Principal,
): Promise<void> {
  const { id, redemptionId, amount, unit, contactPointId, partnerId } = row
  await ledger.post({
    accounts: [frozenAccount(row, payable)],
    transfers: [
      {
        ...{ id: disputeTransferId(id, 'freeze'), amount, unit, flags: [] },
        ...{ debitAccountId: payable.id, creditAccountId: row.frozenAccountId },
        code: TRANSFER_CODES.redemption_disputed,
      },
    ],
    companion: (decided) => {
      if (decided.transfers[0]?.status !== 'created') return undefined
      requirePaid(decided, payable.id)
      const said = { id, disputeId: id, kind: 'opened', reason, actorId: by.id } as const
      return (tx) => [
        takeClaim(tx, redemptionId, { refunded: 0n, disputed: amount }),
        disputes.insertDispute(tx, row),
        disputes.insertDisputeEvent(tx, { ...said, recordedAt: row.openedAt }),
        approvals.prepareIn(tx, {
          ...{ id: approvalIdOf('dispute', id), kind: 'dispute', subjectId: id, partnerId },
          ...{ contactPointIds: [contactPointId], preparedBy: by },
          summary: { amount: amount.toString(), unit, partnerId, side: row.side },
        }),
        accessLog.recordIn(tx, {
          ...{ actor: by, action: 'redemption.disputed', outcome: 'done', contactPointId },
          subject: { kind: 'dispute', id },
        }),
      ]
    },
  })
}

function frozenAccount(
  { frozenAccountId, unit }: DisputeRow,
  { colour, area }: AccountState,
): NewAccount {
  return {
    ...{ id: frozenAccountId, unit, code: ACCOUNT_CODES.disputed, origin: 'programme' },
    flags: ['debits_must_not_exceed_credits'],
    ...(colour === undefined ? {} : { colour }),
    ...(area === undefined ? {} : { area }),
  }
}

/** Gives what was frozen to one of the two sides; the same person's same decision again changes nothing. */
export async function decideDispute(
  deps: VouchersDeps,
  decision: DisputeDecision,
  by: Principal,
): Promise<DisputeRow> {
  const { id, outcome } = decision
  const row = await findReachedDispute(deps, id, by)
  const approvalId = approvalIdOf('dispute', id)
  const isSame = row.state === outcome
  if (isSame && (await deps.approvals.find(approvalId))?.decidedBy === by.id) return row
  await deps.approvals.claim(approvalId, by)
  return untilSettled(async () => {
    try {
      const state = isUpheld(row.side, outcome) ? 'approved' : 'refused'
      const decided = await release(deps, row, decision, by, (tx) =>
        deps.approvals.decideIn(tx, { id: approvalId, by, state, reason: decision.reason }),
      )
      if (decided !== undefined) return decided
      const known = await disputes.findDispute(deps.db.sql, id)
      assert(known?.state !== 'open', 'the amount of an open dispute was not moved')
      throw alreadyDecided()
    } catch (error) {
      const broken = brokenConstraint(error)
      if (isDecided(error) || broken === 'dispute_decided_once') throw alreadyDecided()
      // The voucher was ended meanwhile: what it would have got goes to its envelope then.
      if (broken === 'dispute_decided' && outcome === 'to_voucher') return undefined
      throw error
    }
  })
}

/**
 * Takes back a dispute that one opened oneself: what was frozen goes back to where it was, to the partner.
 *
 * @throws DomainError `dispute_not_found`, `approval_closed`
 */
export async function withdrawDispute(
  deps: VouchersDeps,
  id: Uuid,
  by: Principal,
): Promise<DisputeRow> {
  const row = await findReachedDispute(deps, id, by)
  const decision = { id, outcome: 'to_partner', reason: 'withdrawn' } as const
  const approvalId = approvalIdOf('dispute', id)
  if (!(await deps.approvals.mayWithdraw(approvalId, by))) throw notWithdrawn()
  try {
    const ended = await release(deps, row, decision, by, (tx) =>
      deps.approvals.withdrawIn(tx, approvalId, by),
    )
    if (ended !== undefined) return ended
  } catch (error) {
    const isLate = isDecided(error) || brokenConstraint(error) === 'dispute_decided_once'
    if (!isLate) throw error
  }
  throw notWithdrawn()
}

/** Moves what was frozen and writes what belongs to it, in one commit; `undefined` where it was moved before. */
async function release(
  deps: VouchersDeps,
  dispute: DisputeRow,
  { outcome, reason }: DisputeDecision,
  by: Principal,
  settleApproval: (tx: Tx) => readonly PromiseLike<unknown>[],
): Promise<DisputeRow | undefined> {
  const { id, redemptionId, amount, contactPointId } = dispute
  const isBack = outcome === 'to_voucher'
  const [redeemed, to] = [
    await findRedeemed(deps.db.sql, redemptionId),
    await destinationOf(deps, dispute),
  ]
  assert(redeemed, 'what is in dispute was redeemed')
  const heldBy = isBack && to.accountId === to.target.id ? to.target : undefined
  const payable = await payableOf(deps, redemptionId)
  const transfer = releaseTransfer(dispute, outcome, isBack ? to.accountId : payable.id)
  let row: DisputeRow | undefined
  const posted = await deps.ledger.post({
    transfers: [transfer],
    companion: (decided) => {
      if (decided.transfers[0]?.status !== 'created') return undefined
      const { recordedAt } = decided
      const ended: DisputeRow = { ...dispute, state: outcome, decidedAt: recordedAt }
      row = ended
      const change = { refunded: isBack ? amount : 0n, disputed: -amount }
      const said = { disputeId: id, kind: 'decided', reason, actorId: by.id, recordedAt } as const
      return (tx) => [
        ...settleApproval(tx),
        disputes.endDispute(tx, ended, heldBy),
        disputes.insertDisputeEvent(tx, { ...said, id: deps.runtime.newId() }),
        changeClaim(tx, redemptionId, change),
        ...(isBack
          ? [
              ...giveUseBack(tx, redeemed, to.target, dayOf(redeemed), amount),
              ...releasePlan(deps, tx, to, amount),
            ]
          : []),
        deps.accessLog.recordIn(tx, {
          ...{ actor: by, action: 'dispute.decided', outcome: 'done', contactPointId },
          ...{ subject: { kind: 'dispute', id }, detail: { outcome } },
        }),
      ]
    },
  })
  // Decided again, it may have come to another end than at first.
  return posted.transfers[0]?.status === 'created' ? row : undefined
}

function dayOf({ recordedAt }: RedeemedFacts): Day {
  return romeDay(recordedAt.getTime())
}

/** To the partner the freezing is taken back; to the voucher it is a transfer of its own. */
function releaseTransfer(
  { id, amount, unit, frozenAccountId }: DisputeRow,
  outcome: DisputeOutcome,
  creditAccountId: NewTransfer['creditAccountId'],
): NewTransfer {
  const moved = {
    ...{ id: disputeTransferId(id, 'decide'), amount, unit, flags: [] },
    ...{ debitAccountId: frozenAccountId, creditAccountId },
  }
  if (outcome === 'to_voucher') return { ...moved, code: TRANSFER_CODES.dispute_to_voucher }
  const reversal = { of: disputeTransferId(id, 'freeze'), reason: 'other' } as const
  return { ...moved, code: TRANSFER_CODES.dispute_to_partner, reversal }
}

/** Writes what somebody says in a dispute. */
export async function noteDispute(
  deps: VouchersDeps,
  { id, disputeId, reason }: DisputeNote,
  by: Principal,
): Promise<DisputeEvent> {
  await findReachedDispute(deps, disputeId, by)
  const { sql } = deps.db
  const said = { id, disputeId, kind: 'noted', reason, actorId: by.id } as const
  const recordedAt = new Date(deps.runtime.now())
  try {
    await disputes.insertDisputeEvent(sql, { ...said, recordedAt })
  } catch (error) {
    if (brokenConstraint(error) !== 'dispute_event_pkey') throw error
  }
  const known = await disputes.findDisputeEvent(sql, id)
  const isSame =
    known?.disputeId === disputeId && known.reason === reason && known.actorId === by.id
  if (isSame) return known
  throw new DomainError('dispute_id_conflict', 'Something else was said under this id.')
}

/** A dispute that somebody may see; what is out of reach is answered like what does not exist. */
export async function findReachedDispute(
  deps: VouchersDeps,
  id: Uuid,
  who: Principal,
): Promise<DisputeRow> {
  const row = await disputes.findDispute(deps.db.sql, id)
  if (row !== undefined && isInReach(who, row)) return row
  if (row !== undefined) await logRefused(deps, who, { kind: 'dispute', id }, row.contactPointId)
  throw new DomainError('dispute_not_found', 'There is no dispute with this id.')
}

/** What was opened under this id before. */
async function recall(
  { db }: VouchersDeps,
  { id, redemptionId, amount }: DisputeRequest,
): Promise<DisputeRow | undefined> {
  const known = await disputes.findDispute(db.sql, id)
  if (known === undefined) return undefined
  if (known.redemptionId === redemptionId && known.amount === amount) return known
  throw new DomainError('dispute_id_conflict', 'Another dispute was opened under this id.')
}

function payableShort(): DomainError {
  return new DomainError(
    'dispute_after_settlement',
    'The partner was paid for this already, so nothing is left to be frozen: ask for a refund, which waits until it can be paid.',
  )
}
