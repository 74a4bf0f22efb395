import { and, asc, eq, isNull } from 'drizzle-orm'
import type { Orm } from '../db/client.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { Principal, Role } from './core/principal.ts'
import { apiKey } from './schema.ts'

export interface ApiKeyRow {
  readonly id: Uuid
  /** SHA-256 of the key's text. */
  readonly digest: Uint8Array
  readonly role: Role
  readonly partnerId: string | null
  readonly createdAt: Date
}

/** What may be shown of a key: all but the key. */
export interface ApiKeyDescription {
  readonly id: Uuid
  readonly role: Role
  readonly partnerId?: string
  readonly createdAt: Date
  readonly revokedAt?: Date
}

/** Keeps a new key. */
export async function insertApiKey(orm: Orm, row: ApiKeyRow): Promise<void> {
  await orm.insert(apiKey).values(row)
}

/** Finds whose key has this SHA-256, if it was not revoked. */
export async function findPrincipal(orm: Orm, digest: Uint8Array): Promise<Principal | undefined> {
  const [row] = await orm
    .select({ id: apiKey.id, role: apiKey.role, partnerId: apiKey.partnerId })
    .from(apiKey)
    .where(and(eq(apiKey.digest, digest), isNull(apiKey.revokedAt)))
  if (row === undefined) return undefined
  return {
    keyId: row.id as Uuid,
    role: row.role,
    ...(row.partnerId === null ? {} : { partnerId: row.partnerId }),
  }
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
