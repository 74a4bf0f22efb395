import type { Tx } from '../db/client.ts'
import type { AccountId, TransferId, Uuid } from '../kernel/ids.ts'
import type { Minor, Unit } from '../kernel/money.ts'
import type { AccountOrigin } from './core/account.ts'
import { type Micros, micros } from './core/instant.ts'
import type {
  AccountName,
  BalanceLine,
  GroupBalance,
  Moment,
  OpenPending,
  StatementEntry,
  TransferFilter,
} from './core/reading.ts'
import { TRANSFER_FLAGS, type Transfer } from './core/transfer.ts'
import { column, type TransferRow, transferOf } from './rows.ts'
import { type Clock, transferColumns } from './store.ts'

/** So many rows after a position or an id. */
export interface Page<After> {
  readonly after: After
  readonly limit: number
}

/** Transfers of these kinds move nothing on the posted side. */
const NOT_MOVING = TRANSFER_FLAGS.pending | TRANSFER_FLAGS.void_pending

/** The books as they stand. */
export async function selectNow(tx: Tx, now: Clock): Promise<Moment> {
  const [row] = await tx<{ position: bigint; before: bigint }[]>`
    SELECT last_position AS position, ledger_micros(ledger_batch_time(${now}::bigint)) AS before
    FROM ledger_head`
  if (row === undefined) throw new Error('ledger_head has lost its row')
  return { position: row.position, before: micros(row.before) }
}

/** The books as they stood just before an instant. */
export async function selectMoment(tx: Tx, before: Micros): Promise<Moment> {
  const [row] = await tx<{ position: bigint }[]>`
    SELECT ledger_position_before(${before}::bigint) AS position`
  return { position: row?.position ?? 0n, before }
}

export async function selectAccountName(tx: Tx, id: AccountId): Promise<AccountName | undefined> {
  const [row] = await tx<NameRow[]>`
    SELECT id, unit, code, origin FROM ledger_account WHERE id = ${id}`
  return row === undefined ? undefined : nameOf(row)
}

/** Credits less debits posted on an account: the running balance of the last transfer on it. */
export async function selectBalance(tx: Tx, id: AccountId, position: bigint): Promise<Minor> {
  const [row] = await tx<{ balance: bigint }[]>`
    SELECT balance FROM (${lastLegs(tx, tx`${id}::uuid`, position)}) leg
    ORDER BY position DESC LIMIT 1`
  return row?.balance ?? 0n
}

/** Accounts as of a moment, in the order of their ids. */
export async function selectBalances(
  tx: Tx,
  moment: Moment,
  page: Page<AccountId>,
): Promise<BalanceLine[]> {
  return balancesOf(
    tx,
    moment,
    tx`SELECT * FROM ledger_account
      WHERE id > ${page.after} AND created_at < ledger_instant(${moment.before}::bigint)
      ORDER BY id LIMIT ${page.limit}`,
  )
}

/** One account as of a moment; none where it was opened later. */
export async function selectAccountBalance(
  tx: Tx,
  moment: Moment,
  id: AccountId,
): Promise<BalanceLine | undefined> {
  const [line] = await balancesOf(
    tx,
    moment,
    tx`SELECT * FROM ledger_account
      WHERE id = ${id} AND created_at < ledger_instant(${moment.before}::bigint)`,
  )
  return line
}

/** The accounts of a code and a unit as of a moment, in the order of their ids. */
export async function selectGroupBalances(
  tx: Tx,
  moment: Moment,
  group: { readonly code: number; readonly unit: Unit },
  page: Page<AccountId>,
): Promise<BalanceLine[]> {
  return balancesOf(
    tx,
    moment,
    tx`SELECT * FROM ledger_account
      WHERE code = ${group.code} AND unit = ${group.unit} AND id > ${page.after}
        AND created_at < ledger_instant(${moment.before}::bigint)
      ORDER BY id LIMIT ${page.limit}`,
  )
}

/** The codes and units that accounts have, in the order of a trial balance. */
export async function selectGroups(
  tx: Tx,
): Promise<readonly { readonly code: number; readonly unit: Unit }[]> {
  const rows = await tx<{ code: number; unit: string }[]>`
    SELECT DISTINCT code, unit FROM ledger_account ORDER BY unit, code`
  return rows.map(({ code, unit }) => ({ code, unit: unit as Unit }))
}

/** What the accounts of each code, unit and origin come to, as of a moment. */
export async function selectGroupSums(tx: Tx, moment: Moment): Promise<GroupBalance[]> {
  const rows = await tx<GroupRow[]>`
    SELECT a.unit, a.code, a.origin, count(*) AS accounts, coalesce(sum(last.balance), 0)::text AS balance
    FROM ledger_account a
    LEFT JOIN LATERAL (
      SELECT leg.balance FROM (${lastLegs(tx, tx`a.id`, moment.position)}) leg
      ORDER BY leg.position DESC LIMIT 1
    ) last ON true
    WHERE a.created_at < ledger_instant(${moment.before}::bigint)
    GROUP BY a.unit, a.code, a.origin
    ORDER BY a.unit, a.code, a.origin`
  return rows.map((row) => ({
    unit: row.unit as Unit,
    code: row.code,
    origin: row.origin,
    accounts: row.accounts,
    balance: BigInt(row.balance),
  }))
}

