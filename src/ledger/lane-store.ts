import type { Tx } from '../db/client.ts'
import type { AccountId, TransferId, Uuid } from '../kernel/ids.ts'
import type { Minor } from '../kernel/money.ts'
import type { AccountCounters, AccountState } from './core/account.ts'
import type { LedgerChanges } from './core/apply.ts'
import { DUE_MAX } from './core/expiry.ts'
import { type Micros, micros } from './core/instant.ts'
import type { BooksEnd } from './core/scope.ts'
import { REVERSAL_REASONS, ROUNDING_CODES, type Transfer } from './core/transfer.ts'
import type { FailedTransfer, Pending } from './core/view.ts'
import {
  type AccountRow,
  accountOf,
  column,
  type FailedRow,
  failedOf,
  type PendingRow,
  pendingOf,
  type TransferRow,
  textColumn,
  transferBits,
  transferOf,
} from './rows.ts'
import { accountColumns, type Clock, pendingColumns, transferColumns } from './store.ts'

/*
 * What the posting lane says to the database, all on the lane's own connection, which sends its statements in the order
 * in which they are asked. Nothing here locks rows: whoever holds the lane is alone, and `postChanges` finds out if not.
 */

/** The end of the log, as a batch must find it again. */
export interface LogEnd extends BooksEnd {
  readonly lastAt: Micros
}

/** What the database tells whoever takes the lane. */
export interface Taken extends LogEnd {
  /** The database's clock. */
  readonly now: Micros
  /** When the next pending transfer lapses; absent where none will. */
  readonly nextDue: Micros | undefined
}

/** A transfer and, where it is a pending one, what became of it. */
export interface Found {
  readonly transfer: Transfer
  readonly pending: Pending | undefined
}

/**
 * Takes the posting lane for this session, when whoever has it gives it back. What is read after it is what the
 * others left.
 */
export async function takeLane(tx: Tx, now: Clock): Promise<Taken> {
  const [row] = await tx<
    {
      lastPosition: bigint
      lastAccount: number
      lastAt: bigint
      now: bigint
      nextDue: bigint | null
    }[]
  >`
    SELECT last_position AS "lastPosition", last_account AS "lastAccount", last_at_micros AS "lastAt",
      now_micros AS now, next_due_micros AS "nextDue"
    FROM ledger_take(${now}::bigint)`
  if (row === undefined) throw new Error('ledger_head has lost its row')
  const { lastPosition, lastAccount, lastAt, nextDue } = row
  return {
    lastPosition,
    lastAccount,
    lastAt: micros(lastAt),
    now: micros(row.now),
    nextDue: nextDue === null ? undefined : micros(nextDue),
  }
}

/** Gives the lane back. */
export function leaveLane(tx: Tx): PromiseLike<unknown> {
  return tx`SELECT ledger_leave()`.execute()
}

/** Those of some accounts that exist, as they stand. */
export async function loadAccounts(tx: Tx, ids: Iterable<AccountId>): Promise<AccountState[]> {
  const rows = await tx<AccountRow[]>`
    SELECT ${accountColumns(tx)} FROM ledger_account a WHERE a.id = ANY (${column(ids)}::uuid[])`
  return rows.map(accountOf)
}

/** What of some transfers was taken back, as far as anything was. */
export async function loadReversed(
  tx: Tx,
  transferIds: Iterable<TransferId>,
): Promise<ReadonlyMap<TransferId, Minor>> {
  const rows = await tx<{ id: string; amount: bigint }[]>`
    SELECT reverses AS id, sum(amount)::bigint AS amount FROM ledger_log
    WHERE reverses = ANY (${column(transferIds)}::uuid[]) GROUP BY reverses`
  return new Map(rows.map(({ id, amount }) => [id as TransferId, amount]))
}

/** What may change about an account. */
export interface AccountStanding extends AccountCounters {
  readonly id: AccountId
  readonly version: bigint
  readonly closedBy: TransferId | undefined
}

/**
 * What moved on accounts that are known otherwise: of a thousand accounts seven texts, where rows would be read value
 * by value.
 */
