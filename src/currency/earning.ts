import type { Approvals } from '../access/approvals.ts'
import { claimBeneficiary } from '../access/beneficiary-scope.ts'
import { type Principal, reaches } from '../access/core/principal.ts'
import type { Tx } from '../db/client.ts'
import { brokenConstraint } from '../db/constraint.ts'
import { assert } from '../kernel/assert.ts'
import { type Day, romeDay } from '../kernel/days.ts'
import { DomainError } from '../kernel/errors.ts'
import type { Uuid } from '../kernel/ids.ts'
import { settle } from '../kernel/settling.ts'
import { TRANSFER_CODES } from '../ledger/core/chart.ts'
import type { Ledger } from '../ledger/service.ts'
import { isDecided } from '../network/refusals.ts'
import { sameFields } from '../network/same.ts'
import { selectMembers } from './association-store.ts'
import {
  type AssociationDeps,
  associationEnded,
  getAssociation,
  isMemberOn,
} from './associations.ts'
import type { Place, Purse } from './core/deed.ts'
import { rewardOf, sourceOfRewards } from './core/earning.ts'
import { type Instrument, isUsable, rulesOn } from './core/instrument.ts'
import type { PaymentStatus } from './core/payment.ts'
import * as store from './earning-store.ts'
import { named } from './identity.ts'
import { fundPurseOf, getInstrument, openWallet, readPursesOf } from './opening.ts'
import { currencyBusy, digestOf, purseIn } from './payments.ts'
import { postDeed } from './posting.ts'

export interface EarningDeps extends AssociationDeps {
  readonly ledger: Ledger
  readonly approvals: Approvals
}

/** What is told of somebody. The id is the caller's: the same again changes nothing. */
export interface NewActivity extends store.ActivityContent {
  readonly id: Uuid
}

/** What a second person says. */
export type RewardVerdict =
  | { readonly state: 'approved' }
  | { readonly state: 'refused'; readonly reason: string }

/** The payment that a reward is. */
export function rewardPaymentId(activityId: Uuid): Uuid {
  return named(`payment reward ${activityId}`)
}

/** The approval that decides on a reward. */
export function rewardApprovalId(activityId: Uuid): Uuid {
  return named(`approval reward ${activityId}`)
}

/**
 * Tells of what somebody did for an association, or gave it. What the association itself tells is confirmed by that, and
 * waits for the desk; what an operator tells waits for the association.
 *
 * @throws DomainError `association_not_found`, `association_ended`, `association_member_not_found`, `activity_in_future`,
 * `activity_unrewarded`, `activity_conflict`, `instrument_not_found`, `beneficiary_not_found`
 */
export async function tell(
  deps: EarningDeps,
  { id, ...content }: NewActivity,
  who: Principal,
): Promise<store.Activity> {
  const { db, runtime, accessLog } = deps
  const known = await store.selectActivity(db.sql, id)
  if (known !== undefined) return sameAs(known, content, who)
  const { instrument, contactPointId } = await checkTold(deps, content, who)
  const reward = rewardOf(rulesOn(instrument, content.day), content)
  if (reward === undefined || !isUsable(instrument, content.day)) {
    throw new DomainError(
      'activity_unrewarded',
      `The rules of ${instrument.id} on this day reward no such thing.`,
    )
  }
  const at = new Date(runtime.now())
  const isOwn = who.role === 'association'
  const confirmed = isOwn ? { confirmedBy: who.id, confirmedAt: at } : NOT_CONFIRMED
  const row = { ...content, id, reward, toldBy: who.id, toldAt: at, ...confirmed }
  try {
    await db.sql.begin(async (tx) => {
      await store.insertActivity(tx, { ...row, state: isOwn ? 'confirmed' : 'told' })
      if (isOwn) await prepareIn(deps, tx, row, who, contactPointId)
      await accessLog.recordIn(tx, {
        ...{ actor: who, action: 'activity.told', outcome: 'done' },
        ...{ subject: { kind: 'activity', id }, detail: { association: content.associationId } },
        ...(contactPointId === undefined ? {} : { contactPointId }),
      })
    })
  } catch (error) {
    if (brokenConstraint(error) !== 'activity_pkey') throw error
  }
  const told = await store.selectActivity(db.sql, id)
  assert(told, 'an activity that was written is there')
  return sameAs(told, content, who)
}

