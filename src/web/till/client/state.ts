import type { PageLanguage } from '../../client/money.ts'
import type { Bought, Open, OpenPurchase } from './buying.ts'
import type { DayTotals } from './day.ts'
import type { DeviceKey } from './device.ts'
import type { Means, NoAnswer, ShopLine, ShopMoney } from './money.ts'
import type { Order, OrderEnded } from './orders.ts'
import type { Answer } from './redemption.ts'
import type { Balance } from './shop.ts'
import type { Bill, Purchase, Statement } from './statement.ts'

/** The shop that this device is a till of. */
export interface Partner {
  readonly id: string
  readonly name: string
  readonly unit: string
  /** What it sells. */
  readonly categories: readonly string[]
  /** What the programme owes it, in digits. */
  readonly owed: string
}

/** What this device was paired as. Kept until the pairing ends. */
export interface Session {
  readonly key: DeviceKey
  readonly terminal: { readonly id: string; readonly name: string }
  readonly partner: Partner
}

/** What the camera is pointed at a code for. */
export type CodePurpose =
  | { readonly kind: 'redeem'; readonly bill: Bill }
  /** Something that pays beside what was shown before, or is to be followed by it. */
  | { readonly kind: 'beside'; readonly bill: Bill; readonly means: Means }
  | { readonly kind: 'balance' }

export type PairFault = 'pairWrong' | 'pairOtherShop' | 'pairNoAnswer' | 'pairShort'

export type Screen =
  | { readonly name: 'starting' }
  | { readonly name: 'noStorage' }
  | { readonly name: 'pair'; readonly fault?: PairFault; readonly checking?: boolean }
  | { readonly name: 'paired' }
  /** The pairing was ended while this device was in use; `open` is what nobody here can clear up any more. */
  | { readonly name: 'unpaired'; readonly open?: Open }
  | { readonly name: 'amount' }
  | { readonly name: 'code'; readonly purpose: CodePurpose }
  /** How a bill is split between what was shown, before anything is taken. */
  | { readonly name: 'split'; readonly bill: Bill; readonly means: Means }
  | { readonly name: 'bought'; readonly open: OpenPurchase; readonly bought: Bought }
  /** A purchase whose PIN is wanted once more. */
  | { readonly name: 'buyPin'; readonly open: Open; readonly triesLeft?: number }
  /** The shop pays somebody, asks to be paid, or gives back. */
  | { readonly name: 'pay' | 'ask'; readonly money: ShopMoney }
  | {
      readonly name: 'giveBack'
      readonly money: ShopMoney
      /** All that the shop takes: a purchase may have parts of others. */
      readonly all: readonly ShopMoney[]
      readonly payment: NonNullable<ShopLine['payment']>
    }
  /** What the shop holds of other money. */
  | { readonly name: 'account' }
  | { readonly name: 'asking' }
  | { readonly name: 'unknown'; readonly open: Open }
  | { readonly name: 'busy' }
  | { readonly name: 'pin'; readonly purchase: Purchase; readonly triesLeft?: number }
  | { readonly name: 'answered'; readonly statement: Statement; readonly answer: Answer }
  | { readonly name: 'refused'; readonly code: string }
  | { readonly name: 'conflict' }
  | { readonly name: 'balance'; readonly balance: Balance }
  | { readonly name: 'balanceNone'; readonly why: NoAnswer | 'person' }
  | { readonly name: 'day' }
  | { readonly name: 'refund'; readonly answer: Answer }
  /** Something that the owner consented to: how it ended, or nothing while it is asked. */
  | { readonly name: 'order'; readonly order: Order; readonly ended?: OrderEnded }

export interface TillState {
  readonly language: PageLanguage
  readonly session?: Session
  readonly screen: Screen
  /** A pairing code that stood in the address. */
  readonly code?: string
  /** The partner's last redemptions, newest first; nothing where they could not be had. */
  readonly last?: readonly Answer[]
  /** The partner's day; nothing where it could not be had. */
  readonly day?: DayTotals
}
