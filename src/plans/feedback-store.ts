import { arrayText } from '../db/array-text.ts'
import type { Sql, Tx } from '../db/client.ts'
import type { Day } from '../kernel/days.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { FeedbackAbout, FeedbackClosing, FeedbackKind } from './core/feedback.ts'

export interface FeedbackRow {
  readonly id: Uuid
  readonly kind: FeedbackKind
  readonly about: FeedbackAbout
  readonly contactPointId: string
  /** `null` where it was said without a name. */
  readonly beneficiaryId: string | null
  readonly partnerId: string | null
  /** Sealed; `null` once the person was erased. */
  readonly said: Uint8Array | null
  /** What it is sealed under; `null` where it is the service's secret itself, or nothing is left. */
  readonly keyId: Uuid | null
  readonly receivedOn: Day
  readonly dueOn: Day
}

export interface AnswerRow {
  readonly feedbackId: Uuid
  readonly said: Uint8Array | null
  readonly keyId: Uuid | null
  readonly answeredAt: Date
  readonly answeredBy: Uuid
}

export interface ClosingRow {
  readonly feedbackId: Uuid
  readonly reason: FeedbackClosing
  readonly closedAt: Date
  readonly closedBy: Uuid
}

/** With what it was answered, if it was, or that it was closed without an answer. */
export interface FeedbackWithAnswer extends FeedbackRow {
  readonly answered: Uint8Array | null
  readonly answerKeyId: Uuid | null
  /** The keys themselves, sealed. */
  readonly keySealed: Uint8Array | null
  readonly answerKeySealed: Uint8Array | null
  readonly answeredAt: Date | null
  readonly answeredBy: Uuid | null
  readonly closing: FeedbackClosing | null
  readonly closedAt: Date | null
}

export interface FeedbackPage {
  readonly limit: number
  readonly after?: Uuid
  /** Neither answered nor closed, or one of the two. */
  readonly isWaiting?: boolean
  readonly kind?: FeedbackKind
  /** Only what these may see: of their own people, and not about themselves. */
  readonly contactPointIds?: readonly string[]
}

/** @returns no row where the id is taken */
export function insertFeedback(tx: Tx, row: FeedbackRow): PromiseLike<readonly unknown[]> {
  return tx`
    insert into feedback
      (id, kind, about, contact_point_id, beneficiary_id, partner_id, said, key_id, received_on,
       due_on)
    values (${row.id}, ${row.kind}, ${row.about}, ${row.contactPointId}, ${row.beneficiaryId},
      ${row.partnerId}, ${row.said}, ${row.keyId}, ${row.receivedOn}::text::date, ${row.dueOn}::text::date)
    on conflict (id) do nothing returning id`
}

/** Keeps what was said until the transaction ends: an answer and a closing do not pass each other. */
export async function holdFeedback(tx: Tx, id: Uuid): Promise<FeedbackWithAnswer | undefined> {
  await tx`select id from feedback where id = ${id} for update`
  return selectFeedback(tx, id)
}

export async function insertClosing(tx: Tx, row: ClosingRow): Promise<void> {
  await tx`
    insert into feedback_closing (feedback_id, reason, closed_at, closed_by)
    values (${row.feedbackId}, ${row.reason}, ${row.closedAt}, ${row.closedBy})`
}

/** @returns no row where it was answered before */
export function insertAnswer(tx: Tx, row: AnswerRow): PromiseLike<readonly unknown[]> {
  return tx`
    insert into feedback_answer (feedback_id, said, key_id, answered_at, answered_by)
    values (${row.feedbackId}, ${row.said}, ${row.keyId}, ${row.answeredAt}, ${row.answeredBy})
    on conflict (feedback_id) do nothing returning feedback_id`
}

export async function selectFeedback(sql: Tx, id: Uuid): Promise<FeedbackWithAnswer | undefined> {
  const [row] = await sql<FeedbackWithAnswer[]>`${withAnswers(sql)} where f.id = ${id}`
  return row
}

/** What somebody said with their name, and what of these ids was said without one. */
export async function selectFeedbackOf(
  sql: Sql,
  beneficiaryId: string,
  ids: readonly Uuid[],
): Promise<readonly FeedbackWithAnswer[]> {
  return sql<FeedbackWithAnswer[]>`
    ${withAnswers(sql)}
    where f.beneficiary_id = ${beneficiaryId}
      or (f.beneficiary_id is null and f.id = any(${arrayText(ids)}::uuid[]))
    order by f.received_on desc, f.id desc limit 100`
}

