import { type SQLWrapper, sql } from 'drizzle-orm'
import {
  check,
  customType,
  index,
  jsonb,
  pgTable,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { APPROVAL_KINDS, APPROVAL_STATES } from './core/duties.ts'
import { KEY_ROLES, PRINCIPAL_KINDS, ROLES } from './core/principal.ts'

const bytes = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' })
const instant = (name: string) =>
  timestamp(name, { withTimezone: true, precision: 6, mode: 'date' })

/** A key for the API, known only by its SHA-256. */
export const apiKey = pgTable(
  'api_key',
  {
    id: uuid().primaryKey(),
    digest: bytes('digest').notNull().unique('api_key_digest'),
    role: text({ enum: KEY_ROLES }).notNull(),
    /** Only and always for the role `partner`. */
    partnerId: text('partner_id'),
    createdAt: instant('created_at').notNull(),
    revokedAt: instant('revoked_at'),
  },
  (table) => [
    check('api_key_role', oneOf(table.role, KEY_ROLES)),
    check('api_key_partner', sql`(${table.role} = 'partner') = (${table.partnerId} is not null)`),
  ],
)

/** A key pair that the service signs with; the private half is encrypted under the service's secret. */
export const signingKey = pgTable(
  'signing_key',
  {
    /** The RFC 7638 thumbprint of the public key. */
    kid: text().primaryKey(),
    purpose: text({ enum: ['card', 'phone', 'receipt', 'tree'] }).notNull(),
    /** The first four bytes of the thumbprint, as a printed card carries them. */
    shortId: bytes('short_id').notNull().unique('signing_key_short_id'),
    publicJwk: text('public_jwk').notNull(),
    privateJwkSealed: bytes('private_jwk_sealed').notNull(),
    createdAt: instant('created_at').notNull(),
    /** From then on it signs no more; what it signed stays valid. */
    retiredAt: instant('retired_at'),
  },
  (table) => [
    // One key signs at a time: two processes that start at once cannot both make one.
    uniqueIndex('signing_key_active').on(table.purpose).where(sql`${table.retiredAt} is null`),
    check('signing_key_purpose', sql`${table.purpose} in ('card', 'phone', 'receipt', 'tree')`),
  ],
)

/** Who did, saw or was refused what. Never changed, never deleted. */
export const accessLog = pgTable(
  'access_log',
  {
    id: uuid().primaryKey(),
    recordedAt: instant('recorded_at').notNull(),
    /** Empty for the service itself, and for somebody who is not known. */
    actorKind: text('actor_kind', { enum: PRINCIPAL_KINDS }),
    actorId: uuid('actor_id'),
    role: text({ enum: ROLES }),
    /** What it was, like `beneficiary.viewed`. */
    action: text().notNull(),
    outcome: text({ enum: ['done', 'refused'] }).notNull(),
    /** What it was done to: a kind of thing and its id. */
    subjectKind: text('subject_kind').notNull(),
    subjectId: text('subject_id').notNull(),
    /** The contact point that it belongs to; empty where it belongs to none. */
    contactPointId: text('contact_point_id'),
    /** What else is worth knowing, and tells nothing about a person. */
    detail: jsonb().$type<Readonly<Record<string, string>>>().notNull(),
    /** The request it came with; empty for the service's own work. */
    requestId: text('request_id'),
  },
  (table) => [
    index('access_log_recorded').on(table.recordedAt, table.id),
    // The id first: the desk looks for it without saying what kind of thing it is.
    index('access_log_subject').on(table.subjectId, table.subjectKind, table.recordedAt),
    index('access_log_action').on(table.action, table.recordedAt, table.id),
    index('access_log_refused')
      .on(table.recordedAt, table.id)
      .where(sql`${table.outcome} = 'refused'`),
    index('access_log_actor').on(table.actorId, table.recordedAt),
    check('access_log_actor_whole', sql`(${table.actorKind} is null) = (${table.actorId} is null)`),
    check('access_log_outcome', sql`${table.outcome} in ('done', 'refused')`),
  ],
)

/** What one person prepared and another decides. Decided once. */
export const approval = pgTable(
  'approval',
  {
    id: uuid().primaryKey(),
    kind: text({ enum: APPROVAL_KINDS }).notNull(),
    /** What is to be approved: the id of the batch, the move, the refund. */
    subjectId: text('subject_id').notNull(),
    /** The contact points whose approvers may decide; empty where it concerns the whole programme. */
    contactPointIds: text('contact_point_ids').array().notNull(),
    partnerId: text('partner_id'),
    /** Figures for whoever decides, as text: count, amount, unit. Nothing about a person but the code. */
    summary: jsonb().$type<Readonly<Record<string, string>>>().notNull(),
    preparedBy: uuid('prepared_by').notNull(),
    preparedAt: instant('prepared_at').notNull(),
    state: text({ enum: APPROVAL_STATES }).notNull(),
    decidedBy: uuid('decided_by'),
    decidedAt: instant('decided_at'),
    /** Why it was decided so; always there where it was refused or given at once. */
    reason: text(),
  },
  (table) => [
    uniqueIndex('approval_subject').on(table.kind, table.subjectId),
    index('approval_waiting').on(table.preparedAt, table.id).where(sql`${table.state} = 'waiting'`),
    index('approval_prepared').on(table.preparedAt, table.id),
    check('approval_kind', oneOf(table.kind, APPROVAL_KINDS)),
    check('approval_state', oneOf(table.state, APPROVAL_STATES)),
    check(
      'approval_decided_whole',
      sql`(${table.state} = 'waiting') = (${table.decidedBy} is null) and (${table.decidedBy} is null) = (${table.decidedAt} is null)`,
    ),
    // Separation of duties, whatever the program believes.
    check(
      'approval_by_another',
      sql`${table.state} not in ('approved', 'refused') or ${table.decidedBy} <> ${table.preparedBy}`,
    ),
    check(
      'approval_reason',
      sql`${table.state} not in ('refused', 'at_once') or length(${table.reason}) > 0`,
    ),
  ],
)

function oneOf(column: SQLWrapper, words: readonly string[]) {
  return sql`${column} in (${sql.raw(words.map((word) => `'${word}'`).join(', '))})`
}
