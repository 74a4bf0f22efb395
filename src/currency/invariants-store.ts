import type { Sql, Tx } from '../db/client.ts'
import type { Day } from '../kernel/days.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { Minor } from '../kernel/money.ts'
import { TRANSFER_CODES } from '../ledger/core/chart.ts'
import { type Instrument, rulesOn } from './core/instrument.ts'
import type { InstrumentFigures } from './core/invariants.ts'
import { LAST_POSITION } from './statement-store.ts'

/** The accounts that an instrument is kept on, besides wallets, and the wallet of its programme. */
export interface InstrumentAccountIds {
  readonly issued: Uuid
  readonly reserve: Uuid
  readonly fund: Uuid
}

/** What books, lots and payments of an instrument come to now. Reads all its wallets. */
export async function selectFigures(
  sql: Sql | Tx,
  instrument: Instrument,
  day: Day,
  accountIds: InstrumentAccountIds,
): Promise<InstrumentFigures> {
  const { id } = instrument
  const rules = rulesOn(instrument, day)
  const [accounts, payments, reserve, donations] = await Promise.all([
    selectWalletFigures(sql, instrument, rules.credit, accountIds),
    selectPaymentFigures(sql, id),
    selectReserveFigures(sql, accountIds),
    sql<InstrumentFigures['donations'][number][]>`
      select bought, donated, share from currency_donation where instrument_id = ${id} order by number`,
  ])
  const { reserveMoves, ...moved } = reserve
  return {
    ...{ instrumentId: id, rules, ...accounts, ...moved, donations: [...donations] },
    ...{ bought: payments.bought, changed: payments.changed, donated: payments.donated },
    euroMoves: reserveMoves + payments.sold,
  }
}

async function selectWalletFigures(
  sql: Sql | Tx,
  { id, versions }: Instrument,
  credit: { readonly below: string; readonly above: string | null } | null,
  { issued, fund }: InstrumentAccountIds,
) {
  const hasLots = versions.every(({ rules }) => rules.credit === null)
  const [row] = await sql<
    {
      readonly outstanding: Minor
      readonly wallets: Minor
      readonly outsideTheirLine: number
      readonly lotsOff: number
    }[]
  >`
    with held as (
      select w.id, w.credit_line, w.credit_room, a.credits_posted - a.debits_posted as balance
      from currency_wallet w join ledger_account a on a.id = w.id where w.instrument_id = ${id}
    ), lots as (
      select wallet_id, sum(amount) as amount from currency_lot
      where instrument_id = ${id} and closed_on is null group by wallet_id
    )
    select
      coalesce((select debits_posted - credits_posted from ledger_account where id = ${issued}), 0)::bigint
        as outstanding,
      coalesce(sum(h.balance), 0)::bigint as wallets,
      count(*) filter (where h.id <> ${fund} and (
        h.balance < -coalesce(h.credit_line, ${credit?.below ?? '0'}::bigint)
        or h.balance > coalesce(h.credit_room, ${credit?.above ?? null}::bigint)))::int as "outsideTheirLine",
      count(*) filter (where ${hasLots} and h.id <> ${fund} and h.balance <> coalesce(l.amount, 0))::int as "lotsOff"
    from held h left join lots l on l.wallet_id = h.id`
  return row ?? { outstanding: 0n, wallets: 0n, outsideTheirLine: 0, lotsOff: 0 }
}

async function selectPaymentFigures(sql: Sql | Tx, instrumentId: string) {
  const [row] = await sql<
    {
      readonly bought: Minor
      readonly changed: Minor
      readonly donated: Minor
      readonly sold: number
    }[]
  >`
    select coalesce(sum(amount) filter (where kind = 'purchase'), 0)::bigint as bought,
      coalesce(sum(amount - fee) filter (where kind = 'conversion'), 0)::bigint as changed,
      coalesce(sum(amount) filter (where kind = 'donation'), 0)::bigint as donated,
      count(*) filter (where kind in ('purchase', 'conversion'))::int as sold
    from currency_payment where instrument_id = ${instrumentId} and status = 'paid'
      and kind in ('purchase', 'conversion', 'donation')`
  return row ?? { bought: 0n, changed: 0n, donated: 0n, sold: 0 }
}

async function selectReserveFigures(sql: Sql | Tx, { issued, reserve }: InstrumentAccountIds) {
  const [row] = await sql<
    {
      readonly reserve: Minor
      readonly reserveMoves: number
      readonly paidIn: Minor
      readonly paidOut: Minor
      readonly withdrawn: Minor
    }[]
  >`
    select coalesce(sum(sign * amount) filter (where is_reserve), 0)::bigint as reserve,
      count(*) filter (where is_reserve)::int as "reserveMoves",
      coalesce(sum(amount) filter (where is_reserve and code = ${TRANSFER_CODES.reserve_bought}), 0)::bigint
        as "paidIn",
      coalesce(sum(amount) filter (where is_reserve and code = ${TRANSFER_CODES.reserve_paid_out}), 0)::bigint
        as "paidOut",
      coalesce(sum(amount) filter (where not is_reserve and code = ${TRANSFER_CODES.currency_withdrawn}), 0)::bigint
        as withdrawn
    from (
      select code, amount, -1 as sign, true as is_reserve from ledger_transfer where ${legsOf(sql, 'debit', reserve)}
      union all
      select code, amount, 1, true from ledger_transfer where ${legsOf(sql, 'credit', reserve)}
      union all
      select code, amount, 1, false from ledger_transfer where ${legsOf(sql, 'credit', issued)}
    ) as moved`
  const none = { reserve: 0n, reserveMoves: 0, paidIn: 0n, paidOut: 0n, withdrawn: 0n }
  return row ?? none
}

/** The transfers on a side of an account. */
function legsOf(sql: Sql | Tx, side: 'debit' | 'credit', account: string) {
  const leg = sql(`${side}_leg`)
  return sql`${leg} > ledger_leg(${account}, 0) and ${leg} <= ledger_leg(${account}, ${LAST_POSITION})`
}
