import { arrayText } from '../db/array-text.ts'
import type { Fragment, Sql, Tx } from '../db/client.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { Principal } from './core/principal.ts'

export interface LinkRow {
  readonly id: Uuid
  readonly beneficiaryId: string
  readonly contactPointId: string
  readonly createdBy: Uuid
  readonly createdAt: Date
  readonly expiresAt: Date
  readonly revokedAt: Date | null
}

export interface WalletRow {
  readonly id: Uuid
  readonly linkId: Uuid
  readonly digest: Uint8Array
  readonly beneficiaryId: string
  readonly boundAt: Date
  readonly revokedAt: Date | null
}

/** Until the commit nobody else opens, makes or takes back anything of this person. */
export async function holdBeneficiary(tx: Tx, beneficiaryId: string): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtextextended(${`wallet ${beneficiaryId}`}, 0))`
}

export async function insertLink(
  tx: Tx,
  { digest, ...row }: Omit<LinkRow, 'revokedAt'> & { readonly digest: Uint8Array },
): Promise<void> {
  await tx`
    insert into wallet_link
      (id, digest, beneficiary_id, contact_point_id, created_by, created_at, expires_at)
    values (
      ${row.id}, ${digest}, ${row.beneficiaryId}, ${row.contactPointId}, ${row.createdBy},
      ${row.createdAt}, ${row.expiresAt})`
}

export async function selectLink(sql: Tx, digest: Uint8Array): Promise<LinkRow | undefined> {
  const [row] = await sql<LinkRow[]>`${linkColumns(sql)} where digest = ${digest}`
  return row
}

/** The link of a person that was not taken back, used or not. */
export async function selectStandingLink(
  sql: Tx,
  beneficiaryId: string,
): Promise<LinkRow | undefined> {
  const [row] = await sql<LinkRow[]>`
    ${linkColumns(sql)} where beneficiary_id = ${beneficiaryId} and revoked_at is null`
  return row
}

export async function revokeLinks(tx: Tx, beneficiaryId: string, at: Date): Promise<void> {
  await tx`
    update wallet_link set revoked_at = ${at}
    where beneficiary_id = ${beneficiaryId} and revoked_at is null`
}

export async function insertWallet(tx: Tx, row: Omit<WalletRow, 'revokedAt'>): Promise<void> {
  await tx`
    insert into wallet (id, link_id, digest, beneficiary_id, bound_at)
    values (${row.id}, ${row.linkId}, ${row.digest}, ${row.beneficiaryId}, ${row.boundAt})`
}

/** The wallet that was opened with a link. */
export async function selectWalletOf(sql: Tx, linkId: Uuid): Promise<WalletRow | undefined> {
  const [row] = await sql<WalletRow[]>`${walletColumns(sql)} where link_id = ${linkId}`
  return row
}

export async function selectStandingWallet(
  sql: Tx,
  beneficiaryId: string,
): Promise<WalletRow | undefined> {
  const [row] = await sql<WalletRow[]>`
    ${walletColumns(sql)} where beneficiary_id = ${beneficiaryId} and revoked_at is null`
  return row
}

/** Takes a person's wallet back; gives its id, or `undefined` where there was none. */
export async function revokeWallet(
  tx: Tx,
  beneficiaryId: string,
  by: Uuid,
  at: Date,
): Promise<Uuid | undefined> {
  const [row] = await tx<{ id: Uuid }[]>`
    update wallet set revoked_at = ${at}, revoked_by = ${by}
    where beneficiary_id = ${beneficiaryId} and revoked_at is null returning id`
  return row?.id
}

/** Whose wallets have these SHA-256 (hex), if they were not taken back; one for each, in their order. */
export async function findWalletHolders(
  sql: Sql,
  digests: readonly string[],
): Promise<readonly (Principal | undefined)[]> {
  const rows = await sql<{ id: Uuid; digest: string; beneficiaryId: string }[]>`
    select id, encode(digest, 'hex') as digest, beneficiary_id as "beneficiaryId" from wallet
    where digest in (select decode(asked, 'hex') from unnest(${arrayText(digests)}::text[]) asked)
      and revoked_at is null`
  const found = new Map(rows.map((row) => [row.digest, row]))
  return digests.map((digest) => {
    const row = found.get(digest)
    if (row === undefined) return undefined
    const { id, beneficiaryId } = row
    return { kind: 'wallet', id, role: 'beneficiary', beneficiaryId } as const
  })
}

/** An SQL condition: whether a wallet was not taken back. */
export function whileBound(tx: Tx, walletId: Fragment): Fragment {
  return tx`exists (select 1 from wallet where wallet.id = ${walletId} and wallet.revoked_at is null)`
}

function linkColumns(sql: Tx) {
  return sql`
    select id, beneficiary_id as "beneficiaryId", contact_point_id as "contactPointId",
      created_by as "createdBy", created_at as "createdAt", expires_at as "expiresAt",
      revoked_at as "revokedAt"
    from wallet_link`
}

function walletColumns(sql: Tx) {
  return sql`
    select id, link_id as "linkId", digest, beneficiary_id as "beneficiaryId",
      bound_at as "boundAt", revoked_at as "revokedAt"
    from wallet`
}
