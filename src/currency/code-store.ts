import type { Fragment, Sql, Tx } from '../db/client.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { CodeKind } from './core/code.ts'

export interface CodeRow {
  readonly id: Uuid
  readonly kind: CodeKind
  readonly beneficiaryId: string
  readonly madeBy: Uuid
  readonly madeAt: Date
  readonly expiresAt: Date | null
  readonly revokedAt: Date | null
}

/** A code, and what it was used for last; `null` where it was not. */
export type FoundCode = CodeRow & { readonly usedFor: Uuid | null }

export async function insertCode(
  sql: Sql | Tx,
  { digest, ...row }: Omit<CodeRow, 'revokedAt'> & { readonly digest: Uint8Array },
): Promise<void> {
  await sql`
    insert into currency_code (id, kind, digest, beneficiary_id, made_by, made_at, expires_at)
    values (${row.id}, ${row.kind}, ${digest}, ${row.beneficiaryId}, ${row.madeBy}, ${row.madeAt}, ${row.expiresAt})`
}

export async function selectCode(
  sql: Sql | Tx,
  digest: Uint8Array,
): Promise<FoundCode | undefined> {
  const [row] = await sql<FoundCode[]>`
    select ${columns(sql)},
      (select u.used_for from currency_code_use u where u.code_id = c.id and u.is_once) as "usedFor"
    from currency_code c where c.digest = ${digest}`
  return row
}

/** The cards of a person that were not withdrawn, the newest first. */
export async function selectCards(
  sql: Sql | Tx,
  beneficiaryId: string,
): Promise<readonly CodeRow[]> {
  return sql<CodeRow[]>`
    select ${columns(sql)} from currency_code c
    where c.beneficiary_id = ${beneficiaryId} and c.kind = 'card' and c.revoked_at is null
    order by c.id desc`
}

export async function selectCard(sql: Sql | Tx, id: Uuid): Promise<CodeRow | undefined> {
  const [row] = await sql<CodeRow[]>`
    select ${columns(sql)} from currency_code c where c.id = ${id} and c.kind = 'card'`
  return row
}

/** Whether it was not withdrawn before. */
export async function revokeCard(
  sql: Sql | Tx,
  { id, by, at }: { readonly id: Uuid; readonly by: Uuid; readonly at: Date },
): Promise<boolean> {
  const { count } = await sql`
    update currency_code set revoked_at = ${at}, revoked_by = ${by} where id = ${id} and revoked_at is null`
  return count > 0
}

/**
 * Writes down what a code is used for. Breaks `currency_code_used_once` where a phone's code was used for something
 * else, and `currency_code_use.used_at` where it is good no more: the card withdrawn, or the phone.
 */
export function useCode(
  tx: Tx,
  { id, usedFor, at }: { readonly id: Uuid; readonly usedFor: Uuid; readonly at: Date },
  whileBound: (tx: Tx, walletId: Fragment) => Fragment,
): PromiseLike<unknown> {
  return tx`
    insert into currency_code_use (code_id, used_for, is_once, used_at)
    select c.id, ${usedFor}, c.kind = 'phone',
      case when c.revoked_at is null and (c.kind = 'card' or ${whileBound(tx, tx`c.made_by`)})
        then ${at}::timestamptz end
    from currency_code c where c.id = ${id}`
}

/** Drops codes of phones that nobody used, and that ended before a time. Returns how many. */
export async function deleteUnused(sql: Sql | Tx, before: Date): Promise<number> {
  const { count } = await sql`
    delete from currency_code c
    where c.kind = 'phone' and c.expires_at < ${before}
      and not exists (select 1 from currency_code_use u where u.code_id = c.id)`
  return count
}

function columns(sql: Sql | Tx) {
  return sql`c.id, c.kind, c.beneficiary_id as "beneficiaryId", c.made_by as "madeBy", c.made_at as "madeAt",
    c.expires_at as "expiresAt", c.revoked_at as "revokedAt"`
}
