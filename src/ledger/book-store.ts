import type { Tx } from '../db/client.ts'
import type { AccountId } from '../kernel/ids.ts'
import type { Unit } from '../kernel/money.ts'
import { type AccountGroup, isOfGroup } from './balance-store.ts'
import type { AccountOrigin } from './core/account.ts'
import type { BookAccount, BookExtent, BookTransfer } from './core/book.ts'
import type { Area, Colour } from './core/colour.ts'
import { micros } from './core/instant.ts'
import { type TransferRow, transferOf } from './rows.ts'
import { transferColumns } from './store.ts'

/** What the whole book covers, in the snapshot of the transaction; nothing where there is no account. */
export async function selectExtent(tx: Tx): Promise<BookExtent | undefined> {
  const [row] = await tx<
    { position: bigint; units: string[]; opened: bigint | null; ends: bigint | null }[]
  >`
    SELECT h.last_position AS position, a.units, ledger_micros(a.opened) AS opened,
      greatest(ledger_micros(a.ends), (
        SELECT ledger_micros(t.recorded_at) FROM ledger_transfer t WHERE t.position = h.last_position
      )) AS ends
    FROM ledger_head h, (
      SELECT array_agg(DISTINCT unit ORDER BY unit) AS units, min(created_at) AS opened, max(created_at) AS ends
      FROM ledger_account
    ) a`
  if (row?.opened == null || row.ends === null) return undefined
  return {
    position: row.position,
    units: row.units.map((unit) => unit as Unit),
    openedAt: micros(row.opened),
    endsAt: micros(row.ends),
  }
}

/** The accounts of a group, in the order of their ids. */
export async function selectBookAccounts(
  tx: Tx,
  group: AccountGroup,
  page: { readonly after: AccountId; readonly limit: number },
): Promise<BookAccount[]> {
  const rows = await tx<AccountRow[]>`
    SELECT id, unit, code, origin, colour, area, ledger_micros(created_at) AS "openedAt",
      credits_posted - debits_posted AS balance
    FROM ledger_account
    WHERE ${isOfGroup(tx, group)} AND id > ${page.after}
    ORDER BY id LIMIT ${page.limit}`
  return rows.map(({ colour, area, ...row }) => ({
    ...row,
    id: row.id as AccountId,
    unit: row.unit as Unit,
    ...(colour === null ? {} : { colour: colour as Colour }),
    ...(area === null ? {} : { area: area as Area }),
    openedAt: micros(row.openedAt),
  }))
}

/** Transfers in the order of the log, with what their accounts are. */
export async function selectBookTransfers(
  tx: Tx,
  page: { readonly after: bigint; readonly limit: number },
): Promise<BookTransfer[]> {
  const rows = await tx<BookRow[]>`
    SELECT ${transferColumns(tx)}, ledger_micros(t.recorded_at) AS at,
      d.code AS "debitCode", d.origin AS "debitOrigin", c.code AS "creditCode", c.origin AS "creditOrigin"
    FROM (
      SELECT * FROM ledger_transfer WHERE position > ${page.after} ORDER BY position LIMIT ${page.limit}
    ) t
    JOIN ledger_account d ON d.id = t.debit_account_id
    JOIN ledger_account c ON c.id = t.credit_account_id
    ORDER BY t.position`
  return rows.map((row) => {
    const transfer = transferOf(row)
    return {
      transfer,
      at: micros(row.at),
      debit: { id: transfer.debitAccountId, code: row.debitCode, origin: row.debitOrigin },
      credit: { id: transfer.creditAccountId, code: row.creditCode, origin: row.creditOrigin },
    }
  })
}

interface AccountRow {
  readonly id: string
  readonly unit: string
  readonly code: number
  readonly origin: AccountOrigin
  readonly colour: string | null
  readonly area: string | null
  readonly openedAt: bigint
  readonly balance: bigint
}

interface BookRow extends TransferRow {
  readonly at: bigint
  readonly debitCode: number
  readonly debitOrigin: AccountOrigin
  readonly creditCode: number
  readonly creditOrigin: AccountOrigin
}
