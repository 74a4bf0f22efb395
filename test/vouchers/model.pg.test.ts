import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addDays, romeDay } from '../../src/kernel/days.ts'
import type { Uuid } from '../../src/kernel/ids.ts'
import { VOUCHER_STATUSES, type VoucherStatus } from '../../src/vouchers/core/status.ts'
import type { Redemption, Voucher } from '../../src/vouchers/service.ts'
import { propertySeed } from '../support/seed.ts'
import { faultsIn, openProgramme, type Programme, readBooks } from './programme.ts'

/** What one voucher should be, kept by the simplest rules that can be. */
interface Expected {
  voucher: Voucher
  left: bigint
  redeemed: bigint
  given: bigint
  used: boolean
  blocked: boolean
  ended: 'cancelled' | 'expired' | undefined
}

interface Model {
  readonly vouchers: Expected[]
  readonly answered: { id: Uuid; of: number; amount: bigint; answer: Redemption }[]
}

const DAY_MS = 86_400_000
/** How often each thing was done and each answer given: so that nothing is left untried. */
const tried = new Map<string, number>()
const count = (name: string) => tried.set(name, (tried.get(name) ?? 0) + 1)

let programme: Programme
beforeAll(async () => {
  programme = await openProgramme('model')
})
afterAll(() => programme.close())

function statusOf(one: Expected): VoucherStatus {
  if (one.ended === 'cancelled') return 'cancelled'
  if (one.ended === 'expired') return 'expired'
  if (one.left === 0n) return 'used_up'
  if (one.voucher.expiresOn < romeDay(programme.runtime.now())) return 'expired'
  if (one.blocked) return 'blocked'
  return 'active'
}

const isOpen = (one: Expected) => ['active', 'blocked'].includes(statusOf(one))

type Command = fc.AsyncCommand<Model, Programme>

/** A command on one of the vouchers that there are. */
function onVoucher(
  name: string,
  pick: number,
  run: (one: Expected, model: Model, index: number) => Promise<void>,
): Command {
  return {
    check: (model) => model.vouchers.length > 0,
    run: async (model) => {
      const index = pick % model.vouchers.length
      const one = model.vouchers[index]
      if (one !== undefined) await run(one, model, index)
    },
    toString: () => `${name}(${pick})`,
  }
}

function issue(amount: bigint, days: number): Command {
  return {
    check: () => true,
    run: async (model) => {
      const expiresOn = addDays(romeDay(programme.runtime.now()), days)
      const voucher = await programme.issue({ amount, expiresOn })
      model.vouchers.push({
        voucher,
        left: amount,
        redeemed: 0n,
        given: 0n,
        used: false,
        blocked: false,
        ended: undefined,
      })
    },
    toString: () => `issue(${amount}, ${days} days)`,
  }
}

const nextDay: Command = {
  check: () => true,
  run: async () => programme.runtime.advance(DAY_MS),
  toString: () => 'next day',
}

function redeem(pick: number, part: bigint | 'rest' | 'more'): Command {
  return onVoucher(`redeem ${part}`, pick, async (one, model, index) => {
    const amount = part === 'rest' ? one.left || 1n : part === 'more' ? one.left + 1n : part
    const before = statusOf(one)
    const id = programme.id()
    const answer = await programme.redeem(one.voucher, amount, { id })
    const isGood = before === 'active'
    const wanted = isGood ? (amount > one.left ? 'exceeds_remaining' : 'redeemed') : before
    expect(answer.status).toBe(wanted)
    count(`redeem ${wanted}`)
    if (answer.status === 'redeemed') {
      one.left -= amount
      one.redeemed += amount
      one.used = true
    }
    expect(answer.remaining).toBe(one.left)
    model.answered.push({ id, of: index, amount, answer })
  })
}

function retry(pick: number): Command {
  return {
    check: (model) => model.answered.length > 0,
    run: async (model) => {
      const known = model.answered[pick % model.answered.length]
      const one = known && model.vouchers[known.of]
      if (known === undefined || one === undefined) return
      const again = await programme.redeem(one.voucher, known.amount, { id: known.id })
      expect(again).toEqual(known.answer)
      count('retry')
    },
    toString: () => `retry(${pick})`,
  }
}