const NOT_CONFIRMED = { confirmedBy: null, confirmedAt: null }

function sameAs(
  known: store.Activity,
  content: store.ActivityContent,
  who: Principal,
): store.Activity {
  if (known.toldBy === who.id && sameFields(known, content)) return known
  throw new DomainError('activity_conflict', 'This id was used for something else.')
}

/** Whether this can be told of this person by this somebody at all. */
async function checkTold(
  deps: EarningDeps,
  { associationId, instrumentId, party, holderId, day }: store.ActivityContent,
  who: Principal,
): Promise<{ readonly instrument: Instrument; readonly contactPointId: string | undefined }> {
  const { db, runtime, network, contactPointOf } = deps
  const association = await getAssociation(deps, associationId, who)
  if (association.endedAt !== null) throw associationEnded()
  const instrument = await getInstrument(db, instrumentId)
  if (instrument.programmeId !== association.programmeId) {
    throw new DomainError('instrument_not_found', `There is no instrument ${instrumentId}.`)
  }
  if (day > romeDay(runtime.now())) {
    throw new DomainError('activity_in_future', 'What is told of has happened.')
  }
  if (party === 'person' && who.role !== 'association') {
    await claimBeneficiary(deps, who, holderId, 'activity.told')
  }
  // A partner may give to any association; a person is known by those that it belongs to.
  const isKnown =
    party === 'partner'
      ? (await network.findPartner(holderId)) !== undefined
      : (await selectMembers(db.sql, { party, holderId })).some(
          (one) => one.associationId === associationId && isMemberOn(one, day),
        )
  if (!isKnown) {
    throw new DomainError(
      'association_member_not_found',
      `${holderId} did not belong to the association on this day.`,
    )
  }
  const contactPointId = party === 'person' ? await contactPointOf(holderId) : undefined
  return { instrument, contactPointId }
}

function prepareIn(
  { approvals }: EarningDeps,
  tx: Tx,
  row: store.ActivityContent & Pick<store.Activity, 'id' | 'reward'>,
  who: Principal,
  contactPointId: string | undefined,
): PromiseLike<unknown> {
  const { id, associationId, instrumentId, kind, day, minutes, given, reward } = row
  const measure = given === null ? { minutes: `${minutes}` } : { given: given.toString() }
  return approvals.prepareIn(tx, {
    ...{ id: rewardApprovalId(id), kind: 'reward', subjectId: id, preparedBy: who },
    contactPointIds: contactPointId === undefined ? [] : [contactPointId],
    summary: {
      ...{ association: associationId, instrument: instrumentId, activity: kind, day },
      ...{ ...measure, amount: reward.toString() },
    },
  })
}

/**
 * Confirms what an operator told: from then on it waits for the desk. Safe to repeat.
 *
 * @throws DomainError `activity_not_found`, `activity_closed`
 */
export async function confirm(
  deps: EarningDeps,
  id: Uuid,
  who: Principal,
): Promise<store.Activity> {
  const { runtime, accessLog, contactPointOf } = deps
  const told = await getActivity(deps, id, who)
  if (told.confirmedBy !== null && told.state !== 'withdrawn') return told
  const { party, holderId } = told
  const contactPointId = party === 'person' ? await contactPointOf(holderId) : undefined
  await ending(deps, async (tx) => {
    await store.updateConfirmed(tx, id, who.id, new Date(runtime.now()))
    await prepareIn(deps, tx, told, who, contactPointId)
    await accessLog.recordIn(tx, {
      ...{ actor: who, action: 'activity.confirmed', outcome: 'done' },
      subject: { kind: 'activity', id },
    })
  })
  return getActivity(deps, id, who)
}

/**
 * Takes back what one told or confirmed oneself, before it is decided. Safe to repeat.
 *
 * @throws DomainError `activity_not_found`, `activity_not_own`, `activity_closed`
 */