/** What moved on an account, in the order of the log, after a position and up to one. */
export async function selectEntries(
  tx: Tx,
  id: AccountId,
  until: bigint,
  page: Page<bigint>,
): Promise<StatementEntry[]> {
  const range = tx`
    t.position > ${page.after} AND t.position <= ${until} AND t.flags & ${NOT_MOVING}::int = 0
    ORDER BY t.position LIMIT ${page.limit}`
  const rows = await tx<EntryRow[]>`
    SELECT legs.id AS "transferId", legs.position, legs.recorded_at AS "recordedAt", legs.code, legs.side,
      legs.counter AS "counterAccountId", other.code AS "counterAccountCode", legs.amount, legs.balance,
      legs.pending_id AS "pendingId", legs.reference_128 AS "reference128", legs.reference_64 AS "reference64"
    FROM (
      SELECT * FROM (
        (SELECT t.*, 'debit' AS side, t.credit_account_id AS counter, t.debit_balance AS balance
          FROM ledger_transfer t WHERE t.debit_account_id = ${id} AND ${range})
        UNION ALL
        (SELECT t.*, 'credit', t.debit_account_id, t.credit_balance
          FROM ledger_transfer t WHERE t.credit_account_id = ${id} AND ${range})
      ) both_sides ORDER BY position LIMIT ${page.limit}
    ) legs
    JOIN ledger_account other ON other.id = legs.counter
    ORDER BY legs.position`
  return rows.map(entryOf)
}

/** What is reserved on an account as of a moment, in the order of the log. */
export async function selectOpenPendings(
  tx: Tx,
  id: AccountId,
  moment: Moment,
  limit: number,
): Promise<OpenPending[]> {
  const rows = await tx<PendingLegRow[]>`
    SELECT leg.id AS "transferId", leg.recorded_at AS "recordedAt", leg.code, leg.side, leg.amount,
      CASE leg.side WHEN 'debit' THEN leg.credit_account_id ELSE leg.debit_account_id END AS "counterAccountId",
      leg.expires_at AS "expiresAt"
    FROM (${openPendings(tx, [id], moment)}) leg
    ORDER BY leg.position LIMIT ${limit}`
  return rows.map(({ expiresAt, transferId, counterAccountId, ...row }) => ({
    ...row,
    transferId: transferId as TransferId,
    counterAccountId: counterAccountId as AccountId,
    ...(expiresAt === null ? {} : { expiresAt }),
  }))
}

/** Transfers that fit a filter, in the order of the log, after a position and up to one. */
export async function selectTransfers(
  tx: Tx,
  filter: TransferFilter,
  until: bigint,
  page: Page<bigint>,
): Promise<Transfer[]> {
  const where = [
    tx`t.position > ${page.after} AND t.position <= ${until}`,
    ...(filter.code === undefined ? [] : [tx`t.code = ${filter.code}`]),
    ...(filter.unit === undefined ? [] : [tx`t.unit = ${filter.unit}`]),
    ...(filter.reference128 === undefined ? [] : [tx`t.reference_128 = ${filter.reference128}`]),
    ...(filter.reference64 === undefined ? [] : [tx`t.reference_64 = ${filter.reference64}`]),
    ...(filter.amountMin === undefined ? [] : [tx`t.amount >= ${filter.amountMin}`]),
    ...(filter.amountMax === undefined ? [] : [tx`t.amount <= ${filter.amountMax}`]),
  ].reduce((all, one) => tx`${all} AND ${one}`)
  const tail = tx`${where} ORDER BY t.position LIMIT ${page.limit}`
  const { accountId } = filter
  const from =
    accountId === undefined
      ? tx`SELECT * FROM ledger_transfer t WHERE ${tail}`
      : tx`(SELECT * FROM ledger_transfer t WHERE t.debit_account_id = ${accountId} AND ${tail})
          UNION ALL
          (SELECT * FROM ledger_transfer t WHERE t.credit_account_id = ${accountId} AND ${tail})`
  const rows = await tx<TransferRow[]>`
    SELECT ${transferColumns(tx)} FROM (${from}) t ORDER BY t.position LIMIT ${page.limit}`
  return rows.map(transferOf)
}

type Fragment = ReturnType<Tx>

/** The last transfer on either side of an account, at most two rows: an index probe for each. */
function lastLegs(tx: Tx, accountId: Fragment, position: bigint): Fragment {
  return tx`
    (SELECT t.position, t.debit_balance AS balance FROM ledger_transfer t
      WHERE t.debit_account_id = ${accountId} AND t.position <= ${position}
      ORDER BY t.position DESC LIMIT 1)
    UNION ALL
    (SELECT t.position, t.credit_balance FROM ledger_transfer t
      WHERE t.credit_account_id = ${accountId} AND t.position <= ${position}
      ORDER BY t.position DESC LIMIT 1)`
}