export async function loadStandings(tx: Tx, ids: Iterable<AccountId>): Promise<AccountStanding[]> {
  const [row] = await tx<Record<string, string | null>[]>`
    SELECT array_agg(a.id)::text AS ids, array_agg(a.version)::text AS versions,
      array_agg(a.debits_pending)::text AS "debitsPending", array_agg(a.debits_posted)::text AS "debitsPosted",
      array_agg(a.credits_pending)::text AS "creditsPending", array_agg(a.credits_posted)::text AS "creditsPosted",
      array_agg(a.closed_by)::text AS "closedBy"
    FROM ledger_account a WHERE a.id = ANY (${column(ids)}::uuid[])`
  const texts = (name: string) => row?.[name]?.slice(1, -1).split(',') ?? []
  const debitsPending = texts('debitsPending')
  const debitsPosted = texts('debitsPosted')
  const creditsPending = texts('creditsPending')
  const creditsPosted = texts('creditsPosted')
  const versions = texts('versions')
  const closedBy = texts('closedBy')
  return texts('ids').map((id, at) => ({
    id: id as AccountId,
    version: BigInt(versions[at] ?? ''),
    debitsPending: BigInt(debitsPending[at] ?? ''),
    debitsPosted: BigInt(debitsPosted[at] ?? ''),
    creditsPending: BigInt(creditsPending[at] ?? ''),
    creditsPosted: BigInt(creditsPosted[at] ?? ''),
    closedBy: closedBy[at] === 'NULL' ? undefined : (closedBy[at] as TransferId),
  }))
}

/** Those of some transfers that exist. */
export async function loadTransfers(tx: Tx, ids: Iterable<TransferId>): Promise<Found[]> {
  const rows = await tx<(TransferRow & PendingRow)[]>`
    SELECT ${transferColumns(tx)}, ${pendingColumns(tx)}
    FROM ledger_transfer t
    LEFT JOIN ledger_pending p ON p.transfer_id = t.id
    WHERE t.id = ANY (${column(ids)}::uuid[])`
  return rows.map(foundOf)
}

/** Those of some ids that failed for good. */
export async function loadFailures(
  tx: Tx,
  transferIds: Iterable<TransferId>,
): Promise<FailedTransfer[]> {
  const rows = await tx<FailedRow[]>`
    SELECT id, status, content, ledger_micros(recorded_at) AS "recordedAt"
    FROM ledger_failed_transfer
    WHERE id = ANY (${column(transferIds)}::uuid[])`
  return rows.map(failedOf)
}

/** The pending transfers that have lapsed at an instant: all on some accounts, and the oldest {@link DUE_MAX} on any. */
export async function loadDue(
  tx: Tx,
  accountIds: Iterable<AccountId>,
  at: Micros,
): Promise<Found[]> {
  const rows = await tx<(TransferRow & PendingRow)[]>`
    SELECT ${transferColumns(tx)}, ${pendingColumns(tx)}
    FROM ledger_transfer t
    JOIN ledger_pending p ON p.transfer_id = t.id
    WHERE t.id = ANY (ARRAY(
      (SELECT transfer_id FROM ledger_pending
        WHERE state = 'pending' AND expires_at <= ledger_instant(${at}::bigint)
        ORDER BY expires_at LIMIT ${DUE_MAX})
      UNION
      SELECT transfer_id FROM ledger_due(${column(accountIds)}::uuid[], ledger_instant(${at}::bigint))
    ))
    ORDER BY p.expires_at, t.position`
  return rows.map(foundOf)
}

/** When the next pending transfer lapses after an instant. */
export async function loadNextDue(tx: Tx, at: Micros): Promise<Micros | undefined> {
  const [row] = await tx<{ nextDue: bigint | null }[]>`
    SELECT ledger_micros(min(expires_at)) AS "nextDue" FROM ledger_pending
    WHERE state = 'pending' AND expires_at > ledger_instant(${at}::bigint)`
  return row?.nextDue == null ? undefined : micros(row.nextDue)
}

