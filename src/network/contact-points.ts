import { type Principal, reaches } from '../access/core/principal.ts'
import { brokenConstraint } from '../db/constraint.ts'
import { DomainError } from '../kernel/errors.ts'
import { prepareCapRaiseIn } from './cap-raises.ts'
import { selectProgrammes } from './envelope-store.ts'
import type { DeskDeps } from './funding.ts'
import { firstCapRaiseId } from './identity.ts'
import { addContactPoint, type NewContactPoint } from './opening.ts'
import { contactPointNotFound, recordRefusal, territoryUnknown } from './refusals.ts'
import { sameFields } from './same.ts'
import {
  type ContactPoint,
  type ContactPointDetails,
  insertTerritories,
  selectContactPoints,
  selectTerritories,
  type Territory,
  updateContactPoint,
} from './store.ts'

export type { ContactPointDetails } from './store.ts'

/** A contact point to be opened without money: that comes by moves, which two people answer for. */
export type EmptyContactPoint = Omit<NewContactPoint, 'envelope'> & {
  readonly programmeId: string
}

/** Writes the territories that are not there yet, all or none; those that are stay as they are. */
export async function addTerritories(
  { db, accessLog }: DeskDeps,
  territories: readonly Territory[],
  who: Principal,
): Promise<void> {
  if (territories.length === 0) return
  await db.sql.begin(async (tx) => {
    await insertTerritories({ sql: tx }, territories)
    for (const { id } of territories) {
      await accessLog.recordIn(tx, {
        ...{ actor: who, action: 'territory.created', outcome: 'done' },
        subject: { kind: 'territory', id },
      })
    }
  })
}

/**
 * Opens a contact point with an empty envelope. It gives nothing without a second person yet: what was asked for, or
 * what its programme says, waits for somebody else's approval.
 */
export async function openContactPoint(
  deps: DeskDeps,
  given: EmptyContactPoint,
  who: Principal,
): Promise<{ readonly contactPoint: ContactPoint; readonly created: boolean }> {
  const territories = await selectTerritories(deps.db, [given.territoryId])
  if (territories.length === 0) throw territoryUnknown(given.territoryId)
  await requireApprover(deps, given.id, given.approverContactPointId ?? null)
  const { emergencyMonthlyCap, ...rest } = given
  const [programme] = await selectProgrammes(deps.db.sql, [given.programmeId])
  const cap = emergencyMonthlyCap ?? BigInt(programme?.rules.emergencyMonthlyCap ?? 0)
  const raise = { id: firstCapRaiseId(given.id), contactPointId: given.id, cap, reason: 'opening' }
  const opened = { ...rest, envelope: 0n, emergencyMonthlyCap: 0n }
  const added = await addContactPoint(deps, opened, (tx) => [
    ...(cap > 0n ? prepareCapRaiseIn(tx, deps, raise, given.unit, who) : []),
    deps.accessLog.recordIn(tx, {
      ...{ actor: who, action: 'contact_point.created', outcome: 'done' },
      ...{ subject: { kind: 'contact_point', id: given.id }, contactPointId: given.id },
    }),
  ])
  const [contactPoint] = await selectContactPoints(deps.db, [given.id])
  if (contactPoint === undefined || (added === 'differs' && !sameFields(contactPoint, rest))) {
    throw new DomainError(
      'contact_point_id_conflict',
      'A contact point with this id is there, another one.',
    )
  }
  return { contactPoint, created: added === 'created' }
}

/**
 * Changes what a contact point is called, how it is reached, and who answers for what it gives. What it gives without
 * a second person is lowered at once; raising it is a `cap_raise`, which two people answer for.
 *
 * @throws DomainError `contact_point_not_found`, `approver_unfit`, `cap_raise_needs_two`
 */
export async function changeContactPoint(
  deps: DeskDeps,
  id: string,
  details: ContactPointDetails,
  who: Principal,
): Promise<ContactPoint> {
  const { db, accessLog } = deps
  const standing = await findContactPointFor(deps, id, who)
  if (sameFields(standing, details)) return standing
  await requireApprover(deps, id, details.approverContactPointId)
  if (details.emergencyMonthlyCap > standing.emergencyMonthlyCap) throw raiseNeedsTwo()
  const fields = Object.entries(details).flatMap(([name, value]) =>
    sameFields(standing, { [name]: value }) ? [] : [name],
  )
  const written = db.sql.begin((tx) =>
    Promise.all([
      updateContactPoint(tx, id, details),
      accessLog.recordIn(tx, {
        ...{ actor: who, action: 'contact_point.changed', outcome: 'done' },
        ...{ subject: { kind: 'contact_point', id }, contactPointId: id },
        detail: { fields: fields.join(',') },
      }),
    ]),
  )
  await written.catch((error: unknown) => {
    // It was lowered by somebody else in the same moment.
    throw brokenConstraint(error) === 'contact_point_cap_raised_by_two' ? raiseNeedsTwo() : error
  })
  return findContactPointFor(deps, id, who)
}

/** A contact point, for whoever reaches it. */
export async function findContactPointFor(
  { db, accessLog }: DeskDeps,
  id: string,
  who: Principal,
): Promise<ContactPoint> {
  const [found] = await selectContactPoints(db, [id])
  if (found === undefined) throw contactPointNotFound()
  if (reaches(who, id)) return found
  const subject = { kind: 'contact_point', id }
  await recordRefusal(accessLog, who, {
    ...{ action: 'contact_point.viewed', subject, contactPointId: id },
  })
  throw contactPointNotFound()
}

function raiseNeedsTwo(): DomainError {
  return new DomainError(
    'cap_raise_needs_two',
    'More is given without a second person only after somebody else approved that.',
  )
}

/** The approver is another contact point that exists. */
async function requireApprover(
  { db }: DeskDeps,
  id: string,
  approver: string | null,
): Promise<void> {
  if (approver === null) return
  const found = approver === id ? [] : await selectContactPoints(db, [approver])
  if (found.length > 0) return
  throw new DomainError(
    'approver_unfit',
    'Who approves in the place of a contact point is another contact point that exists.',
  )
}
