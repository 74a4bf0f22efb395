import type { Database, Tx } from '../db/client.ts'
import type { SigningPurpose } from './core/signing.ts'

/** A signing key as the table holds it. */
export interface SigningKeyRow {
  /** The RFC 7638 thumbprint of the public key. */
  readonly kid: string
  readonly purpose: SigningPurpose
  /** The first four bytes of the thumbprint. */
  readonly shortId: Uint8Array
  /** JSON. */
  readonly publicJwk: string
  readonly privateJwkSealed: Uint8Array
  readonly createdAt: Date
  /** From then on it signs no more; `null` for the one that signs. */
  readonly retiredAt: Date | null
}

/** Any number: the transactions that change signing keys take turns on it. */
const ROTATION_LOCK = 7_325_001

/** The key that signs for a purpose now. */
export async function findActiveKey(
  tx: Tx,
  purpose: SigningPurpose,
): Promise<SigningKeyRow | undefined> {
  const [row] = await tx<SigningKeyRow[]>`
    select ${columns(tx)} from signing_key where purpose = ${purpose} and retired_at is null`
  return row
}

/** A key by its thumbprint, retired or not. */
export async function findKeyByKid(tx: Tx, kid: string): Promise<SigningKeyRow | undefined> {
  const [row] = await tx<SigningKeyRow[]>`
    select ${columns(tx)} from signing_key where kid = ${kid}`
  return row
}

/** A key by the first four bytes of its thumbprint, retired or not. */
export async function findKeyByShortId(
  tx: Tx,
  shortId: Uint8Array,
): Promise<SigningKeyRow | undefined> {
  const [row] = await tx<SigningKeyRow[]>`
    select ${columns(tx)} from signing_key where short_id = ${shortId}`
  return row
}

/** Every key there ever was, the oldest first. */
export async function listKeys(tx: Tx): Promise<readonly SigningKeyRow[]> {
  return tx<SigningKeyRow[]>`
    select ${columns(tx)} from signing_key order by created_at, purpose, kid`
}

/** Writes a key, unless the purpose has one that signs already, or the short id is taken. */
export async function insertKey(tx: Tx, row: SigningKeyRow): Promise<void> {
  await tx`
    insert into signing_key
      (kid, purpose, short_id, public_jwk, private_jwk_sealed, created_at, retired_at)
    values (
      ${row.kid}, ${row.purpose}, ${row.shortId}, ${row.publicJwk},
      ${row.privateJwkSealed}, ${row.createdAt}, ${row.retiredAt})
    on conflict do nothing`
}

/** Retires the key that signs for a purpose and puts a new one in its place, in one commit; rotations take turns. */
export async function replaceKey(db: Database, row: SigningKeyRow): Promise<void> {
  await db.sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(${ROTATION_LOCK})`
    await tx`
      update signing_key set retired_at = ${row.createdAt}
      where purpose = ${row.purpose} and retired_at is null`
    await insertKey(tx, row)
  })
}

function columns(tx: Tx) {
  return tx`
    kid, purpose, short_id as "shortId", public_jwk as "publicJwk",
    private_jwk_sealed as "privateJwkSealed", created_at as "createdAt", retired_at as "retiredAt"`
}