export async function withdraw(
  deps: EarningDeps,
  id: Uuid,
  who: Principal,
): Promise<store.Activity> {
  const { runtime, accessLog, approvals } = deps
  const standing = await getActivity(deps, id, who)
  if (standing.state === 'withdrawn') return standing
  const isOwn = who.role === 'association' || standing.toldBy === who.id
  if (!isOwn) {
    throw new DomainError(
      'activity_not_own',
      'Whoever told of it, or the association, takes it back.',
    )
  }
  await ending(deps, async (tx) => {
    const at = new Date(runtime.now())
    await store.updateDecided(tx, { id, state: 'withdrawn', reason: null, by: who.id, at })
    if (standing.state === 'confirmed') {
      await Promise.all(approvals.withdrawIn(tx, rewardApprovalId(id), who))
    }
    await accessLog.recordIn(tx, {
      ...{ actor: who, action: 'activity.withdrawn', outcome: 'done' },
      subject: { kind: 'activity', id },
    })
  })
  return getActivity(deps, id, who)
}

async function ending({ db }: EarningDeps, write: (tx: Tx) => Promise<void>): Promise<void> {
  try {
    await db.sql.begin((tx) => write(tx))
  } catch (error) {
    if (brokenConstraint(error) !== 'activity_decided_once' && !isDecided(error)) throw error
    throw new DomainError('activity_closed', 'This was decided or taken back before.')
  }
}

/**
 * One activity, for whoever may see it: an association its own, an operator those of the own contact points.
 *
 * @throws DomainError `activity_not_found`
 */
export async function getActivity(
  { db, accessLog, contactPointOf }: EarningDeps,
  id: Uuid,
  who: Principal,
): Promise<store.Activity> {
  const found = await store.selectActivity(db.sql, id)
  const isSeen = async ({ associationId, party, holderId }: store.Activity) => {
    if (who.role === 'association') return who.associationId === associationId
    if (party === 'partner') return true
    const at = await contactPointOf(holderId)
    return at !== undefined && reaches(who, at)
  }
  if (found !== undefined && (await isSeen(found))) return found
  if (found !== undefined) {
    await accessLog.record({
      ...{ actor: who, action: 'activity.viewed', outcome: 'refused' },
      ...{ subject: { kind: 'activity', id }, detail: { reason: 'out_of_scope' } },
    })
  }
  throw new DomainError('activity_not_found', 'Nothing was told under this id.')
}

/**
 * Approves a reward, which pays it, or refuses it: the decision and the money are one commit. Whoever told of it does not
 * decide on it. The same verdict of the same person again changes nothing.
 *
 * @throws DomainError `activity_not_found`, `activity_not_confirmed`, `reward_not_possible`, or why this person may not
 * decide
 */
export async function decideReward(
  deps: EarningDeps,
  id: Uuid,
  verdict: RewardVerdict,
  who: Principal,
): Promise<store.Activity> {
  const { approvals, runtime, accessLog } = deps
  const standing = await getActivity(deps, id, who)
  if (isSame(standing, verdict, who)) return standing
  if (standing.state === 'told' || standing.confirmedBy === null) {
    throw new DomainError('activity_not_confirmed', 'The association has not confirmed it yet.')
  }
  if (standing.toldBy === who.id) {
    await accessLog.record({
      ...{ actor: who, action: 'approval.decided', outcome: 'refused' },
      ...{ subject: { kind: 'activity', id }, detail: { reason: 'approval_own' } },
    })
    throw new DomainError('approval_own', 'You told of this yourself; somebody else has to decide.')
  }
  try {
    const approval = await approvals.claim(rewardApprovalId(id), who)
    const reason = verdict.state === 'refused' ? verdict.reason : null
    const state = verdict.state === 'refused' ? ('refused' as const) : ('rewarded' as const)
    const write = (tx: Tx) => [
      store.updateDecided(tx, { id, state, reason, by: who.id, at: new Date(runtime.now()) }),
      ...approvals.decideIn(tx, { ...verdict, id: approval.id, by: who }),
    ]
    if (state === 'refused' || standing.reward === 0n) {
      await deps.db.sql.begin((tx) => Promise.all(write(tx)))
    } else {
      await payReward(deps, standing, write, who)
    }
  } catch (error) {
    const isLate = isDecided(error) || brokenConstraint(error) === 'activity_decided_once'
    if (!isLate) throw error
  }
  const decided = await getActivity(deps, id, who)
  if (isSame(decided, verdict, who)) return decided
  throw new DomainError('approval_closed', `This was decided before: it is ${decided.state}.`)
}

