import type { Principal } from '../../src/access/core/principal.ts'
import type { Purchases } from '../../src/currency/purchases.ts'
import type { Day } from '../../src/kernel/days.ts'
import { EUR, type Minor } from '../../src/kernel/money.ts'
import type { Voucher } from '../../src/vouchers/service.ts'
import { statementOf } from '../attacks/signing.ts'
import { makeEligible } from '../support/eligible.ts'
import { createTestTerminal } from '../support/terminal.ts'
import { type Market, openMarket } from './market.ts'
import { openTillCodes, purchasesOf, tillCodesOf } from './till-codes.ts'

/** A market in which people have vouchers, discount tokens and a currency, in two processes. */
export interface CounterMarket extends Market {
  /** What tills do, in each process. */
  readonly counters: readonly [Purchases, Purchases]
  /** A program with the key of a shop. */
  shop(number: number): Principal
  voucher(person: number, amount: Minor): Promise<Voucher>
  /** Pairs a till; it signs the first statement of its chain. */
  pair(shop: number): Promise<{
    readonly principal: Principal
    sign(claims: Readonly<Record<string, unknown>>): string
  }>
}

export async function openCounter(seed: string, people: number): Promise<CounterMarket> {
  const market = await openMarket(seed, { people })
  const other = market.anotherProcess()
  await Promise.all([market.keys.prepare(), other.keys.prepare()])
  const administrator: Principal = { kind: 'person', id: market.id(), role: 'administrator' }
  const voucher = await offerVouchers(market, { people, shops: 3 })
  const codes = await openTillCodes(market)
  const shop = (number: number): Principal => {
    return { kind: 'key', id: market.id(), role: 'partner', partnerId: `BI-SHOP-${number}` }
  }
  return {
    ...market,
    counters: [purchasesOf(market, market, codes), purchasesOf(market, other, tillCodesOf(market))],
    shop,
    voucher,
    pair: async (number) => {
      const key = createTestTerminal(market.runtime.now)
      const pairing = { partnerId: `BI-SHOP-${number}`, name: 'Cassa 1', by: administrator }
      const { code } = await market.terminals.createPairing(pairing)
      const target = '/api/v1/terminals'
      const { id, partnerId } = await market.terminals.register(code, key.jwk, {
        ...{ method: 'POST', target, body: async () => '' },
        header: (name) =>
          name === 'authorization' ? key.authorization('POST', target) : undefined,
      })
      const principal: Principal = { kind: 'terminal', id, role: 'cashier', partnerId }
      return { principal, sign: (claims) => statementOf({ id, key }, claims) }
    },
  }
}

/** Makes people of a market eligible and its shops take vouchers for food. Gives what issues one to a person. */
export async function offerVouchers(
  market: Market,
  { people, shops }: { readonly people: number; readonly shops: number },
): Promise<CounterMarket['voucher']> {
  const administrator: Principal = { kind: 'person', id: market.id(), role: 'administrator' }
  const everybody = Array.from({ length: people }, (_, index) => market.person(index + 1))
  await makeEligible(market.casework, everybody, administrator)
  await agree(market, shops, administrator)
  const product = { id: 'FOOD', name: 'Food', unit: EUR, categories: ['food'] }
  const bounds = { minAmount: 100n, maxAmount: 100_000n, validityDays: 90 }
  await market.vouchers.addProducts([{ ...product, ...bounds }])
  return async (person, amount) => {
    const order = { id: market.id(), productId: 'FOOD', beneficiaryId: market.person(person) }
    return (await market.vouchers.issue({ ...order, amount }, null)).voucher
  }
}

/** The first agreement of a shop is of the database's day; the clock of a market stands elsewhere. */
async function agree({ networkDesk, id }: Market, shops: number, by: Principal): Promise<void> {
  const terms = {
    ...{ signedOn: '2026-01-01' as Day, validUntil: null, products: null, categories: null },
    ...({ settlementPeriod: 'weekly', settlementDays: 7, documents: [] } as const),
  }
  for (let number = 1; number <= shops; number++) {
    await networkDesk.agree({ ...terms, id: id(), partnerId: `BI-SHOP-${number}` }, by)
  }
}
