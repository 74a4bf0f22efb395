import { sql } from 'drizzle-orm'
import { boolean, check, pgTable, timestamp } from 'drizzle-orm/pg-core'

/**
 * Whether this database was filled with the demonstration: one row, or none. Only an empty database takes it, so a
 * programme with people or money of its own can never be taken for a demonstration.
 */
export const demonstration = pgTable(
  'demonstration',
  {
    isOne: boolean('is_one').primaryKey().default(true),
    markedAt: timestamp('marked_at', { withTimezone: true, precision: 6, mode: 'date' }).notNull(),
  },
  (table) => [check('demonstration_is_one', sql`${table.isOne}`)],
)
