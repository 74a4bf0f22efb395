import type { Tx } from '../db/client.ts'
import type { AccountId, TransferId } from '../kernel/ids.ts'
import type { AccountState } from './core/account.ts'
import type { LedgerChanges } from './core/apply.ts'
import type { Micros } from './core/instant.ts'
import type { Transfer } from './core/transfer.ts'
import type { FailedTransfer, Pending } from './core/view.ts'
import {
  type AccountRow,
  accountBits,
  accountOf,
  column,
  type TransferRow,
  textColumn,
  transferOf,
} from './rows.ts'

/** The highest position that a leg can hold. */
export const POSITION_MAX = 2n ** 35n - 1n

/** The clock of a statement: microseconds since 1970, or `null` for the database's own. */
export type Clock = Micros | null

export function insertAccounts(
  tx: Tx,
  accounts: readonly AccountState[],
  at: Micros,
): PromiseLike<unknown> {
  return tx`
    INSERT INTO ledger_account (
      id, number, unit, code, flags, origin, reference_128, reference_64,
      debits_pending, debits_posted, credits_pending, credits_posted, version, colour, area, closed_by, created_at
    )
    SELECT u.*, ledger_instant(${at}::bigint)
    FROM unnest(
      ${column(accounts.map((account) => account.id))}::uuid[],
      ${column(accounts.map((account) => account.number))}::int[],
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
        WHERE debit_leg > ledger_leg(${id}, ${page.afterPosition}) AND debit_leg <= ledger_leg(${id}, ${POSITION_MAX})
        ORDER BY debit_leg LIMIT ${page.limit})
      UNION ALL
      (SELECT * FROM ledger_transfer
        WHERE credit_leg > ledger_leg(${id}, ${page.afterPosition}) AND credit_leg <= ledger_leg(${id}, ${POSITION_MAX})
        ORDER BY credit_leg LIMIT ${page.limit})
    ) t ORDER BY t.position LIMIT ${page.limit}`
  return rows.map(transferOf)
}

/** The columns of an `AccountRow`. */
export function accountColumns(tx: Tx) {
  return tx`
    a.id, a.number, a.unit, a.code, a.flags, a.origin, a.reference_128 AS "reference128", a.reference_64 AS "reference64",
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

/** The columns of a `PendingRow` beside its transfer. */
export function pendingColumns(tx: Tx) {
  return tx`
    p.state, ledger_micros(p.expires_at) AS "expiresAt",
    p.resolved_by AS "resolvedBy", ledger_micros(p.resolved_at) AS "resolvedAt"`
}
