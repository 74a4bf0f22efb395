import type { Tx } from '../db/client.ts'
import type { AccountId } from '../kernel/ids.ts'
import type { Minor, Unit } from '../kernel/money.ts'
import type { AccountOrigin } from './core/account.ts'
import type { Area, Colour } from './core/colour.ts'
import type { Micros } from './core/instant.ts'
import type { AccountName, BalanceLine, GroupBalance, Moment } from './core/reading.ts'
import { TRANSFER_BITS } from './core/transfer.ts'
import { column } from './rows.ts'

/** So many rows after a position or an id. */
export interface Page<After> {
  readonly after: After
  readonly limit: number
}

/** Accounts of a line of the trial balance. */
export interface AccountGroup {
  readonly code: number
  readonly unit: Unit
  readonly colour?: Colour
}

export async function selectAccountName(tx: Tx, id: AccountId): Promise<AccountName | undefined> {
  const [row] = await tx<NameRow[]>`
    SELECT id, unit, code, origin, colour, area FROM ledger_account WHERE id = ${id}`
  return row === undefined ? undefined : nameOf(row)
}

/** Credits less debits posted on an account: the running balance of the last transfer on it. */
export async function selectBalance(tx: Tx, id: AccountId, position: bigint): Promise<Minor> {
  const [row] = await tx<{ balance: bigint }[]>`
    SELECT balance FROM (${lastLegs(tx, tx`(SELECT number FROM ledger_account WHERE id = ${id})`, position)}) leg
    ORDER BY position DESC LIMIT 1`
  return row?.balance ?? 0n
}

/** Accounts as of a moment, in the order of their ids; where a colour is given, those of it. */
export async function selectBalances(
  tx: Tx,
  moment: Moment,
  page: Page<AccountId>,
  colour?: Colour,
): Promise<BalanceLine[]> {
  return balancesOf(
    tx,
    moment,
    tx`SELECT * FROM ledger_account
      WHERE id > ${page.after} AND created_at < ledger_instant(${openedBefore(moment)}::bigint)
        AND ${colour === undefined ? tx`true` : tx`colour = ${colour}`}
      ORDER BY id LIMIT ${page.limit}`,
  )
}

/** One account as of a moment; none where it was opened later. */
export async function selectAccountBalance(
  tx: Tx,
  moment: Moment,
  id: AccountId,
): Promise<BalanceLine | undefined> {
  const [line] = await balancesOf(
    tx,
    moment,
    tx`SELECT * FROM ledger_account
      WHERE id = ${id} AND created_at < ledger_instant(${openedBefore(moment)}::bigint)`,
  )
  return line
}

/** The accounts of a group as of a moment, in the order of their ids. */
export async function selectGroupBalances(
  tx: Tx,
  moment: Moment,
  group: AccountGroup,
  page: Page<AccountId>,
): Promise<BalanceLine[]> {
  return balancesOf(
    tx,
    moment,
    tx`SELECT * FROM ledger_account
      WHERE ${isOfGroup(tx, group)} AND id > ${page.after}
        AND created_at < ledger_instant(${openedBefore(moment)}::bigint)
      ORDER BY id LIMIT ${page.limit}`,
  )
}

/** The units, colours and codes that accounts have, in the order of a trial balance: what has no colour comes first. */
export async function selectGroups(tx: Tx): Promise<readonly AccountGroup[]> {
  const rows = await tx<{ code: number; unit: string; colour: string | null }[]>`
    SELECT DISTINCT code, unit, colour FROM ledger_account ORDER BY unit, colour NULLS FIRST, code`
  return rows.map(({ code, unit, colour }) => ({ code, unit: unit as Unit, ...coloured(colour) }))
}

/** The condition that an account is of a group. */
export function isOfGroup(tx: Tx, { code, unit, colour }: AccountGroup): Fragment {
  const ofColour = colour === undefined ? tx`colour IS NULL` : tx`colour = ${colour}`
  return tx`code = ${code} AND unit = ${unit} AND ${ofColour}`
}

/** What the accounts of each unit, colour, code and origin come to, as of a moment. */
export async function selectGroupSums(tx: Tx, moment: Moment): Promise<GroupBalance[]> {
  const rows = await tx<GroupRow[]>`
    SELECT a.unit, a.colour, a.code, a.origin, count(*) AS accounts,
      sum(${balanceAt(tx, moment)})::text AS balance
    FROM ledger_account a
    WHERE a.created_at < ledger_instant(${openedBefore(moment)}::bigint)
    GROUP BY a.unit, a.colour, a.code, a.origin
    ORDER BY a.unit, a.colour NULLS FIRST, a.code, a.origin`
  return rows.map((row) => ({
    unit: row.unit as Unit,
    ...coloured(row.colour),
    code: row.code,
    origin: row.origin,
    accounts: row.accounts,
    balance: BigInt(row.balance),
  }))
}

type Fragment = ReturnType<Tx>

/** The last transfer on either side of an account, at most two rows: an index probe for each. */
function lastLegs(tx: Tx, account: Fragment, position: bigint): Fragment {
  const lastOf = (side: Fragment): Fragment => {
    // What the log's indexes are of: an account and a position in one number.
    const leg: Fragment = tx`((${side}::bigint << 35) | t.position)`
    return tx`
      ${leg} > ${account}::bigint << 35 AND ${leg} <= (${account}::bigint << 35) | ${position}::bigint
      ORDER BY ${leg} DESC LIMIT 1`
  }
  return tx`
    (SELECT t.position, t.debit_balance AS balance FROM ledger_log t WHERE ${lastOf(tx`t.debit_account`)})
    UNION ALL
    (SELECT t.position, t.credit_balance FROM ledger_log t WHERE ${lastOf(tx`t.credit_account`)})`
}

