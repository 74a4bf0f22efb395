import type { AccessLog } from '../access/access-log.ts'
import { type ContactPointOf, claimBeneficiary } from '../access/beneficiary-scope.ts'
import type { Principal } from '../access/core/principal.ts'
import type { Database } from '../db/client.ts'
import { brokenConstraint } from '../db/constraint.ts'
import { assert } from '../kernel/assert.ts'
import { addDays, type Day, romeDay } from '../kernel/days.ts'
import { DomainError } from '../kernel/errors.ts'
import type { NetworkDesk } from '../network/desk.ts'
import type { Network } from '../network/service.ts'
import type { Runtime } from '../runtime.ts'
import * as store from './association-store.ts'
import type { MemberParty } from './core/earning.ts'

export interface AssociationDeps {
  readonly db: Database
  readonly runtime: Runtime
  readonly accessLog: AccessLog
  readonly network: Network
  readonly networkDesk: Pick<NetworkDesk, 'keepsPartner'>
  readonly contactPointOf: ContactPointOf
}

/** An association to be added. The id is the caller's: the same again changes nothing. */
export type NewAssociation = Pick<store.Association, 'id' | 'name' | 'territoryId' | 'programmeId'>

/** Who is to belong to an association. */
export interface NewMember {
  readonly party: MemberParty
  readonly holderId: string
  /** Today, or a day to come. */
  readonly fromDay: Day
}

/** @throws DomainError `programme_unknown`, `territory_unknown`, `association_id_conflict` */
export async function addAssociation(
  { db, runtime, accessLog, network }: AssociationDeps,
  given: NewAssociation,
  who: Principal,
): Promise<{ readonly association: store.Association; readonly created: boolean }> {
  const { id, programmeId, territoryId } = given
  if (!(await network.findProgrammes([programmeId])).has(programmeId)) {
    throw new DomainError('programme_unknown', `There is no programme ${programmeId}.`)
  }
  if (!(await network.findTerritories([territoryId])).has(territoryId)) {
    throw new DomainError('territory_unknown', `There is no territory ${territoryId}.`)
  }
  const row = { ...given, createdAt: new Date(runtime.now()) }
  const created = await db.sql.begin(async (tx) => {
    const written = await store.insertAssociation(tx, row)
    if (written.length === 0) return false
    await accessLog.recordIn(tx, {
      ...{ actor: who, action: 'association.created', outcome: 'done' },
      subject: { kind: 'association', id },
    })
    return true
  })
  const association = await store.selectAssociation(db.sql, id)
  assert(association, 'an association that was written is there')
  const isSame =
    association.name === given.name &&
    association.territoryId === territoryId &&
    association.programmeId === programmeId
  if (isSame) return { association, created }
  throw new DomainError(
    'association_id_conflict',
    'An association with this id is there, with another content.',
  )
}

/** Nobody joins it from now on, and it tells of nothing more. Safe to repeat. @throws DomainError `association_not_found` */
export async function endAssociation(
  deps: AssociationDeps,
  id: string,
  who: Principal,
): Promise<store.Association> {
  const { db, runtime, accessLog } = deps
  const standing = await getAssociation(deps, id, who)
  if (standing.endedAt !== null) return standing
  await db.sql.begin(async (tx) => {
    await store.endAssociation(tx, id, new Date(runtime.now()))
    await accessLog.recordIn(tx, {
      ...{ actor: who, action: 'association.ended', outcome: 'done' },
      subject: { kind: 'association', id },
    })
  })
  return getAssociation(deps, id, who)
}

/**
 * An association, for whoever may see it. Whoever acts for another is answered as if there were none.
 *
 * @throws DomainError `association_not_found`
 */
export async function getAssociation(
  { db, accessLog }: Pick<AssociationDeps, 'db' | 'accessLog'>,
  id: string,
  who: Principal,
): Promise<store.Association> {
  const isOwn = who.role !== 'association' || who.associationId === id
  const found = isOwn ? await store.selectAssociation(db.sql, id) : undefined
  if (found !== undefined) return found
  if (!isOwn) {
    await accessLog.record({
      ...{ actor: who, action: 'association.viewed', outcome: 'refused' },
      ...{ subject: { kind: 'association', id }, detail: { reason: 'out_of_scope' } },
    })
  }
  throw new DomainError('association_not_found', `There is no association ${id}.`)
}

/** Who belongs, or belonged, to an association: an operator sees of its people those of the own contact points. */
export async function membersOf(
  deps: AssociationDeps,
  id: string,
  who: Principal,
): Promise<readonly store.Member[]> {
  await getAssociation(deps, id, who)
  const members = await store.selectMembers(deps.db.sql, { associationId: id })
  const { contactPointIds } = who
  if (contactPointIds === undefined) return members
  const seen = await Promise.all(
    members.map(async ({ party, holderId }) => {
      const at = party === 'person' ? await deps.contactPointOf(holderId) : undefined
      return party === 'partner' || (at !== undefined && contactPointIds.includes(at))
    }),
  )
  return members.filter((_, index) => seen[index])
}

/**
 * Adds somebody: a person by an operator of the contact point, a partner by its owner, or by whoever keeps it. A partner
 * that had chosen another association leaves that one on the day before. Who has left begins on the day after. Again is
 * well.
 *
 * @throws DomainError `association_not_found`, `association_ended`, `member_from_past`, `beneficiary_not_found`,
 * `partner_not_found`, `association_busy`
 */
