import type { Sql, Tx } from '../db/client.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { Minor } from '../kernel/money.ts'

export interface RequestRow {
  readonly id: Uuid
  readonly serial: bigint
  readonly walletId: Uuid
  /** `null` where the payer says how much. */
  readonly amount: Minor | null
  readonly note: string | null
  readonly madeAt: Date
  /** `null` where it stands. */
  readonly expiresAt: Date | null
}

/** A request, and what paid it, or when it was withdrawn. */
export type FoundRequest = RequestRow & {
  readonly paymentId: Uuid | null
  readonly withdrawnAt: Date | null
}

/** Where there is one with this id, or another that stands for the wallet, nothing is written. */
export async function insertRequest(sql: Sql | Tx, row: RequestRow): Promise<void> {
  await sql`
    insert into currency_request (id, serial, wallet_id, amount, note, made_at, expires_at)
    values (${row.id}, ${row.serial}, ${row.walletId}, ${row.amount}, ${row.note}, ${row.madeAt}, ${row.expiresAt})
    on conflict do nothing`
}

export async function selectRequest(
  sql: Sql | Tx,
  wanted: { readonly id: Uuid } | { readonly serial: bigint } | { readonly standingOf: Uuid },
): Promise<FoundRequest | undefined> {
  const condition =
    'id' in wanted
      ? sql`r.id = ${wanted.id}`
      : 'serial' in wanted
        ? sql`r.serial = ${wanted.serial}`
        : sql`r.wallet_id = ${wanted.standingOf} and r.expires_at is null`
  const [row] = await sql<FoundRequest[]>`
    select r.id, r.serial, r.wallet_id as "walletId", r.amount, r.note, r.made_at as "madeAt",
      r.expires_at as "expiresAt", p.payment_id as "paymentId", p.withdrawn_at as "withdrawnAt"
    from currency_request r left join currency_request_paid p on p.request_id = r.id
    where ${condition}`
  return row
}

/** Writes nothing where it was paid or withdrawn before; whoever is just paying it is waited for. */
export async function insertWithdrawn(sql: Sql | Tx, requestId: Uuid, at: Date): Promise<void> {
  await sql`
    insert into currency_request_paid (request_id, withdrawn_at) values (${requestId}, ${at})
    on conflict do nothing`
}

/** Breaks `currency_request_paid_pkey` where it was paid or withdrawn before. */
export function insertPaid(
  tx: Tx,
  { requestId, paymentId }: { readonly requestId: Uuid; readonly paymentId: Uuid },
): PromiseLike<unknown> {
  return tx`insert into currency_request_paid (request_id, payment_id) values (${requestId}, ${paymentId})`
}
