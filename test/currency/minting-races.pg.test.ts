import { afterAll, beforeAll, expect, test } from 'vitest'
import { issuedAccountId, reserveAccountId } from '../../src/currency/identity.ts'
import type { Minting } from '../../src/currency/minting.ts'
import type { PaymentRow } from '../../src/currency/service.ts'
import type { Uuid } from '../../src/kernel/ids.ts'
import { balanceOf } from '../../src/ledger/core/account.ts'
import { type Market, openMarket } from './market.ts'
import { person } from './treasury.ts'

let market: Market
let processes: readonly Minting[]
beforeAll(async () => {
  market = await openMarket('minting races', { shops: 20 })
  processes = [market.minting, market.anotherProcess().minting]
})
afterAll(() => market.close())

/** Shops that hold 200.00 together, of which 100.00 can be changed back: half of what is left has to be backed. */
async function halfBacked(shops: number): Promise<{ id: string; wallets: readonly Uuid[] }> {
  const id = `HALF-${shops}`
  const redemption = { by: ['partner' as const], fee: '0', association: 0, system: 0 }
  await market.add('chiemgauer-2003', { unit: `HALF${shops}`, backing: '0.5', redemption }, id)
  const treasurer = person(market, 'treasurer')
  const wallets: Uuid[] = []
  for (let shop = 1; shop <= shops; shop++) {
    const holderId = `BI-SHOP-${shop}`
    wallets.push(await market.wallet(id, 'partner', holderId))
    await market.minting.buy({
      ...{ id: market.id(), instrumentId: id, party: 'partner', holderId },
      ...{ amount: 20_000n / BigInt(shops), reference: 'CRO 1', actor: treasurer },
    })
  }
  const release = { id: market.id(), instrumentId: id, amount: 5_000n, reason: 'not needed' }
  await market.minting.prepareRelease(release, treasurer)
  const other = person(market, 'administrator')
  await market.minting.decideRelease(release.id, { state: 'approved' }, other)
  return { id, wallets }
}

function atOnce(wallets: readonly Uuid[], amount: bigint): Promise<PaymentRow[]> {
  const actor = person(market, 'treasurer')
  return Promise.all(
    wallets.map((walletId, index) => {
      const process = processes[index % processes.length] ?? market.minting
      return process.convert({ id: market.id(), walletId, amount, actor })
    }),
  )
}

async function books(id: string) {
  const found = await market.ledger.findAccounts([issuedAccountId(id), reserveAccountId(id)])
  const of = (account: Uuid) => {
    const state = found.get(account)
    return state === undefined ? 0n : balanceOf(state)
  }
  return { outstanding: -of(issuedAccountId(id)), reserve: of(reserveAccountId(id)) }
}

test('of two who change back the last euro that may leave the reserve, in two processes, one gets them', async () => {
  const { id, wallets } = await halfBacked(2)
  const rows = await atOnce(wallets, 10_000n)
  expect(rows.map(({ status }) => status).sort()).toEqual(['exceeds_reserve', 'paid'])
  expect(await books(id)).toEqual({ outstanding: 10_000n, reserve: 5_000n })
  expect((await atOnce(wallets, 10_000n)).map(({ status }) => status).sort()).toEqual([
    ...['exceeds_funds', 'exceeds_reserve'],
  ])
})

test('of twenty, as many as the reserve can pay', async () => {
  const { id, wallets } = await halfBacked(20)
  const rows = await atOnce(wallets, 999n)
  expect(rows.filter(({ status }) => status === 'paid')).toHaveLength(10)
  expect(rows.filter(({ status }) => status === 'exceeds_reserve')).toHaveLength(10)
  expect(await books(id)).toEqual({ outstanding: 10_010n, reserve: 5_010n })
})
