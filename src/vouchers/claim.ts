import { type Principal, reaches } from '../access/core/principal.ts'
import type { Tx } from '../db/client.ts'
import { brokenConstraint } from '../db/constraint.ts'
import { assert } from '../kernel/assert.ts'
import { romeDay } from '../kernel/days.ts'
import { DomainError } from '../kernel/errors.ts'
import type { AccountId, RedemptionId } from '../kernel/ids.ts'
import type { Minor } from '../kernel/money.ts'
import { type AccountState, availableOf } from '../ledger/core/account.ts'
import type { PostingOutcome } from '../ledger/service.ts'
import { takesBack } from './core/refund.ts'
import type { VouchersDeps } from './deps.ts'
import { findRedeemed, findTarget, type RedeemedFacts, type Target } from './refund-store.ts'

/** Thrown within a commit in which a partner would be owed less than nothing. */
export class PayableShort extends Error {
  override readonly name = 'PayableShort'
}

/** Where what comes back goes now. */
export interface Destination {
  readonly target: Target
  readonly accountId: AccountId
}

/**
 * Whether something that belongs to a partner and to the people of a contact point is in somebody's reach. Of a person
 * it is what they bought themselves, where it is known whose it is.
 */
export function isInReach(
  who: Principal,
  facts: Pick<RedeemedFacts, 'partnerId' | 'contactPointId'> &
    Partial<Pick<RedeemedFacts, 'beneficiaryId'>>,
): boolean {
  const { partnerId, contactPointId, beneficiaryId } = facts
  if (who.role === 'beneficiary') return who.beneficiaryId === beneficiaryId
  return who.partnerId === undefined ? reaches(who, contactPointId) : who.partnerId === partnerId
}

/** What a list shows somebody: what is in their reach. */
export function scopeOf({ partnerId, contactPointIds }: Principal) {
  return {
    ...(partnerId === undefined ? {} : { partnerId }),
    ...(contactPointIds === undefined ? {} : { contactPointIds }),
  }
}

/**
 * What was redeemed, where it is in somebody's reach; what is not is logged, and answered like what does not exist.
 *
 * @throws DomainError `redemption_not_found`
 */
export async function reachRedeemed(
  deps: VouchersDeps,
  id: RedemptionId,
  who: Principal,
  action: `${string}.${string}`,
): Promise<RedeemedFacts> {
  const redeemed = await findRedeemed(deps.db.sql, id)
  if (redeemed !== undefined && isInReach(who, redeemed)) return redeemed
  if (redeemed !== undefined) {
    await deps.accessLog.record({
      actor: who,
      action,
      outcome: 'refused',
      subject: { kind: 'redemption', id },
      detail: { reason: 'out of scope' },
    })
  }
  throw new DomainError('redemption_not_found', 'There is no redemption with this id.')
}

/** Where what comes back of a redemption goes: the voucher that paid, the card after it, or the envelope. */
export async function destinationOf(
  { db, runtime }: VouchersDeps,
  { voucherId }: Pick<RedeemedFacts, 'voucherId'>,
): Promise<Destination> {
  const target = await findTarget(db.sql, voucherId, romeDay(runtime.now()))
  return { target, accountId: takesBack(target) ? target.id : target.envelopeAccountId }
}

/** On an open transaction: what comes back to the envelope does not count against the person's plan any more. */
export function releasePlan(
  { entitlements }: VouchersDeps,
  tx: Tx,
  { target, accountId }: Destination,
  amount: Minor,
): readonly PromiseLike<unknown>[] {
  const { planLineId } = target
  if (planLineId === null || accountId === target.id) return []
  return entitlements?.releaseIn(tx, [{ planLineId, amount }]) ?? []
}

/** The account of what the partner of a redemption is owed: what the redemption credited. */
export async function payableOf(
  { ledger }: VouchersDeps,
  redemptionId: RedemptionId,
): Promise<AccountState> {
  const transfer = await ledger.findTransfer(redemptionId)
  assert(transfer, 'what was redeemed has its transfer')
  const account = await ledger.findAccount(transfer.creditAccountId)
  assert(account, 'a transfer has its accounts')
  return account
}

/**
 * Makes sure within a commit that a partner is not owed less than nothing after it.
 *
 * @throws PayableShort
 */
export function requirePaid(decided: PostingOutcome, payableAccountId: AccountId): void {
  const account = decided.states.get(payableAccountId)
  assert(account, 'the ledger tells how the payable stands')
  if (availableOf(account) < 0n) throw new PayableShort()
}

/** Whether a commit failed because so much of the redemption is not left any more. */
export function isTaken(error: unknown): boolean {
  return brokenConstraint(error) === 'redemption_claim_whole'
}

/** Whether a commit failed because somebody else decided before. */
export function isDecided(error: unknown): boolean {
  const broken = brokenConstraint(error)
  return broken === 'approval_decided_once' || broken === 'refund_ended_once'
}

export function alreadyDecided(): DomainError {
  return new DomainError('approval_closed', 'This was decided before.')
}

/** What is taken back was prepared by oneself and still waits. */
export function notWithdrawn(): DomainError {
  return new DomainError('approval_closed', 'This was decided before, or prepared by another.')
}

export function claimExceeds(left: Minor): DomainError {
  return new DomainError(
    'claim_exceeds_redeemed',
    `Of this redemption ${left} minor units are neither refunded nor in dispute.`,
    { left: left.toString() },
  )
}
