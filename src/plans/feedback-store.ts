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
  readonly receivedOn: Day
  readonly dueOn: Day
}

export interface AnswerRow {
  readonly feedbackId: Uuid
  readonly said: Uint8Array | null
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
      (id, kind, about, contact_point_id, beneficiary_id, partner_id, said, received_on, due_on)
    values (${row.id}, ${row.kind}, ${row.about}, ${row.contactPointId}, ${row.beneficiaryId},
      ${row.partnerId}, ${row.said}, ${row.receivedOn}::text::date, ${row.dueOn}::text::date)
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
    insert into feedback_answer (feedback_id, said, answered_at, answered_by)
    values (${row.feedbackId}, ${row.said}, ${row.answeredAt}, ${row.answeredBy})
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
    update feedback_answer set said = null
    where feedback_id in (select id from feedback where beneficiary_id = ${beneficiaryId})`
  await tx`update feedback set said = null where beneficiary_id = ${beneficiaryId}`
}

function withAnswers(sql: Tx) {
  return sql`
    select f.id, f.kind, f.about, f.contact_point_id as "contactPointId",
      f.beneficiary_id as "beneficiaryId", f.partner_id as "partnerId", f.said,
      f.received_on::text as "receivedOn", f.due_on::text as "dueOn",
      a.said as answered, a.answered_at as "answeredAt", a.answered_by as "answeredBy",
      closing.reason as closing, closing.closed_at as "closedAt"
    from feedback f
    left join feedback_answer a on a.feedback_id = f.id
    left join feedback_closing closing on closing.feedback_id = f.id`
}
