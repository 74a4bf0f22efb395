import { sql } from 'drizzle-orm'
import {
  check,
  customType,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'

const bytes = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' })
const instant = (name: string) =>
  timestamp(name, { withTimezone: true, precision: 6, mode: 'date' })

/** A one-time code that pairs a browser with a shop, known only by its SHA-256. */
export const terminalPairing = pgTable('terminal_pairing', {
  id: uuid().primaryKey(),
  digest: bytes('digest').notNull().unique('terminal_pairing_digest'),
  partnerId: text('partner_id').notNull(),
  outletId: text('outlet_id'),
  /** What the shop calls the terminal. */
  name: text().notNull(),
  createdBy: uuid('created_by').notNull(),
  createdAt: instant('created_at').notNull(),
  expiresAt: instant('expires_at').notNull(),
})

/** A browser at a shop's till, known by the key that it made. Unpaired once, for good. */
export const terminal = pgTable(
  'terminal',
  {
    id: uuid().primaryKey(),
    /** The code that it was paired with: each pairs one terminal. */
    pairingId: uuid('pairing_id')
      .notNull()
      .references(() => terminalPairing.id)
      .unique('terminal_pairing_once'),
    partnerId: text('partner_id').notNull(),
    outletId: text('outlet_id'),
    name: text().notNull(),
    /** The RFC 7638 thumbprint of its public key; a key is one terminal's, for ever. */
    kid: text().notNull().unique('terminal_kid'),
    /** The point of the public key on P-256, base64url. */
    x: text().notNull(),
    y: text().notNull(),
    pairedAt: instant('paired_at').notNull(),
    unpairedAt: instant('unpaired_at'),
    unpairedBy: uuid('unpaired_by'),
  },
  (table) => [
    index('terminal_partner').on(table.partnerId, table.id),
    check(
      'terminal_unpaired_whole',
      sql`(${table.unpairedAt} is null) = (${table.unpairedBy} is null)`,
    ),
  ],
)

/** A one-time link that opens a beneficiary's wallet on a phone, known only by its SHA-256. */
export const walletLink = pgTable(
  'wallet_link',
  {
    id: uuid().primaryKey(),
    digest: bytes('digest').notNull().unique('wallet_link_digest'),
    beneficiaryId: text('beneficiary_id').notNull(),
    contactPointId: text('contact_point_id').notNull(),
    createdBy: uuid('created_by').notNull(),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    /** Taken back, or replaced by a newer one. */
    revokedAt: instant('revoked_at'),
  },
  (table) => [
    // The newest link of a person is the only one that opens anything.
    uniqueIndex('wallet_link_standing')
      .on(table.beneficiaryId)
      .where(sql`${table.revokedAt} is null`),
  ],
)

/** A phone that shows a beneficiary's vouchers, known by the SHA-256 of its cookie. */
export const wallet = pgTable(
  'wallet',
  {
    id: uuid().primaryKey(),
    /** The link that it was opened with: each opens one wallet. */
    linkId: uuid('link_id')
      .notNull()
      .references(() => walletLink.id)
      .unique('wallet_link_once'),
    digest: bytes('digest').notNull().unique('wallet_digest'),
    beneficiaryId: text('beneficiary_id').notNull(),
    boundAt: instant('bound_at').notNull(),
    revokedAt: instant('revoked_at'),
    /** Who took it back; the id of the newer wallet where it was replaced. */
    revokedBy: uuid('revoked_by'),
  },
  (table) => [
    uniqueIndex('wallet_standing').on(table.beneficiaryId).where(sql`${table.revokedAt} is null`),
    check('wallet_revoked_whole', sql`(${table.revokedAt} is null) = (${table.revokedBy} is null)`),
  ],
)

/** A PIN of five digits, known by its Argon2id under the service's secret, and the tries that were taken. */
export const pin = pgTable(
  'pin',
  {
    subjectKind: text('subject_kind', { enum: ['beneficiary', 'partner'] }).notNull(),
    subjectId: text('subject_id').notNull(),
    /** Another one for each PIN: a try counts for the PIN that it was taken for. */
    version: uuid().notNull(),
    hash: text().notNull(),
    /** How many tries were ever taken for this PIN, right ones included. */
    triesTaken: integer('tries_taken').notNull(),
    /** The last of them that does not count any more: a right one forgives all before it. */
    triesForgiven: integer('tries_forgiven').notNull(),
    setAt: instant('set_at').notNull(),
    setBy: uuid('set_by').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.subjectKind, table.subjectId] }),
    check('pin_subject_kind', sql`${table.subjectKind} in ('beneficiary', 'partner')`),
    // Whatever the program believes: no sixth try.
    check('pin_tries', sql`${table.triesTaken} - ${table.triesForgiven} between 0 and 5`),
  ],
)
