import type { Sql } from '../db/client.ts'
import { assert } from '../kernel/assert.ts'
import { DomainError } from '../kernel/errors.ts'
import type { Uuid } from '../kernel/ids.ts'
import { TRANSFER_CODES } from '../ledger/core/chart.ts'
import type {
  HistoryEvent,
  HistoryProduct,
  InstrumentHistory,
  VoucherHistory,
} from './core/evidence/history.ts'
import * as store from './evidence-store.ts'

/** What the books say of a programme up to a day. */
export interface ProgrammeHistory {
  readonly vouchers: VoucherHistory
  readonly instruments: readonly InstrumentHistory[]
}

/** What happens at the same moment happens in this order. */
const ORDER = [
  ...['issued', 'topped_up', 'handed_over', 'extended', 'tried', 'returned'],
  ...['expired', 'cancelled'],
]

const KINDS: Readonly<Record<number, 'issued' | 'topped_up' | 'cancelled' | 'expired'>> = {
  [TRANSFER_CODES.voucher_issued]: 'issued',
  [TRANSFER_CODES.voucher_topped_up]: 'topped_up',
  [TRANSFER_CODES.voucher_cancelled]: 'cancelled',
  [TRANSFER_CODES.voucher_expired]: 'expired',
}

/**
 * Reads what happened, of one moment.
 *
 * @throws DomainError `programme_unknown`
 */
export function readHistory(sql: Sql, scope: store.Scope): Promise<ProgrammeHistory> {
  return store.reading(sql, async (tx) => {
    const programme = await store.findProgramme(tx, scope.programmeId)
    if (programme === undefined)
      throw new DomainError('programme_unknown', 'There is no such programme.')
    const vouchers = await store.selectVouchers(tx, scope)
    const ids = [...new Set(vouchers.map(({ productId }) => productId))]
    const products = await store.selectProducts(tx, ids)
    const rows = {
      money: await store.selectMoney(tx, scope),
      tries: await store.selectTries(tx, scope),
      returns: await store.selectReturns(tx, scope),
      changes: await store.selectChanges(tx, scope),
    }
    const days = await store.selectWalletDays(tx, scope)
    const head = { programme: scope.programmeId, day: scope.day, unit: programme.unit }
    return {
      vouchers: { ...head, products: products.map(productOf), ...happened(vouchers, rows) },
      instruments: instrumentsOf(days),
    }
  })
}

interface Rows {
  readonly money: readonly store.MoneyRow[]
  readonly tries: readonly store.TryRow[]
  readonly returns: readonly store.ReturnRow[]
  readonly changes: readonly store.ChangeRow[]
}

interface Dated {
  readonly at: bigint
  readonly position: bigint | null
  readonly event: HistoryEvent
}

function happened(
  cards: readonly store.VoucherRow[],
  rows: Rows,
): Pick<VoucherHistory, 'vouchers' | 'events'> {
  const { firsts, placeOf } = chainsOf(cards)
  const personOf = numbering()
  const at = (row: { day: HistoryEvent['day']; voucherId: Uuid }) => ({
    day: row.day,
    voucher: placeOf(row.voucherId),
  })
  const handedOver = new Set<number>()
  const dated: Dated[] = [
    ...rows.money.map((row): Dated => {
      const kind = KINDS[row.code]
      assert(kind, 'money comes to a voucher and goes back in known ways')
      return { ...row, event: { ...at(row), kind, amount: Number(row.amount) } }
    }),
    ...rows.tries.map((row): Dated => ({ ...row, event: { ...at(row), ...tryOf(row) } })),
    ...rows.returns.map((row): Dated => {
      const to = row.isToVoucher ? 'voucher' : 'envelope'
      const { redemptionId: of, amount } = row
      return { ...row, event: { ...at(row), kind: 'returned', of, amount: Number(amount), to } }
    }),
    ...rows.changes.flatMap((row): Dated | readonly Dated[] => {
      const { lastDay } = row
      if (lastDay !== null) return { ...row, event: { ...at(row), kind: 'extended', lastDay } }
      return { ...row, event: { ...at(row), kind: 'handed_over' } }
    }),
  ].sort(byMoment)
  const events = dated
    .map(({ event }) => event)
    .filter((event) => {
      // A card in place of another is handed over too; the voucher was before.
      if (event.kind !== 'handed_over') return true
      const isFirst = !handedOver.has(event.voucher)
      handedOver.add(event.voucher)
      return isFirst
    })
  const vouchers = firsts.map(({ beneficiaryId, productId, lastDay }) => ({
    ...{ person: personOf(beneficiaryId), product: productId, lastDay },
  }))
  return { vouchers, events }
}

function tryOf(row: store.TryRow) {
  const { id, partnerId: partner, sells, status } = row
  const lines = row.categories.map((category, index) => ({
    category,
    amount: Number(row.amounts[index]),
  }))
  return { kind: 'tried', id, partner, sells, amount: Number(row.amount), status, lines } as const
}

/** First cards in their order, and which of them another card came in place of. */
function chainsOf(cards: readonly store.VoucherRow[]): {
  readonly firsts: readonly store.VoucherRow[]
  readonly placeOf: (id: Uuid) => number
} {
  const before = new Map<Uuid, Uuid>()
  for (const { id, replacedBy } of cards) if (replacedBy !== null) before.set(replacedBy, id)
  const firsts = cards.filter(({ id }) => !before.has(id))
  const places = new Map(firsts.map(({ id }, place) => [id, place]))
  const placeOf = (id: Uuid): number => {
    let first = id
    for (let earlier = before.get(first); earlier !== undefined; earlier = before.get(first))
      first = earlier
    const place = places.get(first)
    assert(place !== undefined, 'what happened to a voucher happened to one that was issued')
    return place
  }
  return { firsts, placeOf }
}

function byMoment(one: Dated, other: Dated): number {
  if (one.at !== other.at) return one.at < other.at ? -1 : 1
  const rank = ORDER.indexOf(one.event.kind) - ORDER.indexOf(other.event.kind)
  if (rank !== 0) return rank
  if (one.position === other.position) return 0
  if (one.position === null) return 1
  return other.position === null || one.position < other.position ? -1 : 1
}

function productOf(row: store.ProductRow): HistoryProduct {
  const { id, categories, forbidden, oneUse, capPerPurchase, capPerDay } = row
  return {
    ...{ id, oneUse },
    categories: categories.filter((category) => !forbidden.includes(category)),
    capPerPurchase: capPerPurchase === null ? null : Number(capPerPurchase),
    capPerDay: capPerDay === null ? null : Number(capPerDay),
  }
}

function instrumentsOf(rows: readonly store.WalletDayRow[]): readonly InstrumentHistory[] {
  const holderOf = numbering()
  const wallets = new Map<
    string,
    Map<number, { day: HistoryEvent['day']; held: number; paid: number }[]>
  >()
  for (const { instrumentId, walletId, day, held, paid } of rows) {
    const own = wallets.get(instrumentId) ?? new Map()
    wallets.set(instrumentId, own)
    const holder = holderOf(walletId)
    const days = own.get(holder) ?? []
    own.set(holder, [...days, { day, held: Number(held), paid: Number(paid) }])
  }
  return [...wallets].map(([instrument, own]) => ({
    instrument,
    wallets: [...own].map(([holder, days]) => ({ holder, days })),
  }))
}

/** Numbers in the order in which something comes for the first time. */
function numbering(): (id: string) => number {
  const known = new Map<string, number>()
  return (id) => {
    const number = known.get(id) ?? known.size
    known.set(id, number)
    return number
  }
}
