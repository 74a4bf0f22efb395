import { arrayText } from '../db/array-text.ts'
import type { Fragment, Sql, Tx } from '../db/client.ts'
import type { Uuid } from '../kernel/ids.ts'

export interface PairingRow {
  readonly id: Uuid
  readonly partnerId: string
  readonly outletId: string | null
  readonly name: string
  readonly createdBy: Uuid
  readonly createdAt: Date
  readonly expiresAt: Date
}

export interface TerminalRow {
  readonly id: Uuid
  readonly pairingId: Uuid
  readonly partnerId: string
  readonly outletId: string | null
  readonly name: string
  readonly kid: string
  readonly x: string
  readonly y: string
  readonly pairedAt: Date
  readonly unpairedAt: Date | null
}

/** Which terminals are wanted: at most `limit`, by id, those after the terminal `after`. */
export interface TerminalPage {
  readonly limit: number
  readonly after?: Uuid
  readonly partnerId?: string
  readonly status?: 'active' | 'unpaired'
}

export function insertPairing(
  tx: Tx,
  { digest, ...row }: PairingRow & { readonly digest: Uint8Array },
): PromiseLike<unknown> {
  return tx`
    insert into terminal_pairing
      (id, digest, partner_id, outlet_id, name, created_by, created_at, expires_at)
    values (
      ${row.id}, ${digest}, ${row.partnerId}, ${row.outletId}, ${row.name}, ${row.createdBy},
      ${row.createdAt}, ${row.expiresAt})`
}

export async function selectPairing(sql: Sql, digest: Uint8Array): Promise<PairingRow | undefined> {
  const [row] = await sql<PairingRow[]>`
    select id, partner_id as "partnerId", outlet_id as "outletId", name, created_by as "createdBy",
      created_at as "createdAt", expires_at as "expiresAt"
    from terminal_pairing where digest = ${digest}`
  return row
}

/** Returns whether it was written: neither its code nor its key may be another terminal's. */
export async function insertTerminal(tx: Tx, row: TerminalRow): Promise<boolean> {
  const rows = await tx`
    insert into terminal (id, pairing_id, partner_id, outlet_id, name, kid, x, y, paired_at)
    values (
      ${row.id}, ${row.pairingId}, ${row.partnerId}, ${row.outletId}, ${row.name}, ${row.kid},
      ${row.x}, ${row.y}, ${row.pairedAt})
    on conflict do nothing returning id`
  return rows.length > 0
}

/** Unpairs a terminal; false where it was unpaired before. */
export async function updateUnpaired(tx: Tx, id: Uuid, by: Uuid, at: Date): Promise<boolean> {
  const rows = await tx`
    update terminal set unpaired_at = ${at}, unpaired_by = ${by}
    where id = ${id} and unpaired_at is null returning id`
  return rows.length > 0
}

export async function selectTerminal(sql: Sql, id: Uuid): Promise<TerminalRow | undefined> {
  const [row] = await sql<TerminalRow[]>`select ${columns(sql)} from terminal where id = ${id}`
  return row
}

/** The terminal that was paired with a code. */
export async function selectTerminalOf(
  sql: Sql,
  pairingId: Uuid,
): Promise<TerminalRow | undefined> {
  const [row] = await sql<TerminalRow[]>`
    select ${columns(sql)} from terminal where pairing_id = ${pairingId}`
  return row
}

/** The terminals with these thumbprints, one for each, in their order. */
export async function selectTerminalsByKid(
  sql: Sql,
  kids: readonly string[],
): Promise<readonly (TerminalRow | undefined)[]> {
  const rows = await sql<TerminalRow[]>`
    select ${columns(sql)} from terminal where kid = any(${arrayText(kids)}::text[])`
  const found = new Map(rows.map((row) => [row.kid, row]))
  return kids.map((kid) => found.get(kid))
}

export async function selectTerminals(
  sql: Sql,
  { limit, after, partnerId, status }: TerminalPage,
): Promise<readonly TerminalRow[]> {
  const isWanted =
    status === undefined
      ? sql`true`
      : status === 'active'
        ? sql`unpaired_at is null`
        : sql`unpaired_at is not null`
  return sql<TerminalRow[]>`
    select ${columns(sql)} from terminal
    where ${isWanted}
      and ${partnerId === undefined ? sql`true` : sql`partner_id = ${partnerId}`}
      and ${after === undefined ? sql`true` : sql`id > ${after}`}
    order by id limit ${limit}`
}

/** A condition for the statement that moves value: the terminal is paired in that very commit. */
export function whilePaired(tx: Tx, id: Uuid | Fragment): Fragment {
  return tx`exists (select 1 from terminal where id = ${id} and unpaired_at is null)`
}

function columns(sql: Sql) {
  return sql`
    id, pairing_id as "pairingId", partner_id as "partnerId", outlet_id as "outletId", name, kid, x,
    y, paired_at as "pairedAt", unpaired_at as "unpairedAt"`
}

/** Those of these terminals that were unpaired. */
export async function selectUnpaired(sql: Sql, ids: readonly string[]): Promise<readonly string[]> {
  const rows = await sql<{ id: string }[]>`
    select id from terminal where id = any(${[...ids]}::uuid[]) and unpaired_at is not null`
  return rows.map(({ id }) => id)
}