export async function addMember(
  deps: AssociationDeps,
  associationId: string,
  { party, holderId, fromDay: wanted }: NewMember,
  who: Principal,
): Promise<store.Member> {
  const { db, runtime, accessLog } = deps
  const association = await getAssociation(deps, associationId, who)
  if (association.endedAt !== null) throw associationEnded()
  const contactPointId = await claimHolder(deps, { party, holderId }, who)
  const before = await store.selectMembers(db.sql, { party, holderId })
  const known = openIn(before, associationId)
  if (known !== undefined) return known
  const now = runtime.now()
  if (wanted < romeDay(now)) {
    throw new DomainError('member_from_past', 'Somebody joins today or on a day to come.')
  }
  const fromDay = firstFree(before, party === 'partner' ? undefined : associationId, wanted)
  const row = { associationId, party, holderId, fromDay, addedAt: new Date(now), addedBy: who.id }
  try {
    await db.sql.begin(async (tx) => {
      if (party === 'partner') {
        await store.endMember(tx, { party, holderId, untilDay: addDays(fromDay, -1) })
      }
      await store.insertMember(tx, row)
      await accessLog.recordIn(tx, {
        ...{ actor: who, action: 'association.joined', outcome: 'done' },
        ...{ subject: { kind: 'association', id: associationId } },
        ...(contactPointId === undefined ? {} : { contactPointId }),
        detail: { party, holderId },
      })
    })
  } catch (error) {
    const constraint = brokenConstraint(error)
    if (constraint !== 'association_member_open' && constraint !== 'association_member_chosen') {
      throw error
    }
  }
  const member = openIn(await store.selectMembers(db.sql, { party, holderId }), associationId)
  if (member !== undefined) return member
  throw new DomainError(
    'association_busy',
    'This partner chose another association in the same moment. Send the same again.',
  )
}

/**
 * Lets somebody leave at the end of today; an association lets people go as well. Safe to repeat.
 *
 * @returns when whoever it is belonged to it
 * @throws DomainError `association_not_found`, `beneficiary_not_found`, `partner_not_found`
 */
export async function endMember(
  deps: AssociationDeps,
  associationId: string,
  { party, holderId }: Omit<NewMember, 'fromDay'>,
  who: Principal,
): Promise<readonly store.Member[]> {
  const { db, runtime, accessLog } = deps
  await getAssociation(deps, associationId, who)
  if (who.role !== 'association') await claimHolder(deps, { party, holderId }, who)
  await db.sql.begin(async (tx) => {
    const untilDay = romeDay(runtime.now())
    const ended = await store.endMember(tx, { associationId, party, holderId, untilDay })
    if (ended === 0) return
    await accessLog.recordIn(tx, {
      ...{ actor: who, action: 'association.left', outcome: 'done' },
      ...{ subject: { kind: 'association', id: associationId }, detail: { party, holderId } },
    })
  })
  const stays = await store.selectMembers(db.sql, { party, holderId })
  return stays.filter((one) => one.associationId === associationId)
}

/**
 * Whether somebody may speak for whoever is to belong: the contact point of a person, where it is one.
 *
 * @throws DomainError `beneficiary_not_found`, `partner_not_found`
 */
async function claimHolder(
  deps: AssociationDeps,
  { party, holderId }: Omit<NewMember, 'fromDay'>,
  who: Principal,
): Promise<string | undefined> {
  const { accessLog, networkDesk } = deps
  const isOwner = who.role === 'partner_owner'
  if (party === 'person' && !isOwner && who.role !== 'association') {
    return claimBeneficiary(deps, who, holderId, 'association.joined')
  }
  const mayChoose =
    party === 'partner' &&
    (isOwner ? who.partnerId === holderId : await networkDesk.keepsPartner(holderId, who))
  if (mayChoose && who.role !== 'association') return undefined
  await accessLog.record({
    ...{ actor: who, action: 'association.joined', outcome: 'refused' },
    ...{ subject: { kind: party, id: holderId }, detail: { reason: 'out_of_scope' } },
  })
  throw party === 'partner'
    ? new DomainError('partner_not_found', 'There is no partner with this id.')
    : new DomainError('beneficiary_not_found', 'There is no beneficiary with this code.')
}

function openIn(members: readonly store.Member[], associationId: string): store.Member | undefined {
  return members.find((one) => one.associationId === associationId && one.untilDay === null)
}

/** The first day from a wanted one on that no stay before counts on; of one association, or of all. */
function firstFree(
  members: readonly store.Member[],
  associationId: string | undefined,
  wanted: Day,
): Day {
  return members
    .filter((one) => associationId === undefined || one.associationId === associationId)
    .flatMap(({ untilDay }) => (untilDay === null ? [] : [addDays(untilDay, 1)]))
    .reduce((latest, day) => (day > latest ? day : latest), wanted)
}

/** Whether somebody belongs to an association on a day. */
export function isMemberOn({ fromDay, untilDay }: store.Member, day: Day): boolean {
  return fromDay <= day && (untilDay === null || day <= untilDay)
}

export function associationEnded(): DomainError {
  return new DomainError('association_ended', 'This association takes part no more.')
}
