import { ACCOUNT_FLAGS, type AccountState } from '../../src/ledger/core/account.ts'
import type { LedgerRequest } from '../../src/ledger/core/apply.ts'
import { flagBits } from '../../src/ledger/core/flags.ts'
import {
  REVERSAL_REASONS,
  ROUNDING_CODES,
  TRANSFER_FLAGS,
  type Transfer,
} from '../../src/ledger/core/transfer.ts'
import type { FailedTransfer, Pending } from '../../src/ledger/core/view.ts'
import type { AccountRow, FailureRow, PendingRow, TransferRow } from './books.ts'
import type { PostQuestion } from './protocol.ts'

/*
 * What the rules say, written as the tables have it. Every comparison of the auditor is one of rows, written as text, so
 * that a difference of a single field shows.
 */

export function requestOf({ accounts, transfers, rawOnly }: PostQuestion): LedgerRequest {
  return { accounts, transfers, rules: { rawOnly } }
}

export function transferRow(transfer: Transfer, at: bigint): TransferRow {
  const { reversal, conversion } = transfer
  return {
    id: transfer.id,
    position: transfer.position,
    debit: transfer.debitAccountId,
    credit: transfer.creditAccountId,
    amount: transfer.amount,
    unit: transfer.unit,
    code: transfer.code,
    flags: flagBits(TRANSFER_FLAGS, transfer.flags),
    pendingId: transfer.pendingId ?? null,
    timeoutSeconds: transfer.timeoutSeconds ?? 0,
    reference128: transfer.reference128 ?? null,
    reference64: transfer.reference64 ?? null,
    occurredAt: transfer.occurredAt ?? null,
    reverses: reversal?.of ?? null,
    reason: reversal === undefined ? null : REVERSAL_REASONS[reversal.reason],
    converts: conversion?.of ?? null,
    rateNumerator: conversion?.rateNumerator ?? null,
    rateDenominator: conversion?.rateDenominator ?? null,
    rounding: conversion === undefined ? null : ROUNDING_CODES[conversion.rounding],
    debitBalance: transfer.debitBalance,
    creditBalance: transfer.creditBalance,
    at,
  }
}

export function failureRow({ id, status, content, recordedAt }: FailedTransfer): FailureRow {
  return { id, status, content: content ?? null, at: recordedAt }
}

export function pendingRow(pending: Pending): PendingRow {
  return {
    id: pending.transferId,
    state: pending.state,
    expiresAt: pending.expiresAt ?? null,
    resolvedBy: pending.resolvedBy ?? null,
    resolvedAt: pending.resolvedAt ?? null,
  }
}

/** What an account is, without what moves on it. */
export function identityOf(account: AccountState): string {
  return rowText({
    id: account.id,
    number: account.number,
    unit: account.unit,
    code: account.code,
    flags: flagBits(ACCOUNT_FLAGS, account.flags),
    origin: account.origin,
    reference128: account.reference128 ?? null,
    reference64: account.reference64 ?? null,
    colour: account.colour ?? null,
    area: account.area ?? null,
  })
}

export function identityOfRow(row: AccountRow): string {
  const { id, number, unit, code, flags, origin, reference128, reference64, colour, area } = row
  const what = { unit, code, flags, origin, reference128, reference64, colour, area }
  return rowText({ id, number, ...what })
}

/** The counters as a text, in one order, and what closed the account. */
export function countersText(account: {
  readonly debitsPending: bigint
  readonly debitsPosted: bigint
  readonly creditsPending: bigint
  readonly creditsPosted: bigint
  readonly closedBy?: string | null
}): string {
  const { debitsPending, debitsPosted, creditsPending, creditsPosted, closedBy } = account
  const closed = closedBy == null ? '' : ` closed by ${closedBy}`
  return `${debitsPending} ${debitsPosted} ${creditsPending} ${creditsPosted}${closed}`
}

/** A row as a text: equal where the rows are. */
export function rowText(row: object): string {
  return Object.entries(row)
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(', ')
}