/** The balance of the account `a` as of a moment: two probes, and what came late where it is by when things happened. */
function balanceAt(tx: Tx, moment: Moment): Fragment {
  const last: Fragment = tx`coalesce((
    SELECT leg.balance FROM (${lastLegs(tx, tx`a.number`, moment.position)}) leg
    ORDER BY leg.position DESC LIMIT 1
  ), 0)`
  const { known } = moment
  if (known === undefined || known.position === moment.position) return last
  const isLate: Fragment = tx`
    t.occurred_at < ledger_instant(${moment.before}::bigint) AND t.position > ${moment.position}
    AND t.position <= ${known.position} AND t.flags & ${TRANSFER_BITS.notMoving}::int = 0`
  return tx`(${last} + coalesce((
    SELECT sum(late.amount) FROM (
      SELECT t.amount FROM ledger_log t WHERE t.credit_account = a.number AND ${isLate}
      UNION ALL
      SELECT -t.amount FROM ledger_log t WHERE t.debit_account = a.number AND ${isLate}
    ) late
  ), 0)::bigint)`
}

/** By when an account was opened to be counted: with what happened earlier, also one that was opened for it later. */
function openedBefore({ known, before }: Moment): Micros {
  return known?.before ?? before
}

/** The pending transfers of accounts that were neither resolved nor lapsed at a moment: of a hot account few among many. */
export function openPendings(tx: Tx, ids: readonly AccountId[], moment: Moment): Fragment {
  const range = (leg: Fragment) => tx`
    ${leg} > a.number::bigint << 35 AND ${leg} <= (a.number::bigint << 35) | ${moment.position}::bigint
    AND t.flags & 2 <> 0`
  return tx`
    SELECT leg.*, p.expires_at
    FROM unnest(${column(ids)}::uuid[]) AS asked (id)
    JOIN ledger_account a ON a.id = asked.id
    CROSS JOIN LATERAL (
      SELECT t.*, 'debit' AS side, t.debit_account_id AS account_id FROM ledger_transfer t
        WHERE ${range(tx`t.debit_leg`)}
      UNION ALL
      SELECT t.*, 'credit', t.credit_account_id FROM ledger_transfer t WHERE ${range(tx`t.credit_leg`)}
    ) leg
    JOIN ledger_pending p ON p.transfer_id = leg.id
    LEFT JOIN ledger_log resolution ON resolution.id = p.resolved_by
    WHERE (p.expires_at IS NULL OR p.expires_at >= ledger_instant(${moment.before}::bigint))
      AND (resolution.position IS NULL OR resolution.position > ${moment.position})`
}

async function balancesOf(tx: Tx, moment: Moment, accounts: Fragment): Promise<BalanceLine[]> {
  const rows = await tx<BalanceRow[]>`
    SELECT a.id, a.unit, a.code, a.origin, a.colour, a.area, ${balanceAt(tx, moment)} AS balance
    FROM (${accounts}) a
    ORDER BY a.id`
  const lines = rows.map((row) => ({ ...nameOf(row), balance: row.balance }))
  const reserved = await reservedOn(
    tx,
    lines.map(({ id }) => id),
    moment,
  )
  return lines.map((line) => ({
    ...line,
    debitsPending: reserved.get(line.id)?.debits ?? 0n,
    creditsPending: reserved.get(line.id)?.credits ?? 0n,
  }))
}

async function reservedOn(
  tx: Tx,
  ids: readonly AccountId[],
  moment: Moment,
): Promise<ReadonlyMap<AccountId, { readonly debits: Minor; readonly credits: Minor }>> {
  if (ids.length === 0) return new Map()
  const rows = await tx<{ id: string; debits: bigint; credits: bigint }[]>`
    SELECT leg.account_id AS id,
      coalesce(sum(leg.amount) FILTER (WHERE leg.side = 'debit'), 0)::bigint AS debits,
      coalesce(sum(leg.amount) FILTER (WHERE leg.side = 'credit'), 0)::bigint AS credits
    FROM (${openPendings(tx, ids, moment)}) leg
    GROUP BY leg.account_id`
  return new Map(rows.map(({ id, debits, credits }) => [id as AccountId, { debits, credits }]))
}

interface NameRow {
  readonly id: string
  readonly unit: string
  readonly code: number
  readonly origin: AccountOrigin
  readonly colour: string | null
  readonly area: string | null
}

interface BalanceRow extends NameRow {
  readonly balance: bigint
}

interface GroupRow {
  readonly unit: string
  readonly colour: string | null
  readonly code: number
  readonly origin: AccountOrigin
  readonly accounts: bigint
  readonly balance: string
}

function nameOf({ id, unit, code, origin, colour, area }: NameRow): AccountName {
  return {
    id: id as AccountId,
    unit: unit as Unit,
    code,
    origin,
    ...coloured(colour),
    ...(area === null ? {} : { area: area as Area }),
  }
}

function coloured(colour: string | null): { readonly colour?: Colour } {
  return colour === null ? {} : { colour: colour as Colour }
}
