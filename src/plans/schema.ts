import { type SQLWrapper, sql } from 'drizzle-orm'
import {
  bigint,
  check,
  customType,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { AREAS_OF_NEED } from '../network/core/areas.ts'
import { contactPoint } from '../network/schema.ts'
import type { EligibilityFacts, EligibilityRules, Finding } from './core/eligibility.ts'
import {
  CONSENT_METHODS,
  CONSENT_PURPOSES,
  LEAVING_REASONS,
  OVERRIDE_GROUNDS,
  PLAN_STATUSES,
  VERDICTS,
} from './core/words.ts'

const bytes = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' })
const amount = (name: string) => bigint(name, { mode: 'bigint' }).notNull()
const instant = (name: string) =>
  timestamp(name, { withTimezone: true, precision: 6, mode: 'date' })

/** A person under a pseudonymous code. No name, no birth date, no document: those are kept apart, sealed. */
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
  (table) => [
    index('beneficiary_contact_point').on(table.contactPointId, table.id),
    check('beneficiary_household', sql`${table.householdSize} between 1 and 20`),
  ],
)

const beneficiaryId = () =>
  text('beneficiary_id')
    .notNull()
    .references(() => beneficiary.id)

/** How many they have been since a day. Never changed: an error is corrected by another one. */
export const householdChange = pgTable(
  'household_change',
  {
    id: uuid().primaryKey(),
    beneficiaryId: beneficiaryId(),
    householdSize: smallint('household_size').notNull(),
    since: date({ mode: 'string' }).notNull(),
    recordedAt: instant('recorded_at').notNull(),
    recordedBy: uuid('recorded_by').notNull(),
  },
  (table) => [
    index('household_change_person').on(table.beneficiaryId, table.recordedAt),
    check('household_change_size', sql`${table.householdSize} between 1 and 20`),
  ],
)

/** What a programme asks of those it takes. Never changed: what counts is the newest version. */
export const eligibilityRules = pgTable(
  'eligibility_rules',
  {
    programmeId: text('programme_id').notNull(),
    version: integer().notNull(),
    rules: jsonb().$type<EligibilityRules>().notNull(),
    /** Where they come from. */
    source: text().notNull(),
    createdAt: instant('created_at').notNull(),
    /** Empty for those that came with the service. */
    createdBy: uuid('created_by'),
  },
  (table) => [primaryKey({ columns: [table.programmeId, table.version] })],
)

/** What was known of a person on a day, held against the rules. Never changed. */
export const eligibilityAssessment = pgTable(
  'eligibility_assessment',
  {
    id: uuid().primaryKey(),
    beneficiaryId: beneficiaryId(),
    programmeId: text('programme_id').notNull(),
    rulesVersion: integer('rules_version').notNull(),
    facts: jsonb().$type<EligibilityFacts>().notNull(),
    findings: jsonb().$type<readonly Finding[]>().notNull(),
    verdict: text({ enum: VERDICTS }).notNull(),
    assessedAt: instant('assessed_at').notNull(),
    assessedBy: uuid('assessed_by').notNull(),
  },
  (table) => [
    foreignKey({
      columns: [table.programmeId, table.rulesVersion],
      foreignColumns: [eligibilityRules.programmeId, eligibilityRules.version],
      name: 'eligibility_assessment_rules',
    }),
    index('eligibility_assessment_person').on(table.beneficiaryId, table.assessedAt),
    check('eligibility_assessment_verdict', oneOf(table.verdict, VERDICTS)),
  ],
)

/** That somebody asks for a person to be admitted against the rules. What another decided is with the approvals. */
export const eligibilityOverride = pgTable(
  'eligibility_override',
  {
    id: uuid().primaryKey(),
    assessmentId: uuid('assessment_id')
      .notNull()
      .references(() => eligibilityAssessment.id),
    beneficiaryId: beneficiaryId(),
    ground: text({ enum: OVERRIDE_GROUNDS }).notNull(),
    preparedAt: instant('prepared_at').notNull(),
  },
  (table) => [
    index('eligibility_override_person').on(table.beneficiaryId, table.preparedAt),
    check('eligibility_override_ground', oneOf(table.ground, OVERRIDE_GROUNDS)),
  ],
)

/** Which assessment counts for a person, and whether it was overridden. */
export const enrolment = pgTable(
  'enrolment',
  {
    beneficiaryId: text('beneficiary_id')
      .primaryKey()
      .references(() => beneficiary.id),
    assessmentId: uuid('assessment_id')
      .notNull()
      .references(() => eligibilityAssessment.id),
    verdict: text({ enum: VERDICTS }).notNull(),
    overrideId: uuid('override_id').references(() => eligibilityOverride.id),
    leftOn: date('left_on'),
    /** Empty for those who left before reasons were written down, too. */
    leavingReason: text('leaving_reason', { enum: LEAVING_REASONS }),
  },
  (table) => [
    check('enrolment_verdict', oneOf(table.verdict, VERDICTS)),
    check('enrolment_leaving_reason', oneOf(table.leavingReason, LEAVING_REASONS)),
    check('enrolment_left', sql`${table.leavingReason} is null or ${table.leftOn} is not null`),
  ],
)

