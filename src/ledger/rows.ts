import { assert } from '../kernel/assert.ts'
import type { Rounding } from '../kernel/decimal.ts'
import type { AccountId, TransferId, Uuid } from '../kernel/ids.ts'
import type { Minor, Unit } from '../kernel/money.ts'
import {
  ACCOUNT_FLAGS,
  type AccountFlag,
  type AccountOrigin,
  type AccountState,
} from './core/account.ts'
import type { Area, Colour } from './core/colour.ts'
import { flagBits, flagsOfBits } from './core/flags.ts'
import { type Micros, micros } from './core/instant.ts'
import type { TransferStatus } from './core/statuses.ts'
import {
  type Conversion,
  REVERSAL_REASONS,
  type Reversal,
  type ReversalReason,
  ROUNDING_CODES,
  TRANSFER_FLAGS,
  type Transfer,
  type TransferFlag,
} from './core/transfer.ts'
import type { FailedTransfer, Pending } from './core/view.ts'

/** `ledger_account`, as it is selected. */
export interface AccountRow {
  readonly id: string
  readonly unit: string
  readonly code: number
  readonly flags: number
  readonly origin: AccountOrigin
  readonly reference128: string | null
  readonly reference64: bigint | null
  readonly debitsPending: bigint
  readonly debitsPosted: bigint
  readonly creditsPending: bigint
  readonly creditsPosted: bigint
  readonly version: bigint
  readonly createdAt: Date
  readonly colour: string | null
  readonly area: string | null
  readonly closedBy: string | null
}

/** `ledger_transfer`, as it is selected. */
export interface TransferRow {
  readonly id: string
  readonly position: bigint
  readonly debitAccountId: string
  readonly creditAccountId: string
  readonly amount: bigint
  readonly unit: string
  readonly code: number
  readonly flags: number
  readonly pendingId: string | null
  readonly timeoutSeconds: number
  readonly reference128: string | null
  readonly reference64: bigint | null
  readonly debitBalance: bigint
  readonly creditBalance: bigint
  readonly recordedAt: Date
  readonly occurredAt: bigint | null
  readonly reverses: string | null
  readonly reverseReason: number | null
  readonly converts: string | null
  readonly rateNumerator: bigint | null
  readonly rateDenominator: bigint | null
  readonly rounding: number | null
}

/** `ledger_pending` beside its transfer; all empty where the transfer is not a pending one. */
export interface PendingRow {
  readonly id: string
  readonly state: Pending['state'] | null
  readonly expiresAt: bigint | null
  readonly resolvedBy: string | null
  readonly resolvedAt: bigint | null
}

/** `ledger_failed_transfer`, as it is selected. */
export interface FailedRow {
  readonly id: string
  readonly status: TransferStatus
  readonly content: string | null
  readonly recordedAt: bigint
}

export function accountOf(row: AccountRow): AccountState {
  return {
    id: row.id as AccountId,
    unit: row.unit as Unit,
    code: row.code,
    flags: flagsOfBits(ACCOUNT_FLAGS, row.flags),
    origin: row.origin,
    ...references(row),
    debitsPending: row.debitsPending,
    debitsPosted: row.debitsPosted,
    creditsPending: row.creditsPending,
    creditsPosted: row.creditsPosted,
    version: row.version,
    createdAt: row.createdAt,
    ...(row.colour === null ? {} : { colour: row.colour as Colour }),
    ...(row.area === null ? {} : { area: row.area as Area }),
    ...(row.closedBy === null ? {} : { closedBy: row.closedBy as TransferId }),
  }
}

