import { arrayText } from '../db/array-text.ts'
import type { Sql, Tx } from '../db/client.ts'
import type { Day } from '../kernel/days.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { Minor } from '../kernel/money.ts'
import type { PaymentKind } from './core/deed.ts'
import type { MemberParty } from './core/earning.ts'
import { LAST_POSITION } from './statement-store.ts'

/** An association as it stands. */
export interface Association {
  readonly id: string
  readonly name: string
  readonly territoryId: string
  readonly programmeId: string
  readonly createdAt: Date
  /** `null` while it goes on. */
  readonly endedAt: Date | null
}

/** That somebody belongs, or belonged, to an association. */
export interface Member {
  readonly associationId: string
  readonly party: MemberParty
  readonly holderId: string
  readonly fromDay: Day
  /** The last day; `null` where it goes on. */
  readonly untilDay: Day | null
  readonly addedAt: Date
  readonly addedBy: Uuid
}

export interface AssociationPage {
  readonly limit: number
  readonly after?: string
  /** Only this one: what somebody acts for. */
  readonly id?: string
}

function columns(sql: Sql | Tx) {
  return sql`id, name, territory_id as "territoryId", programme_id as "programmeId", created_at as "createdAt",
    ended_at as "endedAt"`
}

/** Gives no row where the id is there already. */
export function insertAssociation(
  tx: Tx,
  row: Omit<Association, 'endedAt'>,
): Promise<readonly { readonly id: string }[]> {
  return tx<{ id: string }[]>`
    insert into association (id, name, territory_id, programme_id, created_at)
    values (${row.id}, ${row.name}, ${row.territoryId}, ${row.programmeId}, ${row.createdAt})
    on conflict (id) do nothing returning id`.then((rows) => [...rows])
}

/** Whose wallets of an instrument take money, but for people; the name of an association that goes on. */
export function selectPayees(
  sql: Sql | Tx,
  instrumentId: string,
): Promise<readonly { party: 'partner' | 'association'; holderId: string; name: string | null }[]> {
  return sql<{ party: 'partner' | 'association'; holderId: string; name: string | null }[]>`
    select w.party, w.holder_id as "holderId", a.name
    from currency_wallet w left join association a
      on w.party = 'association' and a.id = w.holder_id and a.ended_at is null
    where w.instrument_id = ${instrumentId} and w.stopped_at is null
      and (w.party = 'partner' or a.id is not null)
    order by w.party, w.holder_id`.then((rows) => [...rows])
}

export async function selectAssociation(
  sql: Sql | Tx,
  id: string,
): Promise<Association | undefined> {
  const [row] = await sql<Association[]>`select ${columns(sql)} from association where id = ${id}`
  return row
}

export async function listAssociations(
  sql: Sql,
  { limit, after = '', id }: AssociationPage,
): Promise<readonly Association[]> {
  return sql<Association[]>`
    select ${columns(sql)} from association
    where id > ${after} and ${id === undefined ? sql`true` : sql`id = ${id}`}
    order by id limit ${limit}`
}

export function endAssociation(tx: Tx, id: string, at: Date): PromiseLike<unknown> {
  return tx`update association set ended_at = ${at} where id = ${id} and ended_at is null`
}

function memberColumns(sql: Sql | Tx) {
  return sql`association_id as "associationId", party, holder_id as "holderId", from_day::text as "fromDay",
    until_day::text as "untilDay", added_at as "addedAt", added_by as "addedBy"`
}

/** Those of an association, who came first first; or all of somebody. */
export async function selectMembers(
  sql: Sql | Tx,
  of:
    | { readonly associationId: string }
    | { readonly party: MemberParty; readonly holderId: string },
): Promise<readonly Member[]> {
  const wanted =
    'associationId' in of
      ? sql`association_id = ${of.associationId}`
      : sql`party = ${of.party} and holder_id = ${of.holderId}`
  return sql<Member[]>`
    select ${memberColumns(sql)} from association_member where ${wanted}
    order by from_day, id`
}

/**
 * Breaks `association_member_open` where somebody belongs to it already, `association_member_chosen` where a partner has
 * chosen another in the same moment.
 */
export function insertMember(tx: Tx, row: Omit<Member, 'untilDay'>): PromiseLike<unknown> {
  return tx`insert into association_member
      (association_id, party, holder_id, from_day, added_at, added_by)
    values (${row.associationId}, ${row.party}, ${row.holderId}, ${row.fromDay}, ${row.addedAt},
      ${row.addedBy})`
}

/** Ends what goes on, on a day or the day before it began; gives how many rows that was. */
export async function endMember(
  tx: Tx,
  {
    party,
    holderId,
    untilDay,
    associationId,
  }: Pick<Member, 'party' | 'holderId'> & {
    readonly untilDay: Day
    /** Left out where it is whichever a partner has chosen. */
    readonly associationId?: string
  },
): Promise<number> {
  const where =
    associationId === undefined ? tx`party = 'partner'` : tx`association_id = ${associationId}`
  const rows = await tx`
    update association_member set until_day = greatest(${untilDay}::date, from_day - 1)
    where party = ${party} and holder_id = ${holderId} and until_day is null and ${where} returning 1`
  return rows.length
}

/** Which association a partner has chosen on a day. */
export async function selectChosen(
  sql: Sql | Tx,
  partnerId: string,
  day: Day,
): Promise<string | undefined> {
  const [row] = await sql<{ readonly id: string }[]>`
    select association_id as id from association_member
    where party = 'partner' and holder_id = ${partnerId} and from_day <= ${day} and (until_day is null or until_day >= ${day})`
  return row?.id
}

/** What came to wallets, or left them, for one reason. */
export interface ReceivedLine {
  readonly walletId: Uuid
  /** Why it moved, as the code of the transfer. */
  readonly code: number
  /** What it belongs to. */
  readonly kind: PaymentKind
  readonly times: number
  readonly received: Minor
  readonly paid: Minor
}

/** What came to wallets and left them from one day to another, both with them, by reason. */
export async function selectReceived(
  sql: Sql,
  walletIds: readonly Uuid[],
  { from, until }: { readonly from: Day; readonly until: Day },
): Promise<readonly ReceivedLine[]> {
  return sql<ReceivedLine[]>`
    select l.wallet_id as "walletId", l.code, p.kind, count(*)::int as times,
      coalesce(sum(l.received), 0)::bigint as received, coalesce(sum(l.paid), 0)::bigint as paid
    from unnest(${arrayText(walletIds)}::uuid[]) as w (id),
      lateral (
        select w.id as wallet_id, code, amount as received, 0::bigint as paid, reference_128
          from ledger_transfer
          where credit_leg > ledger_leg(w.id, 0) and credit_leg < ledger_leg(w.id, ${LAST_POSITION})
        union all
        select w.id, code, 0, amount, reference_128
          from ledger_transfer
          where debit_leg > ledger_leg(w.id, 0) and debit_leg < ledger_leg(w.id, ${LAST_POSITION})
      ) l
    join currency_payment p on p.id = l.reference_128 and p.day between ${from} and ${until}
    group by l.wallet_id, l.code, p.kind order by l.wallet_id, l.code, p.kind`
}
