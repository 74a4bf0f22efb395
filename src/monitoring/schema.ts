import { type SQLWrapper, sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  customType,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { programme, territory } from '../network/schema.ts'
import { beneficiary } from '../plans/schema.ts'
import type { InterviewContent, OrdinaryService } from './core/interview.ts'
import { AGE_BANDS, HOUSING, ITALIAN, SEXES, WORK } from './core/interview.ts'
import { type DocumentMark, ENTRY_KINDS, type EntryContent } from './core/register.ts'

const bytes = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' })
const instant = (name: string) =>
  timestamp(name, { withTimezone: true, precision: 6, mode: 'date' })
const day = (name: string) => date(name, { mode: 'string' })
const programmeId = () =>
  text('programme_id')
    .notNull()
    .references(() => programme.id)

/** Something that the work programme did. What is told of it stands in its versions. */
export const registerEntry = pgTable(
  'register_entry',
  {
    /** The caller's, or made for a line of a file. */
    id: uuid().primaryKey(),
    programmeId: programmeId(),
    /** What the programme calls it. */
    reference: text().notNull(),
  },
  (table) => [unique('register_entry_reference').on(table.programmeId, table.reference)],
)

/** How an entry was told, and how it was corrected: each correction is a version of its own, and none is ever changed. */
export const registerVersion = pgTable(
  'register_version',
  {
    entryId: uuid('entry_id')
      .notNull()
      .references(() => registerEntry.id),
    /** From 1; the highest counts. */
    version: integer().notNull(),
    kind: text({ enum: ENTRY_KINDS }).notNull(),
    day: day('day').notNull(),
    place: text().notNull(),
    territoryId: text('territory_id').references(() => territory.id),
    title: text().notNull(),
    notes: text(),
    details: jsonb().$type<EntryContent['details']>().notNull(),
    tookPart: jsonb('took_part').$type<EntryContent['tookPart']>().notNull(),
    documents: jsonb().$type<readonly DocumentMark[]>().notNull(),
    isWithdrawn: boolean('is_withdrawn').notNull(),
    /** Why it was corrected; empty for the first. */
    reason: text(),
    changedAt: instant('changed_at').notNull(),
    changedBy: uuid('changed_by').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.entryId, table.version] }),
    check('register_version_kind', oneOf(table.kind, ENTRY_KINDS)),
    check('register_version_reason', sql`(${table.version} = 1) = (${table.reason} is null)`),
  ],
)

/** What a person said of themselves in one talk. Of a wave the one that was written down last counts. */
export const monitoringInterview = pgTable(
  'monitoring_interview',
  {
    /** The caller's. */
    id: uuid().primaryKey(),
    beneficiaryId: text('beneficiary_id')
      .notNull()
      .references(() => beneficiary.id),
    wave: smallint().notNull(),
    day: day('day').notNull(),
    language: text().notNull(),
    /** From 1 to 5 by item; what was not answered is not there. */
    answers: jsonb().$type<InterviewContent['answers']>().notNull(),
    /** Empty where nobody asked. */
    services: jsonb().$type<readonly OrdinaryService[]>(),
    housing: text({ enum: HOUSING }),
    work: text({ enum: WORK }),
    italian: text({ enum: ITALIAN }),
    sex: text({ enum: SEXES }),
    ageBand: text('age_band', { enum: AGE_BANDS }),
    askedBy: uuid('asked_by').notNull(),
    recordedAt: instant('recorded_at').notNull(),
  },
  (table) => [
    index('monitoring_interview_person').on(table.beneficiaryId, table.wave, table.recordedAt),
    check('monitoring_interview_wave', sql`${table.wave} in (0, 6, 12)`),
    check('monitoring_interview_housing', oneOf(table.housing, HOUSING)),
    check('monitoring_interview_work', oneOf(table.work, WORK)),
    check('monitoring_interview_italian', oneOf(table.italian, ITALIAN)),
    check('monitoring_interview_sex', oneOf(table.sex, SEXES)),
    check('monitoring_interview_age', oneOf(table.ageBand, AGE_BANDS)),
  ],
)

/** What an indicator is to have reached by a month. Of those for one month the last counts. */
export const monitoringTarget = pgTable(
  'monitoring_target',
  {
    id: bigint({ mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
    programmeId: programmeId(),
    indicator: text().notNull(),
    /** Of the programme: 1 is the one in which it starts. */
    month: smallint().notNull(),
    /** Empty where there is a target no more. */
    value: integer(),
    setAt: instant('set_at').notNull(),
    setBy: uuid('set_by').notNull(),
  },
  (table) => [
    index('monitoring_target_of').on(table.programmeId, table.indicator, table.month, table.id),
    check('monitoring_target_month', sql`${table.month} between 1 and 120`),
    check('monitoring_target_value', sql`${table.value} between 0 and 1000000`),
  ],
)

/** That somebody took figures out for an evaluator. Its salt makes the pseudonyms, which no other export shares. */
export const monitoringExport = pgTable('monitoring_export', {
  /** The caller's. */
  id: uuid().primaryKey(),
  programmeId: programmeId(),
  salt: bytes('salt').notNull(),
  madeAt: instant('made_at').notNull(),
  madeBy: uuid('made_by').notNull(),
})

/** An address at which anybody reads the results of a programme, until it is withdrawn. */
export const resultFeed = pgTable(
  'result_feed',
  {
    id: bigint({ mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
    programmeId: programmeId(),
    /** The end of the address. Whoever has it reads what is for everybody: it is no secret. */
    token: text().notNull().unique('result_feed_token'),
    openedAt: instant('opened_at').notNull(),
    openedBy: uuid('opened_by').notNull(),
    withdrawnAt: instant('withdrawn_at'),
    withdrawnBy: uuid('withdrawn_by'),
  },
  (table) => [
    uniqueIndex('result_feed_open').on(table.programmeId).where(sql`${table.withdrawnAt} is null`),
    check(
      'result_feed_withdrawn',
      sql`(${table.withdrawnAt} is null) = (${table.withdrawnBy} is null)`,
    ),
  ],
)

function oneOf(column: SQLWrapper, words: readonly string[]) {
  return sql`${column} in (${sql.raw(words.map((word) => `'${word}'`).join(', '))})`
}
