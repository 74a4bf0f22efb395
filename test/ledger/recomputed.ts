import type { Sql } from '../../src/db/client.ts'
import type { AccountId } from '../../src/kernel/ids.ts'

/** A transfer as it stands in the log, nothing else of the books. */
export interface LogRow {
  readonly id: string
  readonly position: bigint
  readonly debit: string
  readonly credit: string
  readonly amount: bigint
  readonly flags: number
  readonly pendingId: string | null
  readonly timeoutSeconds: number
  readonly at: bigint
  readonly occurredAt: bigint | null
}

/** What an account comes to. */
export interface Recomputed {
  balance: bigint
  debitsPending: bigint
  creditsPending: bigint
}

const PENDING = 2
const POST = 4
const VOID = 8

/** The whole log, or that of accounts whose ids begin alike. */
export async function readLog(sql: Sql, prefix = ''): Promise<readonly LogRow[]> {
  return sql<LogRow[]>`
    SELECT id, position, debit_account_id AS debit, credit_account_id AS credit, amount, flags,
      pending_id AS "pendingId", timeout_seconds AS "timeoutSeconds", ledger_micros(recorded_at) AS at,
      ledger_micros(occurred_at) AS "occurredAt"
    FROM ledger_transfer WHERE debit_account_id::text LIKE ${`${prefix}%`} ORDER BY position`
}

/** What every account comes to just before an instant, added up from all transfers, the slow and certain way. */
export function recompute(log: readonly LogRow[], before: bigint): Map<AccountId, Recomputed> {
  const accounts = new Map<AccountId, Recomputed>()
  const of = (id: string): Recomputed => {
    const found = accounts.get(id as AccountId)
    if (found !== undefined) return found
    const fresh = { balance: 0n, debitsPending: 0n, creditsPending: 0n }
    accounts.set(id as AccountId, fresh)
    return fresh
  }
  const open = new Map<string, LogRow>()
  for (const row of log) {
    if (row.at >= before) break
    if ((row.flags & PENDING) !== 0) open.set(row.id, row)
    else if ((row.flags & (POST | VOID)) !== 0) open.delete(String(row.pendingId))
    if ((row.flags & (PENDING | VOID)) !== 0) continue
    of(row.debit).balance -= row.amount
    of(row.credit).balance += row.amount
  }
  for (const { debit, credit, amount, timeoutSeconds, at } of open.values()) {
    const lapsed = timeoutSeconds > 0 && at + BigInt(timeoutSeconds) * 1_000_000n < before
    if (lapsed) continue
    of(debit).debitsPending += amount
    of(credit).creditsPending += amount
  }
  return accounts
}

/** The balances just before an instant by when things happened, added up from all transfers. */
export function recomputeOccurred(
  log: readonly LogRow[],
  before: bigint,
): ReadonlyMap<AccountId, bigint> {
  const balances = new Map<AccountId, bigint>()
  const add = (id: string, amount: bigint) =>
    balances.set(id as AccountId, (balances.get(id as AccountId) ?? 0n) + amount)
  for (const { debit, credit, amount, flags, at, occurredAt } of log) {
    if ((occurredAt ?? at) >= before || (flags & (PENDING | VOID)) !== 0) continue
    add(debit, -amount)
    add(credit, amount)
  }
  return balances
}
