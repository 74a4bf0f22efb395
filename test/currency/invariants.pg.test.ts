import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Principal } from '../../src/access/core/principal.ts'
import { type Breach, breachesOf } from '../../src/currency/core/invariants.ts'
import { figuresOf } from '../../src/currency/invariants.ts'
import { DomainError } from '../../src/kernel/errors.ts'
import type { Uuid } from '../../src/kernel/ids.ts'
import { propertySeed } from '../support/seed.ts'
import { type Market, openMarket } from './market.ts'
import { PLANTED_BUGS, withBug } from './planted-bugs.ts'
import { makeToys, openShopfloor, PEOPLE, SHOPS, type Shopfloor, type Toys } from './toys.ts'
import { fundProgramme, person } from './treasury.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const RUNS = 4
const STEPS = 30
/** In a pick, from here on it says who is paid. */
const TO = 15

let market: Market
let treasurer: Principal
let administrator: Principal
let made = 0
/** What was done in all cases of the true service, by what it was. */
const done = new Map<string, number>()

beforeAll(async () => {
  market = await openMarket('invariants', { people: PEOPLE, shops: SHOPS })
  treasurer = person(market, 'treasurer')
  administrator = person(market, 'administrator')
  await fundProgramme(market, 100_000_000n)
})
afterAll(() => market.close())

interface World {
  readonly toys: Toys
  /** Two processes. */
  readonly floors: readonly [Shopfloor, Shopfloor]
  readonly paid: { readonly id: Uuid; left: bigint }[]
}
type Act = (world: World, pick: number, amount: bigint) => Promise<string>

const pickOf = <T>(list: readonly T[], pick: number): T => {
  const one = list[pick % list.length]
  if (one === undefined) throw new Error('there is nothing to pick from')
  return one
}
/** Who pays whom. */
const pairOf = (pick: number) => [pick % TO, Math.floor(pick / TO)] as const
const walletsOf = ({ toys }: World, instrumentId: string) => toys.wallets.get(instrumentId) ?? []

async function pay(
  world: World,
  instrumentId: string,
  [from, to]: readonly [number, number],
  amount: bigint,
  floor = 0,
): Promise<string> {
  const wallets = walletsOf(world, instrumentId)
  const [payerId, payeeId] = [pickOf(wallets, from), pickOf(wallets, to)]
  const request = { id: market.id(), payerId, payeeId, amount, channel: 'wallet' } as const
  const row = await world.floors[floor % 2 === 0 ? 0 : 1].currency.pay({ ...request, actor: null })
  if (row.status === 'paid') world.paid.push({ id: row.id, left: amount })
  return row.status === 'paid' ? 'payments' : 'declined'
}

const ACTS: Readonly<Record<string, Act>> = {
  buy: async ({ toys, floors }, pick, amount) => {
    const instrumentId = pick % 2 === 0 ? toys.bought : toys.half
    const holderId = pick % 3 === 0 ? 'BI-SHOP-1' : market.person(1 + (pick % PEOPLE))
    const party = pick % 3 === 0 ? 'partner' : 'person'
    const request = { id: market.id(), instrumentId, party, holderId, amount } as const
    await floors[0].minting.buy({ ...request, reference: 'CRO', actor: treasurer })
    return 'purchases'
  },
  'pay what was bought': (world, pick, amount) =>
    pay(world, world.toys.bought, pairOf(pick), amount),
  'pay what is half backed': (world, pick, amount) =>
    pay(world, world.toys.half, pairOf(pick), amount),
  'pay on credit': (world, pick, amount) => pay(world, world.toys.credit, pairOf(pick), amount),
  rush: async (world, pick, amount) => {
    const all = [0, 1, 2, 3].map((to) =>
      pay(world, world.toys.credit, [pick, pick + 1 + (to % 2)], amount, to),
    )
    await Promise.all(all)
    return 'rushes of four payments'
  },
  change: async (world, pick, amount) => {
    const id = pick % 2 === 0 ? world.toys.bought : world.toys.half
    const shops = walletsOf(world, id).slice(PEOPLE)
    const walletId = pickOf(shops, pick >> 1)
    const { balance } = await market.currency.getPurse(walletId)
    const wanted = pick % 5 === 0 && balance > 0n ? balance : amount
    const request = { id: market.id(), walletId, amount: wanted, actor: treasurer }
    const { status } = await world.floors[1].minting.convert(request)
    return status === 'paid' ? 'conversions' : 'declined'
  },
  refund: async ({ paid, floors }, pick, amount) => {
    if (paid.length === 0) return 'declined'
    const one = pickOf(paid, pick)
    const back = amount < one.left ? amount : one.left
    if (back === 0n) return 'declined'
    const request = { id: market.id(), paymentId: one.id, amount: back, actor: treasurer }
    const { status } = await floors[0].currency.refund({ ...request, reason: 'wrong' })
    if (status === 'paid') one.left -= back
    return status === 'paid' ? 'refunds' : 'declined'
  },
  fetch: async (world, pick) => {
    const wallet = pickOf(walletsOf(world, world.toys.discount).slice(0, PEOPLE), pick)
    await world.floors[0].minting.fetch(wallet, treasurer)
    return 'gifts fetched'
  },
  donate: async ({ toys, floors }) => {
    await floors[0].minting.donate({
      ...{ id: market.id(), instrumentId: toys.bought, associationId: 'BI-ASS-2' },
      actor: treasurer,
    })
    return 'donation runs'
  },
  release: async ({ toys, floors }, _, amount) => {
    const release = { id: market.id(), instrumentId: toys.half, amount, reason: 'spare' }
    await floors[0].minting.prepareRelease(release, treasurer)
    await floors[0].minting.decideRelease(release.id, { state: 'approved' }, administrator)
    return 'releases'
  },
  wait: async ({ floors }, pick) => {
    market.runtime.advance((1 + (pick % 50)) * DAY_MS)
    await floors[0].minting.expire()
    return 'waits'
  },
}

