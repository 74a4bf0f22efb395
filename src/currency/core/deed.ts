import { assert } from '../../kernel/assert.ts'
import { addDays, type Day } from '../../kernel/days.ts'
import type { Uuid } from '../../kernel/ids.ts'
import type { Minor, Unit } from '../../kernel/money.ts'
import { TRANSFER_CODES } from '../../ledger/core/chart.ts'
import { type Aged, inTurn, type Lot, receive, spend } from './holding.ts'
import { ageUnder, type Instrument, rulesOn } from './instrument.ts'
import type { Party } from './rules.ts'

/** What is done with an instrument's money. */
export const PAYMENT_KINDS = [
  'payment',
  'refund',
  'grant',
  'purchase',
  'gift',
  'mint',
  'reward',
  'donation',
  'conversion',
  'clearing',
  'expiry',
] as const

export type PaymentKind = (typeof PAYMENT_KINDS)[number]

/**
 * How it was asked for. `code`: the payer showed one; `request`: the payer took one that the payee had made; `wallet`: from
 * a wallet or a till to somebody by name; `scheduled`: its day had come; `on_behalf`: an operator, with a reason; `desk`:
 * whoever keeps the instrument; `system`: the rules alone.
 */
export const CHANNELS = [
  'code',
  'request',
  'wallet',
  'scheduled',
  'on_behalf',
  'desk',
  'system',
] as const

export type Channel = (typeof CHANNELS)[number]

/** What somebody holds of an instrument; its account in the ledger has the same id. */
export interface Wallet {
  readonly id: Uuid
  readonly instrument: Instrument
  readonly party: Party
  readonly holderId: string
  readonly openedAt: Date
  readonly creditLine: Minor | null
  readonly creditRoom: Minor | null
  readonly fetchedUpTo: Day | null
  readonly stoppedAt: Date | null
}

/** A lot as it is stored. */
export interface StoredLot extends Lot {
  readonly id: bigint
}

/** A wallet as it stands on a day. */
export interface Purse {
  readonly wallet: Wallet
  readonly day: Day
  readonly lots: readonly StoredLot[]
  /** What time left of the lots, and what it took. */
  readonly aged: Aged
  /** What the books say: what time took since the last movement is still in it. */
  readonly nominal: Minor
  /** What can be spent: of what the books say, less what time took. */
  readonly balance: Minor
}

/** Whether what is in a wallet is kept as lots: not what the programme holds, nor where accounts add up to zero. */
export function keepsLots({ party, instrument }: Pick<Wallet, 'party' | 'instrument'>): boolean {
  return party !== 'programme' && instrument.versions.every(({ rules }) => rules.credit === null)
}

/** A wallet as it stands, from what is stored. */
export function purseOf(
  wallet: Wallet,
  { lots, nominal }: { readonly lots: readonly StoredLot[]; readonly nominal: Minor },
  day: Day,
): Purse {
  const aged = ageUnder(wallet.instrument, inTurn(lots), day)
  return { wallet, day, lots, aged, nominal, balance: nominal - aged.demurrage - aged.expired }
}

/** Where money comes from or goes to: a wallet, or the issuer, from whom it comes into circulation. */
export type Place =
  | { readonly kind: 'wallet'; readonly purse: Purse }
  | { readonly kind: 'issuer'; readonly instrument: Instrument }

/** One step of a deed. */
export interface Move {
  readonly from: Place
  readonly to: Place
  /** Above zero. */
  readonly amount: Minor
  /** One of {@link TRANSFER_CODES}. */
  readonly code: number
  /** The payment that it is of; the first of the deed where it is left out. */
  readonly paymentId?: Uuid
}

/** A step as the ledger is asked for it. */
export interface PlannedMove {
  readonly from: PlannedPlace
  readonly to: PlannedPlace
  readonly amount: Minor
  readonly unit: Unit
  readonly code: number
  readonly paymentId?: Uuid
}

