import type { Tx } from '../db/client.ts'
import { romeDay } from '../kernel/days.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { Statement } from './core/statement.ts'
import type { Terminal, TillAccess } from './deps.ts'
import type { RedemptionRow } from './redemption-store.ts'
import * as redemptions from './redemption-store.ts'
import type { ShownVoucher } from './standing-store.ts'
import {
  addSpent,
  insertLines,
  insertStatements,
  type SpentOnDay,
  type StatementRow,
} from './statement-store.ts'
import { noteEmptied } from './store.ts'

/** A statement whose signature is good, with the terminal that signed it. */
export interface SignedStatement {
  /** The compact JWS. */
  readonly compact: string
  /** Its SHA-256, base64url. */
  readonly digest: string
  readonly statement: Statement
  readonly terminal: Terminal
}

/** What was redeemed, from which voucher, and what a terminal signed about it. */
export interface Spent {
  readonly row: RedemptionRow
  readonly voucher: ShownVoucher
  /** The wallet whose token it was paid with; `null` where it was none of a wallet's. */
  readonly walletId: Uuid | null
  readonly signed?: SignedStatement | undefined
}

/** Later than this after it was signed, by the till's clock, a statement counts as received late. */
const LATE_MS = 600_000

/** A statement's row beside that of its redemption. */
export function statementRow(signed: SignedStatement, receivedAt: Date): StatementRow {
  const { compact, digest, statement, terminal } = signed
  const { seq, prev, at, cash, head } = statement
  return {
    terminalId: terminal.id,
    seq,
    digest,
    prev,
    redemptionId: statement.id,
    statement: compact,
    signedAt: at,
    receivedAt,
    receivedLate: receivedAt.getTime() - at.getTime() > LATE_MS,
    cash,
    headSize: head?.size ?? null,
    headRoot: head?.root ?? null,
  }
}

/** The rows of all redemptions in a batch; a voucher is noted as used the first time only. */
export function writeSpent(
  tx: Tx,
  spent: readonly Spent[],
  { isPaired, isBound }: Pick<TillAccess, 'isPaired' | 'isBound'>,
): readonly PromiseLike<unknown>[] {
  const sent = [...redemptions.insertRedeemed(tx, eachOnceUsed(spent), isBound)]
  const fresh = spent.filter(({ voucher }) => voucher.firstUsedAt === null)
  const [first] = fresh
  if (first !== undefined) {
    const ids = fresh.map(({ voucher }) => voucher.id)
    sent.push(redemptions.markUsed(tx, ids, first.row.recordedAt))
  }
  const emptied = spent.filter(({ row }) => row.remaining === 0n)
  const [last] = emptied
  if (last !== undefined) {
    const ids = emptied.map(({ voucher }) => voucher.id)
    sent.push(noteEmptied(tx, ids, last.row.recordedAt))
  }
  const capped = spentByDay(spent)
  if (capped.length > 0) sent.push(addSpent(tx, capped))
  const said = spent.flatMap(({ row, signed }) =>
    signed === undefined ? [] : [{ ...signed, row }],
  )
  if (said.length === 0) return sent
  const rows = said.map((one) => statementRow(one, one.row.recordedAt))
  sent.push(insertStatements(tx, rows, isPaired))
  const lines = said.flatMap(({ row, statement }) =>
    statement.lines.map((line) => ({ ...line, redemptionId: row.id })),
  )
  return [...sent, insertLines(tx, lines)]
}

/**
 * Of a voucher that is good for one purchase, a second one in the same statement names no voucher: the table refuses
 * it, the batch is taken apart, and the second is decided again.
 */
function eachOnceUsed(spent: readonly Spent[]): readonly redemptions.RedeemedRow[] {
  const used = new Set<string>()
  return spent.map(({ row, voucher, walletId }) => {
    if (!voucher.oneUse) return { ...row, walletId, isOnce: false }
    const isSecond = used.has(voucher.id)
    used.add(voucher.id)
    return { ...row, walletId, isOnce: true, voucherId: isSecond ? null : row.voucherId }
  })
}

/** What vouchers with a cap pay for in a batch, each voucher and day once. */
function spentByDay(spent: readonly Spent[]): readonly SpentOnDay[] {
  const sums = new Map<string, SpentOnDay>()
  for (const { row, voucher } of spent) {
    const cap = voucher.capPerDay
    if (cap === null) continue
    const day = romeDay(row.recordedAt.getTime())
    const key = `${voucher.id} ${day}`
    const amount = (sums.get(key)?.amount ?? 0n) + row.amount
    sums.set(key, { voucherId: voucher.id, day, amount, cap })
  }
  return [...sums.values()]
}
