import type { Tx } from '../../src/db/client.ts'

/** A row of `ledger_account`; instants are microseconds since 1970, here and below. */
export interface AccountRow {
  readonly id: string
  readonly number: number
  readonly unit: string
  readonly code: number
  readonly flags: number
  readonly origin: string
  readonly reference128: string | null
  readonly reference64: bigint | null
  readonly colour: string | null
  readonly area: string | null
  readonly closedBy: string | null
  readonly debitsPending: bigint
  readonly debitsPosted: bigint
  readonly creditsPending: bigint
  readonly creditsPosted: bigint
  readonly version: bigint
  readonly at: bigint
}

/** A row of `ledger_log`, with the ids of its accounts. */
export interface TransferRow {
  readonly id: string
  readonly position: bigint
  readonly debit: string
  readonly credit: string
  readonly amount: bigint
  readonly unit: string
  readonly code: number
  readonly flags: number
  readonly pendingId: string | null
  readonly timeoutSeconds: number
  readonly reference128: string | null
  readonly reference64: bigint | null
  readonly occurredAt: bigint | null
  readonly reverses: string | null
  readonly reason: number | null
  readonly converts: string | null
  readonly rateNumerator: bigint | null
  readonly rateDenominator: bigint | null
  readonly rounding: number | null
  readonly debitBalance: bigint
  readonly creditBalance: bigint
  readonly at: bigint
}

/** A row of `ledger_pending`. */
export interface PendingRow {
  readonly id: string
  readonly state: string
  readonly expiresAt: bigint | null
  readonly resolvedBy: string | null
  readonly resolvedAt: bigint | null
}

/** A row of `ledger_failed_transfer`. */
export interface FailureRow {
  readonly id: string
  readonly status: string
  readonly content: string | null
  readonly at: bigint
}

/** Everything that the tables of the books say, in one snapshot. */
export interface Books {
  readonly accounts: readonly AccountRow[]
  /** In the order of the log. */
  readonly transfers: readonly TransferRow[]
  readonly pendings: readonly PendingRow[]
  readonly failures: readonly FailureRow[]
  readonly head: {
    readonly lastPosition: bigint
    readonly lastAt: bigint
    readonly lastAccount: number
  }
  /** The rows that companions wrote, by the id of their transfer. */
  readonly companions: ReadonlySet<string>
}

/** Reads the tables as they are, without the service's own reading code. Within one snapshot. */
export async function readBooks(tx: Tx): Promise<Books> {
  const accounts = await tx<AccountRow[]>`
    SELECT id, number, unit, code, flags, origin, reference_128 AS "reference128", reference_64 AS "reference64",
      colour, area, closed_by AS "closedBy", debits_pending AS "debitsPending", debits_posted AS "debitsPosted",
      credits_pending AS "creditsPending", credits_posted AS "creditsPosted",
      version, ledger_micros(created_at) AS at
    FROM ledger_account ORDER BY id`
  const transfers = await tx<TransferRow[]>`
    SELECT t.id, t.position, coalesce(debit.id::text, t.debit_account::text) AS debit,
      coalesce(credit.id::text, t.credit_account::text) AS credit, t.amount, t.unit, t.code, t.flags,
      t.pending_id AS "pendingId", coalesce(t.timeout_seconds, 0) AS "timeoutSeconds",
      t.reference_128 AS "reference128", t.reference_64 AS "reference64",
      ledger_micros(t.occurred_at) AS "occurredAt", t.reverses, t.reverse_reason AS reason, t.converts,
      t.rate_numerator AS "rateNumerator", t.rate_denominator AS "rateDenominator", t.rounding,
      t.debit_balance AS "debitBalance", t.credit_balance AS "creditBalance", ledger_micros(t.recorded_at) AS at
    FROM ledger_log t
    LEFT JOIN ledger_account debit ON debit.number = t.debit_account
    LEFT JOIN ledger_account credit ON credit.number = t.credit_account
    ORDER BY t.position, t.id`
  const pendings = await tx<PendingRow[]>`
    SELECT transfer_id AS id, state, ledger_micros(expires_at) AS "expiresAt",
      resolved_by AS "resolvedBy", ledger_micros(resolved_at) AS "resolvedAt"
    FROM ledger_pending ORDER BY transfer_id`
  const failures = await tx<FailureRow[]>`
    SELECT id, status, content, ledger_micros(recorded_at) AS at
    FROM ledger_failed_transfer ORDER BY id`
  const [head] = await tx<Books['head'][]>`
    SELECT last_position AS "lastPosition", ledger_micros(last_recorded_at) AS "lastAt",
      last_account AS "lastAccount"
    FROM ledger_head`
  const companions = await tx<{ id: string }[]>`SELECT id FROM territory WHERE name = 'torture'`
  if (head === undefined) throw new Error('ledger_head has lost its row')
  return {
    accounts,
    transfers,
    pendings,
    failures,
    head,
    companions: new Set(companions.map(({ id }) => id)),
  }
}

/** The flags of transfers, as they are stored. Written down here once more, so that a change in the rules is seen. */
export const LINKED = 1
export const PENDING = 2
export const POST = 4
export const VOID = 8
export const BALANCING_DEBIT = 16
export const BALANCING_CREDIT = 32
export const CLOSING_DEBIT = 64
export const CLOSING_CREDIT = 128
/** With one of these an amount may be 0. */
export const ZERO_ALLOWED = 252

/** Flags of accounts. */
export const DEBITS_LIMITED = 1
export const CREDITS_LIMITED = 2
export const CLOSED = 8

/** Whether a transfer moves money, rather than reserving or releasing it. */
export function moves({ flags }: TransferRow): boolean {
  return (flags & (PENDING | VOID)) === 0
}