export function transferOf(row: TransferRow): Transfer {
  return {
    id: row.id as TransferId,
    debitAccountId: row.debitAccountId as AccountId,
    creditAccountId: row.creditAccountId as AccountId,
    amount: row.amount as Minor,
    unit: row.unit as Unit,
    code: row.code,
    flags: flagsOfBits(TRANSFER_FLAGS, row.flags),
    ...(row.pendingId === null ? {} : { pendingId: row.pendingId as TransferId }),
    ...(row.timeoutSeconds === 0 ? {} : { timeoutSeconds: row.timeoutSeconds }),
    ...references(row),
    ...(row.occurredAt === null ? {} : { occurredAt: micros(row.occurredAt) }),
    ...(row.reverses === null ? {} : reversalOf(row)),
    ...(row.converts === null ? {} : conversionOf(row)),
    position: row.position,
    debitBalance: row.debitBalance,
    creditBalance: row.creditBalance,
    recordedAt: row.recordedAt,
  }
}

export function pendingOf(row: PendingRow): Pending | undefined {
  if (row.state === null) return undefined
  return {
    transferId: row.id as TransferId,
    state: row.state,
    ...(row.expiresAt === null ? {} : { expiresAt: micros(row.expiresAt) }),
    ...(row.resolvedBy === null ? {} : { resolvedBy: row.resolvedBy as TransferId }),
    ...(row.resolvedAt === null ? {} : { resolvedAt: micros(row.resolvedAt) }),
  }
}

export function failedOf(row: FailedRow): FailedTransfer {
  return {
    id: row.id as TransferId,
    status: row.status,
    ...(row.content === null ? {} : { content: row.content }),
    recordedAt: micros(row.recordedAt),
  }
}

export function accountBits(flags: readonly AccountFlag[]): number {
  return flagBits(ACCOUNT_FLAGS, flags)
}

export function transferBits(flags: readonly TransferFlag[]): number {
  return flagBits(TRANSFER_FLAGS, flags)
}

/**
 * One column of many rows as a PostgreSQL array of numbers or UUIDs. Written here because the driver would
 * quote and escape each of them, and nothing in them needs it.
 */
export function column(values: Iterable<Uuid | bigint | number | null | undefined>): string {
  let text = '{'
  for (const value of values) text += `${text === '{' ? '' : ','}${value ?? 'NULL'}`
  return `${text}}`
}

/** One column of many rows as a PostgreSQL array of texts. */
export function textColumn(values: Iterable<string | null | undefined>): string {
  let text = '{'
  for (const value of values) {
    const quoted = value == null ? 'NULL' : `"${value.replace(/[\\"]/g, '\\$&')}"`
    text += `${text === '{' ? '' : ','}${quoted}`
  }
  return `${text}}`
}

/** An instant as the store sends it. */
export function microsText(at: Micros | undefined): bigint | null {
  return at ?? null
}

function references(row: {
  readonly reference128: string | null
  readonly reference64: bigint | null
}) {
  return {
    ...(row.reference128 === null ? {} : { reference128: row.reference128 as Uuid }),
    ...(row.reference64 === null ? {} : { reference64: row.reference64 }),
  }
}

function reversalOf(row: TransferRow): { readonly reversal: Reversal } {
  const reason = REASONS.get(row.reverseReason ?? 0)
  assert(reason !== undefined, 'a stored reason is one of the list')
  return { reversal: { of: row.reverses as TransferId, reason } }
}

function conversionOf(row: TransferRow): { readonly conversion: Conversion } {
  const { rateNumerator, rateDenominator } = row
  const rounding = ROUNDINGS.get(row.rounding ?? 0)
  assert(
    rateNumerator !== null && rateDenominator !== null && rounding !== undefined,
    'a stored conversion has its rate and a rounding of the list',
  )
  return {
    conversion: { of: row.converts as TransferId, rateNumerator, rateDenominator, rounding },
  }
}

const REASONS = byNumber<ReversalReason>(REVERSAL_REASONS)
const ROUNDINGS = byNumber<Rounding>(ROUNDING_CODES)

function byNumber<Name extends string>(
  table: Readonly<Record<Name, number>>,
): ReadonlyMap<number, Name> {
  return new Map((Object.keys(table) as Name[]).map((name) => [table[name], name]))
}
