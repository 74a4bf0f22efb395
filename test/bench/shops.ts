import { createServices, type Services } from '../../src/app.ts'
import type { Database } from '../../src/db/client.ts'
import { EUR } from '../../src/kernel/money.ts'
import { systemRuntime } from '../../src/runtime.ts'

/** A programme to be loaded: what its tills hold and what its cards say. */
export interface Shops {
  /** One API key for each till. */
  readonly keys: readonly string[]
  /** What a till reads from each card. */
  readonly cards: readonly string[]
  readonly services: Services
}

export interface ShopsOptions {
  readonly db: Database
  readonly publicUrl: string
  readonly secret: string
  readonly vouchers: number
}

const PARTNERS = 16
const TILLS = 64
const AT_ONCE = 200
/** Each voucher holds so much that no run empties it: 10,000.00. */
const AMOUNT = 1_000_000n

/** Opens a programme of {@link PARTNERS} partners with {@link TILLS} tills, and issues its vouchers. */
export async function openShops(options: ShopsOptions): Promise<Shops> {
  const services = createServices({ ...options, runtime: systemRuntime })
  const { network, plans, vouchers, access } = services
  await services.keys.prepare()
  await network.addTerritories([{ id: 'BI', name: 'Biella', kind: 'province', parentId: null }])
  const place = { territoryId: 'BI', unit: EUR }
  const envelope = AMOUNT * BigInt(options.vouchers)
  await network.addContactPoint({ ...place, id: 'BI-SC', name: 'Centre', envelope })
  const partnerIds = Array.from({ length: PARTNERS }, (_, index) => `BI-SHOP-${index}`)
  for (const id of partnerIds) {
    const shop = { id, name: id, kind: 'shop', categories: ['food'], status: 'active' } as const
    await network.addPartner({ ...place, ...shop })
  }
  const person = { id: 'BI-P-001', contactPointId: 'BI-SC', householdSize: 2, language: 'fr' }
  await plans.addBeneficiaries([person])
  const product = { minAmount: 1n, maxAmount: AMOUNT, validityDays: 90, categories: ['food'] }
  await vouchers.addProducts([{ ...product, id: 'FOOD', name: 'Food', unit: EUR }])
  const keys = await Promise.all(
    Array.from({ length: TILLS }, (_, index) =>
      access.createKey({ role: 'partner', partnerId: `BI-SHOP-${index % PARTNERS}` }),
    ),
  )
  return { keys, cards: await issueCards(services, options.vouchers), services }
}

async function issueCards({ vouchers }: Services, count: number): Promise<readonly string[]> {
  const cards: string[] = []
  for (let start = 0; start < count; start += AT_ONCE) {
    const some = Array.from({ length: Math.min(AT_ONCE, count - start) }, async () => {
      const order = { productId: 'FOOD', beneficiaryId: 'BI-P-001', amount: AMOUNT }
      const { voucher } = await vouchers.issue({ id: systemRuntime.newId(), ...order }, null)
      return vouchers.cardText(voucher.id)
    })
    cards.push(...(await Promise.all(some)))
  }
  return cards
}
