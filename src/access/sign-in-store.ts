import type { Sql, Tx } from '../db/client.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { SessionStage } from './core/staff.ts'
import type { StaffMember } from './staff-store.ts'

/** What somebody proves with that it is they. */
export interface Credential {
  readonly passwordHash: string | null
  readonly totpSealed: Uint8Array | null
  readonly totpConfirmedAt: Date | null
}

export async function selectCredential(sql: Tx, staffId: Uuid): Promise<Credential | undefined> {
  const [row] = await sql<Credential[]>`
    select password_hash as "passwordHash", totp_sealed as "totpSealed",
      totp_confirmed_at as "totpConfirmedAt"
    from staff_credential where staff_id = ${staffId}`
  return row
}

export function updatePassword(tx: Tx, staffId: Uuid, hash: string): PromiseLike<unknown> {
  return tx`update staff_credential set password_hash = ${hash} where staff_id = ${staffId}`
}

/** Keeps the secret of a second factor that is still to be confirmed; false where one is confirmed. */
export async function offerTotp(tx: Tx, staffId: Uuid, sealed: Uint8Array): Promise<boolean> {
  const rows = await tx`
    update staff_credential set totp_sealed = ${sealed}, totp_step = null
    where staff_id = ${staffId} and totp_confirmed_at is null returning staff_id`
  return rows.length > 0
}

/**
 * Confirms a second factor with the code of a time step, and the person with it; false where it was confirmed before,
 * or where another secret was offered meanwhile.
 */
export async function confirmTotp(
  tx: Tx,
  row: {
    readonly staffId: Uuid
    readonly sealed: Uint8Array
    readonly step: number
    readonly at: Date
  },
): Promise<boolean> {
  const rows = await tx`
    update staff_credential set totp_confirmed_at = ${row.at}, totp_step = ${String(row.step)}::bigint
    where staff_id = ${row.staffId} and totp_confirmed_at is null and totp_sealed = ${row.sealed}
    returning staff_id`
  await activate(tx, row.staffId, row.at)
  return rows.length > 0
}

/**
 * Writes down when somebody first came in with a second factor. An invitation that is still open is used up by it:
 * whoever holds its link would get a password, and a factor of their own where the provider's was used.
 */
export async function activate(tx: Tx, staffId: Uuid, at: Date): Promise<void> {
  await tx`update staff set activated_at = ${at} where id = ${staffId} and activated_at is null`
  await tx`
    update staff_link set used_at = ${at}
    where staff_id = ${staffId} and purpose = 'invitation' and used_at is null`
}

/** Takes the code of a time step; false where this one or a newer one was taken before. */
export async function takeTotpStep(sql: Tx, staffId: Uuid, step: number): Promise<boolean> {
  const rows = await sql`
    update staff_credential set totp_step = ${String(step)}::bigint
    where staff_id = ${staffId} and totp_confirmed_at is not null
      and (totp_step is null or totp_step < ${String(step)}::bigint)
    returning staff_id`
  return rows.length > 0
}

export function insertBackupCodes(
  tx: Tx,
  staffId: Uuid,
  digests: readonly string[],
): PromiseLike<unknown> {
  return tx`
    insert into staff_backup_code (staff_id, digest)
    select ${staffId}, decode(digest, 'hex') from unnest(${[...digests]}::text[]) as r (digest)`
}

/** Uses a code on paper up; false where there is none such, or it was used before. */
export async function takeBackupCode(
  sql: Tx,
  staffId: Uuid,
  digest: string,
  at: Date,
): Promise<boolean> {
  const rows = await sql`
    update staff_backup_code set used_at = ${at}
    where staff_id = ${staffId} and digest = decode(${digest}, 'hex') and used_at is null
    returning staff_id`
  return rows.length > 0
}

/** A browser in which somebody signed in, or is about to. */
export interface StaffSession {
  readonly id: Uuid
  readonly stage: SessionStage
  readonly member: StaffMember
  /** Whether a second factor is set up. */
  readonly hasFactor: boolean
}

export interface NewSession {
  readonly id: Uuid
  /** Hex. */
  readonly digest: string
  readonly staffId: Uuid
  readonly stage: SessionStage
  readonly openedAt: Date
  readonly expiresAt: Date
}

export function insertSession(tx: Tx, row: NewSession): PromiseLike<unknown> {
  return tx`
    insert into staff_session (id, digest, staff_id, stage, opened_at, expires_at)
    values (${row.id}, decode(${row.digest}, 'hex'), ${row.staffId}, ${row.stage},
      ${row.openedAt}, ${row.expiresAt})`
}