/**
 * The pending transfers of accounts that were neither resolved nor lapsed at a moment. The ids are values, not a
 * column of a join: only then does the planner see that a hot account has few of these among all its transfers.
 */
function openPendings(tx: Tx, ids: readonly AccountId[], moment: Moment): Fragment {
  const pending = tx`t.flags & 2 <> 0 AND t.position <= ${moment.position}`
  return tx`
    SELECT leg.*, p.expires_at
    FROM (
      SELECT t.*, 'debit' AS side, t.debit_account_id AS account_id FROM ledger_transfer t
        WHERE t.debit_account_id = ANY (${column(ids)}::uuid[]) AND ${pending}
      UNION ALL
      SELECT t.*, 'credit', t.credit_account_id FROM ledger_transfer t
        WHERE t.credit_account_id = ANY (${column(ids)}::uuid[]) AND ${pending}
    ) leg
    JOIN ledger_pending p ON p.transfer_id = leg.id
    LEFT JOIN ledger_transfer resolution ON resolution.id = p.resolved_by
    WHERE (p.expires_at IS NULL OR p.expires_at >= ledger_instant(${moment.before}::bigint))
      AND (resolution.position IS NULL OR resolution.position > ${moment.position})`
}

async function balancesOf(tx: Tx, moment: Moment, accounts: Fragment): Promise<BalanceLine[]> {
  const rows = await tx<BalanceRow[]>`
    SELECT a.id, a.unit, a.code, a.origin, coalesce(last.balance, 0) AS balance
    FROM (${accounts}) a
    LEFT JOIN LATERAL (
      SELECT leg.balance FROM (${lastLegs(tx, tx`a.id`, moment.position)}) leg
      ORDER BY leg.position DESC LIMIT 1
    ) last ON true
    ORDER BY a.id`
  const lines = rows.map((row) => ({ ...nameOf(row), balance: row.balance }))
  const reserved = await reservedOn(
    tx,
    lines.map(({ id }) => id),
    moment,
  )
  return lines.map((line) => ({
    ...line,
    debitsPending: reserved.get(line.id)?.debits ?? 0n,
    creditsPending: reserved.get(line.id)?.credits ?? 0n,
  }))
}

async function reservedOn(
  tx: Tx,
  ids: readonly AccountId[],
  moment: Moment,
): Promise<ReadonlyMap<AccountId, { readonly debits: Minor; readonly credits: Minor }>> {
  if (ids.length === 0) return new Map()
  const rows = await tx<{ id: string; debits: bigint; credits: bigint }[]>`
    SELECT leg.account_id AS id,
      coalesce(sum(leg.amount) FILTER (WHERE leg.side = 'debit'), 0)::bigint AS debits,
      coalesce(sum(leg.amount) FILTER (WHERE leg.side = 'credit'), 0)::bigint AS credits
    FROM (${openPendings(tx, ids, moment)}) leg
    GROUP BY leg.account_id`
  return new Map(rows.map(({ id, debits, credits }) => [id as AccountId, { debits, credits }]))
}

interface NameRow {
  readonly id: string
  readonly unit: string
  readonly code: number
  readonly origin: AccountOrigin
}

interface BalanceRow extends NameRow {
  readonly balance: bigint
}

interface GroupRow {
  readonly unit: string
  readonly code: number
  readonly origin: AccountOrigin
  readonly accounts: bigint
  readonly balance: string
}

interface EntryRow {
  readonly transferId: string
  readonly position: bigint
  readonly recordedAt: Date
  readonly code: number
  readonly side: 'debit' | 'credit'
  readonly counterAccountId: string
  readonly counterAccountCode: number
  readonly amount: bigint
  readonly balance: bigint
  readonly pendingId: string | null
  readonly reference128: string | null
  readonly reference64: bigint | null
}

interface PendingLegRow {
  readonly transferId: string
  readonly recordedAt: Date
  readonly code: number
  readonly side: 'debit' | 'credit'
  readonly amount: bigint
  readonly counterAccountId: string
  readonly expiresAt: Date | null
}

function nameOf({ id, unit, code, origin }: NameRow): AccountName {
  return { id: id as AccountId, unit: unit as Unit, code, origin }
}

function entryOf(row: EntryRow): StatementEntry {
  return {
    transferId: row.transferId as TransferId,
    position: row.position,
    recordedAt: row.recordedAt,
    code: row.code,
    counterAccountId: row.counterAccountId as AccountId,
    counterAccountCode: row.counterAccountCode,
    side: row.side,
    amount: row.amount,
    balance: row.balance,
    ...(row.pendingId === null ? {} : { pendingId: row.pendingId as TransferId }),
    ...(row.reference128 === null ? {} : { reference128: row.reference128 as Uuid }),
    ...(row.reference64 === null ? {} : { reference64: row.reference64 }),
  }
}