/** What the database tells with every batch that it takes. */
export interface Posted {
  /** Its clock. */
  readonly now: Micros
  /** Whether somebody waits for the lane. */
  readonly isAwaited: boolean
}

/**
 * Moves the end of the log and the accounts that were there, and appends the transfers; raises 40001 where anything was
 * not as read, and 23505 where an id is in the books. Is on its way when this returns.
 */
export async function postChanges(tx: Tx, before: LogEnd, changes: LedgerChanges): Promise<Posted> {
  const { transfers } = changes
  // In the order of their index, so that neighbours are found on the same page.
  const accounts = [...changes.accountsChanged].sort((a, b) => a.number - b.number)
  const numbers = new Map<AccountId, number>()
  for (const { id, number } of accounts) numbers.set(id, number)
  for (const { id, number } of changes.accountsOpened) numbers.set(id, number)
  // `null` stands for a column without any value.
  const optional = (read: (transfer: Transfer) => Uuid | bigint | number | undefined) =>
    transfers.some((transfer) => read(transfer) !== undefined) ? column(transfers.map(read)) : null
  const sent = tx<{ now: bigint; isAwaited: boolean }[]>`
    SELECT now_micros AS now, is_awaited AS "isAwaited" FROM ledger_post(
      ${before.lastPosition}::bigint, ${before.lastAt}::bigint, ${changes.positionAfter}::bigint,
      ${changes.at}::bigint, ${changes.lastAccount}::int,
      ${column(accounts.map((account) => account.number))}::int[],
      ${column(accounts.map((account) => account.version))}::bigint[],
      ${column(uniform(accounts.map((account) => account.debitsPending)))}::bigint[],
      ${column(accounts.map((account) => account.debitsPosted))}::bigint[],
      ${column(uniform(accounts.map((account) => account.creditsPending)))}::bigint[],
      ${column(accounts.map((account) => account.creditsPosted))}::bigint[],
      ${column(transfers.map((transfer) => transfer.id))}::uuid[],
      ${column(transfers.map((transfer) => numbers.get(transfer.debitAccountId)))}::int[],
      ${column(transfers.map((transfer) => numbers.get(transfer.creditAccountId)))}::int[],
      ${column(transfers.map((transfer) => transfer.amount))}::bigint[],
      ${textColumn(uniform(transfers.map((transfer) => transfer.unit)))}::text[],
      ${column(uniform(transfers.map((transfer) => transfer.code)))}::int[],
      ${column(uniform(transfers.map((transfer) => transferBits(transfer.flags))))}::smallint[],
      ${column(transfers.map((transfer) => transfer.debitBalance))}::bigint[],
      ${column(transfers.map((transfer) => transfer.creditBalance))}::bigint[],
      ${optional((transfer) => transfer.pendingId)}::uuid[],
      ${optional((transfer) => transfer.timeoutSeconds)}::int[],
      ${optional((transfer) => transfer.reference128)}::uuid[],
      ${optional((transfer) => transfer.reference64)}::bigint[],
      ${optional((transfer) => transfer.occurredAt)}::bigint[],
      ${optional(({ reversal }) => reversal?.of)}::uuid[],
      ${optional(({ reversal }) => reversal && REVERSAL_REASONS[reversal.reason])}::smallint[],
      ${optional(({ conversion }) => conversion?.of)}::uuid[],
      ${optional(({ conversion }) => conversion?.rateNumerator)}::bigint[],
      ${optional(({ conversion }) => conversion?.rateDenominator)}::bigint[],
      ${optional(({ conversion }) => conversion && ROUNDING_CODES[conversion.rounding])}::smallint[]
    )`.execute()
  return sent.then(([row]) => {
    if (row === undefined) throw new Error('ledger_post answers with a row')
    return { now: micros(row.now), isAwaited: row.isAwaited }
  })
}

/** One value for all where they are the same: `ledger_post` takes it so. */
function uniform<Value>(values: readonly Value[]): readonly Value[] {
  const [first] = values
  return values.every((value) => value === first) ? values.slice(0, 1) : values
}

function foundOf(row: TransferRow & PendingRow): Found {
  return { transfer: transferOf(row), pending: pendingOf(row) }
}