/** The session of a cookie as it stands in this moment: not ended, not expired, its owner not suspended. */
export async function selectSession(
  sql: Sql,
  digest: string,
  at: Date,
): Promise<StaffSession | undefined> {
  const [row] = await sql<(StaffMember & SessionColumns)[]>`
    select session.id as "sessionId", session.stage, staff.id, email, name, role,
      contact_point_ids as "contactPointIds", partner_id as "partnerId",
      association_id as "associationId", invited_at as "invitedAt",
      activated_at as "activatedAt", suspended_at as "suspendedAt",
      credential.totp_confirmed_at is not null as "hasFactor"
    from staff_session session
    join staff on staff.id = session.staff_id
    join staff_credential credential on credential.staff_id = session.staff_id
    where session.digest = decode(${digest}, 'hex') and session.ended_at is null
      and session.expires_at > ${at} and staff.suspended_at is null`
  if (row === undefined) return undefined
  const { sessionId, stage, hasFactor, ...member } = row
  return { id: sessionId, stage, hasFactor, member }
}

interface SessionColumns {
  readonly sessionId: Uuid
  readonly stage: SessionStage
  readonly hasFactor: boolean
}

/** Ends one session; false where it had ended. */
export async function endSession(tx: Tx, id: Uuid, at: Date): Promise<boolean> {
  const rows = await tx`
    update staff_session set ended_at = ${at} where id = ${id} and ended_at is null returning id`
  return rows.length > 0
}

/** Ends every session of somebody. */
export function endSessionsOf(tx: Tx, staffId: Uuid, at: Date): PromiseLike<unknown> {
  return tx`
    update staff_session set ended_at = ${at} where staff_id = ${staffId} and ended_at is null`
}

/** Ends every session of somebody but one. */
export async function endOtherSessions(tx: Tx, staffId: Uuid, but: Uuid, at: Date): Promise<void> {
  await tx`
    update staff_session set ended_at = ${at}
    where staff_id = ${staffId} and ended_at is null and id <> ${but}`
}

/** A browser that is signed in. */
export interface StandingSession {
  readonly id: Uuid
  readonly openedAt: Date
  readonly expiresAt: Date
}

/** The browsers in which somebody is signed in whole, the newest first. */
export async function selectStanding(
  sql: Sql,
  staffId: Uuid,
  at: Date,
): Promise<readonly StandingSession[]> {
  return sql<StandingSession[]>`
    select id, opened_at as "openedAt", expires_at as "expiresAt" from staff_session
    where staff_id = ${staffId} and stage = 'whole' and ended_at is null and expires_at > ${at}
    order by opened_at desc, id desc limit 100`
}

/** Makes every code on paper that is left useless. */
export async function dropBackupCodes(tx: Tx, staffId: Uuid, at: Date): Promise<void> {
  await tx`
    update staff_backup_code set used_at = ${at} where staff_id = ${staffId} and used_at is null`
}

/** Who somebody at a provider is here. */
export async function selectIdentity(
  sql: Tx,
  issuer: string,
  subject: string,
): Promise<Uuid | undefined> {
  const [row] = await sql<{ staffId: Uuid }[]>`
    select staff_id as "staffId" from staff_identity where issuer = ${issuer} and subject = ${subject}`
  return row?.staffId
}

/** Ties somebody to their account at a provider; false where one of the two is tied already. */
export async function insertIdentity(
  tx: Tx,
  row: {
    readonly issuer: string
    readonly subject: string
    readonly staffId: Uuid
    readonly at: Date
  },
): Promise<boolean> {
  const rows = await tx`
    insert into staff_identity (issuer, subject, staff_id, linked_at)
    values (${row.issuer}, ${row.subject}, ${row.staffId}, ${row.at})
    on conflict do nothing returning staff_id`
  return rows.length > 0
}

/** How tries are counted: so many at once, and one more each so many seconds. */
export interface TryRule {
  readonly burst: number
  readonly secondsEach: number
}

/**
 * Takes one try of a key in one statement, so that many at once get no more than there are.
 *
 * @returns whether there was one
 */
export async function takeTry(
  sql: Sql,
  key: string,
  { burst, secondsEach }: TryRule,
  at: Date,
): Promise<boolean> {
  const refilled = sql`
    least(${burst}::float8, t.remaining + greatest(0, extract(epoch from ${at}::timestamptz - t.counted_at)) / ${secondsEach}::float8)`
  const rows = await sql`
    insert into sign_in_tries as t (key, remaining, counted_at)
    values (decode(${key}, 'hex'), ${burst}::float8 - 1, ${at})
    on conflict (key) do update set remaining = ${refilled} - 1, counted_at = ${at}
    where ${refilled} >= 1
    returning remaining`
  return rows.length > 0
}

/** Gives a key all its tries back. */
export async function forgetTries(sql: Tx, key: string): Promise<void> {
  await sql`delete from sign_in_tries where key = decode(${key}, 'hex')`
}

/** Removes the counts that are older than `before`, when every try has long come back. */
export async function removeOldTries(sql: Sql, before: Date): Promise<number> {
  const rows = await sql`delete from sign_in_tries where counted_at < ${before} returning 1`
  return rows.length
}
