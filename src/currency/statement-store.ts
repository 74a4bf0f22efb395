import type { Sql, Tx } from '../db/client.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { Minor } from '../kernel/money.ts'
import type { PaymentKind } from './core/deed.ts'
import type { Party } from './core/rules.ts'

/** One line of a wallet's statement. */
export interface StatementLine {
  /** Its place in the log of the books. */
  readonly position: bigint
  /** Why it moved, as the code of the transfer. */
  readonly code: number
  /** Below zero where it left the wallet. */
  readonly amount: Minor
  /** What the books said after it. */
  readonly balance: Minor
  readonly recordedAt: Date
  /** What it belongs to; `null` for what is not of a payment. */
  readonly payment: {
    readonly id: Uuid
    readonly kind: PaymentKind
    readonly amount: Minor
    readonly refunded: Minor
    readonly reason: string | null
    /** The purchase that it is a part of. */
    readonly purchaseId: Uuid | null
    /** Who is on the other side; `null` where it was issued or went out of circulation. */
    readonly other: { readonly party: Party; readonly holderId: string } | null
  } | null
}

/** The last position that there can be. */
export const LAST_POSITION = 2n ** 35n - 1n

type Row = Omit<StatementLine, 'payment'> & {
  readonly paymentId: Uuid | null
  readonly kind: PaymentKind
  readonly paymentAmount: bigint
  readonly refunded: bigint
  readonly reason: string | null
  readonly purchaseId: Uuid | null
  readonly party: Party | null
  readonly holderId: string
}

/** What happened on a wallet, the newest first, so many before a position. */
export async function selectStatement(
  sql: Sql | Tx,
  walletId: Uuid,
  { before, limit }: { readonly before: bigint; readonly limit: number },
): Promise<readonly StatementLine[]> {
  const rows = await sql<Row[]>`
    with lines as (
      (select position, code, -amount as amount, debit_balance as balance, recorded_at, reference_128
        from ledger_transfer
        where debit_leg > ledger_leg(${walletId}, 0) and debit_leg < ledger_leg(${walletId}, ${before})
        order by debit_leg desc limit ${limit})
      union all
      (select position, code, amount, credit_balance, recorded_at, reference_128
        from ledger_transfer
        where credit_leg > ledger_leg(${walletId}, 0) and credit_leg < ledger_leg(${walletId}, ${before})
        order by credit_leg desc limit ${limit})
    )
    select l.position, l.code, l.amount, l.balance, l.recorded_at as "recordedAt", p.id as "paymentId", p.kind,
      p.amount as "paymentAmount", p.refunded, p.reason,
      p.purchase_id as "purchaseId", o.party, o.holder_id as "holderId"
    from (select * from lines order by position desc limit ${limit}) l
    left join currency_payment p on p.id = l.reference_128
    left join currency_wallet o
      on o.id = case when p.payer_id = ${walletId} then p.payee_id else p.payer_id end
    order by l.position desc`
  return rows.map(
    ({
      paymentId,
      kind,
      paymentAmount,
      refunded,
      reason,
      purchaseId,
      party,
      holderId,
      ...line
    }) => ({
      ...line,
      payment:
        paymentId === null
          ? null
          : {
              ...{ id: paymentId, kind, amount: paymentAmount, refunded, reason, purchaseId },
              other: party === null ? null : { party, holderId },
            },
    }),
  )
}
