import { arrayText } from '../db/array-text.ts'
import type { Sql, Tx } from '../db/client.ts'
import type { Day } from '../kernel/days.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { Minor, Unit } from '../kernel/money.ts'
import type { Colour } from '../ledger/core/colour.ts'
import type { Purse, StoredLot, Wallet } from './core/deed.ts'
import { purseOf } from './core/deed.ts'
import type { Instrument, RuleVersion } from './core/instrument.ts'
import type { InstrumentRules, Party } from './core/rules.ts'

/** An instrument whose rules nobody has approved yet has no versions. */
export async function selectInstruments(
  sql: Sql | Tx,
  wanted: { readonly ids: readonly string[] } | 'all',
): Promise<readonly Instrument[]> {
  const rows = await sql<
    {
      readonly id: string
      readonly programmeId: string
      readonly unit: Unit
      readonly colour: Colour | null
      readonly reserveUnit: Unit
      readonly versions: readonly RuleVersion[] | null
    }[]
  >`
    select i.id, i.programme_id as "programmeId", i.unit, p.colour, p.unit as "reserveUnit",
      (select jsonb_agg(jsonb_build_object('version', v.version, 'validFrom', v.valid_from::text, 'rules', v.rules)
          order by v.valid_from, v.version)
        from instrument_version v where v.instrument_id = i.id and v.approved_at is not null) as versions
    from instrument i join programme p on p.id = i.programme_id
    where ${wanted === 'all' ? sql`true` : sql`i.id = any(${arrayText(wanted.ids)}::text[])`}
    order by i.id`
  return rows.map((row) => ({ ...row, versions: lastOfEachDay(row.versions ?? []) }))
}

/** Of versions that begin on the same day the later one counts. */
function lastOfEachDay(versions: readonly RuleVersion[]): readonly RuleVersion[] {
  return versions.filter(({ validFrom }, index) => versions[index + 1]?.validFrom !== validFrom)
}

export function insertInstrument(
  tx: Tx,
  { id, programmeId, unit, createdAt }: NewInstrumentRow,
): PromiseLike<unknown> {
  return tx`insert into instrument (id, programme_id, unit, created_at)
    values (${id}, ${programmeId}, ${unit}, ${createdAt})`
}

export interface NewInstrumentRow {
  readonly id: string
  readonly programmeId: string
  readonly unit: Unit
  readonly createdAt: Date
}

export interface NewVersionRow {
  readonly instrumentId: string
  readonly version: number
  readonly rules: InstrumentRules
  readonly validFrom: Day
  readonly preparedBy: Uuid
  readonly preparedAt: Date
  readonly approvedAt: Date | null
}

export function insertVersion(tx: Tx, row: NewVersionRow): PromiseLike<unknown> {
  return tx`insert into instrument_version
      (instrument_id, version, rules, valid_from, prepared_by, prepared_at, approved_at)
    values (${row.instrumentId}, ${row.version}, ${JSON.stringify(row.rules)}::text::jsonb, ${row.validFrom},
      ${row.preparedBy}, ${row.preparedAt}, ${row.approvedAt})`
}

export interface WalletRow extends Omit<Wallet, 'instrument'> {
  readonly instrumentId: string
}

function walletColumns(sql: Sql | Tx) {
  return sql`w.id, w.instrument_id as "instrumentId", w.party, w.holder_id as "holderId", w.opened_at as "openedAt",
    w.credit_line as "creditLine", w.credit_room as "creditRoom", w.fetched_up_to::text as "fetchedUpTo",
    w.stopped_at as "stoppedAt"`
}

/** Those that are there, in no order. */
export function selectWallets(sql: Sql | Tx, ids: readonly Uuid[]): Promise<WalletRow[]> {
  return sql<WalletRow[]>`
    select ${walletColumns(sql)} from currency_wallet w where w.id = any(${arrayText(ids)}::uuid[])`.then(
    (rows) => [...rows],
  )
}

/** What somebody holds, by instrument. */
export function selectWalletsOf(
  sql: Sql | Tx,
  party: Party,
  holderId: string,
): Promise<WalletRow[]> {
  return sql<WalletRow[]>`
    select ${walletColumns(sql)} from currency_wallet w
    where w.party = ${party} and w.holder_id = ${holderId} order by w.instrument_id`.then(
    (rows) => [...rows],
  )
}

/** Opened before is well. */
export function insertWallet(tx: Tx, row: WalletRow): PromiseLike<unknown> {
  return tx`insert into currency_wallet (id, instrument_id, party, holder_id, opened_at, credit_line, credit_room)
    values (${row.id}, ${row.instrumentId}, ${row.party}, ${row.holderId}, ${row.openedAt}, ${row.creditLine},
      ${row.creditRoom})
    on conflict (id) do nothing`
}

/** How wallets stand on a day, of one moment; those that are not there are left out. */
export async function readPurses(
  sql: Sql | Tx,
  ids: readonly Uuid[],
  day: Day,
  instrumentOf: (id: string) => Instrument,
): Promise<ReadonlyMap<Uuid, Purse>> {
  const rows = await sql<
    (WalletRow & { readonly nominal: bigint; readonly lots: readonly RawLot[] | null })[]
  >`
    select ${walletColumns(sql)}, a.credits_posted - a.debits_posted as nominal,
      (select jsonb_agg(jsonb_build_array(l.id::text, l.amount::text, l.received_on::text, l.valued_on::text,
          l.last_day::text) order by l.id)
        from currency_lot l where l.wallet_id = w.id and l.closed_on is null) as lots
    from currency_wallet w join ledger_account a on a.id = w.id
    where w.id = any(${arrayText(ids)}::uuid[])`
  return new Map(
    rows.map(({ nominal, lots, instrumentId, ...row }) => {
      const wallet = { ...row, instrument: instrumentOf(instrumentId) }
      return [wallet.id, purseOf(wallet, { nominal, lots: (lots ?? []).map(lotOf) }, day)]
    }),
  )
}

type RawLot = readonly [string, string, Day, Day, Day | null]

function lotOf([id, amount, receivedOn, valuedOn, lastDay]: RawLot): StoredLot {
  return { id: BigInt(id), amount: BigInt(amount), receivedOn, valuedOn, lastDay }
}

/** What a person paid on a day and in its month, of an instrument. */
export async function selectSpent(
  sql: Sql | Tx,
  walletId: Uuid,
  day: Day,
): Promise<{ readonly today: Minor; readonly month: Minor }> {
  const [row] = await sql<{ readonly today: bigint; readonly month: bigint }[]>`
    select coalesce(sum(amount) filter (where period = ${day}), 0)::bigint as today,
      coalesce(sum(amount) filter (where period = ${day.slice(0, 7)}), 0)::bigint as month
    from currency_spent where wallet_id = ${walletId} and period in (${day}, ${day.slice(0, 7)})`
  return { today: row?.today ?? 0n, month: row?.month ?? 0n }
}