/** What is meant to be done for a person, and how much it may cost. */
export const plan = pgTable(
  'plan',
  {
    id: uuid().primaryKey(),
    beneficiaryId: beneficiaryId(),
    unit: text().notNull(),
    /** Minor units that all vouchers of the plan may sum up to. */
    ceiling: amount('ceiling'),
    /** Minor units of vouchers that were issued on it, less those that were given back. */
    committed: amount('committed'),
    status: text({ enum: PLAN_STATUSES }).notNull(),
    /** Counts the changes, so that nobody overwrites what they have not seen. */
    version: integer().notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [
    uniqueIndex('plan_one_active').on(table.beneficiaryId).where(sql`${table.status} = 'active'`),
    index('plan_person').on(table.beneficiaryId, table.createdAt),
    check('plan_status', oneOf(table.status, PLAN_STATUSES)),
    check('plan_committed', sql`${table.committed} >= 0`),
    check('plan_ceiling', sql`${table.committed} <= ${table.ceiling}`),
  ],
)

/** The part of a plan for one area of need. */
export const planLine = pgTable(
  'plan_line',
  {
    id: uuid().primaryKey(),
    planId: uuid('plan_id')
      .notNull()
      .references(() => plan.id),
    area: text({ enum: AREAS_OF_NEED }).notNull(),
    ceiling: amount('ceiling'),
    committed: amount('committed'),
  },
  (table) => [
    uniqueIndex('plan_line_area').on(table.planId, table.area),
    check('plan_line_area_known', oneOf(table.area, AREAS_OF_NEED)),
    check('plan_line_committed', sql`${table.committed} >= 0`),
    check('plan_line_ceiling', sql`${table.committed} <= ${table.ceiling}`),
  ],
)

/** How a plan looked after each change. Never changed. */
export const planVersion = pgTable(
  'plan_version',
  {
    planId: uuid('plan_id')
      .notNull()
      .references(() => plan.id),
    version: integer().notNull(),
    status: text({ enum: PLAN_STATUSES }).notNull(),
    ceiling: amount('ceiling'),
    /** The ceiling of each area, as digits. */
    lines: jsonb().$type<Readonly<Record<string, string>>>().notNull(),
    changedAt: instant('changed_at').notNull(),
    changedBy: uuid('changed_by').notNull(),
  },
  (table) => [primaryKey({ columns: [table.planId, table.version] })],
)

/** What people are told about their data, in one language. Never changed: a new text is a new version. */
export const privacyNotice = pgTable(
  'privacy_notice',
  {
    language: text().notNull(),
    version: integer().notNull(),
    text: text().notNull(),
    /** SHA-256 of the text in UTF-8. */
    digest: bytes('digest').notNull(),
    publishedAt: instant('published_at').notNull(),
    /** Empty for those that came with the service. */
    publishedBy: uuid('published_by'),
  },
  (table) => [
    primaryKey({ columns: [table.language, table.version] }),
    check(
      'privacy_notice_digest',
      sql`${table.digest} = sha256(convert_to(${table.text}, 'UTF8'))`,
    ),
  ],
)

/** That a person was given a notice, or agreed to something that it explains. Never changed. */
export const consent = pgTable(
  'consent',
  {
    id: uuid().primaryKey(),
    beneficiaryId: beneficiaryId(),
    purpose: text({ enum: CONSENT_PURPOSES }).notNull(),
    language: text().notNull(),
    version: integer().notNull(),
    method: text({ enum: CONSENT_METHODS }).notNull(),
    takenAt: instant('taken_at').notNull(),
    takenBy: uuid('taken_by').notNull(),
  },
  (table) => [
    foreignKey({
      columns: [table.language, table.version],
      foreignColumns: [privacyNotice.language, privacyNotice.version],
      name: 'consent_notice',
    }),
    index('consent_person').on(table.beneficiaryId, table.takenAt),
    check('consent_purpose', oneOf(table.purpose, CONSENT_PURPOSES)),
    check('consent_method', oneOf(table.method, CONSENT_METHODS)),
  ],
)

/** That a consent counts no more. */
export const consentWithdrawal = pgTable('consent_withdrawal', {
  consentId: uuid('consent_id')
    .primaryKey()
    .references(() => consent.id),
  withdrawnAt: instant('withdrawn_at').notNull(),
  withdrawnBy: uuid('withdrawn_by').notNull(),
})

function oneOf(column: SQLWrapper, words: readonly string[]) {
  return sql`${column} in (${sql.raw(words.map((word) => `'${word}'`).join(', '))})`
}
