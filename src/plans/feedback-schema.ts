import { type SQLWrapper, sql } from 'drizzle-orm'
import { check, customType, date, index, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import { contactPoint, partner } from '../network/schema.ts'
import { FEEDBACK_ABOUT, FEEDBACK_CLOSINGS, FEEDBACK_KINDS } from './core/feedback.ts'
import { personalKey } from './personal-schema.ts'
import { beneficiary } from './schema.ts'

const bytes = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' })

/**
 * What somebody told the programme from their wallet. Of the time only the day is kept, so that what was said without a
 * name cannot be laid beside a log.
 */
export const feedback = pgTable(
  'feedback',
  {
    /** The phone's. Whoever said it without a name asks for the answer with it. */
    id: uuid().primaryKey(),
    kind: text({ enum: FEEDBACK_KINDS }).notNull(),
    about: text({ enum: FEEDBACK_ABOUT }).notNull(),
    contactPointId: text('contact_point_id')
      .notNull()
      .references(() => contactPoint.id),
    /** Empty where it was said without a name. */
    beneficiaryId: text('beneficiary_id').references(() => beneficiary.id),
    partnerId: text('partner_id').references(() => partner.id),
    /** The sealed text; empty once the person was erased. */
    said: bytes('said'),
    /** What it is sealed under; empty where it is the service's secret itself, or nothing is left. */
    keyId: uuid('key_id').references(() => personalKey.id),
    receivedOn: date('received_on', { mode: 'string' }).notNull(),
    /** Until when it is to be answered. */
    dueOn: date('due_on', { mode: 'string' }).notNull(),
  },
  (table) => [
    index('feedback_due').on(table.dueOn, table.id),
    index('feedback_person').on(table.beneficiaryId),
    index('feedback_key').on(table.keyId),
    check('feedback_kind', oneOf(table.kind, FEEDBACK_KINDS)),
    check('feedback_about', oneOf(table.about, FEEDBACK_ABOUT)),
    check('feedback_partner', sql`(${table.about} = 'partner') = (${table.partnerId} is not null)`),
    check('feedback_days', sql`${table.dueOn} >= ${table.receivedOn}`),
  ],
)

/** What it was answered, once. */
export const feedbackAnswer = pgTable(
  'feedback_answer',
  {
    feedbackId: uuid('feedback_id')
      .primaryKey()
      .references(() => feedback.id),
    /** The sealed text; empty once the person was erased. */
    said: bytes('said'),
    /** As that of the feedback. */
    keyId: uuid('key_id').references(() => personalKey.id),
    answeredAt: timestamp('answered_at', {
      withTimezone: true,
      precision: 6,
      mode: 'date',
    }).notNull(),
    answeredBy: uuid('answered_by').notNull(),
  },
  (table) => [index('feedback_answer_key').on(table.keyId)],
)

/** That it was closed without an answer. */
export const feedbackClosing = pgTable(
  'feedback_closing',
  {
    feedbackId: uuid('feedback_id')
      .primaryKey()
      .references(() => feedback.id),
    reason: text({ enum: FEEDBACK_CLOSINGS }).notNull(),
    closedAt: timestamp('closed_at', {
      withTimezone: true,
      precision: 6,
      mode: 'date',
    }).notNull(),
    closedBy: uuid('closed_by').notNull(),
  },
  (table) => [check('feedback_closing_reason', oneOf(table.reason, FEEDBACK_CLOSINGS))],
)

function oneOf(column: SQLWrapper, words: readonly string[]) {
  return sql`${column} in (${sql.raw(words.map((word) => `'${word}'`).join(', '))})`
}
