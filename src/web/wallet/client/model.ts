import type { DisputeState } from '../../../vouchers/core/refund.ts'
import type { VoucherStatus } from '../../../vouchers/core/status.ts'
import type { Money } from './money.ts'

// What the API answers to the wallet, as this page uses it.

export interface Owner {
  readonly beneficiaryId: string
  readonly contactPoint: {
    readonly name: string
    readonly phone: string | null
    readonly openingHours: string | null
  }
}

export interface OwnVoucher {
  readonly id: string
  readonly productName: string
  readonly categories: readonly string[]
  readonly status: VoucherStatus
  readonly remaining: string
  readonly unit: string
  readonly expiresOn: string
  readonly typedCode: string
}

export interface Place {
  readonly partnerId: string
  readonly name: string
  readonly outlet: string | null
  readonly town: string
  readonly openingHours: string | null
  readonly unit: string
  readonly categories: readonly string[]
}

export interface Spent {
  readonly id: string
  readonly productName: string
  readonly partnerName: string
  readonly amount: string
  readonly unit: string
  readonly remaining: string
  /** What was given back; absent in what an earlier version of this page kept, as are the next two. */
  readonly refunded?: string
  /** What can still be said to be not right. */
  readonly disputable?: string
  readonly dispute?: { readonly state: DisputeState; readonly dueOn: string } | null
  readonly receipt: string
  readonly recordedAt: string
}

export interface Said {
  readonly id: string
  readonly text: string | null
  readonly dueOn: string
  readonly answer: string | null
  /** Read, and closed without an answer. */
  readonly isClosed: boolean
}

export interface Token {
  readonly token: string
  readonly expiresAt: string
}

/** What the phone keeps of the wallet, so that it opens without network. */
export interface Snapshot {
  readonly owner: Owner
  readonly vouchers: readonly OwnVoucher[]
  readonly places: readonly Place[]
  readonly spent: readonly Spent[]
  /** What is held of the currencies; absent in what an earlier version of this page kept. */
  readonly monies?: readonly Money[]
  /** When it was read, milliseconds since 1970. */
  readonly readAt: number
}

/** The names of the products that a place accepts, of those that can be spent now. */
export function productsAt(place: Place, vouchers: readonly OwnVoucher[]): readonly string[] {
  const fitting = vouchers.filter(
    ({ status, unit, categories }) =>
      status === 'active' &&
      unit === place.unit &&
      categories.some((category) => place.categories.includes(category)),
  )
  return [...new Set(fitting.map(({ productName }) => productName))]
}

/** Places by town, in the order in which they come. */
export function byTown(places: readonly Place[]): ReadonlyMap<string, readonly Place[]> {
  const towns = new Map<string, Place[]>()
  for (const place of places) {
    const town = towns.get(place.town)
    if (town === undefined) towns.set(place.town, [place])
    else town.push(place)
  }
  return towns
}
