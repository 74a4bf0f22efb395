import type { Principal } from '../access/core/principal.ts'
import type { Tx } from '../db/client.ts'
import { brokenConstraint } from '../db/constraint.ts'
import { DomainError } from '../kernel/errors.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { Minor, Unit } from '../kernel/money.ts'
import * as store from './cap-raise-store.ts'
import { isSameVerdict, type Verdict } from './deciding.ts'
import type { DeskDeps } from './funding.ts'
import { approvalId } from './identity.ts'
import { alreadyDecided, contactPointNotFound, isDecided, requestConflict } from './refusals.ts'
import { sameFields } from './same.ts'
import { selectContactPoints } from './store.ts'

export type { CapRaise } from './cap-raise-store.ts'

/** That a contact point is to give more without a second person. The id is the caller's: the same again changes nothing. */
export interface NewCapRaise {
  readonly id: Uuid
  readonly contactPointId: string
  /** What a person may get there in a month, in minor units of the contact point's unit. */
  readonly cap: Minor
  readonly reason: string
}

/**
 * Prepares a raise that somebody else then approves: until then the cap stays as it is.
 *
 * @throws DomainError `contact_point_not_found`, `cap_raise_lower`, `network_request_conflict`
 */
export async function prepareCapRaise(
  deps: DeskDeps,
  raise: NewCapRaise,
  who: Principal,
): Promise<store.CapRaise> {
  const { db } = deps
  const standing = await store.selectCapRaise(db.sql, raise.id)
  if (standing === undefined) {
    const [point] = await selectContactPoints(db, [raise.contactPointId])
    if (point === undefined) throw contactPointNotFound()
    if (raise.cap <= point.emergencyMonthlyCap) {
      throw new DomainError(
        'cap_raise_lower',
        `Without a second person this contact point gives ${point.emergencyMonthlyCap} minor units already.`,
      )
    }
    try {
      await db.sql.begin((tx) => Promise.all(prepareCapRaiseIn(tx, deps, raise, point.unit, who)))
    } catch (error) {
      if (brokenConstraint(error) !== 'cap_raise_pkey') throw error
    }
  }
  const written = await store.selectCapRaise(db.sql, raise.id)
  if (written === undefined || !sameFields(written, { ...raise, preparedBy: who.id })) {
    throw requestConflict()
  }
  return written
}

/** Writes a raise on an open transaction, and that it waits for a second person. */
export function prepareCapRaiseIn(
  tx: Tx,
  { runtime, accessLog, approvals }: DeskDeps,
  raise: NewCapRaise,
  unit: Unit,
  who: Principal,
): readonly PromiseLike<unknown>[] {
  const { id, contactPointId, cap } = raise
  return [
    store.insertCapRaise(tx, {
      ...{ ...raise, preparedBy: who.id, preparedAt: new Date(runtime.now()) },
    }),
    approvals.prepareIn(tx, {
      ...{ id: approvalId('emergency_cap', id), kind: 'emergency_cap', subjectId: id },
      // Money of the whole programme is at stake: the people of the contact point itself do not decide.
      ...{ contactPointIds: [], preparedBy: who },
      summary: { amount: cap.toString(), unit, contactPoint: contactPointId },
    }),
    accessLog.recordIn(tx, {
      ...{ actor: who, action: 'cap_raise.prepared', outcome: 'done', contactPointId },
      ...{ subject: { kind: 'cap_raise', id }, detail: { cap: cap.toString() } },
    }),
  ]
}

/**
 * Approves a raise, from when on the cap counts, or refuses it.
 *
 * @throws DomainError `cap_raise_not_found`, or why this person may not decide
 */
export async function decideCapRaise(
  { db, approvals }: DeskDeps,
  id: Uuid,
  verdict: Verdict,
  who: Principal,
): Promise<store.CapRaise> {
  const raise = await store.selectCapRaise(db.sql, id)
  if (raise === undefined) throw capRaiseNotFound()
  if (isSameVerdict(raise, verdict, who)) return raise
  try {
    const approval = await approvals.claim(approvalId('emergency_cap', id), who)
    await db.sql.begin(async (tx) => {
      // The decision stands before what it allows: the database asks for it.
      await Promise.all(approvals.decideIn(tx, { ...verdict, id: approval.id, by: who }))
      if (verdict.state === 'approved') await store.applyCapRaise(tx, raise)
    })
  } catch (error) {
    if (!isDecided(error)) throw error
  }
  const decided = await store.selectCapRaise(db.sql, id)
  if (decided === undefined || !isSameVerdict(decided, verdict, who)) throw alreadyDecided()
  return decided
}

export function capRaiseNotFound(): DomainError {
  return new DomainError('cap_raise_not_found', 'There is no raise of a cap with this id.')
}
