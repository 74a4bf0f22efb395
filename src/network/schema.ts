import { sql } from 'drizzle-orm'
import { check, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import { ledgerAccount } from '../ledger/schema.ts'

const instant = (name: string) =>
  timestamp(name, { withTimezone: true, precision: 6, mode: 'date' })

/** A region, a metropolitan city, a province or a municipality where the programme works. */
export const territory = pgTable('territory', {
  id: text().primaryKey(),
  name: text().notNull(),
  kind: text().notNull(),
  parentId: text('parent_id'),
})

/** A place that walks with people, with an envelope of money of its own. */
export const contactPoint = pgTable('contact_point', {
  id: text().primaryKey(),
  name: text().notNull(),
  territoryId: text('territory_id')
    .notNull()
    .references(() => territory.id),
  unit: text().notNull(),
  /** The ledger account of its envelope. */
  envelopeAccountId: uuid('envelope_account_id')
    .notNull()
    .references(() => ledgerAccount.id),
})

/** A shop or service that accepts vouchers. */
export const partner = pgTable(
  'partner',
  {
    id: text().primaryKey(),
    name: text().notNull(),
    territoryId: text('territory_id')
      .notNull()
      .references(() => territory.id),
    kind: text().notNull(),
    /** What it sells, of the categories that products name. */
    categories: text().array().notNull(),
    status: text({ enum: ['active', 'suspended'] }).notNull(),
    unit: text().notNull(),
    /** The ledger account of what the programme owes it. */
    payableAccountId: uuid('payable_account_id')
      .notNull()
      .references(() => ledgerAccount.id),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [check('partner_status', sql`${table.status} in ('active', 'suspended')`)],
)
