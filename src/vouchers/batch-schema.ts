import { type SQLWrapper, sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  date,
  index,
  integer,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { contactPoint } from '../network/schema.ts'
import { beneficiary } from '../plans/schema.ts'
import { CHANGE_KINDS } from './core/changes.ts'
import { CADENCES } from './core/schedule.ts'
import { product, voucher } from './schema.ts'

const amount = (name: string) => bigint(name, { mode: 'bigint' })
const instant = (name: string) =>
  timestamp(name, { withTimezone: true, precision: 6, mode: 'date' })

/** Vouchers that are given again and again: approved once, up to a greatest total for each time. */
export const voucherSchedule = pgTable(
  'voucher_schedule',
  {
    /** The caller's. */
    id: uuid().primaryKey(),
    digest: text().notNull(),
    productId: text('product_id')
      .notNull()
      .references(() => product.id),
    contactPointId: text('contact_point_id')
      .notNull()
      .references(() => contactPoint.id),
    /** Who gets them; empty for all people of the contact point that can. */
    beneficiaryIds: text('beneficiary_ids').array().notNull(),
    /** Each; empty where the product says how much. */
    amount: amount('amount'),
    cadence: text({ enum: CADENCES }).notNull(),
    /** Day of the month, 1 to 28, or of the week, Monday is 1. */
    dueDay: smallint('due_day').notNull(),
    fromDay: date('from_day', { mode: 'string' }).notNull(),
    untilDay: date('until_day', { mode: 'string' }).notNull(),
    /** What comes to more than this in one turn waits for an approval of its own. */
    maxTotal: amount('max_total').notNull(),
    reason: text().notNull(),
    preparedBy: uuid('prepared_by').notNull(),
    preparedAt: instant('prepared_at').notNull(),
    approvedAt: instant('approved_at'),
    stoppedAt: instant('stopped_at'),
    /** Set while it rests: no turn is served. */
    pausedAt: instant('paused_at'),
    /** The day on which it went on last; turns before it that were not served are never served. */
    resumedOn: date('resumed_on', { mode: 'string' }),
  },
  (table) => [
    check('voucher_schedule_cadence', oneOf(table.cadence, CADENCES)),
    check(
      'voucher_schedule_due',
      sql`${table.dueDay} between 1 and case ${table.cadence} when 'weekly' then 7 else 28 end`,
    ),
    check('voucher_schedule_days', sql`${table.untilDay} >= ${table.fromDay}`),
    check(
      'voucher_schedule_amounts',
      sql`${table.maxTotal} > 0 and (${table.amount} is null or ${table.amount} > 0)`,
    ),
  ],
)

/** Vouchers of one product for people of one contact point, that one prepares and another approves. */
export const voucherBatch = pgTable(
  'voucher_batch',
  {
    /** The caller's. */
    id: uuid().primaryKey(),
    /** SHA-256 (hex) of what was asked: tells a retry from another request under the same id. */
    digest: text().notNull(),
    productId: text('product_id')
      .notNull()
      .references(() => product.id),
    contactPointId: text('contact_point_id')
      .notNull()
      .references(() => contactPoint.id),
    unit: text().notNull(),
    /** The last day of its vouchers; empty where the product says it, counted from the day of issue. */
    expiresOn: date('expires_on', { mode: 'string' }),
    reason: text().notNull(),
    preparedBy: uuid('prepared_by').notNull(),
    preparedAt: instant('prepared_at').notNull(),
    isAtOnce: boolean('is_at_once').notNull(),
    scheduleId: uuid('schedule_id').references(() => voucherSchedule.id),
    /** Which turn of its schedule it is, by the day it was due. */
    period: date({ mode: 'string' }),
    /** From then on it is issued. */
    approvedAt: instant('approved_at'),
    /** When no row of it was left to be issued. */
    finishedAt: instant('finished_at'),
  },
  (table) => [
    index('voucher_batch_prepared').on(table.preparedAt, table.id),
    index('voucher_batch_due')
      .on(table.approvedAt)
      .where(sql`${table.approvedAt} is not null and ${table.finishedAt} is null`),
    uniqueIndex('voucher_batch_period').on(table.scheduleId, table.period),
    check('voucher_batch_schedule', sql`(${table.scheduleId} is null) = (${table.period} is null)`),
    check(
      'voucher_batch_finished',
      sql`${table.finishedAt} is null or ${table.approvedAt} is not null`,
    ),
  ],
)

/** One voucher of a batch. Its id is fixed before anything is issued, so a run that breaks off doubles nothing. */
export const voucherBatchRow = pgTable(
  'voucher_batch_row',
  {
    batchId: uuid('batch_id')
      .notNull()
      .references(() => voucherBatch.id),
    number: integer().notNull(),
    /** The id of the voucher to be. */
    voucherId: uuid('voucher_id').notNull().unique('voucher_batch_row_voucher'),
    beneficiaryId: text('beneficiary_id')
      .notNull()
      .references(() => beneficiary.id),
    amount: amount('amount').notNull(),
    envelopeId: uuid('envelope_id'),
    planLineId: uuid('plan_line_id'),
    /** Decided once: issued in the commit of its voucher, or failed for good. */
    outcome: text({ enum: ['issued', 'failed'] }),
    /** Why it failed, a word of `ROW_FAULTS`. */
    fault: text(),
  },
  (table) => [
    primaryKey({ columns: [table.batchId, table.number] }),
    index('voucher_batch_row_open')
      .on(table.batchId, table.number)
      .where(sql`${table.outcome} is null`),
    uniqueIndex('voucher_batch_row_person').on(table.batchId, table.beneficiaryId),
    check('voucher_batch_row_outcome', sql`${table.outcome} in ('issued', 'failed')`),
    check(
      'voucher_batch_row_fault',
      sql`(${table.outcome} is not distinct from 'failed') = (${table.fault} is not null)`,
    ),
    check('voucher_batch_row_amount', sql`${table.amount} > 0`),
  ],
)

/** What one person was given in a month without a second person, and what they may be given so. */
export const emergencyUse = pgTable(
  'emergency_use',
  {
    contactPointId: text('contact_point_id')
      .notNull()
      .references(() => contactPoint.id),
    beneficiaryId: text('beneficiary_id')
      .notNull()
      .references(() => beneficiary.id),
    /** The first day of the month, in Europe/Rome. */
    month: date({ mode: 'string' }).notNull(),
    used: amount('used').notNull(),
    /** The cap when it was last used. */
    cap: amount('cap').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.contactPointId, table.beneficiaryId, table.month] }),
    check('emergency_cap', sql`${table.used} between 0 and ${table.cap}`),
  ],
)

/** More money on a voucher, or more days: prepared by one, decided by another. */
export const voucherChange = pgTable(
  'voucher_change',
  {
    /** The caller's. */
    id: uuid().primaryKey(),
    voucherId: uuid('voucher_id')
      .notNull()
      .references(() => voucher.id),
    kind: text({ enum: CHANGE_KINDS }).notNull(),
    /** What a top-up adds. */
    amount: amount('amount'),
    /** The last day after an extension. */
    expiresOn: date('expires_on', { mode: 'string' }),
    reason: text().notNull(),
    preparedBy: uuid('prepared_by').notNull(),
    preparedAt: instant('prepared_at').notNull(),
  },
  (table) => [
    index('voucher_change_voucher').on(table.voucherId),
    check('voucher_change_kind', oneOf(table.kind, CHANGE_KINDS)),
    check(
      'voucher_change_content',
      sql`case ${table.kind} when 'top_up' then ${table.amount} > 0 and ${table.expiresOn} is null
        else ${table.amount} is null and ${table.expiresOn} is not null end`,
    ),
  ],
)

function oneOf(column: SQLWrapper, words: readonly string[]) {
  return sql`${column} in (${sql.raw(words.map((word) => `'${word}'`).join(', '))})`
}
