import { type Micros, timeTextOf } from '../instant.ts'
import { bitsOf, REVERSAL_REASONS, ROUNDING_CODES, type Transfer } from '../transfer.ts'
import { type TransferLine, transferLines } from './records.ts'

/**
 * The line of a transfer as it was decided, which is its leaf: the same that the database tells of its row.
 *
 * @param recordedAt the instant of its batch, to the microsecond, which `Transfer` does not keep
 */
export function leafLineOf(transfer: Transfer, recordedAt: string): string {
  const plain: TransferLine = {
    v: '1',
    position: transfer.position.toString(),
    id: transfer.id,
    debitAccountId: transfer.debitAccountId,
    creditAccountId: transfer.creditAccountId,
    amount: transfer.amount.toString(),
    unit: transfer.unit,
    code: transfer.code.toString(),
    flags: bitsOf(transfer).toString(),
    debitBalance: transfer.debitBalance.toString(),
    creditBalance: transfer.creditBalance.toString(),
    recordedAt,
  }
  return transferLines.write({ ...plain, ...moreOf(transfer) })
}

function moreOf(transfer: Transfer): Partial<TransferLine> {
  const { reference64, timeoutSeconds, occurredAt, reversal, conversion } = transfer
  return {
    pendingId: transfer.pendingId,
    timeoutSeconds: timeoutSeconds?.toString(),
    reference: transfer.reference128,
    reference64: reference64?.toString(),
    occurredAt: textOf(occurredAt),
    reverses: reversal?.of,
    reason: reversal && REVERSAL_REASONS[reversal.reason].toString(),
    converts: conversion?.of,
    rateNumerator: conversion?.rateNumerator.toString(),
    rateDenominator: conversion?.rateDenominator.toString(),
    rounding: conversion && ROUNDING_CODES[conversion.rounding].toString(),
  }
}

function textOf(at: Micros | undefined): string | undefined {
  return at === undefined ? undefined : timeTextOf(at)
}
