import type { Database } from '../db/client.ts'
import { brokenConstraint } from '../db/constraint.ts'
import { assertNever } from '../kernel/assert.ts'
import { DomainError } from '../kernel/errors.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { Runtime } from '../runtime.ts'
import type { AccessLog } from './access-log.ts'
import type { Principal } from './core/principal.ts'
import { normalEmail, type StaffScope, scopeFault } from './core/staff.ts'
import { createLinks, type LinkDeps, type Links } from './links.ts'
import { endSessionsOf } from './sign-in-store.ts'
import * as store from './staff-store.ts'

export type { StaffMember, StaffPage } from './staff-store.ts'

export interface StaffDeps extends LinkDeps {
  readonly db: Database
  readonly runtime: Runtime
  readonly accessLog: AccessLog
  readonly partnerExists: (id: string) => Promise<boolean>
  readonly associationExists: (id: string) => Promise<boolean>
  readonly contactPointExists: (id: string) => Promise<boolean>
}

/** Somebody to be invited. */
export interface NewStaff extends StaffScope {
  /** The caller's own: the same invitation sent again is the same one. */
  readonly id: Uuid
  readonly email: string
  readonly name: string
}

export interface Invited {
  readonly status: 'created' | 'exists'
  readonly member: store.StaffMember
  /** The address that opens once; `null` where it was opened before, or its time is over. */
  readonly link: string | null
}

/**
 * The people who sign in: their roles and where they may act. `who` is `null` on the command line; a key, which could
 * make itself a person who approves what it prepared, changes none of this (`staff_needs_person`).
 */
export interface Staff extends Links {
  /**
   * Invites somebody: writes the person, the link, and a message with it.
   *
   * @throws DomainError `staff_needs_person`, `staff_email_wrong`, `staff_scope_wrong`, `staff_email_taken`,
   * `staff_id_conflict`, `partner_not_found`, `association_not_found`, `contact_point_unknown`
   */
  invite(person: NewStaff, who: Principal | null): Promise<Invited>
  /** Another link in the place of the one that was lost. @throws DomainError `staff_not_found`, `staff_active` */
  inviteAgain(id: Uuid, who: Principal | null): Promise<string>
  /** Changes name, role or scope, with effect on the next request. @throws DomainError `staff_own` and those of `invite` */
  change(id: Uuid, to: StaffScope & { readonly name: string }, who: Principal | null): Promise<void>
  /** Ends every session and lets nobody in. Safe to repeat. @throws DomainError `staff_not_found`, `staff_own` */
  suspend(id: Uuid, who: Principal | null): Promise<void>
  /** Lets somebody in again. Safe to repeat. @throws DomainError `staff_not_found`, `staff_own` */
  reinstate(id: Uuid, who: Principal | null): Promise<void>
  /** For a lost phone: the next sign-in sets a new second factor up. @throws DomainError `staff_not_found`, `staff_own` */
  resetFactor(id: Uuid, who: Principal | null): Promise<void>
  find(id: Uuid): Promise<store.StaffMember | undefined>
  findByEmail(email: string): Promise<store.StaffMember | undefined>
  list(page: store.StaffPage): Promise<readonly store.StaffMember[]>
}

export function createStaff(deps: StaffDeps): Staff {
  const { db } = deps
  const links = createLinks(deps)
  return {
    ...links,
    invite: (person, who) => invite(deps, links, person, who),
    inviteAgain: async (id, who) => {
      const member = await existing(deps, id)
      if (member.activatedAt !== null || member.suspendedAt !== null) {
        throw new DomainError('staff_active', 'Only somebody who has not signed in yet is invited.')
      }
      await refuseProgram(deps, id, who, 'invited')
      return db.sql.begin(async (tx) => {
        await deps.accessLog.recordIn(tx, entry(who, 'invited', id, { again: 'true' }))
        return links.sendIn(tx, member, 'invitation')
      })
    },
    change: (id, to, who) => change(deps, id, to, who),
    suspend: (id, who) => act(deps, id, who, 'suspended'),
    reinstate: (id, who) => act(deps, id, who, 'reinstated'),
    resetFactor: (id, who) => act(deps, id, who, 'factor_reset'),
    find: (id) => store.selectStaff(db.sql, id),
    findByEmail: async (email) => store.selectStaffByEmail(db.sql, normalEmail(email) ?? ''),
    list: (page) => store.listStaff(db.sql, page),
  }
}

async function invite(
  deps: StaffDeps,
  links: Links,
  person: NewStaff,
  who: Principal | null,
): Promise<Invited> {
  const { db, runtime, accessLog } = deps
  const email = normalEmail(person.email)
  if (email === undefined) {
    throw new DomainError(
      'staff_email_wrong',
      'This is no e-mail address that could be written to.',
    )
  }
  await refuseProgram(deps, person.id, who, 'invited')
  const before = await store.selectStaff(db.sql, person.id)
  if (before !== undefined) return invitedBefore(links, before, { ...person, email })
  await refuseWrongScope(deps, person)
  const member = { ...person, email, invitedAt: new Date(runtime.now()) }
  try {
    const link = await db.sql.begin(async (tx) => {
      await Promise.all(store.insertStaff(tx, member))
      await accessLog.recordIn(tx, entry(who, 'invited', person.id, scopeDetail(person)))
      return links.sendIn(tx, member, 'invitation')
    })
    return { status: 'created', member: { ...member, activatedAt: null, suspendedAt: null }, link }
  } catch (error) {
    const constraint = brokenConstraint(error)
    if (constraint === 'staff_email') {
      throw new DomainError('staff_email_taken', 'Somebody with this address is there already.')
    }
    const faster =
      constraint === 'staff_pkey' ? await store.selectStaff(db.sql, person.id) : undefined
    if (faster === undefined) throw error
    return invitedBefore(links, faster, { ...person, email })
  }
}