const step = fc.tuple(
  fc.constantFrom('buy', 'buy', ...Object.keys(ACTS)),
  fc.nat(255),
  fc.bigInt({ min: 1n, max: 9_999n }),
)
const story = fc.array(step, { minLength: STEPS, maxLength: STEPS })
type Story = readonly (readonly [string, number, bigint])[]

/** Everything once, and what it takes for time, reserve and lines of credit to matter. */
const EVERYTHING: Story = [
  ['buy', 4, 9_000n],
  ['buy', 3, 8_000n],
  ['buy', 1, 4_000n],
  ['fetch', 0, 0n],
  ['pay what was bought', TO * PEOPLE, 5_000n],
  ['change', 6, 3_333n],
  ['refund', 0, 500n],
  ['donate', 0, 0n],
  ['wait', 49, 0n],
  ['wait', 49, 0n],
  ['buy', 6, 777n],
  ['pay what was bought', TO * PEOPLE, 1_000n],
  ['donate', 0, 0n],
  ['buy', 3, 8_000n],
  ['release', 0, 16_000n],
  ['change', 1, 4_000n],
  ['rush', 0, 6_000n],
]

/** Lives a story on a service, and says what does not hold then. */
async function live(
  steps: Story,
  open: (toys: () => Toys | undefined) => World['floors'],
  told?: Map<string, number>,
): Promise<readonly Breach[]> {
  let begun: Toys | undefined
  const floors = open(() => begun)
  const toys = await makeToys(market, ++made)
  begun = toys
  const world: World = { toys, floors, paid: [] }
  for (const [name, pick, amount] of steps) {
    const act = ACTS[name]
    const what = await act?.(world, pick, amount).catch((error: unknown) => {
      if (error instanceof DomainError) return 'declined'
      throw error
    })
    if (what !== undefined) told?.set(what, (told.get(what) ?? 0) + 1)
  }
  const found: Breach[] = []
  for (const id of toys.wallets.keys()) {
    const instrument = await market.currency.getInstrument(id)
    found.push(...breachesOf(await figuresOf(market.test.db.sql, instrument, market.today())))
  }
  return found
}

describe('whatever is done, in whatever order', () => {
  test('the reserve backs, credit sums to zero, discounts stay discounts, lots are the books', async () => {
    const open = () => openShopfloor(market, market.ledger)
    expect(await live(EVERYTHING, () => [open(), open()], done)).toEqual([])
    await fc.assert(
      fc.asyncProperty(story, async (steps) => {
        expect(await live(steps, () => [open(), open()], done)).toEqual([])
      }),
      { numRuns: RUNS, seed: propertySeed('currency invariants') },
    )
    const kinds = ['purchases', 'payments', 'conversions', 'refunds', 'gifts fetched', 'releases']
    for (const kind of [...kinds, 'donation runs', 'rushes of four payments', 'declined']) {
      expect(done.get(kind) ?? 0, kind).toBeGreaterThan(0)
    }
  }, 60_000)
})

describe('a planted bug is caught', () => {
  test.each(PLANTED_BUGS)(
    '$name',
    async (bug) => {
      const open = (toys: () => Toys | undefined) =>
        openShopfloor(market, withBug(market.ledger, bug, toys))
      const caught = await live(EVERYTHING, (toys) => [open(toys), open(toys)])
      const found = caught.map(({ invariant }) => invariant)
      expect(found).toEqual(expect.arrayContaining([...bug.breaks]))
    },
    60_000,
  )
})
