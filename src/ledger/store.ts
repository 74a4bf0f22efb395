import type { Tx } from '../db/client.ts'
import type { AccountId, TransferId } from '../kernel/ids.ts'
import type { Minor } from '../kernel/money.ts'
import type { AccountState } from './core/account.ts'
import type { LedgerChanges } from './core/apply.ts'
import { type Micros, micros } from './core/instant.ts'
import { REVERSAL_REASONS, ROUNDING_CODES, type Transfer } from './core/transfer.ts'
import type { FailedTransfer, Pending } from './core/view.ts'
import {
  type AccountRow,
  accountBits,
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

/** The clock of a statement: microseconds since 1970, or `null` for the database's own. */
export type Clock = Micros | null

/**
 * Takes the posting lane until the end of the transaction, and reads the end of the log. Isolation is READ
 * COMMITTED: every later statement sees what the batch before has committed.
 *
 * @returns the last position, and the time that the batch gets
 */
export async function enterLane(
  tx: Tx,
  now: Clock,
): Promise<{ readonly lastPosition: bigint; readonly at: Micros }> {
  const rows = await tx<{ lastPosition: bigint; atMicros: bigint }[]>`
    SELECT last_position AS "lastPosition", at_micros AS "atMicros"
    FROM ledger_enter(${now}::bigint)`
  const [row] = rows
  if (row === undefined) throw new Error('ledger_head has lost its row')
  return { lastPosition: row.lastPosition, at: micros(row.atMicros) }
}

/** The accounts that a batch names, and those that a lapsed pending transfer on them reaches; no row locks. */
export async function loadAccounts(
  tx: Tx,
  accountIds: Iterable<AccountId>,
  now: Clock,
): Promise<AccountState[]> {
  const ids = column(accountIds)
  const rows = await tx<AccountRow[]>`
    SELECT ${accountColumns(tx)}
    FROM ledger_account a
    WHERE a.id = ANY (ARRAY(
      SELECT unnest(${ids}::uuid[])
      UNION
      SELECT unnest(ARRAY[due.debit_account_id, due.credit_account_id])
      FROM ledger_due(${ids}::uuid[], ledger_batch_time(${now}::bigint)) due
    ))`
  return rows.map(accountOf)
}

/** The transfers that a batch names and that exist, the lapsed pending ones on its accounts, and what became of each. */
export async function loadTransfers(
  tx: Tx,
  transferIds: Iterable<TransferId>,
  accountIds: Iterable<AccountId>,
  now: Clock,
): Promise<{ readonly transfer: Transfer; readonly pending: Pending | undefined }[]> {
  const rows = await tx<(TransferRow & PendingRow)[]>`
    SELECT ${transferColumns(tx)},
      p.state, ledger_micros(p.expires_at) AS "expiresAt",
      p.resolved_by AS "resolvedBy", ledger_micros(p.resolved_at) AS "resolvedAt"
    FROM ledger_transfer t
    LEFT JOIN ledger_pending p ON p.transfer_id = t.id
    WHERE t.id = ANY (ARRAY(
      SELECT unnest(${column(transferIds)}::uuid[])
      UNION
      SELECT due.transfer_id
      FROM ledger_due(${column(accountIds)}::uuid[], ledger_batch_time(${now}::bigint)) due
    ))`
  return rows.map((row) => ({ transfer: transferOf(row), pending: pendingOf(row) }))
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

/** What the reversals of some transfers come to, as far as there are any. */
export async function loadReversed(
  tx: Tx,
  transferIds: Iterable<TransferId>,
): Promise<ReadonlyMap<TransferId, Minor>> {
  const rows = await tx<{ id: string; amount: bigint }[]>`
    SELECT reverses AS id, sum(amount)::bigint AS amount FROM ledger_transfer
    WHERE reverses = ANY (${column(transferIds)}::uuid[]) GROUP BY reverses`
  return new Map(rows.map(({ id, amount }) => [id as TransferId, amount]))
}

/** Moves the end of the log and the accounts that were there; raises 40001 where anything was not as read. */
export function advance(tx: Tx, changes: LedgerChanges): PromiseLike<unknown> {
  const accounts = changes.accountsChanged
  return tx`
    SELECT ledger_advance(
      ${changes.positionBefore}::bigint, ${changes.positionAfter}::bigint, ${changes.at}::bigint,
      ${column(accounts.map((account) => account.id))}::uuid[],
      ${column(accounts.map((account) => account.version))}::bigint[],
      ${column(accounts.map((account) => account.debitsPending))}::bigint[],
      ${column(accounts.map((account) => account.debitsPosted))}::bigint[],
      ${column(accounts.map((account) => account.creditsPending))}::bigint[],
      ${column(accounts.map((account) => account.creditsPosted))}::bigint[]
    )`.execute()
}

export function insertAccounts(
  tx: Tx,
  accounts: readonly AccountState[],
  at: Micros,
): PromiseLike<unknown> {
  return tx`
    INSERT INTO ledger_account (
      id, unit, code, flags, origin, reference_128, reference_64,
      debits_pending, debits_posted, credits_pending, credits_posted, version, colour, area, closed_by, created_at
    )
    SELECT u.*, ledger_instant(${at}::bigint)
    FROM unnest(
      ${column(accounts.map((account) => account.id))}::uuid[],
      ${textColumn(accounts.map((account) => account.unit))}::text[],
      ${column(accounts.map((account) => account.code))}::int[],
      ${column(accounts.map((account) => accountBits(account.flags)))}::smallint[],
      ${textColumn(accounts.map((account) => account.origin))}::text[],
      ${column(accounts.map((account) => account.reference128))}::uuid[],
      ${column(accounts.map((account) => account.reference64))}::bigint[],
      ${column(accounts.map((account) => account.debitsPending))}::bigint[],
      ${column(accounts.map((account) => account.debitsPosted))}::bigint[],
      ${column(accounts.map((account) => account.creditsPending))}::bigint[],
      ${column(accounts.map((account) => account.creditsPosted))}::bigint[],
      ${column(accounts.map((account) => account.version))}::bigint[],
      ${textColumn(accounts.map((account) => account.colour))}::text[],
      ${textColumn(accounts.map((account) => account.area))}::text[],
      ${column(accounts.map((account) => account.closedBy))}::uuid[]
    ) AS u`.execute()
}

/** Says of accounts which transfer closed them, or that they are open again. */
export function closeAccounts(tx: Tx, accounts: readonly AccountState[]): PromiseLike<unknown> {
  return tx`
    UPDATE ledger_account a SET closed_by = u.closed_by
    FROM unnest(
      ${column(accounts.map((account) => account.id))}::uuid[],
      ${column(accounts.map((account) => account.closedBy))}::uuid[]
    ) AS u (id, closed_by)
    WHERE a.id = u.id`.execute()
}

/** Appends to the log: positions follow one another from the end of it, in the order given. */
export function insertTransfers(tx: Tx, changes: LedgerChanges): PromiseLike<unknown> {
  const { transfers } = changes
  return tx`
    INSERT INTO ledger_transfer (
      id, position, debit_account_id, credit_account_id, amount, unit, code, flags,
      pending_id, timeout_seconds, reference_128, reference_64, debit_balance, credit_balance, recorded_at,
      occurred_at, reverses, reverse_reason, converts, rate_numerator, rate_denominator, rounding
    )
    SELECT u.id, ${changes.positionBefore}::bigint + u.ordinality, u.debit, u.credit, u.amount, u.unit, u.code,
      u.flags, u.pending, u.timeout, u.reference_128, u.reference_64, u.debit_balance, u.credit_balance,
      ledger_instant(${changes.at}::bigint), ledger_instant(u.occurred), u.reverses, u.reason,
      u.converts, u.numerator, u.denominator, u.rounding
    FROM unnest(
      ${column(transfers.map((transfer) => transfer.id))}::uuid[],
      ${column(transfers.map((transfer) => transfer.debitAccountId))}::uuid[],
      ${column(transfers.map((transfer) => transfer.creditAccountId))}::uuid[],
      ${column(transfers.map((transfer) => transfer.amount))}::bigint[],
      ${textColumn(transfers.map((transfer) => transfer.unit))}::text[],
      ${column(transfers.map((transfer) => transfer.code))}::int[],
      ${column(transfers.map((transfer) => transferBits(transfer.flags)))}::smallint[],
      ${column(transfers.map((transfer) => transfer.pendingId))}::uuid[],
      ${column(transfers.map((transfer) => transfer.timeoutSeconds ?? 0))}::int[],
      ${column(transfers.map((transfer) => transfer.reference128))}::uuid[],
      ${column(transfers.map((transfer) => transfer.reference64))}::bigint[],
      ${column(transfers.map((transfer) => transfer.debitBalance))}::bigint[],
      ${column(transfers.map((transfer) => transfer.creditBalance))}::bigint[],
      ${rareColumns(tx, transfers)}
    ) WITH ORDINALITY AS u (
      id, debit, credit, amount, unit, code, flags, pending, timeout, reference_128, reference_64,
      debit_balance, credit_balance, occurred, reverses, reason, converts, numerator, denominator, rounding, ordinality
    )`.execute()
}

/** What few transfers say. Where none of a batch does, the arrays are empty, and `unnest` fills them up with NULL. */
function rareColumns(tx: Tx, transfers: readonly Transfer[]) {
  const isRare = ({ occurredAt, reversal, conversion }: Transfer) =>
    occurredAt !== undefined || reversal !== undefined || conversion !== undefined
  const rare = transfers.some(isRare) ? transfers : []
  const reasonOf = ({ reversal }: Transfer) => reversal && REVERSAL_REASONS[reversal.reason]
  const roundingOf = ({ conversion }: Transfer) => conversion && ROUNDING_CODES[conversion.rounding]
  return tx`
    ${column(rare.map((transfer) => transfer.occurredAt))}::bigint[],
    ${column(rare.map((transfer) => transfer.reversal?.of))}::uuid[],
    ${column(rare.map(reasonOf))}::smallint[],
    ${column(rare.map((transfer) => transfer.conversion?.of))}::uuid[],
    ${column(rare.map((transfer) => transfer.conversion?.rateNumerator))}::bigint[],
    ${column(rare.map((transfer) => transfer.conversion?.rateDenominator))}::bigint[],
    ${column(rare.map(roundingOf))}::smallint[]`
}

export function insertPendings(tx: Tx, pendings: readonly Pending[]): PromiseLike<unknown> {
  return tx`
    INSERT INTO ledger_pending (transfer_id, state, expires_at, resolved_by, resolved_at)
    SELECT u.id, u.state, ledger_instant(u.expires), u.resolved_by, ledger_instant(u.resolved)
    FROM unnest(
      ${column(pendings.map((pending) => pending.transferId))}::uuid[],
      ${textColumn(pendings.map((pending) => pending.state))}::text[],
      ${column(pendings.map((pending) => pending.expiresAt))}::bigint[],
      ${column(pendings.map((pending) => pending.resolvedBy))}::uuid[],
      ${column(pendings.map((pending) => pending.resolvedAt))}::bigint[]
    ) AS u (id, state, expires, resolved_by, resolved)`.execute()
}

/** Raises 40001 where one of them was no longer pending. */
export function resolvePendings(tx: Tx, pendings: readonly Pending[]): PromiseLike<unknown> {
  return tx`
    SELECT ledger_resolve(
      ${column(pendings.map((pending) => pending.transferId))}::uuid[],
      ${textColumn(pendings.map((pending) => pending.state))}::text[],
      ${column(pendings.map((pending) => pending.resolvedBy))}::uuid[],
      ${column(pendings.map((pending) => pending.resolvedAt))}::bigint[]
    )`.execute()
}

export function insertFailures(tx: Tx, failures: readonly FailedTransfer[]): PromiseLike<unknown> {
  return tx`
    INSERT INTO ledger_failed_transfer (id, status, content, recorded_at)
    SELECT u.id, u.status, u.content, ledger_instant(u.recorded)
    FROM unnest(
      ${column(failures.map((failure) => failure.id))}::uuid[],
      ${textColumn(failures.map((failure) => failure.status))}::text[],
      ${textColumn(failures.map((failure) => failure.content))}::text[],
      ${column(failures.map((failure) => failure.recordedAt))}::bigint[]
    ) AS u (id, status, content, recorded)`.execute()
}

/**
 * Whether changes that were sent with a COMMIT whose answer got lost are in the books. Asked within the
 * lane, so that the lost transaction is over.
 */
export async function wereWritten(tx: Tx, changes: LedgerChanges): Promise<boolean> {
  const rows = await tx<{ written: boolean }[]>`
    SELECT EXISTS (
      SELECT FROM ledger_transfer
      WHERE id = ${changes.transfers[0]?.id ?? null}::uuid AND position = ${changes.positionBefore + 1n}::bigint
        AND recorded_at = ledger_instant(${changes.at}::bigint)
      UNION ALL
      SELECT FROM ledger_account
      WHERE id = ${changes.accountsOpened[0]?.id ?? null}::uuid
        AND created_at = ledger_instant(${changes.at}::bigint)
      UNION ALL
      SELECT FROM ledger_failed_transfer
      WHERE id = ${changes.failures[0]?.id ?? null}::uuid
        AND recorded_at = ledger_instant(${changes.at}::bigint)
    ) AS written`
  return rows[0]?.written === true
}

/** Accounts as they stand now, without what lapsed pending transfers still seem to reserve; `null` asks for all. */
export async function selectAccounts(
  tx: Tx,
  accountIds: Iterable<AccountId> | null,
  now: Clock,
): Promise<AccountState[]> {
  const ids = accountIds === null ? null : column(accountIds)
  const rows = await tx<AccountRow[]>`
    WITH due AS MATERIALIZED (
      SELECT * FROM ledger_due(${ids}::uuid[], ledger_batch_time(${now}::bigint))
    ), lapsed AS (
      SELECT account_id, sum(debits)::bigint AS debits, sum(credits)::bigint AS credits
      FROM (
        SELECT debit_account_id AS account_id, amount AS debits, 0 AS credits FROM due
        UNION ALL
        SELECT credit_account_id, 0, amount FROM due
      ) legs
      GROUP BY account_id
    )
    SELECT ${accountColumns(tx)},
      a.debits_pending - coalesce(lapsed.debits, 0) AS "debitsPending",
      a.credits_pending - coalesce(lapsed.credits, 0) AS "creditsPending",
      CASE WHEN a.closed_by IN (SELECT transfer_id FROM due) THEN NULL ELSE a.closed_by END AS "closedBy"
    FROM ledger_account a
    LEFT JOIN lapsed ON lapsed.account_id = a.id
    WHERE ${ids}::uuid[] IS NULL OR a.id = ANY (${ids}::uuid[])
    ORDER BY a.unit, a.colour NULLS FIRST, a.code, a.id`
  return rows.map(accountOf)
}

export async function selectTransfer(tx: Tx, id: TransferId): Promise<Transfer | undefined> {
  const rows = await tx<TransferRow[]>`
    SELECT ${transferColumns(tx)} FROM ledger_transfer t WHERE t.id = ${id}`
  return rows[0] === undefined ? undefined : transferOf(rows[0])
}

/** The transfers of an account in the order of the log, from after a position on. */
export async function selectAccountTransfers(
  tx: Tx,
  id: AccountId,
  page: { readonly limit: number; readonly afterPosition: bigint },
): Promise<Transfer[]> {
  const rows = await tx<TransferRow[]>`
    SELECT ${transferColumns(tx)} FROM (
      (SELECT * FROM ledger_transfer
        WHERE debit_account_id = ${id} AND position > ${page.afterPosition} ORDER BY position LIMIT ${page.limit})
      UNION ALL
      (SELECT * FROM ledger_transfer
        WHERE credit_account_id = ${id} AND position > ${page.afterPosition} ORDER BY position LIMIT ${page.limit})
    ) t ORDER BY t.position LIMIT ${page.limit}`
  return rows.map(transferOf)
}

/** The accounts of some pending transfers that have lapsed and are not yet released. */
export async function selectDueAccounts(
  tx: Tx,
  now: Clock,
  limit: number,
): Promise<ReadonlySet<AccountId>> {
  const rows = await tx<{ debit: AccountId; credit: AccountId }[]>`
    SELECT debit_account_id AS debit, credit_account_id AS credit
    FROM ledger_due(NULL, ledger_batch_time(${now}::bigint)) LIMIT ${limit}`
  return new Set(rows.flatMap(({ debit, credit }) => [debit, credit]))
}

function accountColumns(tx: Tx) {
  return tx`
    a.id, a.unit, a.code, a.flags, a.origin, a.reference_128 AS "reference128", a.reference_64 AS "reference64",
    a.debits_pending AS "debitsPending", a.debits_posted AS "debitsPosted",
    a.credits_pending AS "creditsPending", a.credits_posted AS "creditsPosted",
    a.version, a.created_at AS "createdAt", a.colour, a.area, a.closed_by AS "closedBy"`
}

/** The columns of a `TransferRow`. */
export function transferColumns(tx: Tx) {
  return tx`
    t.id, t.position, t.debit_account_id AS "debitAccountId", t.credit_account_id AS "creditAccountId",
    t.amount, t.unit, t.code, t.flags, t.pending_id AS "pendingId", t.timeout_seconds AS "timeoutSeconds",
    t.reference_128 AS "reference128", t.reference_64 AS "reference64",
    t.debit_balance AS "debitBalance", t.credit_balance AS "creditBalance", t.recorded_at AS "recordedAt",
    ledger_micros(t.occurred_at) AS "occurredAt", t.reverses, t.reverse_reason AS "reverseReason", t.converts,
    t.rate_numerator AS "rateNumerator", t.rate_denominator AS "rateDenominator", t.rounding`
}
