import type postgres from 'postgres'
import type { Sql, Tx } from '../db/client.ts'
import type { Day } from '../kernel/days.ts'
import type { Minor } from '../kernel/money.ts'
import type { Instrument } from './core/instrument.ts'
import { type KeptStretch, keptStretches } from './core/outstanding.ts'
import { LAST_POSITION } from './statement-store.ts'

/**
 * What all wallets with lots hold on a day, demurrage and expiry taken: each lot is valued by the tables and rounded half
 * up, as where it is read alone. One pass over the lots, however long nobody looked at them.
 */
export async function selectWorth(sql: Sql | Tx, instrument: Instrument, day: Day): Promise<Minor> {
  const [oldest] = await sql<{ readonly first: Day | null }[]>`
    select min(valued_on)::text as first from currency_lot where instrument_id = ${instrument.id}`
  if (oldest?.first == null || oldest.first > day) return 0n
  const stretches = keptStretches(instrument, oldest.first, day)
  let lots: Fragment = sql`select amount, received_on, valued_on from currency_lot
    where instrument_id = ${instrument.id} and valued_on <= ${day} and (closed_on is null or closed_on > ${day})
      and (last_day is null or last_day >= ${day})`
  for (const stretch of stretches) lots = valuedAt(sql, lots, stretch)
  const [row] = await sql<{ readonly worth: Minor }[]>`
    select coalesce(sum(amount), 0)::bigint as worth from (${lots}) as standing`
  return row?.worth ?? 0n
}

type Fragment = postgres.PendingQuery<postgres.Row[]>

/** Lots as they are worth at the end of a stretch; those that came later stay as they are. */
function valuedAt(sql: Sql | Tx, lots: Fragment, { end, counted, kept }: KeptStretch): Fragment {
  const times =
    counted.by === 'days'
      ? sql`greatest(0, (${end}::date - valued_on) - greatest(0, ${counted.freeDays}::int - (valued_on - received_on)))`
      : sql`div(${monthOf(sql, sql`${end}::date`)}, ${counted.months}) - div(${monthOf(sql, sql`valued_on`)}, ${counted.months})`
  // Read as a table and joined: an element far on in an array of numbers is found by walking there.
  return sql`select round(amount * coalesce(k.kept, 1))::bigint as amount, received_on,
      greatest(valued_on, ${end}::date) as valued_on
    from (${lots}) as l
    left join (select n - 1 as n, kept from unnest(${`{${kept.join(',')}}`}::numeric[]) with ordinality as k (kept, n)) as k
      on l.valued_on < ${end}::date and k.n = ${times}`
}

function monthOf(sql: Sql | Tx, day: Fragment): Fragment {
  return sql`(extract(year from ${day})::int * 12 + extract(month from ${day})::int - 1)`
}

/**
 * What an account held at the end of a day, by the days of the payments and releases that moved it: what of a payment is
 * posted shortly after midnight is still of its day.
 */
export async function selectHeldOn(sql: Sql | Tx, accountId: string, day: Day): Promise<Minor> {
  const [row] = await sql<{ readonly held: Minor }[]>`
    with legs as (
      select position, reference_128, debit_leg, credit_leg, debit_balance, credit_balance, true as is_debit
        from ledger_transfer
        where debit_leg > ledger_leg(${accountId}, 0) and debit_leg <= ledger_leg(${accountId}, ${LAST_POSITION})
      union all
      select position, reference_128, debit_leg, credit_leg, debit_balance, credit_balance, false
        from ledger_transfer
        where credit_leg > ledger_leg(${accountId}, 0) and credit_leg <= ledger_leg(${accountId}, ${LAST_POSITION})
    )
    select case when l.is_debit then l.debit_balance else l.credit_balance end as held
    from legs l
    left join currency_payment p on p.id = l.reference_128
    left join reserve_release r on r.id = l.reference_128
    left join approval a on a.kind = 'reserve_release' and a.subject_id = r.id::text
    where coalesce(p.day, (a.decided_at at time zone 'Europe/Rome')::date) <= ${day}
    order by l.position desc limit 1`
  return row?.held ?? 0n
}
