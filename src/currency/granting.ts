import { type Principal, reaches } from '../access/core/principal.ts'
import { brokenConstraint } from '../db/constraint.ts'
import { romeDay } from '../kernel/days.ts'
import { DomainError } from '../kernel/errors.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { CompanionWrite } from '../ledger/service.ts'
import { isSameVerdict, type Verdict } from '../network/deciding.ts'
import { alreadyDecided, isDecided } from '../network/refusals.ts'
import { sameFields } from '../network/same.ts'
import { type Instrument, rulesOn } from './core/instrument.ts'
import { type Misfit, refusalToReceive } from './core/minting.ts'
import { grantPaymentId, mintingApprovalId, walletIdOf } from './identity.ts'
import { granted, issueTo, rowOf } from './issuing.ts'
import { type MintingDeps, tryInTurn } from './minting-deps.ts'
import * as store from './minting-store.ts'
import { getInstrument, readPursesOf } from './opening.ts'
import { digestOf, purseIn } from './payments.ts'
import { postDeed } from './posting.ts'

/** Money to be given to some. The id is the caller's: the same again changes nothing. */
export type NewGrant = Omit<store.GrantRow, 'preparedBy' | 'preparedAt'>

/**
 * Prepares that some are given money; somebody else then approves it. Nothing moves yet, but the wallets are opened.
 *
 * @throws DomainError `instrument_not_found`, `currency_holder_not_found`, `currency_grant_unfit`, `currency_grant_conflict`
 */
export async function prepareGrant(
  deps: MintingDeps,
  given: NewGrant,
  who: Principal,
): Promise<store.Grant> {
  const { db, runtime, accessLog, approvals } = deps
  const { id, instrumentId } = given
  const lines = given.lines.map(({ party, holderId, amount }) => ({ party, holderId, amount }))
  const grant = { ...given, lines }
  const standing = await store.selectGrant(db.sql, id)
  if (standing === undefined) {
    const instrument = await getInstrument(db, instrumentId)
    requireGranted(instrument, grant, romeDay(runtime.now()))
    const contactPointIds = await contactPointsOf(deps, lines, who)
    for (const { party, holderId } of lines) await deps.openWallet(instrumentId, party, holderId)
    const total = lines.reduce((sum, { amount }) => sum + amount, 0n)
    const figures = { instrument: instrumentId, amount: `${total}`, unit: instrument.unit }
    try {
      await db.sql.begin((tx) => [
        store.insertGrant(tx, {
          ...grant,
          preparedBy: who.id,
          preparedAt: new Date(runtime.now()),
        }),
        approvals.prepareIn(tx, {
          ...{
            id: mintingApprovalId('currency_grant', id),
            kind: 'currency_grant',
            subjectId: id,
            contactPointIds,
          },
          ...{ preparedBy: who, summary: { ...figures, holders: `${lines.length}` } },
        }),
        accessLog.recordIn(tx, {
          ...{ actor: who, action: 'currency_grant.prepared', outcome: 'done' },
          subject: { kind: 'currency_grant', id },
        }),
      ])
    } catch (error) {
      if (brokenConstraint(error) !== 'currency_grant_pkey') throw error
    }
  }
  const written = await store.selectGrant(db.sql, id)
  if (written !== undefined && sameFields(written, { ...grant, preparedBy: who.id })) return written
  throw new DomainError('currency_grant_conflict', 'This id belongs to another grant.')
}

function requireGranted(
  instrument: Instrument,
  { lines }: NewGrant,
  day: ReturnType<typeof romeDay>,
): void {
  const unfit = (message: string) => new DomainError('currency_grant_unfit', message)
  if (rulesOn(instrument, day).issuance.by !== 'grant') {
    throw unfit(`${instrument.id} does not come into being by grants.`)
  }
  const holders = new Set(lines.map(({ party, holderId }) => `${party} ${holderId}`))
  if (holders.size < lines.length) throw unfit('Each holder has one line.')
}

/** The contact points of people who are given something: their people decide; the whole programme where others are, too. */
async function contactPointsOf(
  { plans }: MintingDeps,
  lines: readonly store.GrantLine[],
  who: Principal,
): Promise<readonly string[]> {
  const people = lines.filter(({ party }) => party === 'person').map(({ holderId }) => holderId)
  const found = await plans.findBeneficiaries(people)
  for (const id of people) {
    const point = found.get(id)?.contactPointId
    if (point !== undefined && reaches(who, point)) continue
    throw new DomainError('currency_holder_not_found', `There is no person ${id}.`)
  }
  if (people.length < lines.length) {
    if (who.contactPointIds === undefined) return []
    throw new DomainError('currency_grant_unfit', 'A contact point gives to its people only.')
  }
  return [...new Set([...found.values()].map(({ contactPointId }) => contactPointId))]
}