function isSame(
  { state, decidedBy, reason }: store.Activity,
  verdict: RewardVerdict,
  who: Principal,
): boolean {
  if (decidedBy !== who.id) return false
  return verdict.state === 'approved'
    ? state === 'rewarded'
    : state === 'refused' && reason === verdict.reason
}

/** Posts a reward with its decision. */
async function payReward(
  deps: EarningDeps,
  told: store.Activity,
  write: (tx: Tx) => readonly PromiseLike<unknown>[],
  who: Principal,
): Promise<void> {
  const { db, runtime } = deps
  const { instrumentId, party, holderId, reward: amount } = told
  const instrument = await getInstrument(db, instrumentId)
  const walletId = await openWallet(deps, instrument, party, holderId)
  await settle(async (tries) => {
    const day = romeDay(runtime.now())
    const purse = purseIn(await readPursesOf(db, [walletId], day), walletId)
    const source = await sourceOf(deps, instrument, day)
    const refusal = refusalOf(purse, source, amount)
    if (refusal !== undefined) throw notPossible(refusal)
    const posted = await postDeed(deps, {
      day,
      moves: [
        {
          ...{ from: source, to: { kind: 'wallet', purse } },
          ...{ amount, code: TRANSFER_CODES.currency_rewarded },
        },
      ],
      payments: [
        {
          ...{ id: rewardPaymentId(told.id), instrumentId, kind: 'reward', status: 'paid' },
          payerId: source.kind === 'wallet' ? source.purse.wallet.id : null,
          ...{ payeeId: walletId, amount, fee: 0n, refunded: 0n, refundOf: null },
          ...{ purchaseId: null, channel: 'desk', actorId: who.id, reason: null },
          requestDigest: digestOf(['reward', told.id, amount]),
        },
      ],
      beside: () => write,
    })
    if (typeof posted !== 'string') return posted
    if (posted !== 'overtaken') throw notPossible(posted)
    const after = await store.selectActivity(db.sql, told.id)
    if (tries > 0 && after?.state !== 'confirmed') throw alreadyDecided()
    return undefined
  }, currencyBusy)
}

async function sourceOf({ db }: EarningDeps, instrument: Instrument, day: Day): Promise<Place> {
  return sourceOfRewards(rulesOn(instrument, day)) === 'issuer'
    ? { kind: 'issuer', instrument }
    : { kind: 'wallet', purse: await fundPurseOf(db, instrument, day) }
}

/** What stands against it, by the rules of the day: nothing is taken from anybody for it. */
function refusalOf({ wallet, day, balance }: Purse, source: Place, amount: bigint) {
  const { limits, credit } = rulesOn(wallet.instrument, day)
  const room = credit === null ? limits.balance : (wallet.creditRoom?.toString() ?? credit.above)
  const isBounded = wallet.party === 'person' || credit !== null
  if (wallet.stoppedAt !== null) return 'wallet_is_stopped'
  if (source.kind === 'wallet' && source.purse.balance < amount) return 'exceeds_funds'
  if (isBounded && room !== null && balance + amount > BigInt(room)) return 'exceeds_balance_limit'
  return undefined
}

function notPossible(status: PaymentStatus): DomainError {
  return new DomainError(
    'reward_not_possible',
    `The reward cannot be paid now (${status}); it stays as it is, and can be approved later.`,
    { status },
  )
}

function alreadyDecided(): DomainError {
  return new DomainError('approval_closed', 'Somebody else decided in the same moment.')
}
