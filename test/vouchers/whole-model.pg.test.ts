import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { romeDay } from '../../src/kernel/days.ts'
import type { Uuid } from '../../src/kernel/ids.ts'
import type { Minor } from '../../src/kernel/money.ts'
import { propertySeed } from '../support/seed.ts'
import { logFaults } from './log-walk.ts'
import { type Bug, PLANTED_BUGS, withBug } from './planted-bugs.ts'
import { openProgramme, type Programme } from './programme.ts'
import { person } from './tills.ts'

const DAY_MS = 86_400_000
const ISSUED = 3000n
const RUNS = 15
const LIMIT_MS = 180_000

/** A card as it should stand; `next` is the one that took its place. */
interface Card {
  readonly id: Uuid
  readonly typedCode: string
  readonly expiresOn: string
  left: Minor
  active: boolean
  expired: boolean
  next?: Card
}
interface Purchase {
  readonly id: Uuid
  readonly card: Card
  refundable: Minor
}
interface Model {
  readonly cards: Card[]
  readonly purchases: Purchase[]
}
type Step = readonly [kind: keyof typeof STEPS, pick: number, amount: bigint]
type Act = (programme: Programme, model: Model, pick: number, amount: bigint) => Promise<void>

const done = new Map<string, number>()
function count(name: string): void {
  done.set(name, (done.get(name) ?? 0) + 1)
}
const newest = (card: Card): Card => (card.next === undefined ? card : newest(card.next))
const isOpen = (card: Card) => !card.expired && card.next === undefined && card.left > 0n

const redeem: Act = async (programme, model, pick, amount) => {
  const card = model.cards[pick % model.cards.length]
  if (card === undefined) return
  const voucher = await programme.vouchers.get(card.id)
  const answer = await programme.redeem(voucher, amount)
  const isGood = isOpen(card) && card.active && amount <= card.left
  expect(answer.status === 'redeemed').toBe(isGood)
  if (!isGood) return count('declined')
  card.left -= amount
  model.purchases.push({ id: answer.id, card, refundable: amount })
  count('redeem')
}

const refund: Act = async (programme, model, pick, wanted) => {
  const purchase = model.purchases[pick % Math.max(1, model.purchases.length)]
  if (purchase === undefined || purchase.refundable === 0n) return
  const amount = wanted < purchase.refundable ? wanted : purchase.refundable
  const request = {
    id: programme.id(),
    redemptionId: purchase.id,
    amount,
    reason: 'other',
  } as const
  await programme.vouchers.refund(request, person(programme.id(), 'operator'))
  purchase.refundable -= amount
  const card = newest(purchase.card)
  if (card.expired) return count('refund to the envelope')
  card.left += amount
  count(card === purchase.card ? 'refund' : 'refund to the new card')
}

const replace: Act = async (programme, model, pick) => {
  const card = model.cards[pick % model.cards.length]
  if (card === undefined || !isOpen(card)) return
  const asked = { id: programme.id(), newVoucherId: programme.id(), reason: 'lost' }
  const { typedCode, expiresOn } = await programme.issuing.replace(
    card.id,
    asked,
    person(programme.id(), 'operator'),
  )
  const { left } = card
  card.next = { id: asked.newVoucherId, typedCode, expiresOn, left, active: false, expired: false }
  card.left = 0n
  model.cards.push(card.next)
  count('replace')
}

const activate: Act = async (programme, model) => {
  const waiting = model.cards.filter((card) => isOpen(card) && !card.active)
  if (waiting.length === 0) return
  const voucherIds = waiting.map(({ id }) => id as never)
  const operator = person(programme.id(), 'operator')
  await programme.issuing.activate({ id: programme.id(), voucherIds }, operator)
  for (const card of waiting) card.active = true
  count('activate')
}

const issue: Act = async (programme, model, pick) => {
  const days = pick % 2 === 0 ? 0 : DAY_MS
  const expiresOn = romeDay(programme.runtime.now() + days)
  const { id, typedCode } = await programme.issue({ amount: ISSUED, expiresOn })
  model.cards.push({ id, typedCode, expiresOn, left: ISSUED, active: true, expired: false })
  count('issue')
}

const expire: Act = async (programme, model) => {
  programme.runtime.advance(DAY_MS)
  await programme.vouchers.expireDue()
  for (const card of model.cards) {
    if (card.expiresOn >= romeDay(programme.runtime.now())) continue
    if (isOpen(card)) count('expire')
    Object.assign(card, { left: 0n, expired: true })
  }
}

const STEPS = { issue, redeem, refund, replace, activate, expire } as const
const KINDS = [
  'redeem',
  'redeem',
  'redeem',
  'refund',
  'refund',
  'replace',
  'activate',
  'issue',
] as const

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.tuple(
    fc.constantFrom(...KINDS, ...KINDS, 'expire' as const),
    fc.nat(30),
    fc.bigInt({ min: 1n, max: 1200n }),
  ),
  { minLength: 12, maxLength: 30 },
)

/** Does all of it on the real services, and compares every card after every step and the log at every position. */
async function follow(programme: Programme, sequence: readonly Step[]): Promise<void> {
  const model: Model = { cards: [], purchases: [] }
  await issue(programme, model, 0, 0n)
  await issue(programme, model, 1, 0n)
  for (const [kind, pick, amount] of sequence) {
    await STEPS[kind](programme, model, pick, amount)
    for (const card of model.cards) {
      expect((await programme.vouchers.get(card.id)).remaining).toBe(card.left)
    }
  }
  // Nothing is open at the end, so the next sequence begins with none.
  await expire(programme, model, 0, 0n)
  await expire(programme, model, 0, 0n)
  expect(await logFaults(programme)).toEqual([])
}

const property = (programme: Programme) =>
  fc.asyncProperty(steps, (sequence) => follow(programme, sequence))

describe('issue, activate, redeem, refund, replace, expire in any order', () => {
  const opened: Programme[] = []
  afterAll(() => Promise.all(opened.map((one) => one.close())))
  const open = async (bug?: Bug) => {
    const extras = bug === undefined ? {} : { ledger: withBug(bug) }
    const programme = await openProgramme('whole model', extras)
    opened.push(programme)
    return programme
  }

  it(
    'conserves every voucher, at every position of the log',
    async () => {
      const programme = await open()
      await fc.assert(property(programme), { numRuns: RUNS, seed: propertySeed('whole model') })
      const refunds = ['refund', 'refund to the new card', 'refund to the envelope']
      const wanted = ['issue', 'activate', 'redeem', 'declined', ...refunds, 'replace', 'expire']
      expect(wanted.filter((name) => !done.has(name))).toEqual([])
    },
    LIMIT_MS,
  )

  it.each(PLANTED_BUGS)(
    'is not what the model finds where $name',
    async (bug) => {
      const programme = await open(bug)
      const found = await fc.check(property(programme), {
        ...{ numRuns: RUNS, seed: propertySeed('whole model'), endOnFailure: true },
      })
      expect(found.failed).toBe(true)
      expect(programme.ledger.fault()).toBeUndefined()
    },
    LIMIT_MS,
  )
})
