import type { Tx } from '../db/client.ts'
import type { TransferId } from '../kernel/ids.ts'
import type { TransferLine } from './core/proof/records.ts'
import { column } from './rows.ts'
import type { Clock } from './store.ts'

/** What was signed about the log. */
export interface TreeHead {
  /** 1, 2, 3, … */
  readonly number: bigint
  /** How many transfers it covers: the first so many of the log. */
  readonly size: bigint
  readonly root: Uint8Array
  /** RFC 3339 in UTC to the microsecond. */
  readonly time: string
  /** The signed statement, a compact JWS. */
  readonly jws: string
}

/** Where a node of the tree stands: the root of the leaves from `index * 256^level` on, 256^level of them. */
export interface NodePlace {
  readonly level: number
  readonly index: number
}

export interface Node extends NodePlace {
  readonly hash: Uint8Array
}

export interface Tile {
  readonly index: number
  readonly hashes: Uint8Array
}

/** One process at a time adds to the tree; the others wait, or go on without (`false`). */
export async function enterTree(tx: Tx): Promise<void> {
  await tx`SELECT pg_advisory_xact_lock(77010, 2)`
}

export async function tryEnterTree(tx: Tx): Promise<boolean> {
  const [row] = await tx<{ entered: boolean }[]>`
    SELECT pg_try_advisory_xact_lock(77010, 2) AS entered`
  return row?.entered === true
}

export async function selectLogId(tx: Tx): Promise<string> {
  const [row] = await tx<{ id: string }[]>`SELECT log_id AS id FROM ledger_tree`
  if (row === undefined) throw new Error('ledger_tree has lost its row')
  return row.id
}

/**
 * How many transfers the log has, and what time it is: never earlier than the last transfer and the last head.
 * Batches commit one after the other in the order of their positions, so whoever sees this many sees them all.
 */
export async function selectEnd(
  tx: Tx,
  now: Clock,
): Promise<{ readonly size: bigint; readonly time: string }> {
  const [row] = await tx<{ size: bigint; time: string }[]>`
    SELECT last_position AS size, ledger_time_text(greatest(
      coalesce(ledger_instant(${now}::bigint), clock_timestamp()), last_recorded_at,
      (SELECT max(signed_at) FROM ledger_tree_head)
    )) AS time
    FROM ledger_head`
  if (row === undefined) throw new Error('ledger_head has lost its row')
  return row
}

/** How many whole tiles are stored. */
export async function countTiles(tx: Tx): Promise<number> {
  const [row] = await tx<{ count: string }[]>`
    SELECT (coalesce(max(index), -1) + 1)::text AS count FROM ledger_tree_tile`
  return Number(row?.count ?? 0)
}

/** The lines of the transfers behind the first `after` of the log, up to the one with the number `until`. */
export async function selectLines(tx: Tx, after: number, until: number): Promise<TransferLine[]> {
  return tx<TransferLine[]>`
    SELECT ${lineColumns(tx)} FROM ledger_transfer t
    WHERE t.position > ${after}::bigint AND t.position <= ${until}::bigint
    ORDER BY t.position`
}

export async function selectLine(tx: Tx, id: TransferId): Promise<TransferLine | undefined> {
  const [row] = await tx<
    TransferLine[]
  >`SELECT ${lineColumns(tx)} FROM ledger_transfer t WHERE t.id = ${id}`
  return row
}

export async function insertTiles(tx: Tx, tiles: readonly Tile[]): Promise<void> {
  const rows = tiles.map(({ index, hashes }) => ({ index: BigInt(index), hashes }))
  await tx`INSERT INTO ledger_tree_tile ${tx(rows)}`
}

export async function insertNodes(tx: Tx, nodes: readonly Node[]): Promise<void> {
  const rows = nodes.map(({ level, index, hash }) => ({ level, index: BigInt(index), hash }))
  await tx`INSERT INTO ledger_tree_node ${tx(rows)}`
}

/** Those of some tiles that are stored. */
export async function selectTiles(tx: Tx, indexes: readonly number[]): Promise<Tile[]> {
  const rows = await tx<{ index: bigint; hashes: Uint8Array }[]>`
    SELECT index, hashes FROM ledger_tree_tile WHERE index = ANY (${column(indexes)}::bigint[])`
  return rows.map(({ index, hashes }) => ({ index: Number(index), hashes }))
}

/** Those of some nodes that are stored. */
export async function selectNodes(tx: Tx, places: readonly NodePlace[]): Promise<Node[]> {
  const rows = await tx<{ level: number; index: bigint; hash: Uint8Array }[]>`
    SELECT n.level, n.index, n.hash
    FROM unnest(
      ${column(places.map(({ level }) => level))}::smallint[],
      ${column(places.map(({ index }) => index))}::bigint[]
    ) AS u (level, index)
    JOIN ledger_tree_node n ON n.level = u.level AND n.index = u.index`
  return rows.map(({ level, index, hash }) => ({ level, index: Number(index), hash }))
}

