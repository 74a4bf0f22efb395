import type { Tx } from '../db/client.ts'
import type { AccountId, TransferId, Uuid } from '../kernel/ids.ts'
import { openPendings, type Page } from './balance-store.ts'
import type { Colour } from './core/colour.ts'
import { type Micros, micros } from './core/instant.ts'
import type { Moment, OpenPending, StatementEntry, TransferFilter } from './core/reading.ts'
import { TRANSFER_BITS, type Transfer } from './core/transfer.ts'
import { column, type TransferRow, transferOf } from './rows.ts'
import { type Clock, transferColumns } from './store.ts'

/** The books as they stand. */
export async function selectNow(tx: Tx, now: Clock): Promise<Moment> {
  const [row] = await tx<{ position: bigint; before: bigint }[]>`
    SELECT last_position AS position, ledger_micros(ledger_batch_time(${now}::bigint)) AS before
    FROM ledger_head`
  if (row === undefined) throw new Error('ledger_head has lost its row')
  return { position: row.position, before: micros(row.before) }
}

/** The books as they stood just before an instant. */
export async function selectMoment(tx: Tx, before: Micros): Promise<Moment> {
  const [row] = await tx<{ position: bigint }[]>`
    SELECT ledger_position_before(${before}::bigint) AS position`
  return { position: row?.position ?? 0n, before }
}

/** What moved on an account, in the order of the log, after a position and up to one. */
export async function selectEntries(
  tx: Tx,
  id: AccountId,
  until: bigint,
  page: Page<bigint>,
): Promise<StatementEntry[]> {
  // The log itself and not its view: each branch would look up two accounts for each row, to show one of them.
  const branch = (side: Fragment, counter: Fragment): Fragment => {
    const leg: Fragment = tx`((t.${side}_account::bigint << 35) | t.position)`
    return tx`
      (SELECT t.id, t.position, t.recorded_at, t.code, '${side}' AS side, t.${counter}_account AS counter, t.amount,
        t.${side}_balance AS balance, t.pending_id, t.reference_128, t.reference_64, t.occurred_at
      FROM ledger_log t
      WHERE ${leg} > ledger_leg(${id}, ${page.after}) AND ${leg} <= ledger_leg(${id}, ${until})
        AND t.flags & ${TRANSFER_BITS.notMoving}::int = 0
      ORDER BY ${leg} LIMIT ${page.limit})`
  }
  const [debit, credit]: [Fragment, Fragment] = [tx`debit`, tx`credit`]
  const rows = await tx<EntryRow[]>`
    SELECT legs.id AS "transferId", legs.position, legs.recorded_at AS "recordedAt", legs.code, legs.side,
      other.id AS "counterAccountId", other.code AS "counterAccountCode", legs.amount, legs.balance,
      legs.pending_id AS "pendingId", legs.reference_128 AS "reference128", legs.reference_64 AS "reference64",
      ledger_micros(legs.occurred_at) AS "occurredAt"
    FROM (
      ${branch(debit, credit)} UNION ALL ${branch(credit, debit)} ORDER BY position LIMIT ${page.limit}
    ) legs
    JOIN ledger_account other ON other.number = legs.counter
    ORDER BY legs.position`
  return rows.map(entryOf)
}

/** What is reserved on an account as of a moment, in the order of the log. */
export async function selectOpenPendings(
  tx: Tx,
  id: AccountId,
  moment: Moment,
  limit: number,
): Promise<OpenPending[]> {
  const rows = await tx<PendingLegRow[]>`
    SELECT leg.id AS "transferId", leg.recorded_at AS "recordedAt", leg.code, leg.side, leg.amount,
      CASE leg.side WHEN 'debit' THEN leg.credit_account_id ELSE leg.debit_account_id END AS "counterAccountId",
      leg.expires_at AS "expiresAt"
    FROM (${openPendings(tx, [id], moment)}) leg
    ORDER BY leg.position LIMIT ${limit}`
  return rows.map(({ expiresAt, transferId, counterAccountId, ...row }) => ({
    ...row,
    transferId: transferId as TransferId,
    counterAccountId: counterAccountId as AccountId,
    ...(expiresAt === null ? {} : { expiresAt }),
  }))
}