/**
 * Looks at lines of a grant for people, and writes nothing.
 *
 * @returns for each line, in their order, why it could not be given; `undefined` where it could
 * @throws DomainError `instrument_not_found`
 */
export async function misfitsOf(
  { db, plans, runtime }: MintingDeps,
  instrumentId: string,
  lines: readonly store.GrantLine[],
  who: Principal,
): Promise<readonly (Misfit | undefined)[]> {
  const instrument = await getInstrument(db, instrumentId)
  const day = romeDay(runtime.now())
  const people = await plans.findBeneficiaries(lines.map(({ holderId }) => holderId))
  const ids = lines.map(({ party, holderId }) => walletIdOf(instrumentId, party, holderId))
  const purses = await readPursesOf(db, ids, day)
  return lines.map(({ party, holderId, amount }, index) => {
    const point = people.get(holderId)?.contactPointId
    const isThere = party !== 'person' || (point !== undefined && reaches(who, point))
    if (!isThere) return 'holder_not_found'
    const none = { wallet: { instrument, party, stoppedAt: null }, day, balance: 0n }
    return refusalToReceive(purses.get(ids[index] as Uuid) ?? none, amount)
  })
}

/**
 * Approves a grant, which issues it with its euro behind it, or refuses it. One that the programme's grants cannot back
 * stays as it is, and may be approved once there is more.
 *
 * @throws DomainError `currency_grant_not_found`, `currency_funds_exhausted`, `currency_grant_unfit`, or why this person may
 * not decide
 */
export async function decideGrant(
  deps: MintingDeps,
  id: Uuid,
  verdict: Verdict,
  who: Principal,
): Promise<store.Grant> {
  const { db, approvals } = deps
  const grant = await findGrant(deps, id)
  if (isSameVerdict(grant, verdict, who)) return grant
  try {
    const approval = await approvals.claim(mintingApprovalId('currency_grant', id), who)
    const decision = { ...verdict, id: approval.id, by: who }
    if (verdict.state === 'refused') {
      await db.sql.begin((tx) => [...approvals.decideIn(tx, decision)])
    } else {
      await give(deps, grant, who, (tx) => approvals.decideIn(tx, decision))
    }
  } catch (error) {
    if (!isDecided(error)) throw error
  }
  const decided = await findGrant(deps, id)
  if (!isSameVerdict(decided, verdict, who)) throw alreadyDecided()
  return decided
}

/** @throws DomainError `currency_grant_not_found` */
export async function findGrant({ db }: MintingDeps, id: Uuid): Promise<store.Grant> {
  const grant = await store.selectGrant(db.sql, id)
  if (grant !== undefined) return grant
  throw new DomainError('currency_grant_not_found', 'There is no grant with this id.')
}

/** Issues to all lines, with the decision, in one commit. */
async function give(
  deps: MintingDeps,
  grant: store.Grant,
  who: Principal,
  decide: CompanionWrite,
): Promise<void> {
  const { id, instrumentId, lines, total } = grant
  const ids = lines.map(({ party, holderId }) => walletIdOf(instrumentId, party, holderId))
  await tryInTurn(deps, ids, async (last) => {
    if (last === 'exceeds_funding') throw fundsExhausted(grant.instrumentId)
    // A try that was overtaken may have been by the same decision, sent twice.
    if ((await findGrant(deps, id)).state !== 'waiting') throw alreadyDecided()
    const day = romeDay(deps.runtime.now())
    const instrument = await getInstrument(deps.db, instrumentId)
    const purses = await readPursesOf(deps.db, ids, day)
    const given = lines.map(({ amount }, index) => {
      const purse = purseIn(purses, ids[index] as Uuid)
      const refusal = refusalToReceive(purse, amount)
      if (refusal !== undefined) {
        const { party, holderId } = purse.wallet
        throw new DomainError('currency_grant_unfit', `${party} ${holderId}: ${refusal}.`)
      }
      return { purse, amount, id: grantPaymentId(id, index) }
    })
    return postDeed(deps, {
      day,
      moves: given.map(({ purse, amount }) => issueTo(purse, amount)),
      payments: given.map(({ purse: { wallet }, amount, id: paymentId }) =>
        rowOf({
          ...{ id: paymentId, kind: 'grant', status: 'paid', instrument, payee: wallet, amount },
          ...{ channel: 'desk', actor: who, reason: grant.reason, digest: digestOf(['grant', id]) },
        }),
      ),
      ...granted(deps, { instrument, day }, total, grantPaymentId(id, 0)),
      beside: () => decide,
    })
  })
}

export function fundsExhausted(instrumentId: string): DomainError {
  return new DomainError(
    'currency_funds_exhausted',
    `The grants of the programme do not hold what has to lie behind so much of ${instrumentId}.`,
  )
}
