import { sql } from 'drizzle-orm'
import {
  bigint,
  check,
  date,
  index,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core'
import type { Party } from './core/rules.ts'
import { currencyPayment, instrument } from './schema.ts'

const instant = (name: string) =>
  timestamp(name, { withTimezone: true, precision: 6, mode: 'date' })
const amount = (name: string) => bigint(name, { mode: 'bigint' })

/** Money that is to be given to some, once somebody else has approved it. Never changed. */
export const currencyGrant = pgTable(
  'currency_grant',
  {
    /** The caller's. */
    id: uuid().primaryKey(),
    instrumentId: text('instrument_id')
      .notNull()
      .references(() => instrument.id),
    lines: jsonb().$type<readonly StoredGrantLine[]>().notNull(),
    /** What the lines come to. */
    total: amount('total').notNull(),
    reason: text().notNull(),
    preparedBy: uuid('prepared_by').notNull(),
    preparedAt: instant('prepared_at').notNull(),
  },
  (table) => [
    index('currency_grant_instrument').on(table.instrumentId, table.preparedAt),
    check('currency_grant_total', sql`${table.total} > 0`),
  ],
)

/** How a line of a grant is stored: amounts are digits of minor units. */
export interface StoredGrantLine {
  readonly party: Party
  readonly holderId: string
  readonly amount: string
}

/** Euro that a reserve need not hold, to go back to the grants of the programme once somebody else has approved it. */
export const reserveRelease = pgTable(
  'reserve_release',
  {
    /** The caller's; the transfer refers to it. */
    id: uuid().primaryKey(),
    instrumentId: text('instrument_id')
      .notNull()
      .references(() => instrument.id),
    amount: amount('amount').notNull(),
    reason: text().notNull(),
    preparedBy: uuid('prepared_by').notNull(),
    preparedAt: instant('prepared_at').notNull(),
  },
  (table) => [
    index('reserve_release_instrument').on(table.instrumentId, table.preparedAt),
    check('reserve_release_amount', sql`${table.amount} > 0`),
  ],
)

/** A run that gave associations their share of what was bought. Each run of an instrument has the next number. */
export const currencyDonation = pgTable(
  'currency_donation',
  {
    instrumentId: text('instrument_id')
      .notNull()
      .references(() => instrument.id),
    number: smallint().notNull(),
    /** The caller's. */
    id: uuid().notNull().unique(),
    /** All that was bought and counted until then, this run too. */
    bought: amount('bought').notNull(),
    /** All that was given until then. */
    donated: amount('donated').notNull(),
    /** The part of what is bought that is given, as the rules had it. */
    share: text().notNull(),
    requestDigest: text('request_digest').notNull(),
    day: date('day', { mode: 'string' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.instrumentId, table.number] })],
)

/** What was bought where a share of it is given, and to whom. */
export const currencyBought = pgTable(
  'currency_bought',
  {
    paymentId: uuid('payment_id')
      .primaryKey()
      .references(() => currencyPayment.id),
    instrumentId: text('instrument_id').notNull(),
    amount: amount('amount').notNull(),
    /** Empty where whoever bought chose none. */
    associationId: text('association_id'),
    /** The run that counted it. */
    donationId: uuid('donation_id').references(() => currencyDonation.id),
  },
  (table) => [
    index('currency_bought_waiting').on(table.instrumentId).where(sql`${table.donationId} is null`),
  ],
)