/** Transfers that fit a filter, in the order of the log, after a position and up to one. */
export async function selectTransfers(
  tx: Tx,
  filter: TransferFilter,
  until: bigint,
  page: Page<bigint>,
): Promise<Transfer[]> {
  const where = [
    tx`true`,
    ...(filter.code === undefined ? [] : [tx`t.code = ${filter.code}`]),
    ...(filter.unit === undefined ? [] : [tx`t.unit = ${filter.unit}`]),
    ...(filter.reference128 === undefined ? [] : [tx`t.reference_128 = ${filter.reference128}`]),
    ...(filter.reference64 === undefined ? [] : [tx`t.reference_64 = ${filter.reference64}`]),
    ...(filter.colour === undefined ? [] : [isOfColour(tx, filter.colour)]),
    ...(filter.amountMin === undefined ? [] : [tx`t.amount >= ${filter.amountMin}`]),
    ...(filter.amountMax === undefined ? [] : [tx`t.amount <= ${filter.amountMax}`]),
  ].reduce((all, one) => tx`${all} AND ${one}`)
  const inLegs = (leg: Fragment, id: Fragment): Fragment => tx`
    SELECT * FROM ledger_transfer t
    WHERE ${leg} > ledger_leg(${id}, ${page.after}) AND ${leg} <= ledger_leg(${id}, ${until}) AND ${where}
    ORDER BY ${leg} LIMIT ${page.limit}`
  const { accountId, colour } = filter
  const few = accountId === undefined && colour !== undefined ? await fewOf(tx, colour) : undefined
  let from: Fragment = tx`
    SELECT * FROM ledger_transfer t
    WHERE t.position > ${page.after} AND t.position <= ${until} AND ${where}
    ORDER BY t.position LIMIT ${page.limit}`
  if (accountId !== undefined) {
    const [debit, credit]: [Fragment, Fragment] = [tx`t.debit_leg`, tx`t.credit_leg`]
    const id: Fragment = tx`${accountId}::uuid`
    from = tx`(${inLegs(debit, id)}) UNION ALL (${inLegs(credit, id)})`
  } else if (few !== undefined) {
    const legs = inLegs(tx`t.debit_leg`, tx`asked.id`)
    from = tx`
      SELECT t.* FROM unnest(${column(few)}::uuid[]) AS asked (id) CROSS JOIN LATERAL (${legs}) t`
  }
  const rows = await tx<TransferRow[]>`
    SELECT ${transferColumns(tx)} FROM (${from}) t ORDER BY t.position LIMIT ${page.limit}`
  return rows.map(transferOf)
}

type Fragment = ReturnType<Tx>

const FEW = 500

/** The accounts of a colour where they are few: then their transfers are looked for one account after the other. */
async function fewOf(tx: Tx, colour: Colour): Promise<readonly AccountId[] | undefined> {
  const rows = await tx<{ id: string }[]>`
    SELECT id FROM ledger_account WHERE colour = ${colour} LIMIT ${FEW + 1}`
  return rows.length > FEW ? undefined : rows.map(({ id }) => id as AccountId)
}

/** One account is asked: the other has the same colour. */
function isOfColour(tx: Tx, colour: Colour) {
  return tx`t.debit_account IN (SELECT number FROM ledger_account WHERE colour = ${colour})`
}

interface EntryRow {
  readonly transferId: string
  readonly position: bigint
  readonly recordedAt: Date
  readonly code: number
  readonly side: 'debit' | 'credit'
  readonly counterAccountId: string
  readonly counterAccountCode: number
  readonly amount: bigint
  readonly balance: bigint
  readonly pendingId: string | null
  readonly reference128: string | null
  readonly reference64: bigint | null
  readonly occurredAt: bigint | null
}

interface PendingLegRow {
  readonly transferId: string
  readonly recordedAt: Date
  readonly code: number
  readonly side: 'debit' | 'credit'
  readonly amount: bigint
  readonly counterAccountId: string
  readonly expiresAt: Date | null
}

function entryOf(row: EntryRow): StatementEntry {
  return {
    transferId: row.transferId as TransferId,
    position: row.position,
    recordedAt: row.recordedAt,
    code: row.code,
    counterAccountId: row.counterAccountId as AccountId,
    counterAccountCode: row.counterAccountCode,
    side: row.side,
    amount: row.amount,
    balance: row.balance,
    ...(row.pendingId === null ? {} : { pendingId: row.pendingId as TransferId }),
    ...(row.reference128 === null ? {} : { reference128: row.reference128 as Uuid }),
    ...(row.reference64 === null ? {} : { reference64: row.reference64 }),
    ...(row.occurredAt === null ? {} : { occurredAt: micros(row.occurredAt) }),
  }
}