/** A page, what is due first before the rest. */
export async function listFeedback(
  sql: Sql,
  page: FeedbackPage,
): Promise<readonly FeedbackWithAnswer[]> {
  const { after, isWaiting, kind, contactPointIds } = page
  const isOpen = sql`(a.feedback_id is null and closing.feedback_id is null)`
  return sql<FeedbackWithAnswer[]>`
    ${withAnswers(sql)}
    where ${
      after === undefined
        ? sql`true`
        : sql`(f.due_on, f.id) > (select due_on, id from feedback where id = ${after})`
    }
      and ${isWaiting === undefined ? sql`true` : sql`${isOpen} = ${isWaiting}`}
      and ${kind === undefined ? sql`true` : sql`f.kind = ${kind}`}
      and ${
        contactPointIds === undefined
          ? sql`true`
          : sql`f.contact_point_id = any(${[...contactPointIds]}::text[]) and f.about <> 'contact_point'`
      }
    order by f.due_on, f.id limit ${page.limit}`
}

/** Removes what an erased person said, and what they were answered. */
export async function eraseFeedback(tx: Tx, beneficiaryId: string): Promise<void> {
  await tx`
    update feedback_answer set said = null, key_id = null
    where feedback_id in (select id from feedback where beneficiary_id = ${beneficiaryId})`
  await tx`update feedback set said = null, key_id = null where beneficiary_id = ${beneficiaryId}`
}

function withAnswers(sql: Tx) {
  return sql`
    select f.id, f.kind, f.about, f.contact_point_id as "contactPointId",
      f.beneficiary_id as "beneficiaryId", f.partner_id as "partnerId", f.said,
      f.received_on::text as "receivedOn", f.due_on::text as "dueOn",
      f.key_id as "keyId", fk.sealed as "keySealed", a.said as answered,
      a.key_id as "answerKeyId", ak.sealed as "answerKeySealed",
      a.answered_at as "answeredAt", a.answered_by as "answeredBy",
      closing.reason as closing, closing.closed_at as "closedAt"
    from feedback f left join feedback_answer a on a.feedback_id = f.id
    left join feedback_closing closing on closing.feedback_id = f.id
    left join personal_key fk on fk.id = f.key_id left join personal_key ak on ak.id = a.key_id`
}

/** Words that are sealed under a key that is not the active one, or under none. */
export interface StaleWords {
  readonly what: 'said' | 'answer'
  readonly id: Uuid
  readonly sealed: Uint8Array
  readonly keyId: Uuid | null
  readonly keySealed: Uint8Array | null
}

/** Some of them, held until the transaction ends. */
export async function holdStaleWords(tx: Tx, limit: number): Promise<readonly StaleWords[]> {
  const said = await tx<StaleWords[]>`
    select 'said' as what, f.id, f.said as sealed, f.key_id as "keyId", k.sealed as "keySealed"
    from feedback f left join personal_key k on k.id = f.key_id
    where f.said is not null and (f.key_id is null or k.retired_at is not null)
    order by f.id limit ${limit} for update of f`
  const answers = await tx<StaleWords[]>`
    select 'answer' as what, a.feedback_id as id, a.said as sealed, a.key_id as "keyId",
      k.sealed as "keySealed"
    from feedback_answer a left join personal_key k on k.id = a.key_id
    where a.said is not null and (a.key_id is null or k.retired_at is not null)
    order by a.feedback_id limit ${limit} for update of a`
  return [...said, ...answers]
}

/** Puts the same words, sealed under another key, in the place of those before. */
export async function writeWords(
  tx: Tx,
  { what, id }: Pick<StaleWords, 'what' | 'id'>,
  { sealed, keyId }: { readonly sealed: Uint8Array; readonly keyId: Uuid },
): Promise<void> {
  await (what === 'said'
    ? tx`update feedback set said = ${sealed}, key_id = ${keyId} where id = ${id}`
    : tx`update feedback_answer set said = ${sealed}, key_id = ${keyId} where feedback_id = ${id}`)
}
