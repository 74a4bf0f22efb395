import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  date,
  foreignKey,
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
import { partner } from '../network/schema.ts'
import { instrument } from './schema.ts'

const instant = (name: string) =>
  timestamp(name, { withTimezone: true, precision: 6, mode: 'date' })
const amount = (name: string) => bigint(name, { mode: 'bigint' })

/** Open invoices between partners that are netted, and then settled in an instrument on credit. */
export const clearingRun = pgTable(
  'clearing_run',
  {
    id: uuid().primaryKey(),
    instrumentId: text('instrument_id')
      .notNull()
      .references(() => instrument.id),
    preparedBy: uuid('prepared_by').notNull(),
    preparedAt: instant('prepared_at').notNull(),
    /** When its last part had come; empty before. */
    filedAt: instant('filed_at'),
    /** When it was known what can be netted: from then on a second person may approve it. */
    reckonedAt: instant('reckoned_at'),
    /** What could be settled on credit then. */
    foreseen: amount('foreseen'),
    /** When nothing more could be settled. */
    settledAt: instant('settled_at'),
  },
  (table) => [
    index('clearing_run_prepared').on(table.preparedAt, table.id),
    index('clearing_run_open').on(table.preparedAt).where(sql`${table.settledAt} is null`),
    check(
      'clearing_run_order',
      sql`(${table.reckonedAt} is null) = (${table.foreseen} is null) and (${table.reckonedAt} is null or ${table.filedAt} is not null) and (${table.settledAt} is null or ${table.reckonedAt} is not null)`,
    ),
  ],
)

/** A piece of the file of a run. */
export const clearingPart = pgTable(
  'clearing_part',
  {
    runId: uuid('run_id')
      .notNull()
      .references(() => clearingRun.id),
    /** 1, 2, 3, … */
    number: smallint().notNull(),
    isLast: boolean('is_last').notNull(),
    /** Tells the same sent again from something else under the same number. */
    digest: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.runId, table.number] }),
    check('clearing_part_number', sql`${table.number} > 0`),
  ],
)

/** An invoice of a run, and what became of it. */
export const clearingInvoice = pgTable(
  'clearing_invoice',
  {
    runId: uuid('run_id').notNull(),
    part: smallint().notNull(),
    /** Of the part. */
    line: integer().notNull(),
    number: text().notNull(),
    debtorId: text('debtor_id')
      .notNull()
      .references(() => partner.id),
    creditorId: text('creditor_id')
      .notNull()
      .references(() => partner.id),
    amount: amount('amount').notNull(),
    due: date('due', { mode: 'string' }).notNull(),
    /** What was netted of it. */
    cleared: amount('cleared').notNull().default(sql`0`),
    /** What was paid of it on credit. */
    settled: amount('settled').notNull().default(sql`0`),
  },
  (table) => [
    primaryKey({ columns: [table.runId, table.part, table.line] }),
    foreignKey({
      columns: [table.runId, table.part],
      foreignColumns: [clearingPart.runId, clearingPart.number],
    }),
    uniqueIndex('clearing_invoice_once').on(table.runId, table.creditorId, table.number),
    index('clearing_invoice_of').on(table.creditorId, table.number),
    check(
      'clearing_invoice_amounts',
      sql`${table.amount} > 0 and ${table.cleared} >= 0 and ${table.settled} >= 0 and ${table.cleared} + ${table.settled} <= ${table.amount}`,
    ),
    check('clearing_invoice_sides', sql`${table.debtorId} <> ${table.creditorId}`),
  ],
)

/** A line of the file that could not be taken, and why: none is lost. */
export const clearingLeftOut = pgTable(
  'clearing_left_out',
  {
    runId: uuid('run_id').notNull(),
    part: smallint().notNull(),
    line: integer().notNull(),
    fault: text().notNull(),
    cells: text().array().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.runId, table.part, table.line] }),
    foreignKey({
      columns: [table.runId, table.part],
      foreignColumns: [clearingPart.runId, clearingPart.number],
    }),
  ],
)
