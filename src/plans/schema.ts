import { sql } from 'drizzle-orm'
import { check, pgTable, smallint, text } from 'drizzle-orm/pg-core'
import { contactPoint } from '../network/schema.ts'

/** A person under a pseudonymous code. No name, no birth date, no document: those never enter here. */
export const beneficiary = pgTable(
  'beneficiary',
  {
    id: text().primaryKey(),
    contactPointId: text('contact_point_id')
      .notNull()
      .references(() => contactPoint.id),
    householdSize: smallint('household_size').notNull(),
    /** The language of the card, a BCP 47 tag. */
    language: text().notNull(),
  },
  (table) => [check('beneficiary_household', sql`${table.householdSize} between 1 and 20`)],
)
