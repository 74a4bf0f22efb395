import type { Day } from '../../../kernel/days.ts'
import type { RedemptionStatus } from '../../../vouchers/core/redeem.ts'

/** What vouchers of a product are good for. Amounts are in cents. */
export interface HistoryProduct {
  readonly id: string
  readonly categories: readonly string[]
  readonly oneUse: boolean
  readonly capPerPurchase: number | null
  readonly capPerDay: number | null
}

/** A voucher, with the cards that came in its place. */
export interface HistoryVoucher {
  /** Whose it is: a number that means nothing outside of this history. */
  readonly person: number
  readonly product: string
  /** The last day that its first card was printed with. */
  readonly lastDay: Day
}

/** Something that happened, to the voucher with that place in the list. */
export type HistoryEvent = { readonly day: Day; readonly voucher: number } & (
  | { readonly kind: 'issued' | 'topped_up'; readonly amount: number }
  | { readonly kind: 'handed_over' }
  | { readonly kind: 'extended'; readonly lastDay: Day }
  | HistoryTry
  /** Of a purchase, by a refund or a dispute; to its envelope where the voucher was at its end. */
  | {
      readonly kind: 'returned'
      readonly of: string
      readonly amount: number
      readonly to: 'voucher' | 'envelope'
    }
  | { readonly kind: 'expired' | 'cancelled'; readonly amount: number }
)

/** Somebody wanted to pay. */
export interface HistoryTry {
  readonly kind: 'tried'
  readonly id: string
  readonly partner: string
  /** What the partner sells. */
  readonly sells: readonly string[]
  readonly amount: number
  readonly status: RedemptionStatus
  /** What it was for, where the till said so; nothing of what was refused. */
  readonly lines: readonly { readonly category: string; readonly amount: number }[]
}

/** All that happened with the vouchers of a programme up to the end of a day, in its order. */
export interface VoucherHistory {
  readonly programme: string
  readonly day: Day
  readonly unit: string
  readonly products: readonly HistoryProduct[]
  readonly vouchers: readonly HistoryVoucher[]
  readonly events: readonly HistoryEvent[]
}

/** What came in and went out of a wallet on a day, in cents. */
export interface WalletDay {
  readonly day: Day
  /** What it held at the end of the day. */
  readonly held: number
  /** What it paid others for something. */
  readonly paid: number
}

/** The wallets of an instrument of the programme that belong to people, shops and associations. */
export interface InstrumentHistory {
  readonly instrument: string
  readonly wallets: readonly {
    readonly holder: number
    readonly days: readonly WalletDay[]
  }[]
}