async function invitedBefore(
  links: Links,
  member: store.StaffMember,
  asked: NewStaff,
): Promise<Invited> {
  const isSame =
    member.email === asked.email && member.name === asked.name && hasScope(member, asked)
  if (!isSame) {
    throw new DomainError('staff_id_conflict', 'This id was used for another invitation.')
  }
  const link = await links.openLinkOf(member, 'invitation')
  return { status: 'exists', member, link: link ?? null }
}

async function change(
  deps: StaffDeps,
  id: Uuid,
  to: StaffScope & { readonly name: string },
  who: Principal | null,
): Promise<void> {
  const { db, accessLog } = deps
  const member = await existing(deps, id)
  await refuseProgram(deps, id, who, 'changed')
  await refuseOneself(deps, id, who, 'changed')
  await refuseWrongScope(deps, to)
  if (member.name === to.name && hasScope(member, to)) return
  await db.sql.begin(async (tx) => {
    await store.updateStaff(tx, { ...to, id })
    await accessLog.recordIn(tx, entry(who, 'changed', id, scopeDetail(to)))
  })
}

type Act = 'suspended' | 'reinstated' | 'factor_reset'

async function act(deps: StaffDeps, id: Uuid, who: Principal | null, what: Act): Promise<void> {
  const { db, runtime, accessLog } = deps
  await existing(deps, id)
  await refuseProgram(deps, id, who, what)
  await refuseOneself(deps, id, who, what)
  const at = new Date(runtime.now())
  await db.sql.begin(async (tx) => {
    switch (what) {
      case 'suspended':
        await store.updateSuspended(tx, id, at)
        await store.closeLinks(tx, id, at)
        await endSessionsOf(tx, id, at)
        break
      case 'reinstated':
        await store.updateSuspended(tx, id, null)
        break
      case 'factor_reset':
        await Promise.all(store.clearFactor(tx, id, at))
        await endSessionsOf(tx, id, at)
        break
      default:
        assertNever(what)
    }
    await accessLog.recordIn(tx, entry(who, what, id))
  })
}

async function existing({ db }: StaffDeps, id: Uuid): Promise<store.StaffMember> {
  const member = await store.selectStaff(db.sql, id)
  if (member === undefined)
    throw new DomainError('staff_not_found', 'There is nobody with this id.')
  return member
}

/** A program prepares and never decides: so it makes nobody who decides, and holds nobody's link. */
async function refuseProgram(
  { accessLog }: StaffDeps,
  id: Uuid,
  who: Principal | null,
  what: Act | 'invited' | 'changed',
): Promise<void> {
  if (who === null || who.kind === 'person') return
  await accessLog.record({ ...entry(who, what, id), outcome: 'refused' })
  throw new DomainError(
    'staff_needs_person',
    'A key is a program: people are invited and changed by somebody who signed in.',
  )
}

/** Nobody gives themselves a role, or lets themselves in: somebody else is always asked. */
async function refuseOneself(
  { accessLog }: StaffDeps,
  id: Uuid,
  who: Principal | null,
  what: Act | 'changed',
): Promise<void> {
  if (who?.id !== id) return
  await accessLog.record({ ...entry(who, what, id), outcome: 'refused' })
  throw new DomainError('staff_own', 'You cannot do this to yourself; another administrator can.')
}

async function refuseWrongScope(
  { partnerExists, associationExists, contactPointExists }: StaffDeps,
  scope: StaffScope,
): Promise<void> {
  const fault = scopeFault(scope)
  if (fault !== undefined) throw new DomainError('staff_scope_wrong', fault)
  const { partnerId, associationId, contactPointIds } = scope
  if (partnerId !== null && !(await partnerExists(partnerId))) {
    throw new DomainError('partner_not_found', `There is no partner ${partnerId}.`, { partnerId })
  }
  if (associationId !== null && !(await associationExists(associationId))) {
    throw new DomainError('association_not_found', `There is no association ${associationId}.`)
  }
  for (const id of contactPointIds) {
    if (await contactPointExists(id)) continue
    throw new DomainError('contact_point_unknown', `There is no contact point ${id}.`, {
      contactPointId: id,
    })
  }
}

function hasScope(one: StaffScope, other: StaffScope): boolean {
  const places = ({ contactPointIds }: StaffScope) => [...new Set(contactPointIds)].sort().join(' ')
  const isAlike = one.role === other.role && one.partnerId === other.partnerId
  return isAlike && one.associationId === other.associationId && places(one) === places(other)
}

function scopeDetail(scope: StaffScope): Record<string, string> {
  const { role, contactPointIds, partnerId, associationId } = scope
  return {
    role,
    ...(contactPointIds.length === 0 ? {} : { contactPoints: contactPointIds.join(' ') }),
    ...(partnerId === null ? {} : { partner: partnerId }),
    ...(associationId === null ? {} : { association: associationId }),
  }
}

function entry(
  actor: Principal | null,
  what: Act | 'invited' | 'changed',
  id: Uuid,
  detail: Record<string, string> = {},
) {
  const subject = { kind: 'staff', id }
  return { actor, action: `staff.${what}`, outcome: 'done', subject, detail } as const
}