function change(verb: 'cancel' | 'block' | 'unblock', pick: number): Command {
  return onVoucher(verb, pick, async (one) => {
    const request = { id: programme.id(), reason: 'model' }
    const asked = programme.vouchers[verb](one.voucher.id, request, null)
    count(isOpen(one) ? verb : `${verb} refused`)
    if (!isOpen(one)) {
      await expect(asked).rejects.toMatchObject({ code: 'voucher_closed' })
      return
    }
    await asked
    if (verb === 'cancel') {
      one.given += one.left
      one.left = 0n
      one.ended = 'cancelled'
    } else {
      one.blocked = verb === 'block'
    }
    expect((await programme.vouchers[verb](one.voucher.id, request, null)).status).toBe(
      statusOf(one),
    )
  })
}

const expire: Command = {
  check: () => true,
  run: async (model) => {
    const due = model.vouchers.filter(
      (one) => one.ended === undefined && one.left > 0n && statusOf(one) === 'expired',
    )
    expect(await programme.vouchers.expireDue()).toBe(due.length)
    for (const one of due) {
      one.given += one.left
      one.left = 0n
      one.ended = 'expired'
      count('expire')
    }
  },
  toString: () => 'expire',
}

/** The books hold after every single command, and each voucher is what the model says. */
function watched(command: Command): Command {
  return {
    check: (model) => command.check(model),
    run: async (model, real) => {
      await command.run(model, real)
      expect(faultsIn(await readBooks(programme))).toEqual([])
      for (const one of model.vouchers) {
        expect(await programme.vouchers.get(one.voucher.id)).toMatchObject({
          status: statusOf(one),
          remaining: one.left,
          amount: one.left + one.redeemed + one.given,
        })
      }
    },
    toString: () => command.toString(),
  }
}

const pick = fc.nat(5)
const amounts = fc.bigInt({ min: 100n, max: 1000n })
const parts = fc.oneof(fc.bigInt({ min: 1n, max: 600n }), fc.constantFrom('rest', 'more'))
const commands = fc.commands(
  [
    fc.tuple(amounts, fc.nat(2)).map(([amount, days]) => watched(issue(amount, days))),
    fc.tuple(pick, parts).map(([at, part]) => watched(redeem(at, part))),
    fc.tuple(pick, parts).map(([at, part]) => watched(redeem(at, part))),
    pick.map((at) => watched(retry(at))),
    fc
      .tuple(fc.constantFrom('cancel', 'block', 'unblock'), pick)
      .map(([verb, at]) => watched(change(verb, at))),
    fc.constant(watched(nextDay)),
    fc.constant(watched(expire)),
  ],
  { maxCommands: 40, size: 'max' },
)

describe('any sequence of what can be done to vouchers', () => {
  it('keeps issued = left + redeemed + cancelled + expired, and every voucher as the rules say', async () => {
    await fc.assert(
      fc.asyncProperty(commands, async (sequence) => {
        // The sequence before left nothing that this one could find due.
        programme.runtime.advance(3 * DAY_MS)
        await programme.vouchers.expireDue()
        const model: Model = { vouchers: [], answered: [] }
        await fc.asyncModelRun(() => ({ model, real: programme }), sequence)
      }),
      { numRuns: 40, seed: propertySeed('voucher model') },
    )
    for (const status of VOUCHER_STATUSES) {
      const page = await programme.vouchers.list({ limit: 200, status })
      for (const voucher of page) expect(voucher.status).toBe(status)
    }
    expect(faultsIn(await readBooks(programme))).toEqual([])
    const all = ['used_up', 'expired', 'blocked', 'cancelled', 'exceeds_remaining', 'redeemed']
    const verbs = [
      'cancel',
      'block',
      'unblock',
      'cancel refused',
      'block refused',
      'unblock refused',
    ]
    const wanted = [...all.map((status) => `redeem ${status}`), ...verbs, 'retry', 'expire']
    expect(wanted.filter((name) => !tried.has(name))).toEqual([])
  })
})
