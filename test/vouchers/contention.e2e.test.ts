import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startPilotService } from '../support/pilot-service.ts'
import type { TestService } from '../support/service.ts'
import { type Answer, freshId, openShopDay, type ShopDay } from './shop-day.ts'

const ROUNDS = 20
const CLIENTS = 64

let service: TestService
let day: ShopDay

beforeAll(async () => {
  service = await startPilotService()
  day = await openShopDay(service)
})
afterAll(() => service.dispose())

describe('many tills and one voucher', () => {
  it('redeems it once in full and refuses the others clearly, twenty times over', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const { id, typedCode, amount } = await day.issue('2500')
      const answers = await Promise.all(
        Array.from({ length: CLIENTS }, () => day.redeem({ id: freshId(), typedCode, amount })),
      )
      expect(outcomes(answers)).toEqual({ '201 redeemed': 1, '200 used_up': CLIENTS - 1 })
      expect(await day.remaining(id)).toBe('0')
    }
    await expectBooksEqual()
  })

  it('never gives more than there is when each wants a part', async () => {
    const { id, typedCode } = await day.issue('10000')
    const answers = await Promise.all(
      Array.from({ length: CLIENTS }, () =>
        day.redeem({ id: freshId(), typedCode, amount: '900' }),
      ),
    )
    const count = outcomes(answers)
    expect(count['201 redeemed']).toBe(11)
    expect(count['200 exceeds_remaining']).toBe(CLIENTS - 11)
    expect(await day.remaining(id)).toBe('100')
    await expectBooksEqual()
  })

  it('answers one id in one way, however many ask at once and however often', async () => {
    const { id, typedCode } = await day.issue('5000')
    const order = { id: freshId(), typedCode, amount: '1000' }
    const answers = await Promise.all(Array.from({ length: CLIENTS }, () => day.redeem(order)))
    const again = await day.redeem(order)
    const bodies = new Set([...answers, again].map((answer) => JSON.stringify(answer?.body)))
    expect(bodies.size).toBe(1)
    expect(await day.remaining(id)).toBe('4000')
  })
})

function outcomes(answers: readonly (Answer | undefined)[]): Record<string, number> {
  const count: Record<string, number> = {}
  for (const answer of answers) {
    const name = answer === undefined ? 'no answer' : `${answer.httpStatus} ${answer.body.status}`
    count[name] = (count[name] ?? 0) + 1
  }
  return count
}

async function expectBooksEqual(): Promise<void> {
  for (const unit of await day.trialBalance()) {
    expect(unit.debits).toBe(unit.credits)
    expect(unit.debitsOfAccounts).toBe(unit.debits)
    expect(unit.creditsOfAccounts).toBe(unit.credits)
  }
}
