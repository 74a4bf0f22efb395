import { type SQLWrapper, sql } from 'drizzle-orm'
import {
  bigint,
  check,
  date,
  index,
  integer,
  pgTable,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { programme, territory } from '../network/schema.ts'
import { ACTIVITY_KINDS, ACTIVITY_STATES, MEMBER_PARTIES } from './core/earning.ts'
import { instrument } from './schema.ts'

const instant = (name: string) =>
  timestamp(name, { withTimezone: true, precision: 6, mode: 'date' })
const amount = (name: string) => bigint(name, { mode: 'bigint' })
const day = (name: string) => date(name, { mode: 'string' })

/** A group of people that a programme works with, which can hold its money. */
export const association = pgTable('association', {
  id: text().primaryKey(),
  name: text().notNull(),
  territoryId: text('territory_id')
    .notNull()
    .references(() => territory.id),
  programmeId: text('programme_id')
    .notNull()
    .references(() => programme.id),
  createdAt: instant('created_at').notNull(),
  /** From then on nobody joins it, and it tells of nothing more. */
  endedAt: instant('ended_at'),
})

/** Who belongs to an association, from one day to another. Of a partner it is the one that it chose. */
export const associationMember = pgTable(
  'association_member',
  {
    id: bigint({ mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
    associationId: text('association_id')
      .notNull()
      .references(() => association.id),
    party: text({ enum: MEMBER_PARTIES }).notNull(),
    /** The code of a person, or the id of a partner. */
    holderId: text('holder_id').notNull(),
    fromDay: day('from_day').notNull(),
    /** The last day; empty where it goes on. The day before the first one where it never counted. */
    untilDay: day('until_day'),
    addedAt: instant('added_at').notNull(),
    addedBy: uuid('added_by').notNull(),
  },
  (table) => [
    uniqueIndex('association_member_open')
      .on(table.associationId, table.party, table.holderId)
      .where(sql`${table.untilDay} is null`),
    uniqueIndex('association_member_chosen')
      .on(table.holderId)
      .where(sql`${table.party} = 'partner' and ${table.untilDay} is null`),
    index('association_member_of').on(table.party, table.holderId),
    check('association_member_party', oneOf(table.party, MEMBER_PARTIES)),
    check('association_member_days', sql`${table.untilDay} >= ${table.fromDay} - 1`),
  ],
)

/** What somebody did for an association or gave it, and what became of it. */
export const activity = pgTable(
  'activity',
  {
    /** The caller's. */
    id: uuid().primaryKey(),
    associationId: text('association_id')
      .notNull()
      .references(() => association.id),
    /** In whose money it is rewarded. */
    instrumentId: text('instrument_id')
      .notNull()
      .references(() => instrument.id),
    party: text({ enum: MEMBER_PARTIES }).notNull(),
    holderId: text('holder_id').notNull(),
    kind: text({ enum: ACTIVITY_KINDS }).notNull(),
    day: day('day').notNull(),
    /** Of everything but a donation. */
    minutes: integer(),
    /** Of a donation: what was given, in the unit of the programme. */
    given: amount('given'),
    /** What the rules of its day say. */
    reward: amount('reward').notNull(),
    state: text({ enum: ACTIVITY_STATES }).notNull(),
    toldBy: uuid('told_by').notNull(),
    toldAt: instant('told_at').notNull(),
    confirmedBy: uuid('confirmed_by'),
    confirmedAt: instant('confirmed_at'),
    decidedBy: uuid('decided_by'),
    decidedAt: instant('decided_at'),
    /** Why it was refused. */
    reason: text(),
  },
  (table) => [
    index('activity_association').on(table.associationId, table.id),
    index('activity_holder').on(table.party, table.holderId),
    check('activity_kind', oneOf(table.kind, ACTIVITY_KINDS)),
    check('activity_state', oneOf(table.state, ACTIVITY_STATES)),
    check('activity_party', oneOf(table.party, MEMBER_PARTIES)),
    check('activity_minutes', sql`${table.minutes} between 1 and 1440`),
    check('activity_given', sql`${table.given} > 0`),
    check(
      'activity_measure',
      sql`(${table.kind} = 'donation') = (${table.given} is not null) and (${table.kind} = 'donation') = (${table.minutes} is null)`,
    ),
    check('activity_reward', sql`${table.reward} >= 0`),
    check(
      'activity_confirmed',
      sql`${table.state} not in ('confirmed', 'rewarded') or ${table.confirmedBy} is not null`,
    ),
  ],
)

function oneOf(column: SQLWrapper, words: readonly string[]) {
  return sql`${column} in (${sql.raw(words.map((word) => `'${word}'`).join(', '))})`
}
