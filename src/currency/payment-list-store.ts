import { arrayText } from '../db/array-text.ts'
import type { Sql, Tx } from '../db/client.ts'
import type { Day } from '../kernel/days.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { PaymentKind } from './core/deed.ts'
import type { PaymentStatus } from './core/payment.ts'
import { PARTIES, type Party } from './core/rules.ts'
import { type PaymentRow, paymentColumns } from './payment-store.ts'

/** A payment, with who is on either side. */
export interface ListedPayment extends PaymentRow {
  /** `null` where it was issued. */
  readonly payer: { readonly party: Party; readonly holderId: string } | null
  /** `null` where it went out of circulation. */
  readonly payee: { readonly party: Party; readonly holderId: string } | null
}

/** Which payments are wanted; all that is given must fit. */
export interface PaymentFilter {
  readonly instrumentId?: string
  readonly day?: Day
  readonly kind?: PaymentKind
  /** `declined`: whatever the reason. */
  readonly status?: PaymentStatus | 'declined'
  /** The code of whoever paid, a person, a partner, an association or the programme. */
  readonly payer?: string
  readonly payee?: string
}

/** Which part of the list is wanted: at most `limit`, the newest first, those before the payment `after`. */
export interface PaymentPage extends PaymentFilter {
  readonly limit: number
  readonly after?: Uuid
  readonly id?: Uuid
  /** What came back of this payment. */
  readonly refundOf?: PaymentRow
  /** Only what people of these contact points paid or were paid. */
  readonly contactPointIds?: readonly string[]
}

type Row = PaymentRow & {
  readonly payerParty: Party | null
  readonly payerHolder: string
  readonly payeeParty: Party | null
  readonly payeeHolder: string
}

export async function selectListed(
  sql: Sql | Tx,
  { limit, after, id, contactPointIds, ...filter }: PaymentPage,
): Promise<readonly ListedPayment[]> {
  const isOf = (side: 'f' | 't') => sql`exists (select from beneficiary b
    where ${sql(side)}.party = 'person' and b.id = ${sql(side)}.holder_id
      and b.contact_point_id = any(${arrayText(contactPointIds ?? [])}::text[]))`
  const rows = await sql<Row[]>`
    select ${paymentColumns(sql)}, f.party as "payerParty", f.holder_id as "payerHolder", t.party as "payeeParty",
      t.holder_id as "payeeHolder"
    from currency_payment p
    left join currency_wallet f on f.id = p.payer_id
    left join currency_wallet t on t.id = p.payee_id
    where ${after === undefined ? sql`true` : sql`(p.recorded_at, p.id) < (select recorded_at, id from currency_payment where id = ${after})`}
      and ${id === undefined ? sql`true` : sql`p.id = ${id}`}
      and ${fitting(sql, filter)}
      and ${contactPointIds === undefined ? sql`true` : sql`(${isOf('f')} or ${isOf('t')})`}
    order by p.recorded_at desc, p.id desc limit ${limit}`
  return rows.map(({ payerParty, payerHolder, payeeParty, payeeHolder, ...row }) => ({
    ...row,
    payer: payerParty === null ? null : { party: payerParty, holderId: payerHolder },
    payee: payeeParty === null ? null : { party: payeeParty, holderId: payeeHolder },
  }))
}

/** What came back is looked for among what whoever was paid paid since: of that there is an index. */
function fitting(
  sql: Sql | Tx,
  { instrumentId, day, kind, status, payer, payee, refundOf }: Omit<PaymentPage, 'limit'>,
) {
  const of = (code: string) => sql`(select id from currency_wallet
    where party = any(${arrayText(PARTIES)}::text[]) and holder_id = ${code})`
  return sql`${instrumentId === undefined ? sql`true` : sql`p.instrument_id = ${instrumentId}`}
    and ${day === undefined ? sql`true` : sql`p.day = ${day}`}
    and ${kind === undefined ? sql`true` : sql`p.kind = ${kind}`}
    and ${status === undefined ? sql`true` : status === 'declined' ? sql`p.status <> 'paid'` : sql`p.status = ${status}`}
    and ${payer === undefined ? sql`true` : sql`p.payer_id in ${of(payer)}`}
    and ${payee === undefined ? sql`true` : sql`p.payee_id in ${of(payee)}`}
    and ${refundOf === undefined ? sql`true` : sql`p.payer_id = ${refundOf.payeeId} and p.recorded_at >= ${refundOf.recordedAt} and p.refund_of = ${refundOf.id}`}`
}
