import type { Uuid } from '../../src/kernel/ids.ts'
import { type Client, createClients } from './clients.ts'
import { lotFaults, type Walk, walkLog } from './log-walk.ts'
import type { Market } from './market.ts'
import { fundProgramme, person } from './treasury.ts'

/** How large a season of the hybrid of Merits is. */
export interface SeasonSize {
  readonly people: number
  readonly shops: number
  readonly associations: number
  readonly days: number
  /** Tries to buy something, by phones at tills. */
  readonly purchases: number
}

/** What a season came to. */
export interface SeasonReport {
  /** Payments of instruments that were made, refunds and rewards not among them. */
  readonly payments: number
  /** Purchases by what they were answered. */
  readonly answers: ReadonlyMap<string, number>
  /** Purchases that were sent a second time, and answered the same. */
  readonly repeated: number
  readonly rewarded: number
  /** Minor units of euro that shops are owed for what they changed back. */
  readonly changedBack: bigint
  readonly walks: readonly Walk[]
  /** What does not fit; empty where all does. */
  readonly faults: readonly string[]
}

const DAY_MS = 86_400_000
const CASH = 'MERITS-CASH'
const SCONTO = 'MERITS-SCONTO'
/** So many people stand at tills at the same moment. */
const AT_ONCE = 16
const MONTH_DAYS = 30
const MONTHLY = 24_000n

/**
 * Lives through some months of a programme that grants money to people each month, lets them earn and spend discounts, and
 * changes back what shops took. Phones and tills ask over HTTP, tills sign each request; the clock is moved day by day.
 */
export async function liveSeason(
  market: Market,
  size: SeasonSize,
  roll: (sides: number) => number,
): Promise<SeasonReport> {
  const clients = createClients(market)
  const season: Season = {
    market,
    size,
    roll,
    answers: new Map(),
    counts: { ...NOTHING, faults: [] },
  }
  await market.add('merits-cash')
  await market.add('merits-sconto')
  await fundProgramme(
    market,
    BigInt(size.people) * MONTHLY * BigInt(Math.ceil(size.days / MONTH_DAYS)),
  )
  const phones: Client[] = []
  for (let index = 1; index <= size.people; index++) {
    const holder = market.person(index)
    for (const id of [CASH, SCONTO]) await market.wallet(id, 'person', holder)
    phones.push(await clients.phone(holder))
  }
  for (let club = 0; club < size.associations; club++) {
    for (let index = 1; index <= size.people; index++) {
      const member = { party: 'person' as const, holderId: market.person(index) }
      const joining = { ...member, fromDay: market.today() }
      await market.associations.addMember(
        `BI-ASS-${club}`,
        joining,
        person(market, 'administrator'),
      )
    }
  }
  const tills: Client[] = []
  for (let index = 1; index <= size.shops; index++) {
    for (const id of [CASH, SCONTO]) await market.wallet(id, 'partner', `BI-SHOP-${index}`)
    tills.push(await clients.till(`BI-SHOP-${index}`))
  }
  let bought = 0
  for (let day = 0; day < size.days; day++) {
    if (day % MONTH_DAYS === 0) await beginMonth(season, phones)
    if (day % 7 === 3) await earn(season)
    const until = Math.round((size.purchases * (day + 1)) / size.days)
    while (bought < until) {
      const some = Math.min(AT_ONCE, until - bought)
      await Promise.all(Array.from({ length: some }, () => buy(season, phones, tills)))
      bought += some
    }
    if (day % MONTH_DAYS === MONTH_DAYS - 1) await changeBack(season)
    market.runtime.advance(DAY_MS)
  }
  return report(season, clients.faults())
}

interface Season {
  readonly market: Market
  readonly size: SeasonSize
  readonly roll: (sides: number) => number
  readonly answers: Map<string, number>
  readonly counts: { repeated: number; rewarded: number; changedBack: bigint; faults: string[] }
}

const NOTHING = { repeated: 0, rewarded: 0, changedBack: 0n }

/** The month's money: granted by one and approved by another; discounts everybody fetches on their own phone. */
async function beginMonth({ market, size }: Season, phones: readonly Client[]): Promise<void> {
  const lines = Array.from({ length: size.people }, (_, index) => ({
    ...{ party: 'person' as const, holderId: market.person(index + 1), amount: MONTHLY },
  }))
  const grant = { id: market.id(), instrumentId: CASH, lines, reason: 'the month' }
  await market.minting.prepareGrant(grant, person(market, 'treasurer'))
  const approver = person(market, 'administrator')
  await market.minting.decideGrant(grant.id, { state: 'approved' }, approver)
  for (const phone of phones) await phone('POST', `/wallet/currencies/${SCONTO}/fetch`)
}

