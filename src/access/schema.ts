import { sql } from 'drizzle-orm'
import { check, customType, pgTable, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core'

const bytes = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' })
const instant = (name: string) =>
  timestamp(name, { withTimezone: true, precision: 6, mode: 'date' })

/** A key for the API, known only by its SHA-256. */
export const apiKey = pgTable(
  'api_key',
  {
    id: uuid().primaryKey(),
    digest: bytes('digest').notNull().unique('api_key_digest'),
    role: text({ enum: ['administrator', 'operator', 'partner', 'analyst', 'auditor'] }).notNull(),
    /** Only and always for the role `partner`. */
    partnerId: text('partner_id'),
    createdAt: instant('created_at').notNull(),
    revokedAt: instant('revoked_at'),
  },
  (table) => [
    check(
      'api_key_role',
      sql`${table.role} in ('administrator', 'operator', 'partner', 'analyst', 'auditor')`,
    ),
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
