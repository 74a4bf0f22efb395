import { csvLine } from '../kernel/csv.ts'
import { decimalText, type Minor } from '../kernel/money.ts'
import { chartLine, transferReason } from './core/chart.ts'
import type { Micros } from './core/instant.ts'
import { microsTime } from './core/moment.ts'
import type { BalanceLine, OpenPending, StatementEntry } from './core/reading.ts'
import { SHEET_SECTIONS, type Sheet } from './core/sheet.ts'
import type { Transfer } from './core/transfer.ts'

/*
 * The books as CSV. Each amount stands in two columns, as a decimal with a dot and in minor units. Columns are
 * only ever added at the end.
 */

const NOTHING = ['', ''] as const

/** What a statement holds before and after its entries. */
export interface StatementEnds {
  readonly unit: string
  readonly openingBalance: Minor
  readonly closingBalance: Minor
  readonly pendings: readonly OpenPending[]
}

/** A statement: the opening balance, the entries, the closing balance, then what is reserved. */
export async function* statementCsv(
  { unit, openingBalance, closingBalance, pendings }: StatementEnds,
  pages: AsyncIterable<readonly StatementEntry[]>,
): AsyncGenerator<string> {
  const end = (kind: string, balance: Minor) =>
    csvLine([
      kind,
      ...EMPTY_ENTRY,
      unit,
      ...NOTHING,
      ...NOTHING,
      ...amountCells(balance),
      '',
      '',
      '',
    ])
  yield csvLine([
    ...[
      'kind',
      'position',
      'recorded_at',
      'transfer_id',
      'code',
      'reason',
      'counter_account_id',
      'unit',
    ],
    ...amountHeads('debit'),
    ...amountHeads('credit'),
    ...amountHeads('balance'),
    ...['pending_id', 'reference', 'occurred_at'],
  ]) + end('opening', openingBalance)
  for await (const page of pages) {
    yield page.map((entry) => entryLine('entry', entry, unit)).join('')
  }
  yield end('closing', closingBalance)
  yield pendings.map((pending) => entryLine('pending', pending, unit)).join('')
}

/** Balances of accounts, those of one page in one chunk. */
export async function* balancesCsv(
  pages: AsyncIterable<readonly BalanceLine[]>,
): AsyncGenerator<string> {
  yield csvLine([
    ...['account_id', 'unit', 'code', 'name'],
    ...amountHeads('balance'),
    ...amountHeads('debits_pending'),
    ...amountHeads('credits_pending'),
    ...['colour', 'area'],
  ])
  for await (const page of pages) {
    yield page
      .map((line) =>
        csvLine([
          ...[line.id, line.unit, String(line.code), nameOf(line)],
          ...amountCells(line.balance),
          ...amountCells(line.debitsPending),
          ...amountCells(line.creditsPending),
          ...[line.colour ?? '', line.area ?? ''],
        ]),
      )
      .join('')
  }
}

/** Transfers in the order of the log. */
export async function* transfersCsv(
  pages: AsyncIterable<readonly Transfer[]>,
): AsyncGenerator<string> {
  yield csvLine([
    ...['position', 'recorded_at', 'transfer_id', 'debit_account_id', 'credit_account_id', 'unit'],
    ...amountHeads('amount'),
    ...['code', 'reason', 'flags', 'pending_id', 'reference', 'reference64'],
    ...['occurred_at', 'reverses', 'reversal_reason'],
    ...['converts', 'rate_numerator', 'rate_denominator', 'rounding'],
  ])
  for await (const page of pages) yield page.map(transferLine).join('')
}

/** A trial balance: each balance in the column of its side. */
export async function* trialBalanceCsv(
  pages: AsyncIterable<readonly BalanceLine[]>,
): AsyncGenerator<string> {
  yield csvLine([
    ...['unit', 'code', 'account_id', 'name'],
    ...amountHeads('debit'),
    ...amountHeads('credit'),
    'colour',
  ])
  for await (const page of pages) {
    yield page
      .map((line) => {
        const { debit, credit } = columnsOf(line.balance)
        const cells = [line.unit, String(line.code), line.id, nameOf(line)]
        const amounts = [...amountCells(debit), ...amountCells(credit)]
        return csvLine([...cells, ...amounts, line.colour ?? ''])
      })
      .join('')
  }
}

/** A balance sheet: the lines of each section, then its total. */
export async function* balanceSheetCsv(sheets: readonly Sheet[]): AsyncGenerator<string> {
  yield csvLine([
    ...['unit', 'section', 'code', 'name_en', 'name_it', 'accounts'],
    ...amountHeads('balance'),
    'colour',
  ])
  for (const { unit, colour = '', sections } of sheets) {
    for (const section of SHEET_SECTIONS) {
      const { total, lines } = sections[section]
      for (const { code, name, accounts, balance } of lines) {
        const cells = [unit, section, String(code), name.en, name.it, accounts.toString()]
        yield csvLine([...cells, ...amountCells(balance), colour])
      }
      yield csvLine([unit, section, '', 'Total', 'Totale', '', ...amountCells(total), colour])
    }
  }
}

/** A balance in the column of its side: debit where more was debited than credited. */
export function columnsOf(balance: Minor): { readonly debit: Minor; readonly credit: Minor } {
  return balance < 0n ? { debit: -balance, credit: 0n } : { debit: 0n, credit: balance }
}

const EMPTY_ENTRY = ['', '', '', '', '', ''] as const

function entryLine(kind: string, entry: StatementEntry | OpenPending, unit: string): string {
  const amount = amountCells(entry.amount)
  const isEntry = 'position' in entry
  return csvLine([
    kind,
    isEntry ? entry.position.toString() : '',
    entry.recordedAt.toISOString(),
    entry.transferId,
    String(entry.code),
    transferReason(entry.code),
    entry.counterAccountId,
    unit,
    ...(entry.side === 'debit' ? amount : NOTHING),
    ...(entry.side === 'credit' ? amount : NOTHING),
    ...(isEntry ? amountCells(entry.balance) : NOTHING),
    isEntry ? (entry.pendingId ?? '') : '',
    isEntry ? (entry.reference128 ?? '') : '',
    isEntry ? timeCell(entry.occurredAt) : '',
  ])
}

function transferLine(transfer: Transfer): string {
  return csvLine([
    transfer.position.toString(),
    transfer.recordedAt.toISOString(),
    transfer.id,
    transfer.debitAccountId,
    transfer.creditAccountId,
    transfer.unit,
    ...amountCells(transfer.amount),
    String(transfer.code),
    transferReason(transfer.code),
    transfer.flags.join(' '),
    transfer.pendingId ?? '',
    transfer.reference128 ?? '',
    transfer.reference64?.toString() ?? '',
    timeCell(transfer.occurredAt),
    transfer.reversal?.of ?? '',
    transfer.reversal?.reason ?? '',
    transfer.conversion?.of ?? '',
    transfer.conversion?.rateNumerator.toString() ?? '',
    transfer.conversion?.rateDenominator.toString() ?? '',
    transfer.conversion?.rounding ?? '',
  ])
}

function timeCell(at: Micros | undefined): string {
  return at === undefined ? '' : microsTime(at)
}

function nameOf(line: BalanceLine): string {
  return chartLine(line)?.name.en ?? ''
}

function amountHeads(name: string): readonly string[] {
  return [name, `${name}_minor`]
}

function amountCells(amount: Minor): readonly string[] {
  return [decimalText(amount), amount.toString()]
}
