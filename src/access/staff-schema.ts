import { type SQLWrapper, sql } from 'drizzle-orm'
import {
  bigint,
  check,
  customType,
  doublePrecision,
  index,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { STAFF_ROLES } from './core/principal.ts'
import { LINK_PURPOSES, SESSION_STAGES } from './core/staff.ts'

const bytes = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' })
const instant = (name: string) =>
  timestamp(name, { withTimezone: true, precision: 6, mode: 'date' })

/** Somebody who signs in, with what they may do and where. */
export const staff = pgTable(
  'staff',
  {
    id: uuid().primaryKey(),
    /** In small letters: one person for each. */
    email: text().notNull().unique('staff_email'),
    name: text().notNull(),
    role: text({ enum: STAFF_ROLES }).notNull(),
    /** Always of operators, never of others. */
    contactPointIds: text('contact_point_ids').array().notNull(),
    /** Always of the owners of partners, never of others. */
    partnerId: text('partner_id'),
    /** Always of those who act for an association, never of others. */
    associationId: text('association_id'),
    invitedAt: instant('invited_at').notNull(),
    /** When the first second factor was confirmed. */
    activatedAt: instant('activated_at'),
    suspendedAt: instant('suspended_at'),
  },
  (table) => [
    check('staff_role', oneOf(table.role, STAFF_ROLES)),
    check('staff_email_form', sql`${table.email} = lower(${table.email})`),
    check(
      'staff_contact_points',
      sql`(${table.role} = 'operator') = (cardinality(${table.contactPointIds}) > 0)`,
    ),
    check(
      'staff_partner',
      sql`(${table.role} = 'partner_owner') = (${table.partnerId} is not null)`,
    ),
    check(
      'staff_association',
      sql`(${table.role} = 'association') = (${table.associationId} is not null)`,
    ),
  ],
)

/** What somebody proves with that it is they. */
export const staffCredential = pgTable('staff_credential', {
  staffId: uuid('staff_id')
    .primaryKey()
    .references(() => staff.id),
  /** Argon2id, in its own text form. */
  passwordHash: text('password_hash'),
  /** The secret of the second factor, sealed under the service's secret. */
  totpSealed: bytes('totp_sealed'),
  /** From then on it is asked for; before, it was only shown. */
  totpConfirmedAt: instant('totp_confirmed_at'),
  /** The time step of the newest code that was taken: a code is good once. */
  totpStep: bigint('totp_step', { mode: 'bigint' }),
})

/** Codes on paper for whoever lost the second factor, each good once. */
export const staffBackupCode = pgTable(
  'staff_backup_code',
  {
    staffId: uuid('staff_id')
      .notNull()
      .references(() => staff.id),
    /** HMAC-SHA256 under the service's secret: the codes are short. */
    digest: bytes('digest').notNull(),
    usedAt: instant('used_at'),
  },
  (table) => [primaryKey({ columns: [table.staffId, table.digest] })],
)

/** Who somebody is at their organisation's OpenID Connect provider. */
export const staffIdentity = pgTable(
  'staff_identity',
  {
    issuer: text().notNull(),
    subject: text().notNull(),
    staffId: uuid('staff_id')
      .notNull()
      .references(() => staff.id),
    linkedAt: instant('linked_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.issuer, table.subject] }),
    uniqueIndex('staff_identity_staff').on(table.issuer, table.staffId),
  ],
)

/** A link that opens once: the first password, or a new one. Its text follows from the id and the service's secret. */
export const staffLink = pgTable(
  'staff_link',
  {
    id: uuid().primaryKey(),
    staffId: uuid('staff_id')
      .notNull()
      .references(() => staff.id),
    purpose: text({ enum: LINK_PURPOSES }).notNull(),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    /** When it was opened, or when another took its place. */
    usedAt: instant('used_at'),
  },
  (table) => [
    uniqueIndex('staff_link_open')
      .on(table.staffId, table.purpose)
      .where(sql`${table.usedAt} is null`),
    check('staff_link_purpose', oneOf(table.purpose, LINK_PURPOSES)),
  ],
)

/** A browser in which somebody signed in, known by the SHA-256 of its cookie. */
export const staffSession = pgTable(
  'staff_session',
  {
    id: uuid().primaryKey(),
    digest: bytes('digest').notNull().unique('staff_session_digest'),
    staffId: uuid('staff_id')
      .notNull()
      .references(() => staff.id),
    /** `factor`: the second factor is still to come, and nothing else is answered. */
    stage: text({ enum: SESSION_STAGES }).notNull(),
    openedAt: instant('opened_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    endedAt: instant('ended_at'),
  },
  (table) => [
    index('staff_session_staff').on(table.staffId).where(sql`${table.endedAt} is null`),
    check('staff_session_stage', oneOf(table.stage, SESSION_STAGES)),
  ],
)

/** How many tries are left of an address or of a second factor. A row that is not there has all of them. */
export const signInTries = pgTable('sign_in_tries', {
  /** HMAC-SHA256 of what is tried: an address that nobody has counts like one that somebody has. */
  key: bytes('key').primaryKey(),
  remaining: doublePrecision().notNull(),
  countedAt: instant('counted_at').notNull(),
})

/** A message to a person. Its address and text are sealed, and gone once it was sent. */
export const outboxMessage = pgTable(
  'outbox_message',
  {
    id: uuid().primaryKey(),
    channel: text({ enum: ['mail', 'phone'] }).notNull(),
    /** What it is about, like `staff_invitation`. */
    purpose: text().notNull(),
    /** Whose operators may hand it over; empty for administrators only. */
    contactPointId: text('contact_point_id'),
    /** Whom it is for: the code of a person, or the id of somebody who signs in. */
    subjectId: text('subject_id'),
    /** When what it says is worth nothing any more. */
    goodUntil: instant('good_until'),
    recipientSealed: bytes('recipient_sealed'),
    contentSealed: bytes('content_sealed'),
    createdAt: instant('created_at').notNull(),
    nextTryAt: instant('next_try_at').notNull(),
    tries: smallint().notNull(),
    closedAt: instant('closed_at'),
    outcome: text({ enum: ['sent', 'handed_over', 'given_up'] }),
  },
  (table) => [
    index('outbox_message_waiting')
      .on(table.createdAt, table.id)
      .where(sql`${table.closedAt} is null`),
    check('outbox_message_channel', sql`${table.channel} in ('mail', 'phone')`),
    check('outbox_message_outcome', sql`${table.outcome} in ('sent', 'handed_over', 'given_up')`),
    check(
      'outbox_message_closed',
      sql`(${table.closedAt} is null) = (${table.outcome} is null) and (${table.closedAt} is null) = (${table.recipientSealed} is not null) and (${table.closedAt} is null) = (${table.contentSealed} is not null)`,
    ),
  ],
)

function oneOf(column: SQLWrapper, words: readonly string[]) {
  return sql`${column} in (${sql.raw(words.map((word) => `'${word}'`).join(', '))})`
}
