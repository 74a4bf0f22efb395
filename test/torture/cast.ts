import type { Uuid } from '../../src/kernel/ids.ts'
import type { Unit } from '../../src/kernel/money.ts'
import type { AccountFlag, NewAccount } from '../../src/ledger/core/account.ts'
import type { Area, Colour } from '../../src/ledger/core/colour.ts'
import { idOf } from './ids.ts'

/** Accounts that have a part to play; behind them come cold ones. */
export const CAST = {
  funds: 0,
  shop: 1,
  walletFirst: 2,
  walletLast: 6,
  claim: 7,
  closed: 8,
  /** What comes in goes out in the same journal: empty after every batch. */
  clearing: 9,
  programme: 10,
  meritFunds: 11,
  meritShop: 12,
  /** Between these two go amounts that no counter holds twice. */
  giantFrom: 13,
  giantTo: 14,
  /** Where euros go out when merit comes in, and the other way round. */
  euroExchange: 15,
  meritExchange: 16,
  /** Money of one colour, of another that is good in Biella only, and of a third: no way leads from one to another. */
  winterFunds: 17,
  winterWallet: 18,
  winterShop: 19,
  biellaFunds: 20,
  biellaShop: 21,
  summerFunds: 22,
  /** Closed and opened again. */
  tillFirst: 23,
  tillLast: 26,
  coldFirst: 27,
  coldLast: 174,
  /** Opened while others already name them. */
  lateFirst: 175,
  lateLast: 230,
} as const

export const EUR = 'EUR' as Unit
export const MERIT = 'MERIT' as Unit

const LIMITED: ReadonlySet<number> = new Set([CAST.clearing, CAST.winterWallet])
const OF_MERIT: ReadonlySet<number> = new Set([CAST.meritFunds, CAST.meritShop, CAST.meritExchange])
const WINTER: ReadonlySet<number> = new Set([CAST.winterFunds, CAST.winterWallet, CAST.winterShop])
const BIELLA: ReadonlySet<number> = new Set([CAST.biellaFunds, CAST.biellaShop])

export function unitAt(index: number): Unit {
  return OF_MERIT.has(index) ? MERIT : EUR
}

/** The account that plays a part, or one of those without. */
export function accountAt(index: number, seed: number): NewAccount {
  const colour = colourAt(index)
  return {
    id: accountIdAt(index, seed),
    unit: unitAt(index),
    code: 1 + (index % 3),
    flags: flagsAt(index),
    origin: index === CAST.programme ? 'programme' : 'raw',
    ...(index % 4 === 0 ? { reference128: idOf('reference', index, seed) } : {}),
    ...(index % 5 === 0 ? { reference64: BigInt(index) } : {}),
    ...(colour === undefined ? {} : { colour: colour as Colour }),
    ...(index === CAST.biellaShop ? { area: 'BIELLA' as Area } : {}),
  }
}

export function accountIdAt(index: number, seed: number): Uuid {
  return idOf('account', index, seed)
}

function flagsAt(index: number): readonly AccountFlag[] {
  const isWallet = index >= CAST.walletFirst && index <= CAST.walletLast
  if (isWallet || LIMITED.has(index)) return ['debits_must_not_exceed_credits']
  if (index === CAST.claim) return ['credits_must_not_exceed_debits', 'history']
  if (index === CAST.euroExchange || index === CAST.meritExchange) return ['exchange']
  return index === CAST.closed ? ['closed'] : []
}

function colourAt(index: number): string | undefined {
  if (WINTER.has(index)) return 'WINTER-2027'
  if (BIELLA.has(index)) return 'WINTER-2027/BIELLA'
  return index === CAST.summerFunds ? 'SUMMER-2027' : undefined
}
