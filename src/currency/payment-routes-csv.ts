import { csvLine } from '../kernel/csv.ts'
import type { Uuid } from '../kernel/ids.ts'
import { decimalText } from '../kernel/money.ts'
import type { ListedPayment } from './on-behalf.ts'

const ROWS_AT_ONCE = 200
const HEADS = [
  ...['id', 'recorded_at', 'day', 'instrument', 'kind', 'status', 'channel'],
  ...['payer_party', 'payer', 'payee_party', 'payee', 'amount', 'amount_minor', 'fee', 'fee_minor'],
  ...['refunded', 'refunded_minor', 'refund_of', 'purchase_id', 'actor', 'reason'],
]

/**
 * Payments as CSV, read page by page.
 *
 * @param read a page of at most so many, those before the payment `after`
 */
export async function* paymentLines(
  read: (page: {
    readonly limit: number
    readonly after?: Uuid
  }) => Promise<readonly ListedPayment[]>,
): AsyncGenerator<string> {
  yield csvLine(HEADS)
  let after: Uuid | undefined
  do {
    const rows = await read({ limit: ROWS_AT_ONCE, ...(after === undefined ? {} : { after }) })
    yield rows.map((row) => csvLine(cellsOf(row))).join('')
    after = rows.length < ROWS_AT_ONCE ? undefined : rows.at(-1)?.id
  } while (after !== undefined)
}

function cellsOf(payment: ListedPayment): readonly string[] {
  const { id, recordedAt, day, instrumentId, kind, status, channel, payer, payee } = payment
  const { amount, fee, refunded, refundOf, purchaseId, actorId, reason } = payment
  return [
    ...[id, recordedAt.toISOString(), day, instrumentId, kind, status, channel],
    ...[payer?.party ?? '', payer?.holderId ?? '', payee?.party ?? '', payee?.holderId ?? ''],
    ...[amount, fee, refunded].flatMap((one) => [decimalText(one), one.toString()]),
    ...[refundOf ?? '', purchaseId ?? '', actorId ?? '', reason ?? ''],
  ]
}