/** `fund`: the wallet of the programme. */
export type PlannedPlace =
  | { readonly kind: 'wallet'; readonly id: Uuid }
  | { readonly kind: 'issuer'; readonly instrument: Instrument }
  | { readonly kind: 'fund'; readonly instrument: Instrument }

/** What a deed comes to. */
export interface Plan {
  /** What time took of whoever pays, then the steps. */
  readonly moves: readonly PlannedMove[]
  /** Lots that are spent or became others. */
  readonly closed: readonly bigint[]
  readonly opened: readonly (Lot & { readonly wallet: Wallet })[]
}

/**
 * What the books and the lots are asked for so that money moves in these steps. Of every wallet that pays, what time took
 * is taken first; whoever is paid is left alone, so that many can pay one at once.
 *
 * @param settled of which what time took is taken, though nothing is paid from them
 * @returns `undefined` where a wallet with lots has too little
 */
export function planDeed(
  moves: readonly Move[],
  day: Day,
  settled: readonly Purse[] = [],
): Plan | undefined {
  const payers = new Map(settled.map((purse) => [purse.wallet.id, purse]))
  for (const { from } of moves) {
    if (from.kind === 'wallet') payers.set(from.purse.wallet.id, from.purse)
  }
  const withLots = [...payers.values()].filter(({ wallet }) => keepsLots(wallet))
  const left = new Map(withLots.map(({ wallet, aged }) => [wallet.id, aged.holding]))
  const opened: (Lot & { readonly wallet: Wallet })[] = []
  for (const { from, to, amount } of moves) {
    const holding = from.kind === 'wallet' ? left.get(from.purse.wallet.id) : undefined
    if (from.kind === 'wallet' && holding !== undefined) {
      const rest = spend(holding, amount)
      if (rest === undefined) return undefined
      left.set(from.purse.wallet.id, rest.holding)
    }
    if (to.kind === 'wallet' && keepsLots(to.purse.wallet)) {
      const { wallet } = to.purse
      const [lot] = receive([], { amount, day, lastDay: lastDayOf(wallet.instrument, day) })
      assert(lot, 'what is received is a lot')
      opened.push({ ...lot, wallet })
    }
  }
  return {
    moves: [...withLots.flatMap(lossesOf), ...moves.map(plannedMove)],
    closed: withLots.flatMap(({ lots }) => lots.map(({ id }) => id)),
    opened: [
      ...withLots.flatMap(({ wallet }) =>
        (left.get(wallet.id) ?? []).map((lot) => ({ ...lot, wallet })),
      ),
      ...opened,
    ],
  }
}

function lastDayOf(instrument: Instrument, day: Day): Day | null {
  const { expiry } = rulesOn(instrument, day)
  return expiry === null ? null : addDays(day, expiry.days)
}

/** What time took of a wallet since its last movement. */
export function lossesOf({ wallet, aged, day }: Purse): readonly PlannedMove[] {
  const { instrument } = wallet
  const { lossesTo } = rulesOn(instrument, day)
  const loss = {
    from: { kind: 'wallet', id: wallet.id },
    to: { kind: lossesTo, instrument },
    unit: instrument.unit,
  } as const
  const losses: readonly (readonly [Minor, number])[] = [
    [aged.demurrage, TRANSFER_CODES.demurrage_taken],
    [aged.expired, TRANSFER_CODES.currency_expired],
  ]
  return losses.flatMap(([amount, code]) => (amount === 0n ? [] : [{ ...loss, amount, code }]))
}

function plannedMove({ from, to, ...move }: Move): PlannedMove {
  return { ...move, from: placeOf(from), to: placeOf(to), unit: unitOf(from) }
}

function placeOf(place: Place): PlannedPlace {
  return place.kind === 'issuer' ? place : { kind: 'wallet', id: place.purse.wallet.id }
}

function unitOf(place: Place): Unit {
  return place.kind === 'issuer' ? place.instrument.unit : place.purse.wallet.instrument.unit
}
