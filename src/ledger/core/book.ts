import type { AccountId } from '../../kernel/ids.ts'
import type { Minor, Unit } from '../../kernel/money.ts'
import type { AccountOrigin } from './account.ts'
import { chartLine, transferReason } from './chart.ts'
import type { Micros } from './instant.ts'
import { microsTime } from './moment.ts'
import type { AccountName } from './reading.ts'
import { hasMoved } from './reversal.ts'
import type { Transfer } from './transfer.ts'

/** An account of the whole book, as it stands at the end of it. */
export interface BookAccount extends AccountName {
  readonly openedAt: Micros
  /** Credits less debits posted. */
  readonly balance: Minor
}

/** A transfer of the whole book, with what its accounts are. */
export interface BookTransfer {
  readonly transfer: Transfer
  readonly at: Micros
  readonly debit: BookSide
  readonly credit: BookSide
}

export interface BookSide {
  readonly id: AccountId
  readonly code: number
  readonly origin: AccountOrigin
}

/** What a book covers. */
export interface BookExtent {
  /** The last position of the log. */
  readonly position: bigint
  readonly units: readonly Unit[]
  /** When the first account was opened. */
  readonly openedAt: Micros
  /** When the last account was opened or the last transfer recorded. */
  readonly endsAt: Micros
}

/** A language of plain-text accounting. Each function writes whole lines. */
export interface BookLanguage {
  /** What stands before everything. */
  readonly opening: (extent: BookExtent) => string
  readonly account: (account: BookAccount) => string
  /** A journal: transfers that stand or fall together, at least one. */
  readonly journal: (transfers: readonly BookTransfer[]) => string
  /** What stands before the balances that a reader is to find. */
  readonly closing: (extent: BookExtent) => string
  readonly balance: (account: BookAccount, extent: BookExtent) => string
}

/** The five kinds of accounts that plain-text accounting knows, as far as they are used. */
export type BookRoot = 'assets' | 'equity' | 'liabilities'

/** The parts of an account's name: its kind, its line of the chart, its id. */
export function bookPath(account: BookSide): readonly [BookRoot, ...string[]] {
  const line = chartLine(account)
  if (line === undefined) return ['equity', 'other', String(account.code), account.id]
  const root = line.section === 'funds' ? 'equity' : line.section
  return [root, line.plural, account.id]
}

/** Whether a transfer moves money: pending ones only reserve it, voids release it, and a balancing one may find none. */
export function moves({ transfer }: BookTransfer): boolean {
  return hasMoved(transfer)
}

/** Why a journal was posted: the reasons of its transfers, each once. */
export function journalReason(transfers: readonly BookTransfer[]): string {
  return [...new Set(transfers.map(({ transfer }) => transferReason(transfer.code)))].join(', ')
}

/** What a transfer says besides what it moves, each with its name: the transfers that it is about, and when it happened. */
export function transferTags({ transfer }: BookTransfer): readonly (readonly [string, string])[] {
  const { id, pendingId, reversal, conversion, occurredAt } = transfer
  const told: readonly (readonly [string, string | undefined])[] = [
    ['transfer', id],
    ['posts', pendingId],
    ['reverses', reversal?.of],
    ['reason', reversal?.reason],
    ['converts', conversion?.of],
    ['occurred', occurredAt === undefined ? undefined : microsTime(occurredAt)],
  ]
  return told.flatMap(([name, text]) => (text === undefined ? [] : [[name, text] as const]))
}

/** What a transfer that moves nothing is told as in a comment. */
export function reservationNote({ transfer }: BookTransfer, amount: string): string {
  const { id, position, flags, pendingId, timeoutSeconds } = transfer
  if (flags.includes('void_pending'))
    return `${position} releases ${amount} of ${pendingId} (${id})`
  if (!flags.includes('pending')) return `${position} found nothing to move (${id})`
  const limit = timeoutSeconds === undefined ? '' : ` for ${timeoutSeconds} seconds`
  return `${position} reserves ${amount}${limit} (${id})`
}
