import type { Invariant } from '../../src/currency/core/invariants.ts'
import { reserveAccountId } from '../../src/currency/identity.ts'
import { TRANSFER_CODES as CODES } from '../../src/ledger/core/chart.ts'
import type { Ledger } from '../../src/ledger/service.ts'
import { bankAccountId } from '../../src/network/identity.ts'
import type { Toys } from './toys.ts'

type Request = Parameters<Ledger['post']>[0]
type Transfer = Request['transfers'][number]

/** What could be posted by mistake. */
export interface Bug {
  readonly name: string
  /** What does not hold then, in the order of the invariants. */
  readonly breaks: readonly Invariant[]
  readonly change: (request: Request, toys: Toys) => Request
}

/** For each transfer of a code, those that are posted instead. */
function instead(code: number, post: (transfer: Transfer) => readonly Transfer[]) {
  return (request: Request): Request => ({
    ...request,
    transfers: unlinkedAtTheEnd(
      request.transfers.flatMap((one) => (one.code === code ? post(one) : [one])),
    ),
  })
}

/** The last of a journal is linked to nothing. */
function unlinkedAtTheEnd(transfers: readonly Transfer[]): readonly Transfer[] {
  return transfers.map((one, index) =>
    index === transfers.length - 1 ? { ...one, flags: [] } : one,
  )
}

const by = (cents: bigint) => (one: Transfer) => [{ ...one, amount: one.amount + cents }]
const nothing = () => []

/** What is decided within the commit is decided without looking at accounts. */
function blind(request: Request): Request {
  const { companion } = request
  if (companion === undefined) return request
  return { ...request, companion: (decided) => companion({ ...decided, states: new Map() }) }
}

export const PLANTED_BUGS: readonly Bug[] = [
  {
    name: 'a purchase pays a cent less into the reserve',
    breaks: ['bought_is_paid_in'],
    change: instead(CODES.reserve_bought, by(-1n)),
  },
  {
    name: 'a purchase pays nothing into the reserve, and nobody looks',
    breaks: ['reserve_backs_what_is_outstanding', 'bought_is_paid_in'],
    change: (request) => blind(instead(CODES.reserve_bought, nothing)(request)),
  },
  {
    name: 'a conversion pays out a cent less',
    breaks: ['changed_is_paid_out'],
    change: instead(CODES.reserve_paid_out, by(-1n)),
  },
  {
    name: 'a conversion pays out nothing',
    breaks: ['changed_is_paid_out'],
    change: instead(CODES.reserve_paid_out, nothing),
  },
  {
    name: 'what is changed stays in circulation',
    breaks: ['lots_are_the_books', 'changed_is_paid_out'],
    change: instead(CODES.currency_withdrawn, nothing),
  },
  {
    name: 'the fee of a conversion stays with the shop',
    breaks: ['lots_are_the_books'],
    change: instead(CODES.currency_fee, nothing),
  },
  {
    name: 'demurrage is taken of the lots only',
    breaks: ['lots_are_the_books'],
    change: instead(CODES.demurrage_taken, nothing),
  },
  {
    name: 'what expired stays in the books',
    breaks: ['lots_are_the_books'],
    change: instead(CODES.currency_expired, nothing),
  },
  {
    name: 'a donation is a cent less',
    breaks: ['lots_are_the_books'],
    change: instead(CODES.currency_donated, by(-1n)),
  },
  {
    name: 'a refund comes back twice',
    breaks: ['lots_are_the_books'],
    change: instead(CODES.currency_refunded, twice),
  },
  {
    name: 'discounts are backed with euro',
    breaks: ['a_discount_never_becomes_euro', 'bought_is_paid_in'],
    change: backDiscounts,
  },
  {
    name: 'nobody looks at the reserve, nor at lines of credit',
    breaks: ['reserve_backs_what_is_outstanding'],
    change: blind,
  },
]

function twice(one: Transfer): readonly Transfer[] {
  return [{ ...one, amount: one.amount * 2n }]
}

function backDiscounts(request: Request, { discount, instrument, newId }: Toys): Request {
  const reserve = reserveAccountId(discount)
  const { colour, reserveUnit: unit } = instrument
  const isGift = (one: Transfer) => one.code === CODES.currency_issued && one.unit !== unit
  const issued = request.transfers.find(isGift)
  if (issued === undefined || !request.transfers.some(({ unit: of }) => of.startsWith('DI'))) {
    return request
  }
  const euro: Transfer = {
    ...{ id: newId(), amount: issued.amount, unit, code: CODES.reserve_bought, flags: ['linked'] },
    ...{ debitAccountId: bankAccountId(unit, colour), creditAccountId: reserve },
  }
  return { ...request, transfers: [euro, ...request.transfers] }
}

/** A ledger that is asked for the wrong thing wherever the bug is. */
export function withBug(ledger: Ledger, { change }: Bug, toys: () => Toys | undefined): Ledger {
  return {
    ...ledger,
    post: (request, options) => {
      const own = toys()
      return ledger.post(own === undefined ? request : change(request, own), options)
    },
  }
}