/** Somebody helps an association, which confirms it, and a second person approves what the rules give for it. */
async function earn({ market, size, roll, counts }: Season): Promise<void> {
  const id = market.id()
  const activity = {
    ...{ id, associationId: `BI-ASS-${roll(size.associations)}`, instrumentId: SCONTO },
    ...{ party: 'person' as const, holderId: market.person(1 + roll(size.people)) },
    ...{ day: market.today(), kind: 'care' as const, minutes: 30 + 30 * roll(6), given: null },
  }
  await market.associations.tell(activity, person(market, 'operator'))
  await market.associations.confirm(id, {
    ...{ kind: 'person', id: market.id(), role: 'association' },
    associationId: activity.associationId,
  })
  const approver = person(market, 'administrator')
  const told = await market.associations.decide(id, { state: 'approved' }, approver)
  if (told.reward !== (BigInt(activity.minutes) * 500n) / 60n) counts.faults.push('a reward is off')
  counts.rewarded += 1
}

/** A phone shows a code, a till says how the price is split, and takes it; now and then it asks again. */
async function buy(
  { market, roll, answers, counts }: Season,
  phones: readonly Client[],
  tills: readonly Client[],
): Promise<void> {
  const phone = phones[roll(phones.length)] as Client
  const till = tills[roll(tills.length)] as Client
  const price = `${100 + roll(2_400)}`
  const { body: shown } = await phone('POST', `/wallet/currencies/${CASH}/codes`)
  const { code } = shown
  const { body: quote } = await till('POST', '/till/quotes', { price, code })
  const parts = quote.parts as readonly { instrumentId: string; amount: string }[]
  if (parts.length === 0) {
    answers.set('all in euro', (answers.get('all in euro') ?? 0) + 1)
    return
  }
  const asked = {
    ...{ id: market.id(), price, code, euro: quote.euro },
    parts: parts.map(({ instrumentId, amount }) => ({ instrumentId, amount })),
  }
  const first = await till('POST', '/till/purchases', asked)
  const status = String(first.body.status)
  answers.set(status, (answers.get(status) ?? 0) + 1)
  if (first.status >= 400) counts.faults.push(JSON.stringify(first.body))
  if (roll(20) !== 0) return
  const again = await till('POST', '/till/purchases', asked)
  if (JSON.stringify(again.body) !== JSON.stringify(first.body)) {
    counts.faults.push(`${JSON.stringify(first.body)} and then ${JSON.stringify(again.body)}`)
  }
  counts.repeated += 1
}

/** Shops change back all that they took. */
async function changeBack({ market, size, counts }: Season): Promise<void> {
  for (let index = 1; index <= size.shops; index++) {
    const walletId = await market.wallet(CASH, 'partner', `BI-SHOP-${index}`)
    const { balance: amount } = await market.currency.getPurse(walletId)
    if (amount === 0n) continue
    const actor = { id: market.id() }
    const { status } = await market.minting.convert({ id: market.id(), walletId, amount, actor })
    if (status === 'paid') counts.changedBack += amount
    else counts.faults.push(`a shop could not change back: ${status}`)
  }
}

async function report(
  { market, answers, counts, size }: Season,
  logged: readonly string[],
): Promise<SeasonReport> {
  const { db } = market.test
  const walks: Walk[] = []
  for (const id of [CASH, SCONTO]) {
    walks.push(await walkLog(db, await market.currency.getInstrument(id)))
  }
  let owed = 0n
  for (let index = 1; index <= size.shops; index++) {
    const partner = await market.network.findPartner(`BI-SHOP-${index}`)
    if (partner !== undefined) owed += await market.network.owedTo(partner)
  }
  const [row] = await db.sql<{ payments: number; stray: Uuid | null }[]>`
    select count(*) filter (where kind = 'payment' and status = 'paid')::int as payments,
      (select t.id from ledger_transfer t where t.code = 110
        and not exists (select from currency_payment p where p.id = t.reference_128 and p.status = 'paid') limit 1)
        as stray
    from currency_payment`
  const faults = [
    ...counts.faults,
    ...logged,
    ...walks.flatMap((walk) => walk.faults),
    ...(await lotFaults(db)),
    ...(owed === counts.changedBack ? [] : [`${owed} are owed, ${counts.changedBack} changed`]),
    ...(row?.stray == null ? [] : [`the transfer ${row.stray} belongs to no payment`]),
  ]
  const { repeated, rewarded, changedBack } = counts
  const payments = row?.payments ?? 0
  return { payments, answers, repeated, rewarded, changedBack, walks, faults: faults.slice(0, 20) }
}
