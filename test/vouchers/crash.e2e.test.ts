import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startPilotService } from '../support/pilot-service.ts'
import type { TestService } from '../support/service.ts'
import {
  type Answer,
  freshId,
  inParallel,
  type Order,
  openShopDay,
  type ShopDay,
  untilAnswered,
} from './shop-day.ts'

const VOUCHERS = 50
const PER_VOUCHER = 10
const TILLS = 16
const AMOUNT = '100'
const LIMIT_MS = 180_000

let service: TestService
let day: ShopDay

beforeAll(async () => {
  service = await startPilotService()
  day = await openShopDay(service)
})
afterAll(() => service.dispose())

describe('a crash in the middle of 500 redemptions', () => {
  it.each([100, 330])(
    'loses nothing and doubles nothing when the service is killed after %i answers',
    async (answersBefore) => {
      const broken = await expectNothingLost(answersBefore, async () => {
        await service.kill()
        await service.start()
      })
      expect(broken).toBeGreaterThan(0)
    },
    LIMIT_MS,
  )

  it.each([100, 330])(
    'loses nothing and doubles nothing when PostgreSQL is killed after %i answers',
    async (answersBefore) => {
      let killed: number | undefined
      await expectNothingLost(answersBefore, async () => {
        killed = await service.databasePid()
        expect(killed).toBeDefined()
        process.kill(killed ?? 0, 'SIGKILL')
      })
      // What is busy lives on until it waits for something: on a busy machine every answer may come all the same.
      expect(await service.databasePid()).not.toBe(killed)
    },
    LIMIT_MS,
  )
})

/**
 * Redeems 500 times at 16 tills, crashes once, retries what got no answer, and compares with the books.
 *
 * @returns how many got no answer at first
 */
async function expectNothingLost(
  answersBefore: number,
  crash: () => Promise<void>,
): Promise<number> {
  const vouchers = await Promise.all(
    Array.from({ length: VOUCHERS }, () => day.issue(String(Number(AMOUNT) * PER_VOUCHER))),
  )
  const orders: Order[] = Array.from({ length: PER_VOUCHER }, () =>
    vouchers.map(({ typedCode }) => ({ id: freshId(), typedCode, amount: AMOUNT })),
  ).flat()
  const acknowledged = new Map<string, Answer>()
  let crashing: Promise<void> | undefined
  let broken = 0
  await inParallel(orders, TILLS, async (order) => {
    const answer = await day.redeem(order)
    if (answer?.httpStatus === 201) acknowledged.set(order.id, answer)
    else broken += 1
    if (acknowledged.size >= answersBefore) crashing ??= crash()
  })
  await crashing
  expect(crashing).toBeDefined()
  expect(acknowledged.size).toBeGreaterThanOrEqual(answersBefore)

  for (const [id, answer] of acknowledged) {
    const kept = await untilAnswered(() => day.findRedemption(id))
    expect(kept).toEqual({ httpStatus: 200, body: answer.body })
  }
  await inParallel(orders, TILLS, async (order) => {
    const answer = await untilAnswered(() => day.redeem(order))
    expect(answer.httpStatus).toBe(201)
    expect(answer.body.status).toBe('redeemed')
    const before = acknowledged.get(order.id)
    if (before !== undefined) expect(answer.body).toEqual(before.body)
  })
  for (const { id } of vouchers) expect(await day.remaining(id)).toBe('0')
  for (const unit of await day.trialBalance()) {
    expect(unit.debits).toBe(unit.credits)
    expect(unit.debitsOfAccounts).toBe(unit.debits)
    expect(unit.creditsOfAccounts).toBe(unit.credits)
  }
  return broken
}
