import { type SQLWrapper, sql } from 'drizzle-orm'
import {
  type AnyPgColumn,
  bigint,
  check,
  date,
  index,
  jsonb,
  pgTable,
  smallint,
  text,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import { ledgerAccount } from '../ledger/schema.ts'
import { ENVELOPE_AREAS } from './core/areas.ts'
import { PARTNER_STATUSES, PARTNER_STEP_NAMES } from './core/kinds.ts'
import type { ProgrammeRules } from './core/programme.ts'

const instant = (name: string) =>
  timestamp(name, { withTimezone: true, precision: 6, mode: 'date' })
const amount = (name: string) => bigint(name, { mode: 'bigint' })

/** A region, a metropolitan city, a province or a municipality where the programme works. */
export const territory = pgTable('territory', {
  id: text().primaryKey(),
  name: text().notNull(),
  kind: text().notNull(),
  parentId: text('parent_id'),
})

/** A programme: whose money it is, for how long, under which rules. */
export const programme = pgTable(
  'programme',
  {
    id: text().primaryKey(),
    name: text().notNull(),
    unit: text().notNull(),
    /** What its accounts carry; empty for what was there before there were programmes. */
    colour: text().unique('programme_colour'),
    startsOn: date('starts_on', { mode: 'string' }),
    endsOn: date('ends_on', { mode: 'string' }),
    rules: jsonb().$type<ProgrammeRules>().notNull(),
  },
  (table) => [check('programme_days', sql`${table.endsOn} >= ${table.startsOn}`)],
)

/** A place that walks with people, with envelopes of money of its own. */
export const contactPoint = pgTable(
  'contact_point',
  {
    id: text().primaryKey(),
    name: text().notNull(),
    territoryId: text('territory_id')
      .notNull()
      .references(() => territory.id),
    unit: text().notNull(),
    /** The ledger account of its first envelope, which is restricted to no area of need. */
    envelopeAccountId: uuid('envelope_account_id')
      .notNull()
      .references(() => ledgerAccount.id),
    programmeId: text('programme_id')
      .notNull()
      .references(() => programme.id),
    /** Where it belongs, for money that may be used in one area only. */
    area: text(),
    /** Shown to the people it walks with. */
    phone: text(),
    openingHours: text('opening_hours'),
    /** The contact point that approves in its place, where nobody else works here. */
    approverContactPointId: text('approver_contact_point_id').references(
      (): AnyPgColumn => contactPoint.id,
    ),
    /** What a person may get here in a month without a second person. */
    emergencyMonthlyCap: amount('emergency_monthly_cap').notNull().default(sql`0`),
  },
  (table) => [
    check('contact_point_approver', sql`${table.approverContactPointId} <> ${table.id}`),
    check('contact_point_cap', sql`${table.emergencyMonthlyCap} >= 0`),
  ],
)

/** That a contact point is to give more without a second person; the approval of the kind `emergency_cap` decides. */
export const capRaise = pgTable(
  'cap_raise',
  {
    /** The caller's. */
    id: uuid().primaryKey(),
    contactPointId: text('contact_point_id')
      .notNull()
      .references(() => contactPoint.id),
    /** What a person may get there in a month without a second person, from then on. */
    cap: amount('cap').notNull(),
    reason: text().notNull(),
    preparedBy: uuid('prepared_by').notNull(),
    preparedAt: instant('prepared_at').notNull(),
  },
  (table) => [
    index('cap_raise_contact_point').on(table.contactPointId, table.preparedAt),
    check('cap_raise_cap', sql`${table.cap} > 0`),
  ],
)

/** What a contact point may give out for one area of need, in one colour of a programme's money. */
export const envelope = pgTable(
  'envelope',
  {
    id: uuid().primaryKey(),
    programmeId: text('programme_id')
      .notNull()
      .references(() => programme.id),
    contactPointId: text('contact_point_id')
      .notNull()
      .references(() => contactPoint.id),
    area: text({ enum: ENVELOPE_AREAS }).notNull(),
    unit: text().notNull(),
    colour: text(),
    accountId: uuid('account_id')
      .notNull()
      .unique('envelope_account')
      .references(() => ledgerAccount.id),
  },
  (table) => [
    unique('envelope_one_each')
      .on(table.contactPointId, table.area, table.programmeId, table.colour)
      .nullsNotDistinct(),
    check('envelope_area', oneOf(table.area, ENVELOPE_AREAS)),
  ],
)

/** Money that a programme was given. What became of it is in the approval of the kind `funding` with its id. */
export const grantTranche = pgTable(
  'grant_tranche',
  {
    id: uuid().primaryKey(),
    programmeId: text('programme_id')
      .notNull()
      .references(() => programme.id),
    kind: text({ enum: ['grant', 'co_funding'] }).notNull(),
    funder: text().notNull(),
    amount: amount('amount').notNull(),
    unit: text().notNull(),
    colour: text(),
    receivedOn: date('received_on', { mode: 'string' }).notNull(),
    /** How the funder names it: a decree, a bank reference. */
    reference: text().notNull(),
    preparedBy: uuid('prepared_by').notNull(),
    preparedAt: instant('prepared_at').notNull(),
  },
  (table) => [
    index('grant_tranche_prepared').on(table.preparedAt, table.id),
    check('grant_tranche_kind', sql`${table.kind} in ('grant', 'co_funding')`),
    check('grant_tranche_amount', sql`${table.amount} > 0`),
  ],
)

/** Money to be moved between the grant and envelopes; the approval of the kind `envelope_move` with its id decides. */
export const envelopeMove = pgTable(
  'envelope_move',
  {
    id: uuid().primaryKey(),
    /** Empty where it comes from the grant. */
    fromEnvelopeId: uuid('from_envelope_id').references(() => envelope.id),
    /** Empty where it goes back to the grant. */
    toEnvelopeId: uuid('to_envelope_id').references(() => envelope.id),
    amount: amount('amount').notNull(),
    reason: text().notNull(),
    preparedBy: uuid('prepared_by').notNull(),
    preparedAt: instant('prepared_at').notNull(),
  },
  (table) => [
    index('envelope_move_prepared').on(table.preparedAt, table.id),
    check('envelope_move_amount', sql`${table.amount} > 0`),
    check(
      'envelope_move_sides',
      sql`${table.fromEnvelopeId} is distinct from ${table.toEnvelopeId}`,
    ),
  ],
)

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
    status: text({ enum: PARTNER_STATUSES }).notNull(),
    unit: text().notNull(),
    /** The ledger account that it was admitted with; what it is owed in other colours has others (`payableFor`). */
    payableAccountId: uuid('payable_account_id')
      .notNull()
      .references(() => ledgerAccount.id),
    createdAt: instant('created_at').notNull(),
    /** Where it belongs, for money that may be used in one area only. */
    area: text(),
  },
  (table) => [check('partner_status', oneOf(table.status, PARTNER_STATUSES))],
)

