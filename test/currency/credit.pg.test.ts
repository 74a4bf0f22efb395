import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Uuid } from '../../src/kernel/ids.ts'
import { propertySeed } from '../support/seed.ts'
import { lotFaults, walkLog } from './log-walk.ts'
import { type Market, openMarket } from './market.ts'

const MEMBERS = 6
const LINE = 5_000n
/** Everybody pays the first as much as can be: it comes to its upper limit, they to their lines. */
const TO_THE_LIMITS = Array.from({ length: 24 }, (_, index) => ({
  from: 1 + (index % (MEMBERS - 1)),
  to: 0,
  amount: 2_000n,
  here: true,
}))
/** One pays more than the line in all, to many. */
const BEYOND_THE_LINE = Array.from({ length: 10 }, (_, index) => ({
  from: 1,
  to: 2 + (index % (MEMBERS - 2)),
  amount: 1_900n,
  here: true,
}))

let market: Market
beforeAll(async () => {
  market = await openMarket('credit', { shops: MEMBERS })
})
afterAll(() => market.close())

describe('mutual credit', () => {
  test('adds up to zero and stays within every line, however many pay at once', async () => {
    const credit = { below: `${LINE}`, above: '8000' }
    const id = await market.add('sardex', { credit })
    const members: Uuid[] = []
    for (let index = 1; index <= MEMBERS; index++) {
      members.push(await market.wallet(id, 'partner', `BI-SHOP-${index}`))
    }
    const { currency: elsewhere } = market.anotherProcess()
    const counts = new Map<string, number>()
    const payment = fc.record({
      from: fc.nat(MEMBERS - 1),
      to: fc.nat(MEMBERS - 1),
      amount: fc.bigInt({ min: 1n, max: 4_000n }),
      here: fc.boolean(),
    })
    const burst = fc.array(payment, { minLength: 8, maxLength: 24 })
    await fc.assert(
      fc.asyncProperty(burst, async (payments) => {
        const answers = await Promise.all(
          payments.map(({ from, to, amount, here }) =>
            (here ? market.currency : elsewhere).pay({
              ...{ id: market.id(), payerId: members[from] as Uuid, payeeId: members[to] as Uuid },
              ...{ amount, channel: 'wallet', actor: null },
            }),
          ),
        )
        for (const { status } of answers) counts.set(status, (counts.get(status) ?? 0) + 1)
      }),
      {
        numRuns: 12,
        seed: propertySeed('mutual credit'),
        examples: [[TO_THE_LIMITS], [BEYOND_THE_LINE]],
      },
    )
    const walk = await walkLog(market.test.db, await market.currency.getInstrument(id))
    expect(walk).toMatchObject({ faults: [], outstanding: 0n, reserve: 0n })
    expect(walk.positions).toBe(counts.get('paid'))
    expect(counts.get('exceeds_credit_line')).toBeGreaterThan(0)
    expect(counts.get('exceeds_balance_limit')).toBeGreaterThan(0)
    expect(await lotFaults(market.test.db)).toEqual([])
  })
})
