import { sql } from 'drizzle-orm'
import { check, date, index, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import { programme } from '../network/schema.ts'

/** A dataset of evidence, frozen: studies name it by its hash. */
export const studyDataset = pgTable(
  'study_dataset',
  {
    /** SHA-256 of the bytes of the content, hex. */
    sha256: text().primaryKey(),
    /** `ledger`: from our own books; `outside`: measured elsewhere; `prior`: published. */
    kind: text({ enum: ['ledger', 'outside', 'prior'] }).notNull(),
    title: text().notNull(),
    programmeId: text('programme_id').references(() => programme.id),
    /** Up to the end of which day in Europe/Rome. */
    day: date({ mode: 'string' }),
    /** How it was taken, as canonical JSON; empty where that is not ours. */
    definition: text(),
    /** Canonical JSON. */
    content: text().notNull(),
    createdAt: timestamp('created_at', {
      withTimezone: true,
      precision: 6,
      mode: 'date',
    }).notNull(),
    /** Who had it frozen: a key or a person; empty for the command line. */
    createdBy: uuid('created_by'),
  },
  (table) => [
    index('study_dataset_created').on(table.createdAt, table.sha256),
    check('study_dataset_hash', sql`sha256 = encode(sha256(convert_to(content, 'UTF8')), 'hex')`),
    check(
      'study_dataset_kind',
      sql`case kind when 'ledger' then programme_id is not null and day is not null and definition is not null
        when 'outside' then programme_id is null when 'prior' then programme_id is null else false end`,
    ),
  ],
)