export async function insertHead(tx: Tx, head: TreeHead): Promise<void> {
  await tx`
    INSERT INTO ledger_tree_head (number, size, root, signed_at, jws)
    VALUES (${head.number}, ${head.size}, ${head.root}, ${head.time}::text::timestamptz, ${head.jws})`
}

export async function selectLatestHead(tx: Tx): Promise<TreeHead | undefined> {
  const [row] = await tx<TreeHead[]>`
    SELECT ${headColumns(tx)} FROM ledger_tree_head h ORDER BY h.number DESC LIMIT 1`
  return row
}

/** Whether a head of this size and root was signed. */
export async function hasHead(tx: Tx, size: bigint, root: Uint8Array): Promise<boolean> {
  const rows = await tx`
    SELECT FROM ledger_tree_head WHERE size = ${size} AND root = ${root} LIMIT 1`
  return rows.length > 0
}

/** Heads in the order in which they were signed, from after a number on. */
export async function selectHeads(
  tx: Tx,
  page: { readonly limit: number; readonly afterNumber: bigint },
): Promise<TreeHead[]> {
  return tx<TreeHead[]>`
    SELECT ${headColumns(tx)} FROM ledger_tree_head h
    WHERE h.number > ${page.afterNumber} ORDER BY h.number LIMIT ${page.limit}`
}

export function headColumns(tx: Tx) {
  return tx`h.number, h.size, h.root, ledger_time_text(h.signed_at) AS time, h.jws`
}

/** The columns of a transfer's line, as texts. */
export function lineColumns(tx: Tx) {
  return tx`
    '1' AS v, t.position::text, t.id, t.debit_account_id AS "debitAccountId",
    t.credit_account_id AS "creditAccountId", t.amount::text, t.unit, t.code::text, t.flags::text,
    t.pending_id AS "pendingId", nullif(t.timeout_seconds, 0)::text AS "timeoutSeconds",
    t.reference_128 AS reference, t.reference_64::text AS reference64,
    ledger_time_text(t.occurred_at) AS "occurredAt", t.reverses, t.reverse_reason::text AS reason, t.converts,
    t.rate_numerator::text AS "rateNumerator", t.rate_denominator::text AS "rateDenominator",
    t.rounding::text AS rounding,
    t.debit_balance::text AS "debitBalance", t.credit_balance::text AS "creditBalance",
    ledger_time_text(t.recorded_at) AS "recordedAt"`
}

/** A query over a whole table, in the order of its file. */
export type LinesQuery = (tx: Tx) => ReturnType<typeof lineColumns>

export function transfersQuery(tx: Tx) {
  return tx`SELECT ${lineColumns(tx)} FROM ledger_transfer t ORDER BY t.position`
}

export function accountsQuery(tx: Tx) {
  return tx`
    SELECT '1' AS v, id, unit, code::text, flags::text, origin, reference_128 AS reference,
      reference_64::text AS reference64, colour, area, debits_posted::text AS "debitsPosted",
      credits_posted::text AS "creditsPosted", debits_pending::text AS "debitsPending",
      credits_pending::text AS "creditsPending", closed_by AS "closedBy", ledger_time_text(created_at) AS "createdAt"
    FROM ledger_account ORDER BY id`
}

/** In the order of their transfers. */
export function pendingsQuery(tx: Tx) {
  return tx`
    SELECT '1' AS v, p.transfer_id AS "transferId", p.state, ledger_time_text(p.expires_at) AS "expiresAt",
      p.resolved_by AS "resolvedBy", ledger_time_text(p.resolved_at) AS "resolvedAt"
    FROM ledger_pending p JOIN ledger_log t ON t.id = p.transfer_id ORDER BY t.position`
}

export function failedQuery(tx: Tx) {
  return tx`
    SELECT '1' AS v, id, status, content, ledger_time_text(recorded_at) AS "recordedAt"
    FROM ledger_failed_transfer ORDER BY id`
}

let cursors = 0

/** Reads a query through a cursor, so many rows at a time. Within a transaction; several may be open at once. */
export async function* fetchLines<Row extends object>(
  tx: Tx,
  query: LinesQuery,
  rows: number,
): AsyncGenerator<readonly Row[]> {
  cursors += 1
  const name = `book_${cursors}`
  await tx`DECLARE ${tx(name)} NO SCROLL CURSOR FOR ${query(tx)}`
  for (;;) {
    const found = await tx.unsafe<Row[]>(`FETCH FORWARD ${rows} FROM ${name}`)
    if (found.length === 0) break
    yield found
  }
  await tx.unsafe(`CLOSE ${name}`)
}
