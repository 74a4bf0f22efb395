import { and, asc, eq, isNull } from 'drizzle-orm'
import { arrayText } from '../db/array-text.ts'
import type { Orm, Sql } from '../db/client.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { KeyRole, Principal } from './core/principal.ts'
import { apiKey } from './schema.ts'

export interface ApiKeyRow {
  readonly id: Uuid
  /** SHA-256 of the key's text. */
  readonly digest: Uint8Array
  readonly role: KeyRole
  readonly partnerId: string | null
  readonly createdAt: Date
}

/** What may be shown of a key: all but the key. */
export interface ApiKeyDescription {
  readonly id: Uuid
  readonly role: KeyRole
  readonly partnerId?: string
  readonly createdAt: Date
  readonly revokedAt?: Date
}

/** Keeps a new key. */
export async function insertApiKey(orm: Orm, row: ApiKeyRow): Promise<void> {
  await orm.insert(apiKey).values(row)
}

/**
 * Finds whose keys have these SHA-256, if they were not revoked.
 *
 * @param digests hex
 * @returns one for each, in their order
 */
export async function findPrincipals(
  sql: Sql,
  digests: readonly string[],
): Promise<readonly (Principal | undefined)[]> {
  const rows = await sql<{ id: Uuid | null; role: KeyRole; partnerId: string | null }[]>`
    select found.id, found.role, found.partner_id as "partnerId"
    from unnest(${arrayText(digests)}::text[]) with ordinality as asked (digest, index)
    left join lateral (
      select id, role, partner_id from api_key
      where digest = decode(asked.digest, 'hex') and revoked_at is null limit 1
    ) found on true
    order by asked.index`
  return rows.map(({ id, role, partnerId }) => {
    if (id === null) return undefined
    const principal = { kind: 'key', id, role } as const
    return partnerId === null ? principal : { ...principal, partnerId }
  })
}

/** Marks a key as revoked; one that is already keeps its first time. Returns whether there is such a key. */
export async function markRevoked(orm: Orm, id: Uuid, revokedAt: Date): Promise<boolean> {
  await orm
    .update(apiKey)
    .set({ revokedAt })
    .where(and(eq(apiKey.id, id), isNull(apiKey.revokedAt)))
  const rows = await orm.select({ id: apiKey.id }).from(apiKey).where(eq(apiKey.id, id))
  return rows.length > 0
}

/** All keys, oldest first. */
export async function selectApiKeys(orm: Orm): Promise<readonly ApiKeyDescription[]> {
  const rows = await orm.select().from(apiKey).orderBy(asc(apiKey.createdAt), asc(apiKey.id))
  return rows.map((row) => ({
    id: row.id as Uuid,
    role: row.role,
    createdAt: row.createdAt,
    ...(row.partnerId === null ? {} : { partnerId: row.partnerId }),
    ...(row.revokedAt === null ? {} : { revokedAt: row.revokedAt }),
  }))
}
