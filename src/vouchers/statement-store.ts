import { arrayText } from '../db/array-text.ts'
import type { Fragment, Sql, Tx } from '../db/client.ts'
import type { Day } from '../kernel/days.ts'
import type { RedemptionId, Uuid, VoucherId } from '../kernel/ids.ts'
import type { Minor } from '../kernel/money.ts'
import { CHAIN_START, type ChainEnd, type ConflictReason } from './core/chain.ts'
import type { StatementLine } from './core/statement.ts'
import { insertDecline, type RedemptionRow } from './redemption-store.ts'

/** A statement as its terminal's chain keeps it. */
export interface StatementRow {
  readonly terminalId: Uuid
  readonly seq: number
  /** SHA-256 of the compact statement, base64url. */
  readonly digest: string
  readonly prev: string
  readonly redemptionId: RedemptionId
  /** The compact JWS. */
  readonly statement: string
  readonly signedAt: Date
  readonly receivedAt: Date
  readonly receivedLate: boolean
  readonly cash: Minor
  readonly headSize: bigint | null
  readonly headRoot: string | null
}

/** A statement that did not fit its terminal's chain. */
export interface ConflictRow
  extends Pick<
    StatementRow,
    'digest' | 'terminalId' | 'redemptionId' | 'seq' | 'prev' | 'statement'
  > {
  readonly chain: ChainEnd
  readonly reason: ConflictReason
  readonly recordedAt: Date
}

/** What a voucher with a cap paid for on a day. */
export interface SpentOnDay {
  readonly voucherId: VoucherId
  readonly day: Day
  readonly amount: Minor
  readonly cap: Minor
}

/** Whether a terminal is still paired: asked by the statement that commits. */
export type IsPaired = (tx: Tx, terminalId: Fragment) => Fragment

/**
 * Writes statements on the open transaction that writes their redemptions. Fails on
 * `terminal_statement_terminal_id_seq_pk` where another statement took the number meanwhile, and (not null) on
 * `terminal_statement.terminal_id` where the terminal was unpaired meanwhile.
 */
export function insertStatements(
  tx: Tx,
  rows: readonly StatementRow[],
  isPaired: IsPaired,
): PromiseLike<unknown> {
  return tx`${writeStatements(tx, rows, isPaired)}`
}

/**
 * Writes a decline and the statement that it answers, unless the id was answered before. Fails as
 * {@link insertStatements} does.
 */
export async function insertDeclinedStatement(
  sql: Sql,
  row: RedemptionRow,
  statement: StatementRow,
  isPaired: IsPaired,
): Promise<void> {
  await sql`
    with declined as (${insertDecline(sql, row)} returning id)
    ${writeStatements(sql, [statement], isPaired)} where exists (select from declined)`
}

function writeStatements(tx: Tx, rows: readonly StatementRow[], isPaired: IsPaired) {
  const column = (read: (row: StatementRow) => string | bigint | null) => arrayText(rows.map(read))
  return tx`
    insert into terminal_statement
      (terminal_id, seq, digest, prev_seq, prev, redemption_id, statement, signed_at, received_at,
       received_late, cash, head_size, head_root)
    select case when ${isPaired(tx, tx`s.terminal_id`)} then s.terminal_id end, s.seq, s.digest,
      nullif(s.seq - 1, 0), s.prev, s.redemption_id, s.statement, s.signed_at::timestamptz,
      s.received_at::timestamptz, s.received_late = 'late', s.cash, s.head_size, s.head_root
    from unnest(
      ${column((row) => row.terminalId)}::uuid[],
      ${column((row) => BigInt(row.seq))}::bigint[], ${column((row) => row.digest)}::text[],
      ${column((row) => row.prev)}::text[], ${column((row) => row.redemptionId)}::uuid[],
      ${column((row) => row.statement)}::text[],
      ${column((row) => row.signedAt.toISOString())}::text[],
      ${column((row) => row.receivedAt.toISOString())}::text[],
      ${column((row) => (row.receivedLate ? 'late' : 'in time'))}::text[],
      ${column((row) => row.cash)}::bigint[], ${column((row) => row.headSize)}::bigint[],
      ${column((row) => row.headRoot)}::text[]
    ) as s (terminal_id, seq, digest, prev, redemption_id, statement, signed_at, received_at,
      received_late, cash, head_size, head_root)`
}

/** Writes what was redeemed in each category, on the open transaction that writes the redemptions. */
export function insertLines(
  tx: Tx,
  lines: readonly (StatementLine & { readonly redemptionId: RedemptionId })[],
): PromiseLike<unknown> {
  return tx`
    insert into redemption_line (redemption_id, category, amount)
    select * from unnest(
      ${arrayText(lines.map((line) => line.redemptionId))}::uuid[],
      ${arrayText(lines.map((line) => line.category))}::text[],
      ${arrayText(lines.map((line) => line.amount))}::bigint[])`
}

/**
 * Counts what vouchers pay for on a day, on the open transaction. Fails on `voucher_day_cap` where it is more than the
 * cap allows.
 *
 * @param spent each voucher and day once
 */
export function addSpent(tx: Tx, spent: readonly SpentOnDay[]): PromiseLike<unknown> {
  return tx`
    insert into voucher_day (voucher_id, day, spent, cap)
    select voucher_id, day::date, spent, cap from unnest(
      ${arrayText(spent.map((one) => one.voucherId))}::uuid[],
      ${arrayText(spent.map((one) => one.day))}::text[],
      ${arrayText(spent.map((one) => one.amount))}::bigint[],
      ${arrayText(spent.map((one) => one.cap))}::bigint[]) as s (voucher_id, day, spent, cap)
    order by voucher_id
    on conflict (voucher_id, day) do update set spent = voucher_day.spent + excluded.spent`
}

/** Writes that a statement did not fit; once written it stays so. */
export async function insertConflict(sql: Sql, row: ConflictRow): Promise<void> {
  await sql`
    insert into statement_conflict
      (digest, terminal_id, redemption_id, seq, prev, reason, chain_seq, chain_head, statement,
       recorded_at)
    values (
      ${row.digest}, ${row.terminalId}, ${row.redemptionId}, ${row.seq}, ${row.prev}, ${row.reason},
      ${row.chain.seq}, ${row.chain.head}, ${row.statement}, ${row.recordedAt})
    on conflict (digest) do nothing`
}

/** Where a terminal's chain ends. */
export async function findChain(sql: Sql, terminalId: Uuid): Promise<ChainEnd> {
  const [end] = await sql<ChainEnd[]>`
    select seq, digest as head from terminal_statement
    where terminal_id = ${terminalId} order by seq desc limit 1`
  return end ?? CHAIN_START
}
