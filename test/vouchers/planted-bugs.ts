import type { Ledger } from '../../src/ledger/service.ts'

type Transfer = Parameters<Ledger['post']>[0]['transfers'][number]

/** What a capability could post by mistake: for each transfer of a code, those that are posted instead. */
export interface Bug {
  readonly name: string
  readonly code: number
  readonly instead: (transfer: Transfer, seen: Seen) => readonly Transfer[]
}

/** Where money was put before. */
interface Seen {
  readonly vouchers: Transfer['creditAccountId'][]
  readonly envelopes: Transfer['creditAccountId'][]
}

const less = (transfer: Transfer): Transfer => ({ ...transfer, amount: transfer.amount - 1n })
const elsewhere = (transfer: Transfer, id: Transfer['creditAccountId'] | undefined) => [
  { ...transfer, creditAccountId: id ?? transfer.debitAccountId },
]

export const PLANTED_BUGS: readonly Bug[] = [
  { name: 'a voucher is issued with a cent less', code: 30, instead: (one) => [less(one)] },
  {
    name: 'a redemption takes a cent less',
    code: 40,
    instead: (one) => [one.amount > 1n ? less(one) : one],
  },
  { name: 'a redemption takes nothing', code: 40, instead: () => [] },
  {
    name: 'a refund gives a cent less',
    code: 45,
    instead: (one) => [one.amount > 1n ? less(one) : one],
  },
  { name: 'a refund gives nothing', code: 45, instead: () => [] },
  {
    name: 'a refund goes to the first voucher there was',
    code: 45,
    instead: (one, { vouchers }) => elsewhere(one, vouchers[0]),
  },
  {
    name: 'a lost card gives what it had to the first voucher there was',
    code: 70,
    instead: (one, { vouchers }) => elsewhere(one, vouchers[0]),
  },
  { name: 'a lost card keeps what it had', code: 70, instead: () => [] },
  { name: 'an expired voucher keeps what it had', code: 60, instead: () => [] },
  {
    name: 'what expired goes to another envelope',
    code: 60,
    instead: (one, { envelopes }) =>
      elsewhere(
        one,
        envelopes.find((id) => id !== one.creditAccountId),
      ),
  },
]

/** A ledger that is asked for the wrong thing wherever the bug is. */
export function withBug({ code, instead }: Bug): (ledger: Ledger) => Ledger {
  return (ledger) => {
    const seen: Seen = { vouchers: [], envelopes: [] }
    return {
      ...ledger,
      post: (request, options) => {
        const transfers = request.transfers.flatMap((one) =>
          one.code === code ? instead(one, seen) : [one],
        )
        for (const one of request.transfers) {
          if (one.code === 20) seen.envelopes.push(one.creditAccountId)
          if (one.code === 30) seen.vouchers.push(one.creditAccountId)
        }
        return ledger.post({ ...request, transfers }, options)
      },
    }
  }
}
