import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  accountLines,
  failedLines,
  pendingLines,
  transferLines,
} from '../../src/ledger/core/proof/records.ts'
import type { Books } from './books.ts'
import type { Findings } from './findings.ts'
import { rowText } from './rows.ts'

/** 20: what was exported is read back as rows of the tables, and written once more gives the same bytes. */
export function checkRoundTrip(folder: string, books: Books, findings: Findings): void {
  compare('accounts.jsonl', accountLines, books.accounts.map(accountOfRow))
  compare('transfers.jsonl', transferLines, books.transfers.map(transferOfRow))
  compare('failed.jsonl', failedLines, books.failures.map(failureOfRow))
  const order = new Map(books.transfers.map(({ id, position }) => [id, position]))
  const pendings = [...books.pendings].sort((a, b) =>
    (order.get(a.id) ?? 0n) < (order.get(b.id) ?? 0n) ? -1 : 1,
  )
  compare('pendings.jsonl', pendingLines, pendings.map(pendingOfRow))

  function compare<Line extends object>(
    file: string,
    format: { read(line: string): Line | undefined; write(line: Line): string },
    rows: readonly object[],
  ): void {
    const lines = readFileSync(join(folder, file), 'latin1').split('\n').slice(0, -1)
    const isAll = lines.length === rows.length
    findings.expect(20, isAll, () => `${file} has ${lines.length} lines of ${rows.length} rows`)
    for (const [at, text] of lines.entries()) {
      const line = format.read(text)
      const again = line === undefined ? 'nothing' : format.write(line)
      findings.expect(20, again === text, () => `${file}:${at + 1} is written again as ${again}`)
      const said = line === undefined ? 'nothing' : rowText(given(line))
      const right = rowText(given(rows[at] ?? {}))
      findings.expect(20, said === right, () => `${file}:${at + 1} says ${said}; there is ${right}`)
    }
  }
}

/** The fields that say something, by name. */
function given(line: object): object {
  const fields = Object.entries(line).filter(([, value]) => value !== undefined && value !== null)
  return Object.fromEntries(fields.sort(([a], [b]) => (a < b ? -1 : 1)))
}

function accountOfRow(row: Books['accounts'][number]): object {
  const { at, reference128, version: _, number: __, ...rest } = row
  return { ...rest, v: 1, reference: reference128, createdAt: timeText(at) }
}

function transferOfRow(row: Books['transfers'][number]): object {
  const { at, debit, credit, reference128, timeoutSeconds, occurredAt, ...rest } = row
  return {
    ...rest,
    v: 1,
    debitAccountId: debit,
    creditAccountId: credit,
    reference: reference128,
    timeoutSeconds: timeoutSeconds === 0 ? undefined : timeoutSeconds,
    occurredAt: occurredAt === null ? null : timeText(occurredAt),
    recordedAt: timeText(at),
  }
}

function pendingOfRow({ id, state, expiresAt, resolvedBy, resolvedAt }: Books['pendings'][number]) {
  return {
    v: 1,
    transferId: id,
    state,
    expiresAt: expiresAt === null ? null : timeText(expiresAt),
    resolvedBy,
    resolvedAt: resolvedAt === null ? null : timeText(resolvedAt),
  }
}

function failureOfRow({ at, ...rest }: Books['failures'][number]): object {
  return { ...rest, v: 1, recordedAt: timeText(at) }
}

/** RFC 3339 with six decimals. */
function timeText(at: bigint): string {
  const below = (at % 1_000_000n).toString().padStart(6, '0')
  return `${new Date(Number(at / 1000n)).toISOString().slice(0, 19)}.${below}Z`
}
