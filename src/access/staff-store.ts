import type { Sql, Tx } from '../db/client.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { StaffRole } from './core/principal.ts'
import type { LinkPurpose, StaffScope } from './core/staff.ts'

/** Somebody who signs in. */
export interface StaffMember extends StaffScope {
  readonly id: Uuid
  readonly email: string
  readonly name: string
  readonly invitedAt: Date
  readonly activatedAt: Date | null
  readonly suspendedAt: Date | null
}

/** Which people are wanted: at most `limit`, in the order of their ids, those after `after`. */
export interface StaffPage {
  readonly limit: number
  readonly after?: Uuid
  readonly role?: StaffRole
  readonly state?: 'invited' | 'active' | 'suspended'
}

/** Writes a person; breaks `staff_email` or the primary key where there is one already. */
export function insertStaff(
  tx: Tx,
  row: Omit<StaffMember, 'activatedAt' | 'suspendedAt'>,
): readonly PromiseLike<unknown>[] {
  return [
    tx`
      insert into staff (id, email, name, role, contact_point_ids, partner_id, association_id,
        invited_at)
      values (${row.id}, ${row.email}, ${row.name}, ${row.role},
        ${[...row.contactPointIds]}::text[], ${row.partnerId}, ${row.associationId}, ${row.invitedAt})`,
    tx`insert into staff_credential (staff_id) values (${row.id})`,
  ]
}

export async function selectStaff(sql: Tx, id: Uuid): Promise<StaffMember | undefined> {
  const [row] = await sql<StaffMember[]>`${columns(sql)} where id = ${id}`
  return row
}

export async function selectStaffByEmail(sql: Tx, email: string): Promise<StaffMember | undefined> {
  const [row] = await sql<StaffMember[]>`${columns(sql)} where email = ${email}`
  return row
}

export async function listStaff(sql: Sql, page: StaffPage): Promise<readonly StaffMember[]> {
  const { after, role, state } = page
  const inState =
    state === undefined
      ? sql`true`
      : state === 'suspended'
        ? sql`suspended_at is not null`
        : state === 'invited'
          ? sql`suspended_at is null and activated_at is null`
          : sql`suspended_at is null and activated_at is not null`
  return sql<StaffMember[]>`
    ${columns(sql)}
    where ${inState} and ${role === undefined ? sql`true` : sql`role = ${role}`}
      and ${after === undefined ? sql`true` : sql`id > ${after}`}
    order by id limit ${page.limit}`
}

export function updateStaff(
  tx: Tx,
  row: Pick<
    StaffMember,
    'id' | 'name' | 'role' | 'contactPointIds' | 'partnerId' | 'associationId'
  >,
): PromiseLike<unknown> {
  return tx`
    update staff set name = ${row.name}, role = ${row.role},
      contact_point_ids = ${[...row.contactPointIds]}::text[], partner_id = ${row.partnerId},
      association_id = ${row.associationId}
    where id = ${row.id}`
}

/** Suspends, or lets in again where `at` is null. */
export function updateSuspended(tx: Tx, id: Uuid, at: Date | null): PromiseLike<unknown> {
  return tx`update staff set suspended_at = ${at} where id = ${id}`
}

/** Takes the second factor and its codes on paper away, so that the next sign-in asks for a new one. */
export function clearFactor(tx: Tx, id: Uuid, at: Date): readonly PromiseLike<unknown>[] {
  return [
    tx`
      update staff_credential set totp_sealed = null, totp_confirmed_at = null, totp_step = null
      where staff_id = ${id}`,
    tx`update staff_backup_code set used_at = ${at} where staff_id = ${id} and used_at is null`,
  ]
}

/** A one-time link that was not used yet. */
export interface OpenLink {
  readonly id: Uuid
  readonly staffId: Uuid
  readonly purpose: LinkPurpose
  readonly createdAt: Date
  readonly expiresAt: Date
}

/** Puts a link in the place of the one that is open for the same. */
export function replaceLink(tx: Tx, link: OpenLink): readonly PromiseLike<unknown>[] {
  return [
    tx`
      update staff_link set used_at = ${link.createdAt}
      where staff_id = ${link.staffId} and purpose = ${link.purpose} and used_at is null`,
    tx`
      insert into staff_link (id, staff_id, purpose, created_at, expires_at)
      values (${link.id}, ${link.staffId}, ${link.purpose}, ${link.createdAt}, ${link.expiresAt})`,
  ]
}

/** Makes every open link of somebody useless. */
export function closeLinks(tx: Tx, staffId: Uuid, at: Date): PromiseLike<unknown> {
  return tx`update staff_link set used_at = ${at} where staff_id = ${staffId} and used_at is null`
}

export async function selectOpenLink(
  sql: Tx,
  staffId: Uuid,
  purpose: LinkPurpose,
): Promise<OpenLink | undefined> {
  const [row] = await sql<OpenLink[]>`
    select id, staff_id as "staffId", purpose, created_at as "createdAt", expires_at as "expiresAt"
    from staff_link where staff_id = ${staffId} and purpose = ${purpose} and used_at is null`
  return row
}

/** Whose link it is, if it is still good: not used, not expired, its owner not suspended. */
export async function selectLinkOwner(
  sql: Tx,
  id: Uuid,
  at: Date,
): Promise<{ readonly member: StaffMember; readonly purpose: LinkPurpose } | undefined> {
  const [row] = await sql<{ staffId: Uuid; purpose: LinkPurpose }[]>`
    select link.staff_id as "staffId", link.purpose from staff_link link
    where link.id = ${id} and link.used_at is null and link.expires_at > ${at}`
  if (row === undefined) return undefined
  const member = await selectStaff(sql, row.staffId)
  if (member === undefined || member.suspendedAt !== null) return undefined
  return { member, purpose: row.purpose }
}

/** Uses a link up; false where another was faster. */
export async function useLink(tx: Tx, id: Uuid, at: Date): Promise<boolean> {
  const rows = await tx`
    update staff_link set used_at = ${at}
    where id = ${id} and used_at is null and expires_at > ${at} returning id`
  return rows.length > 0
}

function columns(sql: Tx) {
  return sql`
    select id, email, name, role, contact_point_ids as "contactPointIds", partner_id as "partnerId",
      association_id as "associationId",
      invited_at as "invitedAt", activated_at as "activatedAt", suspended_at as "suspendedAt"
    from staff`
}
