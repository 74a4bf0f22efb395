import type { Sql, Tx } from '../db/client.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { Principal } from './core/principal.ts'

export type OutboxChannel = 'mail' | 'phone'
export type OutboxOutcome = 'sent' | 'handed_over' | 'given_up'

/** A message as it is stored: what it says is sealed, and gone once it is closed. */
export interface OutboxRow {
  readonly id: Uuid
  readonly channel: OutboxChannel
  readonly purpose: string
  readonly contactPointId: string | null
  /** Whom it is for: the code of a person, or the id of somebody who signs in. */
  readonly subjectId: string | null
  /** When what it says is worth nothing any more. */
  readonly goodUntil: Date | null
  readonly recipientSealed: Uint8Array | null
  readonly contentSealed: Uint8Array | null
  readonly createdAt: Date
  readonly tries: number
  readonly closedAt: Date | null
  readonly outcome: OutboxOutcome | null
}

export function insertMessage(
  tx: Tx,
  row: Omit<OutboxRow, 'tries' | 'closedAt' | 'outcome'>,
): PromiseLike<unknown> {
  return tx`
    insert into outbox_message (id, channel, purpose, contact_point_id, subject_id, good_until,
      recipient_sealed, content_sealed, created_at, next_try_at, tries)
    values (${row.id}, ${row.channel}, ${row.purpose}, ${row.contactPointId}, ${row.subjectId},
      ${row.goodUntil}, ${row.recipientSealed}, ${row.contentSealed}, ${row.createdAt},
      ${row.createdAt}, 0)`
}

/** Closes what waits for somebody about the same: a newer message says what counts. */
export async function closeOlder(
  tx: Tx,
  { purpose, subjectId }: Pick<OutboxRow, 'purpose' | 'subjectId'>,
  at: Date,
): Promise<void> {
  await tx`
    update outbox_message
    set closed_at = ${at}, outcome = 'given_up', recipient_sealed = null, content_sealed = null
    where closed_at is null and purpose = ${purpose} and subject_id = ${subjectId}`
}

/**
 * What waits for a person's hand, oldest first. What belongs to no contact point, such as the links with which staff set
 * their passwords, is for administrators who signed in: who reads such a link becomes that person, and a key becomes nobody.
 */
export async function selectWaiting(
  sql: Sql,
  { kind, role, contactPointIds }: Principal,
  page: { readonly limit: number; readonly after?: Uuid },
): Promise<readonly OutboxRow[]> {
  return sql<OutboxRow[]>`
    ${columns(sql)}
    where closed_at is null
      and ${kind === 'person' && role === 'administrator' ? sql`true` : sql`contact_point_id is not null`}
      and ${contactPointIds === undefined ? sql`true` : sql`contact_point_id = any(${[...contactPointIds]}::text[])`}
      and ${page.after === undefined ? sql`true` : sql`(created_at, id) > (select created_at, id from outbox_message where id = ${page.after})`}
    order by created_at, id limit ${page.limit}`
}

export async function selectMessage(sql: Sql, id: Uuid): Promise<OutboxRow | undefined> {
  const [row] = await sql<OutboxRow[]>`${columns(sql)} where id = ${id}`
  return row
}

/** Takes mail that is due, for one of the processes: the next try of each is put off until `nextTryAt`. */
export async function claimMail(
  sql: Sql,
  { at, nextTryAt, limit }: { readonly at: Date; readonly nextTryAt: Date; readonly limit: number },
): Promise<readonly OutboxRow[]> {
  return sql<OutboxRow[]>`
    update outbox_message set tries = tries + 1, next_try_at = ${nextTryAt}
    where id in (
      select id from outbox_message
      where closed_at is null and channel = 'mail' and next_try_at <= ${at}
      order by created_at, id limit ${limit} for update skip locked)
    returning id, channel, purpose, contact_point_id as "contactPointId",
      subject_id as "subjectId", good_until as "goodUntil", recipient_sealed as "recipientSealed", content_sealed as "contentSealed",
      created_at as "createdAt", tries, closed_at as "closedAt", outcome`
}

/** Closes whatever waits for somebody. */
export async function closeAllOf(tx: Tx, subjectId: string, at: Date): Promise<void> {
  await tx`
    update outbox_message
    set closed_at = ${at}, outcome = 'given_up', recipient_sealed = null, content_sealed = null
    where closed_at is null and subject_id = ${subjectId}`
}

/** Closes a message and forgets what it said; false where it was closed before. */
export async function closeMessage(
  sql: Tx,
  id: Uuid,
  outcome: OutboxOutcome,
  at: Date,
): Promise<boolean> {
  const rows = await sql`
    update outbox_message
    set closed_at = ${at}, outcome = ${outcome}, recipient_sealed = null, content_sealed = null
    where id = ${id} and closed_at is null returning id`
  return rows.length > 0
}

function columns(sql: Sql) {
  return sql`
    select id, channel, purpose, contact_point_id as "contactPointId",
      subject_id as "subjectId", good_until as "goodUntil", recipient_sealed as "recipientSealed", content_sealed as "contentSealed",
      created_at as "createdAt", tries, closed_at as "closedAt", outcome
    from outbox_message`
}
