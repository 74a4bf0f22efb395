import type { Principal } from '../../src/access/core/principal.ts'
import { createServices, type Services } from '../../src/app.ts'
import type { Database } from '../../src/db/client.ts'
import type { Uuid } from '../../src/kernel/ids.ts'
import { EUR } from '../../src/kernel/money.ts'
import { systemRuntime } from '../../src/runtime.ts'
import type { Voucher } from '../../src/vouchers/service.ts'
import { ELIGIBLE, identity, newcomer } from '../plans/contact-points.ts'
import { giveNotice } from '../support/eligible.ts'
import { tell } from './table.ts'

/** A programme of a size, made through its own services, so that its books are what a life of it leaves. */
export interface Crowd {
  readonly services: Services
  readonly db: Database
  /** What a till reads from cards that can be spent many times more. */
  readonly cards: readonly string[]
  /** A key for each till. */
  readonly keys: readonly string[]
  /** Somebody and something that lists can be asked about. */
  readonly known: Readonly<
    Record<'beneficiaryId' | 'typedCode' | 'voucherId' | 'batchId' | 'partnerId', string>
  >
}

export interface CrowdOptions {
  readonly db: Database
  readonly publicUrl: string
  readonly secret: string
  readonly people: number
  readonly vouchers: number
  readonly redemptions: number
}

const PLACES = 10
const PARTNERS = 60
const TILLS = 64
const AT_ONCE = 256
/** Each card holds so much that no run empties it: 10,000.00. */
const AMOUNT = 1_000_000n
const SPENT_AMOUNT = 1_000n
/** One in so many vouchers is used up; so many are blocked and cancelled; so many wait to be handed over. */
const USED_UP_EVERY = 50
const RARE = 20
const HANDED_OVER_LATER = 500
const TELL_EVERY = 50_000

const placeOf = (index: number) => `CP-${index % PLACES}`
const partnerOf = (index: number) => `SHOP-${index % PARTNERS}`
const staff = (): Principal => ({ kind: 'person', id: systemRuntime.newId(), role: 'operator' })

/** Opens the programme with its people, issues its vouchers, and redeems. */
export async function openCrowd(options: CrowdOptions): Promise<Crowd> {
  const { people, vouchers, redemptions } = options
  const services = createServices({ ...options, runtime: systemRuntime })
  await services.keys.prepare()
  await openFrame(services, BigInt(vouchers) * AMOUNT + 100_000_000n)
  const beneficiaryIds = await enterPeople(services, people)
  const batchId = await prepareBatch(services, beneficiaryIds)
  const issued = await issueVouchers(services, beneficiaryIds, vouchers)
  await redeem(services, issued, redemptions)
  await stopSome(services, issued)
  const good = issued.filter((_, index) => isGood(index))
  const keys = await times(TILLS, (index) =>
    services.access.createKey({ role: 'partner', partnerId: partnerOf(index) }),
  )
  const [voucher] = good
  if (voucher === undefined) throw new Error('no voucher can be spent')
  const { beneficiaryId, typedCode, id: voucherId } = voucher
  const cards = await times(good.length, (index) =>
    services.vouchers.cardText(good[index]?.id ?? voucher.id),
  )
  const known = { beneficiaryId, typedCode, voucherId, batchId, partnerId: partnerOf(0) }
  return { services, db: options.db, keys, cards, known }
}

/** Whether a voucher is one of those that are neither used up nor stopped. */
function isGood(index: number): boolean {
  return index >= 2 * RARE && index % USED_UP_EVERY !== USED_UP_EVERY - 1
}

async function openFrame({ network, vouchers }: Services, money: bigint): Promise<void> {
  await network.addTerritories([
    { id: 'biella', name: 'Biella', kind: 'municipality', parentId: null },
  ])
  const at = { territoryId: 'biella', unit: EUR }
  for (let index = 0; index < PLACES; index += 1) {
    await network.addContactPoint({ ...at, id: placeOf(index), name: 'Centre', envelope: money })
  }
  for (let index = 0; index < PARTNERS; index += 1) {
    const shop = { kind: 'shop', categories: ['food'], status: 'active' } as const
    await network.addPartner({ ...at, ...shop, id: partnerOf(index), name: `Shop ${index}` })
  }
  const product = { minAmount: 1n, maxAmount: AMOUNT, validityDays: 90, categories: ['food'] }
  await vouchers.addProducts([{ ...product, id: 'FOOD', name: 'Food', unit: EUR }])
}

