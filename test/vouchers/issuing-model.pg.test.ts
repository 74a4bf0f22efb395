import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Minor } from '../../src/kernel/money.ts'
import type { Voucher } from '../../src/vouchers/service.ts'
import { propertySeed } from '../support/seed.ts'
import { type IssuingProgramme, openIssuingProgramme, operator } from './issuing-programme.ts'
import { faultsIn, readBooks } from './programme.ts'

const DAY_MS = 86_400_000
const RUNS = 12
const LIMIT_MS = 120_000
const seed = propertySeed('issuing model')

let programme: IssuingProgramme
const anna = operator('BI-SC')
const bruno = operator('BI-SC')

beforeAll(async () => {
  programme = await openIssuingProgramme('issuing model')
})
afterAll(() => programme.close())

/** A voucher as it should stand; `next` is the card that took its place. */
interface Expected {
  readonly id: Voucher['id']
  left: Minor
  active: boolean
  ended: 'cancelled' | 'replaced' | 'expired' | undefined
}

type Step = readonly [kind: (typeof KINDS)[number], pick: number, amount: number]
const KINDS = ['activate', 'redeem', 'replace', 'top_up', 'cancel', 'wait'] as const

const steps = fc.array(
  fc.tuple(fc.constantFrom(...KINDS), fc.nat(20), fc.integer({ min: 1, max: 6000 })),
  { minLength: 5, maxLength: 25 },
)

function statusOf(one: Expected): string {
  if (one.ended !== undefined) return one.ended
  if (one.left === 0n) return 'used_up'
  return one.active ? 'active' : 'issued'
}

async function step([kind, pick, amount]: Step, all: Expected[]): Promise<void> {
  const one = all[pick % all.length]
  if (one === undefined) return
  const { issuing, vouchers } = programme
  const isOpen = ['active', 'issued'].includes(statusOf(one))
  switch (kind) {
    case 'activate': {
      const done = await issuing.activate({ id: programme.id(), voucherIds: [one.id] }, anna)
      const wanted = isOpen ? (one.active ? 'was_active' : 'activated') : 'closed'
      expect(done.get(one.id)).toBe(wanted)
      if (isOpen) one.active = true
      return
    }
    case 'redeem': {
      const answer = await programme.redeem(await vouchers.get(one.id), BigInt(amount))
      const isGood = statusOf(one) === 'active' && BigInt(amount) <= one.left
      expect(answer.status === 'redeemed').toBe(isGood)
      if (isGood) one.left -= BigInt(amount)
      return
    }
    case 'replace': {
      const newVoucherId = programme.id()
      const asked = { id: programme.id(), newVoucherId, reason: 'lost' }
      const done = await issuing.replace(one.id, asked, anna).catch(() => undefined)
      expect(done !== undefined).toBe(isOpen)
      if (!isOpen) return
      all.push({ id: newVoucherId, left: one.left, active: false, ended: undefined })
      Object.assign(one, { left: 0n, ended: 'replaced' })
      return
    }
    case 'top_up': {
      const id = programme.id()
      const order = { id, voucherId: one.id, kind: 'top_up', amount: 500n, reason: 'baby' } as const
      const asked = await issuing.prepareChange(order, anna).catch(() => undefined)
      expect(asked !== undefined).toBe(isOpen)
      if (asked === undefined) return
      await issuing.decideChange(id, { state: 'approved' }, bruno)
      one.left += 500n
      return
    }
    case 'cancel': {
      const asked = { id: programme.id(), reason: 'moved' }
      const done = await vouchers.cancel(one.id, asked, anna).catch(() => undefined)
      expect(done !== undefined).toBe(isOpen)
      if (isOpen) Object.assign(one, { left: 0n, ended: 'cancelled' })
      return
    }
    case 'wait':
      // Seldom long enough for the last day.
      programme.runtime.advance(pick > 18 ? 91 * DAY_MS : 1000)
      await vouchers.expireDue()
      for (const other of all) {
        if (pick > 18 && ['active', 'issued'].includes(statusOf(other))) {
          Object.assign(other, { left: 0n, ended: 'expired' })
        }
      }
  }
}

it(
  'whatever is done to the vouchers of a batch: nothing is lost, and each stands as the rules say',
  async () => {
    let batchNumber = 0
    await fc.assert(
      fc.asyncProperty(steps, async (sequence) => {
        const { issuing } = programme
        batchNumber += 1
        const people = await programme.addPeople(`MODEL${batchNumber}`, 3)
        const batch = await issuing.prepareBatch(
          {
            ...{ id: programme.id(), productId: 'FOOD', contactPointId: 'BI-SC', reason: 'May' },
            people: people.map((beneficiaryId) => ({ beneficiaryId })),
            amount: 5000n,
          },
          anna,
        )
        await issuing.decideBatch(batch.id, { state: 'approved' }, bruno)
        await issuing.issueDue()
        const lines = await issuing.listBatchLines(batch.id, { limit: 10 }, anna)
        const all = lines.map(
          ({ voucherId }): Expected => ({
            ...{ id: voucherId, left: 5000n, active: false, ended: undefined },
          }),
        )
        for (const one of sequence) await step(one, all)
        for (const one of all) {
          expect(await programme.vouchers.get(one.id)).toMatchObject({
            ...{ remaining: one.left, status: statusOf(one) },
          })
        }
        expect(faultsIn(await readBooks(programme))).toEqual([])
      }),
      { numRuns: RUNS, seed },
    )
  },
  LIMIT_MS,
)
