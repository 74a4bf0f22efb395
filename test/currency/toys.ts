import { createMinting, type Minting } from '../../src/currency/minting.ts'
import { type Currency, createCurrency, type Instrument } from '../../src/currency/service.ts'
import { createTurns } from '../../src/currency/turns.ts'
import type { Uuid } from '../../src/kernel/ids.ts'
import type { Ledger } from '../../src/ledger/service.ts'
import type { Market } from './market.ts'

/** Instruments of each kind, made anew for each case, with the wallets of some people and shops. */
export interface Toys {
  /** Bought, with demurrage, a share given to associations, changed back for a fee. */
  readonly bought: string
  /** Half of it backed, changed back for nothing, and it expires. */
  readonly half: string
  /** A gift, makes prices smaller. */
  readonly discount: string
  readonly credit: string
  readonly instrument: Instrument
  readonly wallets: ReadonlyMap<string, readonly Uuid[]>
  newId(): Uuid
}

/** The service twice, as two processes have it, on a ledger of the test. */
export interface Shopfloor {
  readonly currency: Currency
  readonly minting: Minting
}

export function openShopfloor(market: Market, ledger: Ledger): Shopfloor {
  const { runtime, network, plans, approvals, accessLog } = market
  const { db } = market.test
  const deps = { db, ledger, runtime, network, plans, approvals, accessLog, turns: createTurns() }
  const currency = createCurrency(deps)
  const chosenAssociation = async (partnerId: string) =>
    partnerId === 'BI-SHOP-1' ? 'BI-ASS-1' : undefined
  const { openWallet } = currency
  return { currency, minting: createMinting({ ...deps, openWallet, chosenAssociation }) }
}

export const PEOPLE = 2
export const SHOPS = 3

export async function makeToys(market: Market, number: number): Promise<Toys> {
  const name = (kind: string) => `${kind}${number}`
  const bought = await market.add(
    'chiemgauer-digital',
    { unit: name('BO'), issuance: { by: 'purchase', donated: '0.03' } },
    name('BOUGHT-'),
  )
  const half = await market.add(
    'bristol-pound',
    { unit: name('HA'), backing: '0.5', expiry: { days: 40 }, lossesTo: 'issuer' },
    name('HALF-'),
  )
  const discount = await market.add('merits-sconto', { unit: name('DI') }, name('DISCOUNT-'))
  const credit = await market.add(
    'sardex',
    { unit: name('CR'), credit: { below: '10000', above: '30000' } },
    name('CREDIT-'),
  )
  const shops = Array.from({ length: SHOPS }, (_, index) => `BI-SHOP-${index + 1}`)
  const people = Array.from({ length: PEOPLE }, (_, index) => market.person(index + 1))
  const open = (id: string) => {
    const theirs = id === credit ? [] : people.map((one) => market.wallet(id, 'person', one))
    return Promise.all([...theirs, ...shops.map((one) => market.wallet(id, 'partner', one))])
  }
  const ids = [bought, half, discount, credit]
  const opened = await Promise.all(ids.map(open))
  const wallets = new Map(ids.map((id, index) => [id, opened[index] ?? []]))
  const instrument = await market.currency.getInstrument(bought)
  return { bought, half, discount, credit, instrument, wallets, newId: market.id }
}