/** People with names, found eligible, and given the notice on their data. */
function enterPeople({ casework }: Services, count: number): Promise<readonly string[]> {
  const who = staff()
  return times(count, async (index) => {
    const personal = identity({ givenName: `Amina ${index % 97}`, familyName: `Diallo ${index}` })
    const one = newcomer({ contactPointId: placeOf(index), personal, plan: null })
    const assessment = { programmeId: 'FRANOI-2', facts: ELIGIBLE }
    const { id } = await casework.people.enter({ who }, { ...one, assessment })
    await giveNotice(casework, [id], who)
    return id
  })
}

/** A batch that one prepared and another approved: its cards wait to be handed over. */
async function prepareBatch(
  { issuing }: Services,
  beneficiaryIds: readonly string[],
): Promise<Uuid> {
  const id = systemRuntime.newId()
  const chosen = beneficiaryIds.filter((_, index) => index % PLACES === 0)
  await issuing.prepareBatch(
    {
      ...{ id, productId: 'FOOD', contactPointId: placeOf(0), amount: 5_000n, reason: 'May' },
      people: chosen.slice(0, HANDED_OVER_LATER).map((beneficiaryId) => ({ beneficiaryId })),
    },
    staff(),
  )
  await issuing.decideBatch(id, { state: 'approved' }, staff())
  await issuing.issueDue()
  return id
}

function issueVouchers(
  { vouchers }: Services,
  beneficiaryIds: readonly string[],
  count: number,
): Promise<readonly Voucher[]> {
  return times(count, async (index) => {
    const beneficiaryId = beneficiaryIds[index % beneficiaryIds.length] ?? ''
    const isSpent = index % USED_UP_EVERY === USED_UP_EVERY - 1
    const order = { id: systemRuntime.newId(), productId: 'FOOD', beneficiaryId }
    const amount = isSpent ? SPENT_AMOUNT : AMOUNT
    return (await vouchers.issue({ ...order, amount }, null)).voucher
  })
}

/** The purchases of all vouchers in turn, the first of those that are used up taking everything. */
async function redeem(
  { vouchers }: Services,
  issued: readonly Voucher[],
  count: number,
): Promise<void> {
  await times(count, async (index) => {
    const voucher = issued[index % issued.length]
    if (voucher === undefined) return
    const isSpent = voucher.amount === SPENT_AMOUNT
    if (isSpent && index >= issued.length) return
    const { status } = await vouchers.redeem({
      ...{ id: systemRuntime.newId(), partnerId: partnerOf(index) },
      shown: { kind: 'typedCode', text: voucher.typedCode },
      amount: isSpent ? SPENT_AMOUNT : 100n,
    })
    if (status !== 'redeemed') throw new Error(`a purchase was ${status}`)
  })
}

/** A few of the oldest are blocked, a few cancelled: what lists look for and hardly find. */
async function stopSome({ vouchers }: Services, issued: readonly Voucher[]): Promise<void> {
  for (const [index, { id }] of issued.slice(0, 2 * RARE).entries()) {
    const request = { id: systemRuntime.newId(), reason: 'Lost' }
    if (index % USED_UP_EVERY === USED_UP_EVERY - 1) continue
    if (index < RARE) await vouchers.block(id, request, null)
    else await vouchers.cancel(id, request, null)
  }
}

/** Does something so many times, many at once, and keeps what came in order. */
async function times<Result>(
  count: number,
  make: (index: number) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = []
  let next = 0
  const work = async () => {
    while (next < count) {
      const index = next
      next += 1
      results[index] = await make(index)
      if (index > 0 && index % TELL_EVERY === 0) tell(`${index} of ${count}`)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return results
}