/** What was agreed with a partner. Never changed: a renewal is another one. */
export const agreement = pgTable(
  'agreement',
  {
    id: uuid().primaryKey(),
    partnerId: text('partner_id')
      .notNull()
      .references(() => partner.id),
    signedOn: date('signed_on', { mode: 'string' }).notNull(),
    /** The last day; empty where it goes on. */
    validUntil: date('valid_until', { mode: 'string' }),
    /** Empty for all products. */
    products: text().array(),
    /** Empty for all that the partner sells. */
    categories: text().array(),
    settlementPeriod: text('settlement_period', {
      enum: ['weekly', 'fortnightly', 'monthly'],
    }).notNull(),
    /** Within so many days of the end of a period. */
    settlementDays: smallint('settlement_days').notNull(),
    /** What was signed, by name and SHA-256: the files themselves are kept elsewhere. */
    documents: jsonb().$type<readonly { name: string; sha256: string }[]>().notNull(),
    recordedBy: uuid('recorded_by'),
    recordedAt: instant('recorded_at').notNull(),
  },
  (table) => [
    index('agreement_partner').on(table.partnerId, table.signedOn, table.recordedAt),
    check('agreement_days', sql`${table.validUntil} >= ${table.signedOn}`),
    check(
      'agreement_settlement',
      sql`${table.settlementPeriod} in ('weekly', 'fortnightly', 'monthly') and ${table.settlementDays} between 0 and 365`,
    ),
  ],
)

/** That a partner was suspended, resumed or ended, by whom and why. The id is the caller's. */
export const partnerEvent = pgTable(
  'partner_event',
  {
    id: uuid().primaryKey(),
    partnerId: text('partner_id')
      .notNull()
      .references(() => partner.id),
    kind: text({ enum: PARTNER_STEP_NAMES }).notNull(),
    reason: text().notNull(),
    actorId: uuid('actor_id').notNull(),
    recordedAt: instant('recorded_at').notNull(),
  },
  (table) => [
    index('partner_event_partner').on(table.partnerId, table.recordedAt, table.id),
    check('partner_event_kind', oneOf(table.kind, PARTNER_STEP_NAMES)),
  ],
)

/** A place where a partner sells. */
export const outlet = pgTable(
  'outlet',
  {
    id: text().primaryKey(),
    partnerId: text('partner_id')
      .notNull()
      .references(() => partner.id),
    name: text().notNull(),
    town: text().notNull(),
    openingHours: text('opening_hours'),
    closedAt: instant('closed_at'),
  },
  (table) => [index('outlet_partner').on(table.partnerId, table.id)],
)

function oneOf(column: SQLWrapper, words: readonly string[]) {
  return sql`${column} in (${sql.raw(words.map((word) => `'${word}'`).join(', '))})`
}
