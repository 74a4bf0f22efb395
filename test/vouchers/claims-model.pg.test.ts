import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Principal } from '../../src/access/core/principal.ts'
import { romeDay } from '../../src/kernel/days.ts'
import type { Uuid } from '../../src/kernel/ids.ts'
import type { Voucher } from '../../src/vouchers/service.ts'
import { propertySeed } from '../support/seed.ts'
import { faultsIn, openProgramme, type Programme, readBooks } from './programme.ts'
import { person } from './tills.ts'

const DAY_MS = 86_400_000
const ISSUED = 1000n
/** Every refund of so much waits for a second person; the programme of these tests says nothing else. */
const RULES_ALONE = 5000n

/** What a voucher should hold, and what of its purchases was not given back, by the simplest rules there are. */
interface Expected {
  readonly voucher: Voucher
  left: bigint
  ended: boolean
  readonly purchases: {
    readonly id: Uuid
    readonly amount: bigint
    claimed: bigint
    disputes: Open[]
  }[]
}
interface Open {
  readonly id: Uuid
  readonly amount: bigint
}
interface Model {
  readonly vouchers: Expected[]
}

const tried = new Map<string, number>()
const count = (name: string) => tried.set(name, (tried.get(name) ?? 0) + 1)

let programme: Programme
let anna: Principal
let bruno: Principal
beforeAll(async () => {
  programme = await openProgramme('claims model')
  anna = person(programme.id(), 'operator')
  bruno = person(programme.id(), 'operator')
})
afterAll(() => programme.close())

const isPast = (one: Expected) => one.voucher.expiresOn < romeDay(programme.runtime.now())
const takesBack = (one: Expected) => !one.ended && !isPast(one)

type Command = fc.AsyncCommand<Model, Programme>
type Step = (one: Expected, amount: bigint) => Promise<void>

async function redeem(one: Expected, amount: bigint): Promise<void> {
  const answer = await programme.redeem(one.voucher, amount)
  if (answer.status !== 'redeemed') return
  expect(takesBack(one) && amount <= one.left).toBe(true)
  one.left -= amount
  one.purchases.push({ id: answer.id, amount, claimed: 0n, disputes: [] })
  count('redeem')
}

async function refund(one: Expected, amount: bigint): Promise<void> {
  const purchase = one.purchases.at(Number(amount) % Math.max(1, one.purchases.length))
  if (purchase === undefined) return
  const request = {
    id: programme.id(),
    redemptionId: purchase.id,
    amount,
    reason: 'other',
  } as const
  const asked = programme.vouchers.refund(request, anna)
  if (amount > purchase.amount - purchase.claimed) {
    await expect(asked).rejects.toMatchObject({ code: 'claim_exceeds_redeemed' })
    count('refund too much')
    return
  }
  const done = await asked
  expect([done.state, amount <= RULES_ALONE]).toEqual(['done', true])
  expect(done.creditedAccountId === one.voucher.id).toBe(takesBack(one))
  purchase.claimed += amount
  if (takesBack(one)) one.left += amount
  count(takesBack(one) ? 'refund' : 'refund to the envelope')
}

async function dispute(one: Expected, wanted: bigint): Promise<void> {
  const purchase = one.purchases.at(-1)
  const left = purchase === undefined ? 0n : purchase.amount - purchase.claimed
  if (purchase === undefined || left === 0n) return
  const amount = 1n + (wanted % left)
  const id = programme.id()
  await programme.vouchers.openDispute({ id, redemptionId: purchase.id, amount, reason: 'x' }, anna)
  purchase.claimed += amount
  purchase.disputes.push({ id, amount })
  count('dispute')
}

async function decide(one: Expected, amount: bigint): Promise<void> {
  const purchase = one.purchases.find(({ disputes }) => disputes.length > 0)
  const open = purchase?.disputes.shift()
  if (purchase === undefined || open === undefined) return
  const outcome = amount % 2n === 0n ? 'to_partner' : 'to_voucher'
  await programme.vouchers.decideDispute({ id: open.id, outcome, reason: 'x' }, bruno)
  if (outcome === 'to_partner') purchase.claimed -= open.amount
  else if (takesBack(one)) one.left += open.amount
  count(outcome)
}

async function cancel(one: Expected): Promise<void> {
  const asked = programme.vouchers.cancel(one.voucher.id, { id: programme.id(), reason: 'x' }, null)
  if (!takesBack(one) || one.left === 0n) {
    await expect(asked).rejects.toMatchObject({ code: 'voucher_closed' })
    return
  }
  await asked
  one.left = 0n
  one.ended = true
  count('cancel')
}

const STEPS: Readonly<Record<string, Step>> = { redeem, refund, dispute, decide, cancel }

function step(name: keyof typeof STEPS, pick: number, amount: bigint): Command {
  return {
    check: (model) => model.vouchers.length > 0,
    run: async (model) => {
      const one = model.vouchers[pick % model.vouchers.length]
      if (one !== undefined) await STEPS[name]?.(one, amount)
      await holds(model)
    },
    toString: () => `${name}(${pick}, ${amount})`,
  }
}

const issue: Command = {
  check: () => true,
  run: async (model) => {
    const voucher = await programme.issue({
      amount: ISSUED,
      expiresOn: romeDay(programme.runtime.now()),
    })
    model.vouchers.push({ voucher, left: ISSUED, ended: false, purchases: [] })
  },
  toString: () => 'issue',
}

const expire: Command = {
  check: () => true,
  run: async (model) => {
    programme.runtime.advance(DAY_MS)
    await programme.vouchers.expireDue()
    for (const one of model.vouchers) {
      if (one.ended || one.left === 0n) continue
      one.left = 0n
      one.ended = true
      count('expire')
    }
    await holds(model)
  },
  toString: () => 'expire',
}

async function holds(model: Model): Promise<void> {
  expect(faultsIn(await readBooks(programme))).toEqual([])
  for (const one of model.vouchers) {
    expect((await programme.vouchers.get(one.voucher.id)).remaining).toBe(one.left)
  }
}

const amounts = fc.bigInt({ min: 1n, max: 700n })
const names = ['redeem', 'redeem', 'refund', 'refund', 'dispute', 'decide', 'cancel']
const commands = fc.commands(
  [
    fc.constant(issue),
    fc.constant(expire),
    ...names.map((name) =>
      fc.tuple(fc.nat(3), amounts).map(([pick, amount]) => step(name, pick, amount)),
    ),
  ],
  { maxCommands: 40, size: 'max' },
)

describe('any sequence of purchases, refunds, disputes and ends', () => {
  it('keeps issued + returned = left + redeemed + cancelled + expired, and every voucher as the rules say', async () => {
    await fc.assert(
      fc.asyncProperty(commands, async (sequence) => {
        programme.runtime.advance(2 * DAY_MS)
        await programme.vouchers.expireDue()
        await fc.asyncModelRun(
          () => ({ model: { vouchers: [] }, real: programme }),
          [issue, ...sequence],
        )
      }),
      { numRuns: 25, seed: propertySeed('claims model') },
    )
    const all = ['redeem', 'refund', 'refund too much', 'refund to the envelope', 'dispute']
    const wanted = [...all, 'to_partner', 'to_voucher', 'cancel', 'expire']
    expect(wanted.filter((name) => !tried.has(name))).toEqual([])
  })
})
