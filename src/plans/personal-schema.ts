import { type SQLWrapper, sql } from 'drizzle-orm'
import {
  check,
  customType,
  index,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { RECORD_KINDS } from './core/personal.ts'
import { ERASURE_GROUNDS } from './core/words.ts'
import { beneficiary } from './schema.ts'

const bytes = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' })
const instant = (name: string) =>
  timestamp(name, { withTimezone: true, precision: 6, mode: 'date' })

/** A key that personal data is sealed under, itself sealed under the service's secret. Gone once nothing needs it. */
export const personalKey = pgTable(
  'personal_key',
  {
    id: uuid().primaryKey(),
    sealed: bytes('sealed').notNull(),
    createdAt: instant('created_at').notNull(),
    /** From then on nothing new is sealed under it. */
    retiredAt: instant('retired_at'),
  },
  (table) => [
    uniqueIndex('personal_key_active').on(sql`(true)`).where(sql`${table.retiredAt} is null`),
  ],
)

/** Something about a person in words, sealed: who they are, the aims of a plan, why an exception is asked for. */
export const personalRecord = pgTable(
  'personal_record',
  {
    beneficiaryId: text('beneficiary_id')
      .notNull()
      .references(() => beneficiary.id),
    kind: text({ enum: RECORD_KINDS }).notNull(),
    /** The person, the plan or the override that it is about. */
    subjectId: text('subject_id').notNull(),
    sealed: bytes('sealed').notNull(),
    keyId: uuid('key_id')
      .notNull()
      .references(() => personalKey.id),
  },
  (table) => [
    primaryKey({ columns: [table.beneficiaryId, table.kind, table.subjectId] }),
    index('personal_record_key').on(table.keyId),
    check('personal_record_kind', oneOf(table.kind, RECORD_KINDS)),
  ],
)

/** What a person is found by: keyed digests, which tell neither the word nor what kind of word it is. */
export const personalIndex = pgTable(
  'personal_index',
  {
    digest: bytes('digest').notNull(),
    beneficiaryId: text('beneficiary_id')
      .notNull()
      .references(() => beneficiary.id),
  },
  (table) => [
    primaryKey({ columns: [table.digest, table.beneficiaryId] }),
    index('personal_index_person').on(table.beneficiaryId),
  ],
)

/** The request that a person was entered with, so that it can be sent again. */
export const personRequest = pgTable(
  'person_request',
  {
    id: uuid().primaryKey(),
    beneficiaryId: text('beneficiary_id')
      .notNull()
      .references(() => beneficiary.id),
    /** Keyed digest of what was sent; empty once the person was erased. */
    digest: bytes('digest').notNull(),
  },
  (table) => [index('person_request_person').on(table.beneficiaryId)],
)

/** That everything personal about somebody was removed. From then on nothing can be entered under the code. */
export const personErasure = pgTable(
  'person_erasure',
  {
    beneficiaryId: text('beneficiary_id')
      .primaryKey()
      .references(() => beneficiary.id),
    ground: text({ enum: ERASURE_GROUNDS }).notNull(),
    erasedAt: instant('erased_at').notNull(),
    erasedBy: uuid('erased_by').notNull(),
  },
  (table) => [check('person_erasure_ground', oneOf(table.ground, ERASURE_GROUNDS))],
)

function oneOf(column: SQLWrapper, words: readonly string[]) {
  return sql`${column} in (${sql.raw(words.map((word) => `'${word}'`).join(', '))})`
}
